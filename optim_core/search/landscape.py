"""The landscape over one or two settings: the score of each of many places, coarse to fine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.search.space import Space
from optim_core.search.target import Target

COARSE = 9  # places an axis begins with


class Land(NamedTuple):
    """Scores over even places: `shares` (m,) of every axis, ends included; scores (m,), or (m, m) with rows upwards.

    stage: counted from 0; each is about twice as fine as the one before and holds what that told.
    """

    stage: int
    shares: Array
    scores: Array


def sizes(most: int) -> list[int]:
    """The places of an axis, stage by stage, up to `most` at most: 9, 17, 33, 65 ... are each other's halves."""
    found = [COARSE]
    while 2 * found[-1] - 1 <= most:
        found.append(2 * found[-1] - 1)
    return found


def landscape(target: Target, space: Space, most: int = 33, seed: int = 0) -> Iterator[Land | None]:
    """What whole trainings with this luck come to. None is a moment at which it may be stopped.

    Raises ValueError unless the space has one dimension or two.
    """
    d = len(space.dimensions)
    if d not in (1, 2):
        raise ValueError(f"a landscape has one or two settings, not {d}")
    known: Array = np.empty((0,) * d)
    for stage, size in enumerate(sizes(most)):
        scores = np.full((size,) * d, np.nan)
        if stage:
            scores[(slice(None, None, 2),) * d] = known
        missing = np.nonzero(np.isnan(scores))
        places = np.array(missing[::-1]) / (size - 1)  # rows are the second setting
        course = target.begin(space.settings(places), [seed] * len(missing[0]))
        for seen in course.advance(np.arange(len(missing[0])), target.epochs):
            if seen:
                scores[missing] = seen.score
            yield None
        known = scores
        yield Land(stage, np.linspace(0.0, 1.0, size), scores)
