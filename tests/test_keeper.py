"""The keeper of the processes that serve, where they do not come up, do not go, or the system has no room for them."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import SMALL_APP, running
from tests.test_processes import children, comes_true, get

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes serve on Linux only")
ROOT = Path(__file__).parent.parent
HASTY = SMALL_APP.replace("\nmain()", "\nimport os\nfrom app import processes\nprocesses.BREATH = 0.1\nmain()")
NO_ROOM = """
fork, forked = os.fork, []
def forking():
    forked.append(1)
    if len(forked) == 3:
        raise BlockingIOError(11, "no room")
    return fork()
os.fork = forking
main()"""
# The first dies once it answers; the second does once a line is typed. Both stay when they are told to go.
STUBBORN = """
import os, signal, socket, sys, threading
from pathlib import Path
from app import processes, seats

def serve(bound, answering):
    signal.signal(signal.SIGTERM, lambda *_: None)
    if seats.here().mine:
        os.read(0, 1)
    answering()
    if not seats.here().mine and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if not seats.here().mine:
        died.with_suffix(".again").touch()
    while True:
        signal.pause()

def kill(pid, what):
    if what != signal.SIGKILL or os.getpid() != keeper:
        really(pid, what)
        return
    print("killed", flush=True)
    threading.Timer(0.3, really, (pid, what)).start()

died, really, keeper = Path(sys.argv[1]), os.kill, os.getpid()
os.kill = kill
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
sys.exit(processes.Keeper(sockets, serve, 0.2).run())
"""


def events(keeper, count):
    return [json.loads(keeper.stderr.readline())["event"] for _ in range(count)]


def test_a_place_that_nobody_can_take_any_more_ends_them_all(tmp_path):
    broken = tmp_path / "broken"
    script = HASTY.replace("lambda: app", f"lambda: 1 / 0 if os.path.exists({str(broken)!r}) else app")
    with running("-c", script, RAVINE_WORKERS="2") as (keeper, _):
        broken.touch()
        os.kill(min(children(keeper.pid)), signal.SIGKILL)
        assert keeper.wait(30) == 1
        ends = [event for line in keeper.stderr if "ended: " in (event := json.loads(line)["event"])]
        assert len(ends) == 6, "the one that was killed, and five that could not start"
        assert ends[-1].endswith("ended: exit status 1; none takes its place any more, all stop")


def test_where_the_system_has_no_room_for_a_successor_the_others_serve_until_it_has():
    with running("-c", HASTY.replace("\nmain()", NO_ROOM), RAVINE_WORKERS="2") as (keeper, port):
        victim = min(children(keeper.pid))
        os.kill(victim, signal.SIGKILL)
        said = events(keeper, 2)
        assert said[0].startswith(f"process {victim}, which served, ended: SIGKILL")
        assert said[1] == "a process that is to serve could not be begun"
        assert comes_true(lambda: len(children(keeper.pid)) == 2)
        assert {get(port)[0] for _ in range(8)} == {200}
        keeper.terminate()
        assert keeper.wait(10) == 0, "it still hears"


def test_an_address_is_told_once_all_answer_and_who_does_not_go_is_killed_once(tmp_path):
    died = tmp_path / "died"
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN, str(died)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as keeper:
        try:
            assert comes_true(died.with_suffix(".again").exists)
            assert select.select([keeper.stdout], [], [], 0.3)[0] == [], "one of two has answered, though twice"
            keeper.stdin.write(b"x")
            keeper.stdin.flush()
            assert b"http://" in keeper.stdout.readline()
            keeper.terminate()
            assert keeper.wait(10) == 0
            assert keeper.stdout.read() == b"killed\n" * 2
        finally:
            keeper.kill()
