"""The processes of a server as the system counts them: memory, descriptors, threads, time; Linux only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1 << 20


class Census(NamedTuple):
    """All processes of a server at one moment.

    Attributes:
        serving, working: memory in bytes of those that answer, and of those that do heavy work and give way to them;
            what they share is divided among them.
        processes, zombies, descriptors, threads: how many, of all together.
    """

    serving: int
    working: int
    processes: int
    zombies: int
    descriptors: int
    threads: int

    @property
    def memory(self) -> int:
        """Bytes of all."""
        return self.serving + self.working


def family(pid: int) -> Iterator[int]:
    """A process and all that come of it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents.setdefault(int(_fields(stat)[1]), []).append(int(stat.parent.name))
    waiting = [pid]
    while waiting:
        yield (one := waiting.pop())
        waiting += parents.get(one, [])


def census(pid: int) -> Census:
    """Of the server with that number. A process that ends meanwhile is left out."""
    serving = working = processes = zombies = descriptors = threads = 0
    for one in family(pid):
        place = Path(f"/proc/{one}")
        with contextlib.suppress(OSError):
            state, *_ = fields = _fields(place / "stat")
            if state == "Z":
                zombies += 1
                continue
            memory = proportional(place)
            descriptors += sum(1 for _ in (place / "fd").iterdir())
            processes, threads = processes + 1, threads + int(fields[17])
            if gives_way(one, pid):
                working += memory
            else:
                serving += memory
    return Census(serving, working, processes, zombies, descriptors, threads)


def serving(pid: int) -> list[int]:
    """The processes that answer."""
    found = []
    for one in family(pid):
        with contextlib.suppress(OSError):
            if not gives_way(one, pid):
                found.append(one)
    return found


def gives_way(pid: int, to: int) -> bool:
    """Whether another process goes first: only what does heavy work says so of itself."""
    less = os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, to)
    return less or os.sched_getscheduler(pid) == os.SCHED_IDLE


def proportional(place: Path) -> int:
    """Bytes of memory of a process, its share of what several have."""
    for line in (place / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _fields(stat: Path) -> list[str]:
    """What comes after the name, which may hold anything: state, parent ..."""
    return stat.read_text().rpartition(")")[2].split()
