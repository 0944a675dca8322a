"""What a search gives back, part by part, out of its worker. It imports the core alone, so that one is soon at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.search.compare import Believed
from optim_core.search.hunting import Tried
from optim_core.search.landscape import Land
from optim_core.search.outcome import Curve, Outcome


class Best(NamedTuple):
    """The best so far of one strategy; it replaces what was said before."""

    strategy: int
    curve: Curve


class Progress(NamedTuple):
    """Epochs trained, and those that there are at most; seconds in which the others may be."""

    done: int
    total: int
    left: float


class Verdict(NamedTuple):
    """What each strategy found."""

    outcomes: Sequence[Outcome]


Part = Land | Tried | Believed | Best | Progress | Verdict


def weight(part: object) -> int:
    """The bytes of a part, about."""
    return 1_000 + _bytes(part)


def _bytes(each: object) -> int:
    if isinstance(each, np.ndarray):
        return each.nbytes
    if isinstance(each, Mapping):
        return sum(map(_bytes, each.values()))
    return sum(map(_bytes, each)) if isinstance(each, tuple | list) else 8
