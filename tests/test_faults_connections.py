"""Hundreds of connections that say nothing, dribble or leave: each is closed, and a visitor notices none of it."""

import asyncio
import contextlib
import resource
import sys
import time
from pathlib import Path

import pytest

from tests.coroutines import finish
from tests.processes import at_rest, descriptors
from tests.server import running
from tests.visitors import RACE, question

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="descriptors are counted as Linux tells of them")
ROOT = Path(__file__).parent.parent
WAIT = 2.0  # seconds for a head or a body
LATE = 10.0  # more, on a machine that has much to do
SILENT, DRIBBLING, SLOW_BODIES, STORM = 200, 80, 20, 60
BODY = b"POST /api/race HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n"


@pytest.fixture(scope="module")
def server():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    with running("-m", "app", cwd=ROOT, RAVINE_HEAD_SECONDS=str(WAIT), RAVINE_BODY_SECONDS=str(WAIT)) as (
        process,
        port,
    ):
        yield process.pid, port
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextlib.asynccontextmanager
async def connection(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def closed(port, first=b"", then=b""):
    """The seconds after which a connection is closed whose owner says a letter of `then` twice a second."""
    began = time.monotonic()
    async with connection(port) as (reader, writer):
        writer.write(first)

        async def dribble():
            for letter in then:
                await asyncio.sleep(0.5)
                writer.write(bytes([letter]))

        dribbling = asyncio.create_task(dribble())
        with contextlib.suppress(ConnectionError):
            await reader.read()
        dribbling.cancel()
        return time.monotonic() - began


async def answered(port, path, *body):
    """Seconds until all of an answer is there."""
    began = time.monotonic()
    async with connection(port) as (reader, writer):
        writer.write(question(path, *body, Connection="close"))
        told = await reader.read()
    assert told.startswith(b"HTTP/1.1 200"), told[:200]
    return time.monotonic() - began


async def besieged(port):
    """How long each of them was endured, and how long answers took meanwhile."""
    crowd = [closed(port) for _ in range(SILENT)]
    crowd += [closed(port, b"GET / HTTP/1.1\r\nX: ", b"a" * 100) for _ in range(DRIBBLING)]
    crowd += [closed(port, BODY, b"a" * 100) for _ in range(SLOW_BODIES)]
    siege = asyncio.gather(*crowd)
    await asyncio.sleep(1)
    assert not siege.done()
    waits = [await answered(port, "/healthz") for _ in range(10)]
    waits += [await answered(port, "/"), await answered(port, "/api/race", RACE)]
    return await siege, waits


def test_those_who_say_nothing_or_little_are_closed_and_a_visitor_is_served_meanwhile(server):
    pid, port = server
    at_rest(pid)
    before = descriptors(pid)
    endured, waits = finish(besieged(port))
    assert len(endured) == SILENT + DRIBBLING + SLOW_BODIES
    assert WAIT - 0.1 < min(endured) <= max(endured) < WAIT + LATE
    assert max(waits) < LATE / 2
    at_rest(pid)
    assert descriptors(pid) <= before


async def storm(port):
    """Everybody loads the page and its race and leaves after a moment, again and again; then once in earnest."""

    async def visitor(number):
        for _ in range(3):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(visit(number), 0.2)
        return await visit(number)

    async def visit(number):
        await answered(port, "/")
        return await answered(port, "/api/race", RACE | {"steps": 500, "seed": number})

    return await asyncio.gather(*map(visitor, range(STORM)))


def test_a_class_that_reloads_again_and_again_is_served_and_leaves_nothing_behind(server):
    pid, port = server
    at_rest(pid)
    before = descriptors(pid)
    assert len(finish(storm(port))) == STORM
    at_rest(pid)
    assert descriptors(pid) <= before
