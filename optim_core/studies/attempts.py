"""How far searches have come, for studies that set strategies side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.search.compare import Believed
from optim_core.search.hunting import Tried

# The colour of a strategy in every study (`Series.slot`): of the first three as in the lab on arrival.
GRID, RANDOM, MODEL, NARROWING, HALVING = range(5)


def collected(parts: Iterable[Tried | Believed | None], into: list[Tried]) -> Iterator[None]:
    """Put all that is tried into a list, with a moment to stop at after each part."""
    for part in parts:
        if isinstance(part, Tried):
            into.append(part)
        yield None


def reached(tried: Sequence[Tried], spent: np.ndarray, failed: float, told: str = "") -> Array:
    """The best score of one strategy once so many epochs (m,) were spent, or what is told of that training.

    failed: what counts as long as every training has failed. Returns (repeats, m).
    """
    rows = []
    for repeat in range(1 + max(wave.repeat for wave in tried)):
        waves = [wave for wave in tried if wave.repeat == repeat]
        score = np.concatenate([wave.score for wave in waves])
        lowest = np.minimum.accumulate(score)
        fresh = np.append(True, lowest[1:] < lowest[:-1])
        leader = np.maximum.accumulate(np.where(fresh, np.arange(len(score)), 0))
        values = np.concatenate([wave.told[told] for wave in waves]) if told else score
        own = np.append(failed, np.where(np.isfinite(lowest), values[leader], failed))
        rows.append(own[np.searchsorted(np.concatenate([wave.spent for wave in waves]), spent, side="right")])
    return np.array(rows)
