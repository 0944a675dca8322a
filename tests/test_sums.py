"""The numbers that processes leave for each other: whole, or as if there were none."""

import sys

import pytest

from app import sums, tally
from app.seats import Seats
from tests.coroutines import finish

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes serve on Linux only")


class Dying:
    """Memory whose process is killed after so many writes."""

    def __init__(self, memory, writes):
        self.memory, self.left = memory, writes

    def __len__(self):
        return len(self.memory)

    def __getitem__(self, where):
        return self.memory[where]

    def __setitem__(self, where, what):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.memory[where] = what


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_who_is_killed_while_its_numbers_are_written_keeps_no_other_from_starting(writes, monkeypatch):
    seats = Seats(2)
    sums.leave(seats.at(0))
    tally.count(tally.ANSWERS, "/a/longer/one" * 20, "GET", "200")
    memory = seats.sums
    seats.sums = Dying(memory, writes)
    with pytest.raises(KeyboardInterrupt):
        sums.leave(seats.at(0))
    seats.sums = memory
    sums.of_all(seats.at(1))
    monkeypatch.setattr(sums, "here", lambda: seats.at(0))
    monkeypatch.setattr(tally, "resume", lambda before: None)

    async def begun():
        async with sums.shared():
            return True

    assert finish(begun())


def test_what_was_left_torn_all_the_same_is_nothing():
    seats = Seats(2)
    sums.leave(seats.at(0))
    seats.sums[0:4] = (9).to_bytes(4, "little")
    assert sums.of_all(seats.at(1)) == sums._sum([tally.taken()])
