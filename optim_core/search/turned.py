"""A target whose settings are turned: every one of them trained several times, each time with other luck."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.networks.datasets.digits import CLASSES
from optim_core.search.target import Target
from optim_core.search.targets.digits import Digits

Settings = Mapping[str, Sequence[Any] | np.ndarray]


def accuracies(target: Digits, settings: Settings, repeats: int, seed: int = 0) -> Generator[None, None, Array]:
    """Right answers on unseen digits after a whole training, percent, of each of k settings (k, repeats).

    Repeat r of all settings has the luck seed + r. A training that blew up is right as often as a guess.
    """
    k = len(next(iter(settings.values())))
    every = {name: np.repeat(values, repeats) for name, values in settings.items()}
    course = target.begin(every, list(range(seed, seed + repeats)) * k)
    found = np.empty(0)
    for seen in course.advance(np.arange(k * repeats), target.epochs):
        if seen:
            accuracy = seen.told["validation_accuracy"]
            found = np.where(np.isfinite(accuracy), accuracy, 100 / CLASSES)
        yield
    return found.reshape(k, repeats)


def work(target: Target, settings: Settings, repeats: int) -> float:
    """The passes of it."""
    each = zip(*settings.values(), strict=True)
    return repeats * sum(target.replace(**dict(zip(settings, one, strict=True))).passes(target.epochs) for one in each)
