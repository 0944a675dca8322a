"""The processes of one Ravine: those that serve, their keeper, those that do heavy work or train for searches."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
KINDS = {"app.pool.worker": "job", "worker": "search"}  # by a word of the command; all others serve


class Process(NamedTuple):
    """One of them: what it does, the bytes of memory that it holds, and its open files."""

    kind: str
    memory: int
    files: int


def kin() -> list[Process]:
    """Those that are there now; none where the system does not tell."""
    if not PROC.joinpath("self/statm").exists():
        return []
    oldest = _oldest(os.getpid())
    found = {pid: process for pid in _below(oldest) if (process := _process(pid))}
    if oldest in found and oldest != os.getpid():
        found[oldest] = found[oldest]._replace(kind="keeper")
    return list(found.values())


def _oldest(pid: int) -> int:
    """The one that all descend from: this one, or whoever keeps several that serve."""
    parent = os.getppid()
    return parent if _command(parent) == _command(pid) else pid


def _below(pid: int) -> Iterator[int]:
    yield pid
    for children in PROC.glob(f"{pid}/task/*/children"):
        try:
            found = children.read_text().split()
        except OSError:  # it has just ended
            continue
        for child in found:
            yield from _below(int(child))


def _process(pid: int) -> Process | None:
    try:
        resident = int(PROC.joinpath(str(pid), "statm").read_text().split()[1])
        files = len(os.listdir(PROC / str(pid) / "fd"))  # noqa: PTH208 - names only
    except (OSError, IndexError):
        return None
    kind = next((kind for word, kind in KINDS.items() if word in _command(pid)), "server")
    return Process(kind, resident * os.sysconf("SC_PAGESIZE"), files)


def _command(pid: int) -> list[str]:
    try:
        return PROC.joinpath(str(pid), "cmdline").read_text(errors="replace").split("\0")
    except OSError:
        return []
