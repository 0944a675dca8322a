"""The benchmarks of load hear rightly what a server says, and count its processes."""

import asyncio
import os
import socket
import subprocess
import sys

import pytest

from benchmarks import load, soak
from benchmarks.census import Census, census, serving
from benchmarks.client import Answer, Client, get
from benchmarks.goals import judged
from benchmarks.tally import Tally
from benchmarks.visits import Visitor
from tests.server import running

CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"


def chunk(data):
    return b"%x\r\n%b\r\n" % (len(data), data)


def heard(*parts, left=False):
    """What the client hears of an answer in these parts, on a clock that counts them."""

    async def hear():
        told, gone = 0, asyncio.Event()

        async def tell(reader, writer):
            nonlocal told
            await reader.readuntil(b"\r\n\r\n")
            for part in parts:
                told += 1
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0.01)
            while not left and await reader.read(1):  # until the client leaves
                pass
            writer.close()
            await writer.wait_closed()
            gone.set()

        async with await asyncio.start_server(tell, "127.0.0.1", 0) as server:
            client = await Client.connect(server.sockets[0].getsockname()[1])
            answer = await asyncio.wait_for(client.ask(get("/"), lambda: told), 5)
            client.close()
            await gone.wait()
            return answer

    return asyncio.run(hear())


def test_an_answer_of_a_known_length_is_heard_to_its_end():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
    assert heard(head, b"\r\nab", b"cd", b"no more") == Answer(200, True, 2, 3, len(head) + 6)


def test_the_first_point_of_events_is_not_their_start():
    parts = CHUNKED, chunk(b"event: start\ndata: 1\n\n"), chunk(b"event: line\ndata: 2\n\n"), chunk(b"event: frame\n\n")
    assert heard(*parts, chunk(b"event: done\n\n") + END)[:4] == (200, True, 4, 5)


def test_an_answer_that_breaks_off_or_says_that_it_failed_is_not_answered():
    assert heard(CHUNKED, chunk(b"event: frame\n\n"), left=True)[:2] == (200, False)
    assert heard(CHUNKED, chunk(b"event: frame\n\n"), chunk(b"event: failed\n\n") + END)[:2] == (200, False)
    assert heard(left=True)[:2] == (0, False)


def test_a_refusal_is_no_error_and_a_wrong_status_is_one():
    tally = Tally()
    for status in (200, 429, 503, 422, 500):
        tally.add("map", Answer(status, True, 0.1, 0.2, 1))
    tally.add("bad", Answer(422, True, 0.1, 0.2, 1), wanted=422)
    tally.add("bad", Answer(200, True, 0.1, 0.2, 1), wanted=422)
    tally.add("bad", Answer(422, False, 0.1, 0.2, 1), wanted=422)
    assert tally.errors() == {"map 422": 1, "map 500": 1, "bad cut off": 2}
    assert tally.lines()[1].split()[:5] == ["map", "5", "1", "2", "2"]
    assert tally.lines()[1].endswith("100 / 100, 200 / 200")


def test_a_line_says_whether_a_goal_is_met():
    assert judged("1 serving", "first point", 299.0, most=300).endswith("met")
    assert judged("1 serving", "first point", 301.0, most=300).endswith("MISSED")
    assert judged("1 serving", "races/s", 999.0, least=1000).endswith("MISSED")
    assert judged("1 serving", "races/s", float("nan"), least=1000).endswith("MISSED")


def test_processes_that_give_way_are_counted_apart_and_the_dead_too():
    nice = "import os, sys, time; os.nice(5); print(); sys.stdout.flush(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", nice], stdout=subprocess.PIPE) as worker:
        worker.stdout.readline()
        both = census(os.getpid())
        assert both.processes >= 2
        assert both.working > 1e6
        assert both.serving > both.working
        assert worker.pid not in serving(os.getpid())
        assert os.getpid() in serving(os.getpid())
        worker.kill()
        os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)
        assert census(os.getpid()).zombies == both.zombies + 1


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running("-m", "app", cwd=load.ROOT, RAVINE_DATA=str(tmp_path_factory.mktemp("data"))) as (process, port):
        yield process.pid, port


def test_a_small_class_is_served_and_told_of(server):
    doing = [(), (), (Visitor.take,)]
    heard = asyncio.run(load.school(*server, doing, within=0.1, pause=0.0))
    assert {kind: len(answers) for kind, answers in heard.tally.heard.items()} == {
        "page": 3,
        "page, whole": 3,
        "race of the page": 3,
        "race, same link": 3,
        "race, own settings": 6,
        "export": 1,
    }
    assert not heard.tally.errors()
    assert heard.waits
    assert "errors: none" in load.report(heard)[-1]
    page = heard.tally.heard["page, whole"][0]
    assert page.first <= page.last


def test_who_is_alone_does_everything_and_of_many_half_do_one_thing():
    assert load.doings(1) == [(*Visitor.HEAVY, *Visitor.LIGHT)]
    of_many = load.doings(50)
    assert sum(map(len, of_many)) == 25
    assert of_many == load.doings(50)


def looked(*megabytes):
    return [soak.Look(60.0 * i, Census(m * 10**6, 0, 1, 0, 10, 1), 0) for i, m in enumerate(megabytes)]


def test_growth_is_from_when_the_server_was_warm_to_the_end():
    assert soak.growth(looked(50, 80, 100, 100, 100, 100, 102, 103, 104, 104, 104), 10) == pytest.approx(4)


def test_a_soak_finds_fault_with_what_grows_and_stays_and_fails():
    steady, tally = looked(*[100] * 11), Tally()
    before = after = steady[0].seen
    assert soak.faults(tally, steady, before, after, 10) == []
    tally.add("race", Answer(500, True, 0.1, 0.1, 1))
    grown = looked(*[100] * 6, *[106] * 5)
    found = soak.faults(tally, grown, before, after._replace(descriptors=20, zombies=1), 10)
    assert [line.partition(":")[0] for line in found] == [
        "race 500",
        "memory of what serves grew by 6.0 %",
        "10 descriptors stay open",
        "1 dead processes are not taken away",
    ]
    assert "nan" in soak.faults(Tally(), [], before, after, 10)[0]  # nothing seen is nothing shown
    one_more = after._replace(processes=2, descriptors=19)
    with_worker = [look._replace(seen=look.seen._replace(processes=2, descriptors=19)) for look in steady]
    assert soak.faults(Tally(), with_worker, before, one_more, 10) == [], "a worker that came has some of its own"
    leaking = soak.faults(Tally(), with_worker, before, one_more._replace(descriptors=25), 10)
    assert leaking == ["6 descriptors stay open"]


def test_visitors_who_err_are_refused_as_they_should_be(server):
    tally = Tally()

    async def err():
        for number in (2, 7, 3):
            await soak.visit(number, server[1], tally, heavy=False)

    asyncio.run(err())
    assert set(tally.heard) == {"race, own settings", "bad formula", "no JSON", "too large", "not there"}
    assert not tally.errors()


def test_a_server_that_is_gone_is_an_error_to_whoever_comes_to_leave():
    tally = Tally()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and nobody listens
        asyncio.run(soak.visit(3, closed.getsockname()[1], tally, heavy=False))
    assert tally.errors() == {"who leaves cut off": 1}
