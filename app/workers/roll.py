"""The roll of a search: its workers by name, each name at most one process's at a time."""

from __future__ import annotations

import itertools
import os
import secrets
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.workers.grip import say
from app.workers.ledger import Kept
from app.workers.shelf import MADE
from app.workers.silence import Silence
from app.workers.trouble import GONE, Trouble

WORKER = "worker:"  # the beginning of what a study holds of each worker
STARTING = 60.0  # seconds until a process that is started gives its first sign of life
DOOM = "doom:"  # and of whoever is to be killed, before its badge
_silence = Silence()
Row = dict[str, Any]  # {badge, host, pid, began, seen, trial, ended}, and hired: that a server has started it


def entry(badge: str, pid: int | None) -> Row:
    """A worker that begins now; without a number where its process is still to be started."""
    return {"badge": badge, "host": socket.gethostname(), "pid": pid, "began": time.time(), "trial": None}


def numbered(kept: Kept, badge: str) -> str:
    """Put a worker on it that is still to be started, under a name that none has had; that name.

    Raises as `enter`.
    """
    had = workers(kept.attributes())
    free = (name for i in itertools.count(1) if (name := f"w{i}") not in had)
    return enter(kept, free, entry(badge, None) | {"hired": True})


def named(name: str) -> Iterator[str]:
    """That name, or else one that shows whose it is."""
    return itertools.chain(
        [name, f"{name}-{os.getpid()}"], (f"{name}-{secrets.token_hex(2)}" for _ in itertools.count())
    )


def enter(kept: Kept, wanted: Iterable[str], row: Mapping[str, Any], ended: str | None = None) -> str:
    """Write what is to be said of a worker under the first of the names that is free or its own already.

    A name is free again once its owner has left, or was silent for too long.
    Raises `Trouble` once the search is thrown away.
    """
    entered, grace = "", kept.storage.grace_period or 0

    def write(said: Mapping[str, Any]) -> Mapping[str, Any]:
        nonlocal entered
        _same(kept, said)
        rows = ((name, said.get(WORKER + name)) for name in wanted)
        entered, before = next((name, had) for name, had in rows if had is None or _free(had, row, grace))
        began = {"began": before["began"]} if before else {}
        hired = {"hired": True} if before and before.get("hired") and before.get("badge") == row["badge"] else {}
        return {WORKER + entered: {**row, **began, **hired, "seen": time.time(), "ended": ended}}

    _written(kept, write)
    return entered


def strike(kept: Kept, badge: str, how: str) -> str:
    """Say of a process that has died how it did; its name, or nothing where its end had been told."""
    struck = ""

    def write(said: Mapping[str, Any]) -> Mapping[str, Any]:
        nonlocal struck
        _same(kept, said)
        rows = workers(said)
        struck = next((name for name, row in rows.items() if row.get("badge") == badge and not row["ended"]), "")
        return {WORKER + struck: {**rows[struck], "trial": None, "ended": how}} if struck else {}

    _written(kept, write)
    return struck


def workers(attributes: Mapping[str, Any]) -> dict[str, Row]:
    """All on it, by name, from what is said of a search as a whole."""
    return {key.removeprefix(WORKER): said for key, said in attributes.items() if key.startswith(WORKER)}


def hired(attributes: Mapping[str, Any], grace: float) -> set[str]:
    """Those at work whom a server has started, any that shares the storage."""
    rows = workers(attributes).items()
    return {name for name, row in rows if row.get("hired") and not row["ended"] and not silent(row, grace)}


def doom(kept: Kept, badge: str) -> None:
    """Whoever has that badge is to die at once, in the middle of whatever it does."""
    kept.put(DOOM + badge, True)


def is_doomed(attributes: Mapping[str, Any], badge: str) -> bool:
    """Whether that is so."""
    return bool(attributes.get(DOOM + badge))


def present(attributes: Mapping[str, Any], grace: float) -> int:
    """How many are at work."""
    return sum(not row["ended"] and not silent(row, grace) for row in workers(attributes).values())


def silent(row: Mapping[str, Any], grace: float) -> bool:
    """Whether nothing was heard of one for too long; a process takes its time to start."""
    starting = row["pid"] is None
    before = (
        0.0 if starting else max(0.0, time.time() - float(row["seen"]))
    )  # the time of day counts at first sight only
    return _silence.of(row["badge"], row["seen"], before) > (max(grace, STARTING) if starting else grace)


def last_seen(kept: Kept) -> dict[str, float]:
    """When each worker gave its last sign of life, on its own clock."""
    return {name: row["seen"] for name, row in workers(kept.attributes()).items()}


def _free(had: Row, row: Mapping[str, Any], grace: float) -> bool:
    gone = had["ended"] is not None or (had["host"] == row["host"] and silent(had, grace))  # the same clock
    return gone or had.get("badge") == row["badge"]


def _same(kept: Kept, said: Mapping[str, Any]) -> None:
    if said.get(MADE) != kept.made:
        raise KeyError(kept.name)


def _written(kept: Kept, write: Any) -> None:
    try:
        say(kept.storage, kept.number, write)
    except KeyError:
        raise Trouble("error.no_search", GONE, "name", name=kept.name) from None
