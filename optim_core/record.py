"""Consumers of a walk: everything, the last moment, every n-th."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.walk import Moment


class Trace(NamedTuple):
    """A whole walk: points (n, D, *batch), loss and gradient norm (n, *batch), and how it ended."""

    x: Array
    loss: Array
    grad_norm: Array
    last: Moment

    @classmethod
    def of(cls, moments: Iterable[Moment]) -> Trace:
        """Record every moment of a walk."""
        kept = list(moments)
        grads = np.stack([m.grad for m in kept])
        return cls(
            np.stack([m.x for m in kept]),
            np.stack([m.loss for m in kept]),
            np.sqrt(np.sum(grads * grads, axis=1)),
            kept[-1],
        )


def last(moments: Iterable[Moment]) -> Moment:
    """The final moment only: memory does not grow with the steps."""
    moment = None
    for moment in moments:  # noqa: B007
        pass
    if moment is None:
        raise ValueError("a walk has at least its start")
    return moment


def every(n: int, moments: Iterable[Moment]) -> Iterator[Moment]:
    """Each n-th moment, and the final one whatever its number."""
    moment = None
    for moment in moments:
        if moment.t % n == 0:
            yield moment
    if moment is not None and moment.t % n:
        yield moment
