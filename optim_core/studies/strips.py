"""The bands of a gradient check as strips of an axis of errors."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optim_core.gradcheck import BANDS
from optim_core.study import Band, Tone

TONES: Mapping[str, Tone] = {"wrong": "bad", "suspicious": "poor", "kink-ok": "fair", "happy": "good"}
STRIPS = tuple(
    Band(band.above, top, band.title, TONES[band.name])
    for band, top in zip(BANDS, (np.inf, *(band.above for band in BANDS[:-1])), strict=True)
)
