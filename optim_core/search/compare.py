"""Strategies side by side: the same budget, the same luck, and all that is to be trained at a time in one batch."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.search.hunting import Hunting, Tried
from optim_core.search.space import Space
from optim_core.search.strategy import Belief, Hunt, Strategy
from optim_core.search.target import Target


class Believed(NamedTuple):
    """What a strategy with a model believes as it chooses its next wave: told before that is tried."""

    strategy: int
    repeat: int
    belief: Belief


def compare(
    target: Target, space: Space, strategies: Sequence[Strategy], *, budget: int, repeats: int = 1, seed: int = 0
) -> Iterator[Tried | Believed | None]:
    """Every strategy searches the space for as many epochs, several times.

    A training of repeat k has the luck seed + k, whoever asks for it: within a repeat all strategies meet the same
    landscape. What a strategy finds does not depend on who searches beside it. Beliefs are told of the first repeat.
    None is a moment at which it may be stopped: there is one, or something else, at least every 30 ms.

    Raises ValueError for a budget that no whole training fits into.
    """
    if budget < target.epochs:
        raise ValueError(f"a training has {target.epochs} epochs: {budget} are too few for a search")
    hunts = [
        Hunting(i, repeat, strategy, _hunt(target, space, strategy, budget, seed, repeat))
        for repeat in range(repeats)
        for i, strategy in enumerate(strategies)
    ]
    yield from _thinking(hunts)
    while hunts := [hunt for hunt in hunts if not hunt.over]:
        for hunt in hunts:
            if belief := hunt.wave.belief:
                yield Believed(hunt.strategy, hunt.repeat, belief)
        yield from _round(target, space, hunts, seed)
        yield from _thinking(hunts)


def _hunt(target: Target, space: Space, strategy: Strategy, budget: int, seed: int, repeat: int) -> Hunt:
    """Its luck is its own: neither its place in the list nor its company changes it."""
    rng = np.random.default_rng((seed, repeat, zlib.crc32(strategy.kind.encode())))
    return Hunt(space, target.epochs, budget, rng, watched=repeat == 0)


def _thinking(hunts: Sequence[Hunting]) -> Iterator[None]:
    """Every one to its next wave."""
    for hunt in hunts:
        yield from hunt.think()
        yield None


def _round(target: Target, space: Space, hunts: Sequence[Hunting], seed: int) -> Iterator[Tried | None]:
    """One wave of each."""
    _begin(target, space, hunts, seed)
    asked = [hunt.asked() for hunt in hunts]
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, (hunt, trials) in enumerate(zip(hunts, asked, strict=True)):
        for j, trial in enumerate(trials):
            groups.setdefault((id(trial.course), hunt.wave.epochs), []).append((i, j))
    score = [np.empty(len(trials)) for trials in asked]
    told = [{name: np.empty(len(trials)) for name in target.tells} for trials in asked]
    for (_, epochs), group in groups.items():
        these = [asked[i][j] for i, j in group]
        for seen in these[0].course.advance([trial.at for trial in these], epochs):
            if seen is None:
                yield None
                continue
            for k, (i, j) in enumerate(group):
                score[i][j] = seen.score[k]
                for name, values in seen.told.items():
                    told[i][name][j] = values[k]
    for hunt, scores, words in zip(hunts, score, told, strict=True):
        yield hunt.answer(scores, words)


def _begin(target: Target, space: Space, hunts: Sequence[Hunting], seed: int) -> None:
    """All new trials, as one course."""
    waves = [hunt.wave.places for hunt in hunts]
    settings = space.settings(np.concatenate(waves, axis=1))
    lucks = np.repeat([seed + hunt.repeat for hunt in hunts], [places.shape[1] for places in waves]).tolist()
    if not lucks:
        return
    course, first = target.begin(settings, lucks), 0
    for hunt, places in zip(hunts, waves, strict=True):
        last = first + places.shape[1]
        hunt.begin(course, first, {name: values[first:last] for name, values in settings.items()})
        first = last
