"""What of this machine is this program's: a container and a service have less than all of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.settings import Settings

SERVING = 512  # megabytes that are left to those that serve
GROUPS, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")  # of Linux, version 2; elsewhere nothing is known


def cores() -> int:
    """The cores that this process may use."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    given = [int(most) // int(period) for most, period in _limits("cpu.max") if int(period) > 0]
    return max(1, min([there, *given]))


def jobs(settings: Settings) -> int:
    """How much heavy work may be done at once: as the settings say, else by the cores and the memory there are."""
    if settings.jobs:
        return settings.jobs
    free = [(int(most) >> 20) - SERVING for (most,) in _limits("memory.max")]
    return max(1, min([cores(), *(each // settings.job_memory for each in free)]))


def _limits(name: str) -> Iterator[list[str]]:
    """The words of each limit of that name on this process: those of the groups around its own bind it, too."""
    try:
        own = next(line[3:] for line in OWN.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return
    group = Path(os.path.normpath(f"{GROUPS}/{own}"))
    for each in (group, *group.parents):
        if each != GROUPS and GROUPS not in each.parents:
            return
        try:
            words = (each / name).read_text().split()
        except OSError:
            continue
        if words and all(word.isdigit() for word in words):  # else it is "max"
            yield words
