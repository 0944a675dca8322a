"""What may become of a job besides its answer."""

from __future__ import annotations

from typing import NamedTuple


class Waiting(NamedTuple):
    """News of a job: its place in the line, 1 for the next; 0 once it is being done."""

    place: int


class Crowded(Exception):  # noqa: N818 - a verdict on a wish, not a fault
    """There is no room for another job: come again after `seconds`. `own` where it is the same owner's who fill it."""

    def __init__(self, seconds: int, own: bool) -> None:
        super().__init__(seconds, own)
        self.seconds, self.own = seconds, own


class Broken(Exception):  # noqa: N818
    """The worker died at it, by whatever hand: the next one may live."""


class Greedy(Broken):
    """It wanted more memory than it may have."""
