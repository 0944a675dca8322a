"""What a comparison comes to: the best so far against what was spent, and what each strategy hands over.

Only whole trainings count: what a trial has come to on its way, trained further, may end worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.search.dimension import End
from optim_core.search.hunting import Tried
from optim_core.search.space import Space

MOMENTS = 200  # of a curve at most
TELLING = 10  # repeats from which on a tenth of them can be left out at either end


class Curve(NamedTuple):
    """The best score so far of one strategy, (m,) each, after so many epochs: median and band of the repeats.

    Infinite as long as nothing has been trained to its end without failing.
    """

    spent: np.ndarray
    low: Array
    middle: Array
    high: Array


def beyond(repeats: int) -> float:
    """The share of the repeats that lie beyond either edge of the band of their curve: none where there are few."""
    return 0.1 if repeats >= TELLING else 0.0


class Outcome(NamedTuple):
    """What one strategy found.

    Attributes:
        settings, score, number: the best whole training of the first repeat, and its trial; number is -1 where none was
            trained to its end without failing.
        edges: its settings that lie in the outer tenth of a range which could be wider, and at which end.
        distinct: how many values of each setting were tried in the first repeat, as drawn, before they are told
            in a few digits.
        spent, trials: epochs and trainings of the first repeat.
        scores: the best whole training of each repeat (repeats,).
        wins, ties: repeats in which it alone was best, and in which it was as good as the best others. Nobody wins one
            in which all have failed.
    """

    settings: Mapping[str, Any]
    score: float
    number: int
    edges: Mapping[str, End]
    distinct: Mapping[str, int]
    spent: int
    trials: int
    scores: Array
    wins: int
    ties: int


def curve(tried: Sequence[Tried]) -> Curve:
    """That of what one strategy has tried.

    A score counts from when the training is whole. A strategy that begins with short ones pays for them as for all
    others, and so its curve begins the later.
    """
    repeats = sorted({wave.repeat for wave in tried})
    runs = [_so_far([wave for wave in tried if wave.repeat == repeat]) for repeat in repeats]
    moments = np.unique(np.concatenate([spent for spent, _ in runs]))
    if len(moments) > MOMENTS:
        moments = moments[np.unique(np.linspace(0, len(moments) - 1, MOMENTS).round().astype(int))]
    best = np.full((len(runs), len(moments)), np.inf)
    for row, (spent, lowest) in zip(best, runs, strict=True):
        at = np.searchsorted(spent, moments, side="right")
        row[at > 0] = lowest[at[at > 0] - 1]
    out = beyond(len(repeats))
    return Curve(moments, *(_quantile(best, share) for share in (out, 0.5, 1 - out)))


def outcomes(tried: Sequence[Tried], space: Space) -> list[Outcome]:
    """What each strategy of a comparison found, in their order."""
    count = 1 + max(wave.strategy for wave in tried)
    by = [[wave for wave in tried if wave.strategy == strategy] for strategy in range(count)]
    scores = np.array([_bests(waves) for waves in by])
    best = (scores == scores.min(axis=0)) & np.isfinite(scores)
    alone = best & (best.sum(axis=0) == 1)
    wins, ties = alone.sum(axis=1).tolist(), (best & ~alone).sum(axis=1).tolist()
    return [_outcome(waves, space, *own) for waves, *own in zip(by, scores, wins, ties, strict=True)]


def _outcome(tried: Sequence[Tried], space: Space, scores: Array, wins: int, ties: int) -> Outcome:
    first = [wave for wave in tried if wave.repeat == tried[0].repeat]
    best = min(first, key=lambda wave: _whole(wave).min())
    score = _whole(best)
    at = int(np.argmin(score))
    settings = {name: values[at].item() for name, values in best.settings.items()}
    found = np.isfinite(score[at])
    return Outcome(
        settings,
        float(score[at]),
        int(best.number[at]) if found else -1,
        space.edges(settings) if found else {},
        _distinct(first, space),
        int(first[-1].spent[-1]),
        1 + int(max(wave.number.max() for wave in first)),
        scores,
        wins,
        ties,
    )


def _distinct(tried: Sequence[Tried], space: Space) -> dict[str, int]:
    found = {}
    for i, (name, of) in enumerate(space.dimensions.items()):
        values = [wave.places[i] if of.count is None else wave.settings[name] for wave in tried]
        found[name] = len(np.unique(np.concatenate(values)))
    return found


def _whole(wave: Tried) -> Array:
    """The scores of its whole trainings; infinite for the others."""
    return np.where(wave.ended, wave.score, np.inf)


def _so_far(tried: Sequence[Tried]) -> tuple[np.ndarray, Array]:
    """Of one repeat: epochs spent and the best score by then."""
    spent = np.concatenate([wave.spent for wave in tried])
    return spent, np.minimum.accumulate(np.concatenate([_whole(wave) for wave in tried]))


def _bests(tried: Sequence[Tried]) -> list[float]:
    repeats = sorted({wave.repeat for wave in tried})
    return [min(float(_whole(wave).min()) for wave in tried if wave.repeat == repeat) for repeat in repeats]


def _quantile(values: Array, share: float) -> Array:
    """Down the columns, between neighbours in proportion; infinite where one of them is."""
    ordered = np.sort(values, axis=0)
    at = share * (len(ordered) - 1)
    below = int(at)
    part = at - below
    if part == 0:
        return np.asarray(ordered[below])
    return np.asarray((1 - part) * ordered[below] + part * ordered[below + 1])
