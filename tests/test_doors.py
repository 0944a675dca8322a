"""How many answers may be under way at once: a page, an address and all have their bounds, and a class its room."""

import asyncio
import json
import sys

import pytest

from app import limits
from app.counts import Counts
from app.doors import Doors
from app.seats import Seats
from tests.coroutines import finish

CLOSED = pytest.mark.skipif(sys.platform != "linux", reason="several processes serve on Linux only")


async def slow(scope, receive, send):
    """Answers once it is allowed to, by whoever asks."""
    await scope["wait"].wait()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})


class Class:
    """Doors, and those who stand in them."""

    def __init__(self):
        self.doors = Doors(slow)
        self.over = asyncio.Event()
        self.tasks = []

    async def ask(self, token="", address="10.0.0.1", path="/api/race", method="POST", language="en"):
        """Its status, headers and body; nothing of what goes on."""
        sent = []

        async def send(message):
            sent.append(message)

        head = [(b"accept-language", language.encode())] + ([(b"x-ravine-client", token.encode())] if token else [])
        client = (address, 40_000 + len(self.tasks))
        scope = {"type": "http", "method": method, "path": path, "headers": head, "client": client, "query_string": b""}
        task = asyncio.create_task(self.doors(scope | {"wait": self.over}, None, send))
        self.tasks.append(task)
        await asyncio.sleep(0)
        if not sent:
            return None
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers, json.loads(sent[1]["body"])

    async def end(self):
        self.over.set()
        await asyncio.gather(*self.tasks)


def within(work):
    async def inside():
        asked = Class()
        await work(asked)
        await asked.end()

    finish(inside())


def test_a_page_that_has_enough_under_way_is_told_when_to_come_again():
    async def work(asked):
        for _ in range(limits.OF_PAGE):
            assert await asked.ask("mine") is None
        status, headers, said = await asked.ask("mine")
        assert (status, headers["retry-after"]) == (429, "2")
        assert said == {
            "detail": f"This page has {limits.OF_PAGE} answers under way already; try again in 2 s.",
            "field": "",
        }
        assert "가지를 받고" in (await asked.ask("mine", language="ko"))[2]["detail"]
        lasting = ("searches/one/events", "searches/one/table.csv", "searches/one/study.db", "surface")
        lasting += ("lessons/one/step/chart", "recording/samples/one.npz")
        for path in (*(f"/api/{each}" for each in lasting), "/handouts/one"):
            assert (await asked.ask("mine", path=path, method="GET"))[0] == 429, "who looks on counts"
        assert await asked.ask("mine", path="/api/catalog", method="GET") is None, "what is short does not"
        assert await asked.ask("yours") is None
        await asked.end()
        asked.over.clear()
        assert await asked.ask("mine") is None, "once they are over"

    within(work)


def test_who_leaves_makes_room_at_once():
    async def work(asked):
        for _ in range(limits.OF_PAGE):
            await asked.ask("mine")
        asked.tasks.pop().cancel()
        await asyncio.sleep(0)
        assert await asked.ask("mine") is None
        assert (await asked.ask("mine"))[0] == 429

    within(work)


def test_sixty_browsers_behind_one_address_have_all_they_can_ask_for():
    """B22: six connections each, and two tabs."""

    async def work(asked):
        for pupil in range(60):
            for tab in range(2):
                for _ in range(6):
                    assert await asked.ask(f"{pupil}, {tab}", "192.0.2.1") is None

    within(work)


def test_who_takes_a_new_token_each_time_leaves_room_for_others(monkeypatch):
    monkeypatch.setattr(limits, "ANSWERS", 40)
    monkeypatch.setattr(limits, "OF_ADDRESS", 30)

    async def work(asked):
        answers = [await asked.ask(f"hog {i}", "198.51.100.1") for i in range(35)]
        assert [answer is None for answer in answers] == [True] * 30 + [False] * 5
        status, headers, said = answers[-1]
        assert (status, headers["retry-after"]) == (503, "5")
        assert said["detail"] == "Very many are asking just now; try again in 5 s."
        pupils = [await asked.ask(f"pupil {i}", "192.0.2.1") for i in range(12)]
        assert [pupil is None for pupil in pupils] == [True] * 10 + [False] * 2, "all in all there are so many"

    within(work)


def test_without_a_token_each_connection_counts_for_itself():
    async def work(asked):
        for _ in range(limits.OF_PAGE + 5):
            assert await asked.ask() is None

    within(work)


@CLOSED
def test_what_is_under_way_is_counted_over_all_processes_until_they_die():
    seats = Seats(3)
    processes = [Counts(seats.at(each)) for each in range(3)]
    for each in processes:
        for _ in range(4):
            each.add("mine", 1)
    processes[0].add("mine", -1)
    assert [each.of("mine") for each in processes] == [11, 11, 11]
    Counts(seats.at(-1)).forget(1)
    assert processes[0].of("mine") == 7


def test_what_others_have_is_seldom_taken_for_ones_own():
    counts = Counts(Seats())
    for i in range(1000):
        counts.add(f"page {i}", 6)
    wrong = sum(counts.of(f"other {i}") >= limits.OF_PAGE for i in range(2000))
    assert wrong <= 10, "with a thousand pages that ask all they can"
    assert counts.of("page 1") >= 6
