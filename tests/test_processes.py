"""Several processes that serve: one address, an even share for each, and none that dies is missed."""

import collections
import contextlib
import functools
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import pytest

from app import limits, seats, share
from app.settings import Settings
from tests.searching import ASKED
from tests.server import SMALL_APP, STOPPED, running

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="connections are dealt out on Linux only")
LOOKS = 0.4  # seconds between two looks at a search: each reads all of it
# Says which process answers; one path keeps it busy, so that it hears of nothing for a while.
NAMED = SMALL_APP.replace('b"done"', "str(__import__('os').getpid()).encode()").replace(
    "    left = ", "    if scope['path'] == '/busy': __import__('time').sleep(2.5)\n    left = "
)


def get(port, path="/", **headers):
    """`(status, headers, body)`, on a connection of its own."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as asking:
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def who(port, path="/"):
    return int(get(port, path)[2])


def asked(connection):
    connection.request("GET", "/")
    return int(connection.getresponse().read())


def children(pid):
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # each thread has its own
    return {int(child) for each in lists for child in each.read_text().split()}


def gone(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    return True


def comes_true(happened, seconds=20, pause=0.02):
    end = time.monotonic() + seconds
    while not (true := happened()) and time.monotonic() < end:
        time.sleep(pause)
    return true


@pytest.fixture(scope="module")
def named():
    with running("-c", NAMED, RAVINE_WORKERS="2") as (keeper, port):
        yield keeper, port


def test_a_burst_of_connections_is_dealt_out_evenly(named):
    keeper, port = named
    waiting = [http.client.HTTPConnection("127.0.0.1", port, timeout=20) for _ in range(200)]
    for connection in waiting:
        connection.request("GET", "/")  # all of them before the first is read
    answered = collections.Counter(int(connection.getresponse().read()) for connection in waiting)
    for connection in waiting:
        connection.close()
    assert set(answered) == children(keeper.pid)
    assert min(answered.values()) > 60, "five standard deviations from half of them"


def test_one_that_is_killed_is_replaced_and_nobody_who_comes_meanwhile_is_turned_away(named):
    keeper, port = named
    victim = who(port)
    (other,) = children(keeper.pid) - {victim}
    staying = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    while asked(staying) != other:
        staying.close()
    os.kill(victim, signal.SIGKILL)
    answered = {who(port) for _ in range(40)}
    assert victim not in answered and len(answered) == 2 and other in answered
    assert asked(staying) == other, "on the same connection"
    staying.close()
    assert comes_true(lambda: len(children(keeper.pid)) == 2)
    said = json.loads(keeper.stderr.readline())["event"]
    assert said == f"process {victim}, which served, ended: SIGKILL (signal 9); another takes its place"


def test_one_that_is_busy_for_seconds_is_not_taken_for_dead(named):
    keeper, port = named
    before = children(keeper.pid)
    assert who(port, "/busy") in before
    assert children(keeper.pid) == before


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_all_stop_in_time_and_content_when_their_keeper_is_told_to(told):
    with running("-c", SMALL_APP, RAVINE_WORKERS="2") as (keeper, port), contextlib.ExitStack() as readers:
        for _ in range(6):
            reader = readers.enter_context(socket.create_connection(("127.0.0.1", port)))
            reader.sendall(b"GET /endless HTTP/1.1\r\nHost: test\r\n\r\n")
            assert reader.recv(100).startswith(b"HTTP/1.1 200")
        serving = children(keeper.pid)
        keeper.send_signal(told)
        begun = time.monotonic()
        assert keeper.wait(2 * STOPPED) == 0
        assert time.monotonic() - begun < STOPPED
        assert all(map(gone, serving))
        assert (keeper.stdout.read(), keeper.stderr.read()) == ("", "")


def test_nobody_is_left_behind_when_their_keeper_is_killed():
    with running("-c", SMALL_APP, RAVINE_WORKERS="2") as (keeper, _):
        serving = children(keeper.pid)
        keeper.kill()
        keeper.wait()
        assert len(serving) == 2
        assert comes_true(lambda: all(map(gone, serving)))


def test_a_port_in_use_is_one_sentence_even_where_another_such_server_has_it(named):
    _, port = named
    done = subprocess.run(
        [sys.executable, "-c", SMALL_APP],
        env=os.environ | {"RAVINE_PORT": str(port), "RAVINE_WORKERS": "2", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"Port {port} is in use already")


def test_what_cannot_start_is_not_tried_for_ever():
    broken = SMALL_APP.replace("lambda: app", "lambda: 1 / 0")
    done = subprocess.run(
        [sys.executable, "-c", broken],
        env=os.environ | {"RAVINE_PORT": "0", "RAVINE_WORKERS": "2", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr and done.stdout == ""


def test_elsewhere_one_process_serves_and_it_is_said(monkeypatch, capsys):
    assert seats.wanted(Settings(workers=3)) == 3
    assert seats.wanted(Settings(workers=0)) == share.cores()
    monkeypatch.setattr(sys, "platform", "win32")
    assert seats.wanted(Settings(workers=3)) == 1
    assert capsys.readouterr().err == (
        "RAVINE_WORKERS: more than one process can serve on Linux only; here one does.\n"
    )


class Asking:
    """A long search that is asked for, in the hands of whichever process takes the connection."""

    def __init__(self, port, seed, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asked = {"surface": {"kind": "ravine"}, "steps": 20_000, "seed": seed, "trials": 60}
        body = json.dumps(asked | {"runs": [{"optimizer": {"kind": "adam"}}, {"optimizer": {"kind": "momentum"}}]})
        head = {"Content-Type": "application/json", "Accept": "text/event-stream", "X-Ravine-Client": token}
        self.connection.request("POST", "/api/tune", body, head)

    @functools.cached_property
    def answer(self):
        return self.connection.getresponse()

    def hears(self, event):
        """Whether that comes."""
        return any(line.startswith(b"event: " + event) for line in self.answer)

    def close(self):
        self.answer.close()
        self.connection.close()


@contextlib.contextmanager
def asking(port, tokens):
    with contextlib.ExitStack() as open_ones:
        yield [open_ones.enter_context(contextlib.closing(Asking(port, *each))) for each in enumerate(tokens)]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    place = tmp_path_factory.mktemp("data")
    with running(
        "-m", "app", cwd=ROOT, RAVINE_WORKERS="2", RAVINE_JOBS="1", RAVINE_DATA=str(place), RAVINE_SEARCH_WORKERS="2"
    ) as (keeper, port):
        yield keeper, port


def test_a_page_and_what_it_needs_are_the_same_whoever_answers(served):
    _, port = served
    _, _, page = get(port)
    assets = [link.split('"')[0] for link in page.decode().split('"assets/')[1:4]]
    for path in ["/", "/api/catalog", *(f"/assets/{asset}" for asset in assets)]:
        answers = {
            (status, headers.get("etag"), hashlib.sha256(body).hexdigest())
            for status, headers, body in (get(port, path, **{"Accept-Encoding": "gzip"}) for _ in range(6))
        }
        assert len(answers) == 1 and next(iter(answers))[0] == 200, path


def test_what_all_have_counted_is_told_by_each(served):
    _, port = served

    def asked():
        lines = get(port, "/metrics")[2].decode().splitlines()
        found = [line for line in lines if line.startswith("ravine_answers_total{") and "favicon" in line]
        return sum(float(line.split()[-1]) for line in found)

    for _ in range(10):
        assert get(port, "/favicon.ico")[0] == 200
    assert comes_true(lambda: [asked() for _ in range(6)] == [10] * 6)


def test_those_that_serve_are_counted_without_their_keeper(served):
    _, port = served
    lines = get(port, "/metrics")[2].decode().splitlines()
    counts = {line.split('"')[1]: float(line.split()[-1]) for line in lines if line.startswith("ravine_processes{")}
    assert (counts["server"], counts["keeper"]) == (2, 1)


def hands(keeper):
    """The processes for heavy work, whichever process has them."""
    return [pid for each in children(keeper.pid) for pid in children(each)]


def test_a_hog_has_one_search_done_and_one_waiting_however_many_processes_it_asks(served):
    _, port = served
    with asking(port, ["hog"] * 12) as searches:
        answers = collections.Counter(each.answer.status for each in searches)
        assert answers == {200: 2, 429: 10}
        for each in searches:
            if each.answer.status == 429:
                assert int(each.answer.headers["Retry-After"]) >= 1
                assert json.loads(each.answer.read())["detail"].startswith("This page has one computation running")


def test_many_hogs_fill_one_line_over_all_processes_and_leave_it_to_the_next(served):
    keeper, port = served
    with asking(port, [f"hog {i}" for i in range(40)]) as searches:
        answers = collections.Counter(each.answer.status for each in searches)
        assert answers == {200: 33, 503: 7} or answers == {200: 32, 503: 8}, "one is done or about to be, 32 wait"
        assert all(each.answer.headers["Retry-After"] for each in searches if each.answer.status == 503)
        assert len(hands(keeper)) <= 2, "each process may keep one that waits for work"
        admitted = [each for each in searches if each.answer.status == 200]
        for each in admitted[2:]:
            each.close()
        with ThreadPoolExecutor(2) as threads:
            begun = {threads.submit(each.hears, b"progress"): each for each in admitted[:2]}
            for heard in as_completed(begun):  # whoever was first in the line, and in whichever process
                assert heard.result()
                begun[heard].close()


def test_when_a_process_dies_the_others_do_their_jobs_and_nothing_is_left_of_it(served):
    keeper, port = served
    with contextlib.ExitStack() as open_ones:

        def begun(token):
            made = open_ones.enter_context(contextlib.closing(Asking(port, 200 + token, f"one of {token}")))
            assert made.answer.status == 200
            return made, holder(keeper, made.connection)

        first, victim = begun(0)
        assert first.hears(b"progress")
        (hand,) = (pid for pid in children(victim) if not gone(pid))
        second, other = begun(1)
        while other == victim:
            second.close()
            second, other = begun(2)
        os.kill(victim, signal.SIGKILL)
        assert second.hears(b"progress"), "the place of the one that died is free"
    assert comes_true(lambda: gone(hand))
    assert comes_true(lambda: len(children(keeper.pid)) == 2)


def holder(keeper, connection):
    """The process that has the other end of a connection; none before it has taken it."""
    own, other = (f":{place[1]:04X}" for place in (connection.sock.getsockname(), connection.sock.getpeername()))
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines())
    taken = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(other) and row[2].endswith(own)}
    return next((pid for pid in children(keeper.pid) if taken & links(pid)), None)


def links(pid):
    """What its open files are."""
    found = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.add(str(descriptor.readlink()))
    return found


@pytest.fixture
def by(served):
    """Asks a process: `by(process, path)` gives `(status, what was said)`; one that is slow is asked again."""
    keeper, port = served

    def asked_of(pid, path, method="GET", body=None):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                connection.connect()
                if comes_true(lambda: holder(keeper, connection)) == pid:
                    connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                    if answer.status != 503:
                        return answer.status, json.loads(answer.read())
        raise AssertionError("it never answers")

    return asked_of


def test_workers_are_started_counted_and_killed_by_whichever_process_is_asked(served, by):
    one, other = sorted(children(served[0].pid))
    assert [by(pid, "/api/searches") for pid in (one, other)] == [(200, [])] * 2, "from here on both are quick"
    status, said = by(one, "/api/searches", "POST", ASKED | {"name": "ours", "pace": 0.2, "epochs": 40})
    assert status == 201, said
    assert [each["name"] for each in by(other, "/api/searches")[1]] == ["ours"]
    assert by(one, "/api/searches/ours/workers", "POST", {"count": 1}) == (201, {"workers": ["w1"]})
    status, said = by(other, "/api/searches/ours/workers", "POST", {"count": 2})
    assert (status, said["detail"].rsplit("; ", 1)[1]) == (409, "there is room for 1 more.")

    def state(pid):
        return by(pid, "/api/searches/ours")[1]

    for pid in (one, other):
        assert state(pid)["local"]["started"] == ["w1"] and state(pid)["local"]["room"] == 1
    assert comes_true(lambda: [w for w in state(one)["workers"] if w["state"] == "working"], 60, LOOKS), "it is at work"
    assert by(other, "/api/searches/ours/workers/w1/kill", "POST")[0] == 200
    killed = comes_true(lambda: [w["name"] for w in state(other)["workers"] if w["state"] == "killed"], pause=LOOKS)
    assert killed == ["w1"], "at its next sign of life, by its own hand"
    assert comes_true(lambda: [state(pid)["local"]["room"] for pid in (one, other)] == [2, 2], pause=LOOKS)
    assert [state(pid)["local"]["started"] for pid in (one, other)] == [[], []]
    assert by(other, "/api/searches/ours/workers/w1/kill", "POST")[0] == 404
    assert by(other, "/api/searches/ours", "DELETE")[0] == 200
    assert by(one, "/api/searches")[1] == []
    assert comes_true(lambda: by(one, "/api/searches/ours")[0] == 404)


RACE = {"surface": {"kind": "rosenbrock"}, "steps": 60_000, "runs": [{"optimizer": {"kind": "adam"}}]}


def race(port, token, seed):
    """A connection on which a race is under way."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    head = {"Content-Type": "application/json", "X-Ravine-Client": token}
    connection.request("POST", "/api/race", json.dumps(RACE | {"seed": seed}), head)
    return connection


def test_a_storm_of_refreshes_leaves_nothing_under_way_in_any_process(served):
    """B12, in small: who leaves in the middle has all his room again."""
    _, port = served
    with contextlib.ExitStack() as storm:
        for round_ in range(3):
            for pupil in range(8):
                storm.enter_context(contextlib.closing(race(port, f"pupil {pupil}", 100 * round_ + pupil)))
            time.sleep(0.2)
            storm.close()
        assert get(port)[0] == 200

    def statuses():
        with contextlib.ExitStack() as last:
            asked = [last.enter_context(contextlib.closing(race(port, "pupil 0", i))) for i in range(limits.OF_PAGE)]
            return {connection.getresponse().status for connection in asked}

    assert comes_true(lambda: statuses() == {200})
    with contextlib.ExitStack() as more:
        asked = [more.enter_context(contextlib.closing(race(port, "pupil 1", i))) for i in range(limits.OF_PAGE + 4)]
        answers = collections.Counter(connection.getresponse().status for connection in asked)
        assert answers[429] == 4, "which processes have the others does not matter"
