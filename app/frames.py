"""What goes on point after point, told in frames that grow, or to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol, TypeVar

from app.work import Turn

FIRST, LARGEST = 16, 512  # points in the first frame, and at most in any
LATE, HELD = 3, 1600  # from that frame on, so many of all lanes: some such frames wait for a reader who stands still
GROWTH = {
    True: 32,
    False: 2,
}  # from frame to frame, of walkers that are quick: what is dear in a frame is that it is one
Part = TypeVar("Part", covariant=True)


class Walker(Protocol[Part]):
    """Whatever goes on, point after point, until it is over; a `quick` one makes hundreds of them in a slice."""

    @property
    def quick(self) -> bool:
        """Whether many points cost little."""

    @property
    def over(self) -> bool:
        """Whether there is no further point."""

    async def advance(self, points: int, turn: Turn) -> Part | None:
        """That many points; None once there are no more."""


async def frames(lanes: Sequence[Walker[Part]]) -> AsyncIterator[list[tuple[int, Part]]]:
    """The lanes side by side, a growing number of points at a time."""
    turn, points, count = Turn(urgent=True), FIRST, 0
    growth = GROWTH[all(lane.quick for lane in lanes)]
    while not all(lane.over for lane in lanes):
        frame = []
        for i, lane in enumerate(lanes):
            columns = None if lane.over else await lane.advance(points, turn)
            if columns is not None:
                frame.append((i, columns))
        if frame:
            yield frame
        if turn.urgent:
            turn.urgent = False
            await turn.give()  # whoever waits for first points goes before whoever has them
        count += 1
        points = min(growth * points, LARGEST if count < LATE else max(1, HELD // len(lanes)), LARGEST)


async def whole(lane: Walker[Part], turn: Turn) -> AsyncIterator[Part]:
    """One lane to its end."""
    while not lane.over:
        columns = await lane.advance(LARGEST, turn)
        if columns is not None:
            yield columns
