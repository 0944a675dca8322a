"""How far searches have come, for studies that set strategies side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.search.hunting import Tried


def reached(tried: Sequence[Tried], spent: np.ndarray, failed: float) -> Array:
    """The best score of one strategy once so many epochs (m,) were spent: (repeats, m).

    failed: what counts as long as every training has failed.
    """
    best = np.full((1 + max(wave.repeat for wave in tried), len(spent)), failed)
    for wave in tried:
        lowest = np.minimum.accumulate(wave.score)
        at = np.searchsorted(wave.spent, spent, side="right")
        some = at > 0
        best[wave.repeat, some] = np.minimum(best[wave.repeat, some], lowest[at[some] - 1])
    return best
