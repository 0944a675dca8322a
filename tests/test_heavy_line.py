"""The line before heavy work that several processes share: limits hold over all of them, and addresses take turns."""

import struct
import sys

import pytest

from app.clients import Client
from app.pool import board, heavy
from app.pool.board import Board, State
from app.pool.heavy import MEGABYTE, Pool
from app.pool.line import Line
from app.pool.ticket import Ticket
from app.pool.words import Crowded, Waiting
from app.seats import Seats
from tests.coroutines import finish
from tests.test_pool import BUSY, FIRST, asked, is_number, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes serve on Linux only")


class Hall:
    """Processes that share a line, all of them in this one, each on a seat of its own."""

    def __init__(self, processes=2, workers=1, room=32):
        self.seats = Seats(processes)
        self.lines = [Line(workers, room, self.seats.at(each)) for each in range(processes)]

    def join(self, process, token, address="school"):
        ticket = Ticket("module:function", None, Client(token, address))
        self.lines[process].join(ticket)
        return ticket

    def next(self):
        """Who is served next, whichever process has them."""
        taken = [ticket for line in self.lines if (ticket := line.next())]
        return [ticket.owner.token for ticket in taken]

    def over(self, process, ticket):
        self.lines[process].served(ticket, 1.0)


def hall(work, **how):
    async def inside():
        return work(Hall(**how))

    return finish(inside())


def test_so_many_are_served_at_once_over_all_processes_and_in_the_order_in_which_they_came():
    def work(hall):
        first, second = hall.join(0, "a"), hall.join(1, "b")
        hall.join(0, "c")
        assert hall.next() == ["a", "b"] and hall.next() == []
        hall.over(1, second)
        assert hall.next() == ["c"]
        hall.over(0, first)
        assert hall.next() == []

    hall(work, workers=2)


def test_nobody_has_two_done_or_two_waiting_whichever_processes_they_ask():
    def work(hall):
        hall.join(0, "a")
        assert hall.next() == ["a"]
        hall.join(1, "a")
        assert hall.next() == [], "though there are workers"
        with pytest.raises(Crowded) as refused:
            hall.join(0, "a")
        assert refused.value.own

    hall(work, workers=3)


def test_a_full_line_is_full_in_every_process():
    def work(hall):
        for i in range(4):
            hall.join(i % 2, f"{i}")
        with pytest.raises(Crowded) as refused:
            hall.join(0, "5")
        assert not refused.value.own and refused.value.seconds >= 1

    hall(work, room=4)


def test_who_comes_with_a_new_token_each_time_waits_behind_himself():
    def work(hall):
        for i in range(6):
            hall.join(i % 2, f"hog {i}", "elsewhere")
        assert hall.next() == ["hog 0"]
        for i in range(3):
            hall.join(i % 2, f"pupil {i}", "school")
        ticket = next(t for t in hall.lines[0]._tickets.values() if t.owner.token == "hog 0")
        order = []
        for _ in range(6):
            process = 0 if ticket in hall.lines[0]._tickets.values() else 1
            hall.over(process, ticket)
            order += hall.next()
            ticket = next(t for line in hall.lines for t in line._tickets.values() if t.owner.token == order[-1])
        assert order == ["hog 1", "pupil 0", "hog 2", "pupil 1", "hog 3", "pupil 2"]

    hall(work)


def test_of_a_full_line_the_last_of_the_many_goes_so_that_another_address_can_come():
    def work(hall):
        hogs = [hall.join(1, f"hog {i}", "elsewhere") for i in range(4)]
        pupil = hall.join(0, "pupil")
        for line in hall.lines:
            line.tell_places()
        assert [hog.over for hog in hogs] == [False] * 3 + [True]
        assert pupil.place == 2, "after one of the others"
        second = hall.join(0, "second")
        hall.lines[1].tell_places()
        assert [hog.over for hog in hogs] == [False] * 2 + [True] * 2 and not second.over
        with pytest.raises(Crowded):
            hall.join(0, "third")
        hall.lines[0].leave(pupil)
        assert hall.join(0, "third").place is None

    hall(work, room=4)


def test_who_has_to_go_is_told_when_to_come_again_in_whichever_form_the_answer_was_to_be(client, monkeypatch):
    async def bounced(entry, job, owner):
        yield Waiting(3)
        raise Crowded(7, own=False)

    monkeypatch.setattr(heavy, "run", bounced)
    asked = {"surface": {"kind": "bowl"}, "steps": 7, "cells": [8, 8]}
    asked["runs"] = [{"optimizer": {"kind": "gradient-descent", "lr": 0.0123}}]
    told = client.post("/api/basin", json=asked).text
    assert told.count("event: failed") == 1 and '"again":true' in told
    for media in ("application/json", "text/csv", "application/x-npz"):
        answer = client.post("/api/basin", json=asked, headers={"Accept": media})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "7"), media
        assert answer.json()["detail"] == "Much is being computed for others just now; try again in 7 s."


def test_what_a_process_that_died_had_done_or_waited_for_is_forgotten():
    def work(hall):
        hall.join(0, "a")
        assert hall.next() == ["a"]
        hall.join(0, "b")
        hall.join(1, "c")
        assert hall.next() == []
        Board(hall.seats).forget(0)
        assert hall.next() == ["c"]
        assert [(row.seat, row.state) for row in Board(hall.seats).rows()] == [(1, State.SERVED)]

    hall(work)


def test_two_pools_at_one_line_do_one_job_at_a_time_and_the_second_hears_when_it_is_its_turn():
    seats = Seats(2)
    pools = [Pool(1, 60.0, 64 * MEGABYTE, seats=seats.at(each)) for each in range(2)]

    async def both():
        first, second = asked(pools[0], "patient", 30, "a"), asked(pools[1], "count", 2, "b")
        await until(first, is_number)
        assert await anext(second) == FIRST
        await first.aclose()
        return [part async for part in second]

    try:
        assert finish(both()) == [BUSY, 0, 1]
    finally:
        for each in pools:
            each.close()


@pytest.mark.parametrize("all_of_it", [False, True])
def test_who_is_killed_while_a_row_is_written_leaves_no_row_and_blocks_nobody(all_of_it, monkeypatch):
    class Killed(BaseException):
        """In the middle of it."""

    whole = board.ROW

    class Torn:
        """Has written the first two fields, or all of them, when SIGKILL comes."""

        size, iter_unpack = whole.size, whole.iter_unpack

        def pack_into(self, memory, place, *fields):
            struct.pack_into("<QQ", memory, place, *fields[:2])
            if all_of_it:
                whole.pack_into(memory, place, *fields)
            raise Killed

    def work(hall):
        first = hall.join(1, "old")
        assert hall.next() == ["old"]
        hall.over(1, first)  # whose row is used again
        with monkeypatch.context() as patch:
            patch.setattr(board, "ROW", Torn())
            with pytest.raises(Killed):
                hall.join(1, "dying")
        Board(hall.seats.at(-1)).forget(1)  # as the keeper does
        hall.join(0, "next")
        assert [row.seat for row in Board(hall.seats).rows()] == [0]
        assert hall.next() == ["next"]

    hall(work)
