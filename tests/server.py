"""A server as a program of its own on a free port of this machine, for tests that need the real thing."""

import contextlib
import os
import re
import subprocess
import sys

STOPPED = 15  # seconds in which a server has stopped beside much else; alone it takes the 5 that are promised
# A stand-in for app.main: what is tested here is how it is served.
SMALL_APP = """
import asyncio, sys, types

async def leaving(receive):
    while (await receive())["type"] != "http.disconnect":
        pass

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/body":
        while (await receive()).get("more_body"):
            pass
    left = asyncio.create_task(leaving(receive))
    parts = {"/endless": 10**9, "/large": 2000}.get(scope["path"], 0)
    for _ in range(parts):
        await send({"type": "http.response.body", "body": b"x" * 10_000, "more_body": True})
        if left.done():
            return
        if scope["path"] == "/endless":
            await asyncio.sleep(0.05)
    left.cancel()
    await send({"type": "http.response.body", "body": b"done"})

sys.modules["app.main"] = types.ModuleType("app.main")
sys.modules["app.main"].create_app = lambda: app
from app.__main__ import main
main()
"""


@contextlib.contextmanager
def running(*command, cwd=None, **settings):
    """`(process, port)` of the server that `command` starts; it is stopped at the end."""
    environment = {**os.environ, "RAVINE_PORT": "0", "PYTHONPATH": str(cwd or ""), **settings}
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, (line, process.stderr.read() if process.poll() is not None else "")
        yield process, int(found[1])
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()
