"""What the gradient of a network costs by differences and by backpropagation: counted, measured, and carried on."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck import Kind, one_by_one, relative_length
from optim_core.networks.mlp import Training

STRETCH = 0.01  # seconds between two moments at which the work may be stopped
TIMES = 25  # the gradient by backpropagation is taken that often, and the middle time told
Found = TypeVar("Found")


class Cost(NamedTuple):
    """What one gradient of a network costs: evaluations counted, seconds measured, and how far both are apart."""

    parameters: int
    evaluations: int
    numerical: float
    analytic: float
    apart: float


class Law(NamedTuple):
    """Counts and times as straight lines in the number of parameters: what was measured, carried on.

    `each` evaluations a parameter and `once` more; `value` and `back` are the seconds a parameter of one evaluation and
    of one backpropagation, as the largest network had them: both do their work once for every weight.
    """

    each: float
    once: float
    value: float
    back: float

    @classmethod
    def of(cls, measured: list[Cost]) -> Law:
        """The law of networks, smallest first."""
        first, last = measured[0], measured[-1]
        each = (last.evaluations - first.evaluations) / (last.parameters - first.parameters)
        return cls(
            each,
            first.evaluations - each * first.parameters,
            last.numerical / last.evaluations / last.parameters,
            last.analytic / last.parameters,
        )

    def evaluations(self, parameters: Any) -> Any:
        """Evaluations of one numerical gradient."""
        return self.each * parameters + self.once

    def numerical(self, parameters: Any) -> Any:
        """Seconds of it."""
        return self.evaluations(parameters) * self.value * parameters

    def analytic(self, parameters: Any) -> Any:
        """Seconds of a gradient by backpropagation."""
        return self.back * parameters


def priced(training: Training, w: Array, h: float, kind: Kind) -> Generator[None, None, Cost]:
    """Take the gradient at w both ways; stops every now and then so that it may be given up."""
    times, analytic = [], np.empty(0)
    for _ in range(TIMES):
        taken, analytic = timed(lambda: training.grad(w))
        times.append(taken)
        yield
    asked = Counted(training.value)
    source = one_by_one(asked, w, range(len(w)), h, kind)
    numerical, slopes, count = 0.0, list[float](), 1
    while len(slopes) < len(w):
        taken, more = timed(lambda: list(islice(source, count)))  # noqa: B023 - used at once
        numerical += taken
        slopes += more
        count = max(1, int(count * STRETCH / max(taken, 1e-6)))
        yield
    return Cost(len(w), asked.times, numerical, float(np.median(times)), relative_length(slopes, analytic))


class Counted:
    """A function that knows how often it was asked."""

    def __init__(self, f: Callable[[Array], Array]) -> None:
        self.f = f
        self.times = 0

    def __call__(self, w: Array) -> Array:
        """What the function says."""
        self.times += 1
        return self.f(w)


def timed(work: Callable[[], Found]) -> tuple[float, Found]:
    """Seconds of the processor that it took, whatever else the machine has to do, and what came of it."""
    begun = time.thread_time()
    found = work()
    return time.thread_time() - begun, found
