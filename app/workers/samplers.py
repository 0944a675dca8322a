"""Who chooses the settings of shared trials.

Either a strategy that asks for all its trials at once, so that each has its settings before any worker is there; or
one of Optuna's samplers, which is asked when a worker takes a trial and knows all scores in the database by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from app.search.tpe import TPE
from optim_core.registry import load
from optim_core.search.dimension import Range
from optim_core.search.space import Space
from optim_core.search.strategy import Hunt, Strategy

if TYPE_CHECKING:
    from optuna.samplers import BaseSampler

load("optim_core.search.strategies")


def _tpe(seed: int) -> BaseSampler:
    from optuna.samplers import TPESampler

    return TPESampler(seed=seed, n_startup_trials=TPE().first)


SUGGESTING: Mapping[str, Callable[[int], BaseSampler]] = {TPE.kind: _tpe}  # by strategy; made for one trial


def known() -> Mapping[str, type[Strategy]]:
    """All that workers can follow, by kind."""
    strategies = sorted(Strategy.registry.values(), key=lambda strategy: strategy.order)
    return {of.kind: of for of in strategies if of.kind in SUGGESTING or at_once(of())}


def at_once(strategy: Strategy) -> bool:
    """Whether it asks for whole trainings only, and for all of them before it knows a score."""
    epochs, trials = 27, 81  # enough for a strategy that thins its trials out to do so
    waves = strategy.waves(Hunt(Space({"x": Range(0.0, 1.0)}), epochs, epochs * trials, np.random.default_rng(0)))
    wave = next(waves)
    if wave is None or wave.epochs != epochs:
        return False
    try:
        waves.send(np.zeros(wave.places.shape[1]))
    except StopIteration:
        return True
    return False


def places(kind: str, space: Space, trials: int, epochs: int, seed: int) -> np.ndarray:
    """Of all trials, (d, n): at most so many, for a grid may not come out even."""
    hunt = Hunt(space, epochs, trials * epochs, np.random.default_rng(seed))
    return next(wave for wave in Strategy.registry[kind]().waves(hunt) if wave).places


def luck(seed: int, number: int) -> int:
    """Of the sampler of one trial: no two trials have the same, whichever worker takes them."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
