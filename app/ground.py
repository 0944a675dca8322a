"""The heights of a surface as they are drawn."""

from __future__ import annotations

import numpy as np

from optim_core import Surface
from optim_core.fields import Array

LOW = 0.02  # the share of a picture that counts as its bottom


def drawn(surface: Surface, values: Array) -> tuple[Array, float]:
    """Values of a surface on the scale that it declares, and what was added before a logarithm was taken."""
    if surface.scale != "log":
        return values, 0.0
    above = values - (surface.floor() or 0.0)
    # The bottom of a logarithmic picture: six decades below the top, or it would be all abyss; no deeper than the
    # grid sees.
    top = float(np.nanmax(np.where(np.isfinite(above), above, 0.0)))
    shift = max(top * 1e-6, _blur(above)) or 1e-12
    return np.log10(np.maximum(above, 0.0) + shift), shift


def _blur(values: Array) -> float:
    """By how much a grid (ny, nx) errs between its points where it is low: less than that is no minimum, only a sample.

    A straight line between two points errs by an eighth of the second difference there.
    """
    if min(values.shape) < 3:
        return 0.0
    inner = values[1:-1, 1:-1]
    with np.errstate(invalid="ignore"):
        bends = [values[2:, 1:-1] - 2 * inner + values[:-2, 1:-1], values[1:-1, 2:] - 2 * inner + values[1:-1, :-2]]
        bend = np.max(np.abs(bends), axis=0)
    known = np.isfinite(bend)
    if not known.any():
        return 0.0
    low = known & (inner <= np.quantile(inner[known], LOW))
    return float(np.quantile(bend[low], 0.9)) / 8
