"""Heavy work in worker processes: one that dies, hangs or takes all memory harms nobody, and none is left behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import tally
from app.clients import Client
from app.pool.heavy import MEGABYTE, Pool
from app.pool.words import Broken, Crowded, Greedy, Waiting
from app.stopping import Stopped
from app.work import TooLong
from tests.coroutines import finish

ROOT = Path(__file__).parent.parent
PATIENCE = 20.0  # seconds in which a thing must happen that takes a moment
BUSY, FIRST, SECOND, THIRD = Waiting(0), Waiting(1), Waiting(2), Waiting(3)


@contextlib.contextmanager
def pool(workers=1, seconds=60.0, memory=64, **more):
    made = Pool(workers, seconds, memory * MEGABYTE, **more)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def one():
    with pool() as made:
        yield made


def asked(made, entry, job=None, owner="me"):
    return made.run(f"tests.heavy_jobs:{entry}", job, Client(owner))


async def heard(parts):
    return [part async for part in parts if not isinstance(part, Waiting)]


def said(made, entry, job=None):
    return finish(heard(asked(made, entry, job)))


async def until(parts, wanted):
    """The first part that is so; it goes on from there."""
    async for part in parts:
        if wanted(part):
            return part
    raise AssertionError("it never was said")


def is_number(part):
    return isinstance(part, int)


def gone(pid):
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    return True


def comes_true(happened):
    end = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    return happened()


def test_parts_come_in_order_and_a_moment_to_stop_is_no_part(one):
    async def all_of_them():
        return [part async for part in asked(one, "count", 3)]

    assert finish(all_of_them()) == [BUSY, 0, 1, 2]


def test_it_is_done_in_a_modest_process_of_its_own_that_loads_only_what_the_job_needs(one):
    ((pid, nice, modules, environment),) = said(one, "who")
    assert pid != os.getpid()
    assert nice is None or nice > os.nice(0)
    assert not {"numpy", "pydantic", "asyncio", "fastapi", "app.pool.heavy"} & set(modules)
    assert environment["OPENBLAS_NUM_THREADS"] == "1"


def test_the_next_job_finds_the_same_worker_whichever_loop_asks(one):
    (first, *_), (again, *_) = said(one, "who")[0], said(one, "who")[0]
    assert first == again


def test_what_a_job_prints_is_no_answer(one):
    assert said(one, "loud", "hello") == ["hello"]


@pytest.mark.parametrize(("kind", "error"), [("value", ValueError), ("peculiar", RuntimeError)])
def test_what_a_job_raises_is_raised_here_and_says_where_it_was(one, kind, error):
    (pid, *_) = said(one, "who")[0]

    async def wrong():
        parts = asked(one, "wrong", kind)
        assert await until(parts, is_number) == 1
        await anext(parts)

    with pytest.raises(error, match=r"no such number|PeculiarError: peculiar") as raised:
        finish(wrong())
    (told,) = raised.value.elsewhere  # the log tells it, too
    assert told["frames"][-1].endswith(" wrong")
    assert said(one, "who")[0][0] == pid


def test_a_job_that_cannot_travel_is_the_askers_error(one):
    with pytest.raises((TypeError, AttributeError)):
        said(one, "count", lambda: 3)


def test_an_entry_that_is_not_there_is_an_error_like_any_other(one):
    with pytest.raises(AttributeError, match="no_such_thing"):
        said(one, "no_such_thing")


def test_a_worker_that_was_prepared_has_loaded_what_the_job_needs_and_is_the_one_that_does_it():
    with pool(workers=2) as two:
        for entry in ("tests.no_such_module:who", "tests.heavy_jobs:who"):  # the second finds that there is one
            two.prepare(entry)
        (pid, *_) = said(two, "who")[0]
        two.prepare("tests.heavy_jobs:who")
        assert said(two, "who")[0][0] == pid, "it is not killed by what it cannot load, and needs no company"
    with pool(workers=2) as two:
        two.prepare("colorsys:rgb_to_hsv")
        assert "colorsys" in said(two, "who")[0][2]
    with pool() as other:
        other.prepare("tests.heavy_jobs:who")  # and closes before that is done


# One that fails takes nobody along.


def test_a_worker_that_is_killed_breaks_its_job_and_the_next_has_another(one, caplog):
    died = tally.taken().totals.get(("ravine_job_workers_died",), 0)

    async def killed():
        parts = asked(one, "patient", 60)
        pid = await until(parts, is_number)
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        with pytest.raises(Broken):
            await anext(parts)
        return pid

    pid = finish(killed())
    assert tally.taken().totals["ravine_job_workers_died",] == died + 1
    assert f"worker {pid} died at tests.heavy_jobs:patient: SIGKILL (signal 9)" in caplog.text
    assert said(one, "who")[0][0] != pid


def test_a_job_without_end_is_ended_and_the_next_is_done():
    with pool(seconds=1.0) as short:
        said(short, "who")
        with pytest.raises(TooLong) as late:
            said(short, "endless")
        assert late.value.seconds == 1.0
        assert said(short, "count", 2) == [0, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="where a process's memory can be limited")
def test_a_job_that_wants_all_memory_is_ended_and_the_next_is_done(one):
    with pytest.raises(Greedy):
        said(one, "bomb")
    assert said(one, "count", 2) == [0, 1]


# Who leaves stops it.


def leaving(made, entry):
    """The worker of a job that was left in its midst."""

    async def left():
        parts = asked(made, entry, 600)
        pid = await until(parts, is_number)
        await parts.aclose()
        return pid

    return finish(left())


def test_a_job_that_is_left_stops_at_its_next_moment_and_the_worker_does_the_next(one):
    pid = leaving(one, "patient")
    assert said(one, "who")[0][0] == pid


@pytest.mark.parametrize("entry", ["endless", "deaf"])
def test_a_job_that_is_left_and_knows_no_moment_is_killed(one, entry):
    pid = leaving(one, entry)
    assert comes_true(lambda: gone(pid))
    assert said(one, "count", 2) == [0, 1]


def test_a_loop_that_ends_takes_its_jobs_along(one):
    async def ends():
        await until(asked(one, "patient", 600), is_number)

    finish(ends())
    assert said(one, "count", 1) == [0]


# Who listens slowly slows it down.


def test_no_more_is_made_than_a_few_megabytes_ahead_of_whoever_listens(one, tmp_path):
    notes = tmp_path / "notes"

    async def stands_still():
        parts = asked(one, "plenty", str(notes))
        await until(parts, lambda part: isinstance(part, tuple) and not isinstance(part, Waiting))
        await asyncio.sleep(1)
        assert notes.stat().st_size < 10
        assert [number async for number, _ in parts] == list(range(1, 100))

    finish(stands_still())


# The line.


def test_everybody_is_told_their_place_whenever_it_changes(one):
    async def line():
        running = asked(one, "patient", 600, "a")
        await until(running, is_number)
        second, third, fourth = (asked(one, "count", 1, owner) for owner in "bcd")
        assert [await anext(second), await anext(third), await anext(fourth)] == [FIRST, SECOND, THIRD]
        await third.aclose()
        assert await anext(fourth) == SECOND
        await running.aclose()
        assert [part async for part in second] == [BUSY, 0]
        assert [part async for part in fourth] == [FIRST, BUSY, 0]

    finish(line())


def test_nobody_has_two_jobs_done_at_once_or_two_waiting():
    async def greedy():
        first = asked(two, "patient", 600)
        await until(first, is_number)
        second = asked(two, "count", 1)
        assert await anext(second) == FIRST
        with pytest.raises(Crowded) as refused:
            await anext(asked(two, "count", 1))
        assert refused.value.own and refused.value.seconds >= 1
        assert await heard(asked(two, "count", 1, "you")) == [0], "another is served before"
        await first.aclose()
        assert await heard(second) == [0]

    with pool(workers=2) as two:
        finish(greedy())


def test_who_takes_one_back_may_ask_for_the_next_in_the_same_moment(one):
    async def turned():
        running = asked(one, "patient", 600)
        await until(running, is_number)
        waiting = asked(one, "count", 1)
        assert await anext(waiting) == FIRST
        given_up = asyncio.create_task(anext(asked(one, "count", 1)))
        following = asyncio.create_task(heard(asked(one, "count", 2)))
        await asyncio.sleep(0)
        given_up.cancel()
        await waiting.aclose()
        await running.aclose()
        assert await following == [0, 1]

    finish(turned())


def test_who_waits_at_the_door_hears_of_the_end():
    async def closing():
        running, waiting = asked(two, "patient", 600), asked(two, "count", 1)
        await until(running, is_number)
        assert await anext(waiting) == FIRST
        third = asyncio.create_task(anext(asked(two, "count", 1)))
        await asyncio.sleep(0)
        await asyncio.to_thread(two.close)
        with pytest.raises(Stopped):
            await third

    with pool() as two:
        finish(closing())


def test_a_full_line_says_so_at_once():
    async def crowd():
        running = asked(small, "patient", 600, "a")
        await until(running, is_number)
        waiting = asked(small, "count", 1, "b")
        await anext(waiting)
        with pytest.raises(Crowded) as refused:
            await anext(asked(small, "count", 1, "c"))
        assert not refused.value.own and refused.value.seconds >= 1
        await running.aclose()
        assert await heard(waiting) == [0]

    with pool(room=1) as small:
        finish(crowd())


# None is left behind.


def test_a_worker_with_nothing_to_do_is_let_go():
    with pool(idle=0.05) as idle:
        (pid, *_) = said(idle, "who")[0]
        assert comes_true(lambda: gone(pid))
        assert said(idle, "count", 1) == [0]


PARENT = """
import asyncio, sys
from app.pool import heavy
from app.pool.words import Waiting

async def main():
    async for part in heavy.run("tests.heavy_jobs:" + sys.argv[1], 600, "me"):
        if isinstance(part, int):
            print(part, flush=True)
            if sys.argv[2] == "exits":
                return

asyncio.run(main())
"""


@pytest.mark.parametrize(("entry", "how"), [("endless", "killed"), ("deaf", "killed"), ("endless", "exits")])
def test_no_worker_outlives_its_server_however_that_ends(entry, how):
    if entry == "deaf" and sys.platform != "linux":
        pytest.skip("only Linux ends a process that cannot listen")
    command = [sys.executable, "-W", "error", "-c", PARENT, entry, how]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=-1, stderr=-1, text=True) as server:
        pid = int(server.stdout.readline())
        if how == "killed":
            server.kill()
        assert comes_true(lambda: gone(pid))
        assert server.wait(PATIENCE) == (-9 if how == "killed" else 0)
        assert server.stderr.read() == ""


def test_a_pool_that_closes_breaks_what_is_left():
    async def close():
        running, waiting = asked(made, "patient", 600, "a"), asked(made, "count", 1, "b")
        pid = await until(running, is_number)
        await anext(waiting)
        await asyncio.to_thread(made.close)
        for parts in (running, waiting):
            with pytest.raises(Stopped):
                await anext(parts)
        with pytest.raises(Stopped):
            await anext(asked(made, "count", 1))
        return pid

    with pool() as made:
        assert gone(finish(close()))
