"""A PostgreSQL server of its own for tests, where one is installed: in a folder in /tmp, heard on a socket in it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAMS = ("initdb", "postgres")
SECONDS = 30


def installed():
    """The folder of its programs, None where there are none. Debian keeps them off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    return next((folder for folder in [*debian, *on_path] if all((folder / name).exists() for name in PROGRAMS)), None)


@contextlib.contextmanager
def server(programs):
    """The address of a database that is thrown away at the end."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="ravine-pg-"))  # not pytest's: only its owner may enter that
    whose = _owner(folder)
    data = folder / "data"
    try:
        made = [programs / "initdb", "-D", data, "-U", "ravine", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **whose)
        command = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-F"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, **whose)
        try:
            _wait(process, folder / ".s.PGSQL.5432")
            yield f"postgresql://ravine@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)
    finally:
        shutil.rmtree(folder)


def _owner(folder):
    """It does not run as root."""
    if os.getuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait(process, socket):
    import pg8000.native

    end = time.monotonic() + SECONDS
    while True:
        assert process.poll() is None, process.stderr.read().decode()
        try:
            pg8000.native.Connection("ravine", database="postgres", unix_sock=str(socket)).close()
            return
        except (pg8000.native.Error, OSError):
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.05)
