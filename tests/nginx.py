"""Debian's nginx before replicas of Ravine, by the files of deploy/nginx: only addresses and folders are other ones."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

FILES = Path(__file__).parent.parent / "deploy" / "nginx"
STRIPPED = '# "~^/ravine(?<rest>/.*)$" $rest;'
SECONDS = 10


class Front(NamedTuple):
    """One nginx: its port, one to ask whether it is alive, the other of tls.conf, and the folder it may write to."""

    port: int
    alive: int
    other: int
    folder: Path

    def lines(self):
        """What it has written down: a line follows its answer, and is there when the next is begun."""
        urllib.request.urlopen(f"http://127.0.0.1:{self.alive}/alive", timeout=SECONDS).close()
        return [json.loads(line) for line in (self.folder / "out.log").read_text().splitlines()]


def installed():
    """Where it is; None where it is not. Debian keeps it off the path of most users."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def front(program, *replicas, server="http.conf", stripped=False, certificate=None):
    """An nginx before servers on two ports of this machine; it is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="ravine-nginx-"))
    ports = [_free() for _ in range(3)]
    changed = {
        "/tmp/": f"{folder}/",
        "ravine-1:8000": f"127.0.0.1:{replicas[0]}",
        "ravine-2:8000": f"127.0.0.1:{replicas[1]}",
        "listen 8080": f"listen 127.0.0.1:{ports[0]}",
        "listen 127.0.0.1:8081": f"listen 127.0.0.1:{ports[1]}",
        "listen 8443": f"listen 127.0.0.1:{ports[2]}",
        "/run/certificate": str(certificate),
        "worker_processes auto": "worker_processes 1",
    }
    if stripped:
        changed[STRIPPED] = STRIPPED.removeprefix("# ")
    try:
        (folder / "ravine").mkdir()
        for path in FILES.iterdir():
            text = path.read_text()
            for before, after in changed.items():
                text = text.replace(before, after)
            (folder / "ravine" / path.name).write_text(text)
        shutil.copy(folder / "ravine" / server, folder / "server.conf")
        # As root it would give its processes to a user who may not enter the folder.
        orders = "daemon off;" + (" user root root;" if os.getuid() == 0 else "")
        with (folder / "out.log").open("w") as out, (folder / "err.log").open("w") as err:
            command = [program, "-p", folder, "-c", folder / "ravine" / "nginx.conf", "-g", orders]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            try:
                _wait(process, ports[1], folder / "err.log")
                yield Front(*ports, folder)
            finally:
                process.terminate()
                process.wait(SECONDS)
    finally:
        shutil.rmtree(folder)


def _free():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


def _wait(process, port, errors):
    end = time.monotonic() + SECONDS
    while True:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        assert process.poll() is None and time.monotonic() < end, errors.read_text()
        time.sleep(0.01)
