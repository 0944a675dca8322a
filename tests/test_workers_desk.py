"""A database that hangs is said to do so, and keeps neither the other questions nor the end of the program waiting."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings

import pytest

from app.pool.words import Crowded
from app.settings import Settings
from app.workers import crew, storage
from app.workers.desk import Desk
from app.workers.trouble import Trouble

SLEEPER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


def test_who_asks_what_hangs_is_told_so_and_who_stood_in_line_behind_is_never_asked_for():
    free, asked = threading.Event(), []

    async def both():
        desk = Desk(1, 0.2)
        found = await asyncio.gather(desk.ask(free.wait), desk.ask(lambda: asked.append(1)), return_exceptions=True)
        free.set()
        return found, await desk.ask(lambda: "again")

    found, later = asyncio.run(both())
    assert [(each.status, each.key) for each in found] == [(503, "error.searches_slow")] * 2
    assert (later, asked) == ("again", [])


def test_who_finds_too_many_there_is_told_so_at_once_even_while_a_thread_hangs():
    free = threading.Event()

    async def crowd():
        desk = Desk(1, 0.1, most=2)
        found = await asyncio.gather(*(desk.ask(free.wait) for _ in range(3)), return_exceptions=True)
        further = await asyncio.gather(desk.ask(free.wait), return_exceptions=True)
        assert [type(each) for each in found + further] == [Trouble, Trouble, Crowded, Trouble]
        free.set()
        return await desk.ask(lambda: "again")

    assert asyncio.run(crowd()) == "again"


def test_a_program_ends_though_its_database_hangs():
    hanging = (
        "import asyncio, threading\nfrom app.workers.desk import Desk\nfrom app.workers.trouble import Trouble\n"
        "try:\n asyncio.run(Desk(1, 0.1).ask(threading.Event().wait))\nexcept Trouble as trouble:\n print(trouble)"
    )
    ended = subprocess.run([sys.executable, "-c", hanging], capture_output=True, text=True, timeout=60, check=True)
    assert "has not answered" in ended.stdout


def test_a_server_of_databases_that_never_says_a_word_is_given_up():
    with warnings.catch_warnings(), socket.create_server(("127.0.0.1", 0)) as silent:
        warnings.simplefilter("ignore", ResourceWarning)  # pg8000 leaves such sockets to the collector
        address = f"postgresql://somebody:secret@127.0.0.1:{silent.getsockname()[1]}/ravine"
        with pytest.raises(Trouble) as caught:
            storage.opened(Settings(storage=address), patience=0.1)
        status, said = caught.value.status, str(caught.value)
        del caught
        gc.collect()
    assert status == 503
    assert "secret" not in said


def test_workers_that_do_not_leave_share_one_time_to_do_so(monkeypatch):
    now, waited = time.monotonic(), []
    monkeypatch.setattr(crew, "_crews", [])
    hands = crew.Crew(3, (sys.executable, "-c", SLEEPER))
    hands.start("x", 3, str, lambda name, status: waited.append(status))
    asked = []
    real = subprocess.Popen.wait
    monkeypatch.setattr(crew.time, "monotonic", lambda: now + 10.0 * len(asked))

    def wait(process, timeout=None):
        if timeout is not None:
            asked.append(timeout)
            raise subprocess.TimeoutExpired("x", timeout)
        return real(process)

    monkeypatch.setattr(subprocess.Popen, "wait", wait)
    hands.close(grace=12.0)
    assert asked == [12.0, 2.0, 0.0]
    monkeypatch.undo()
    while len(waited) < 3:
        time.sleep(0.01)
    assert waited == [-signal.SIGKILL] * 3
