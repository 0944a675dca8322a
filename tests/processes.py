"""What processes take, as Linux tells it: processor time, memory, descriptors."""

from __future__ import annotations

import os
import time
from pathlib import Path


def family(pid):
    """A process and all that it has begun."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [each for child in task.read_text().split() for each in family(int(child))]
    return found


def seconds_spent(pid):
    """Of processor time; of one that has gone, none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spent_within(pid, seconds):
    """What a process and all that it has begun spend of it from now on."""
    before = {each: seconds_spent(each) for each in family(pid)}
    time.sleep(seconds)
    return sum(max(0.0, seconds_spent(each) - before.get(each, 0.0)) for each in family(pid))


def at_rest(pid, within=30.0):
    """Wait until they have loaded what is loaded beside the first answers."""
    end = time.monotonic() + within
    while spent_within(pid, 0.3) > 0.02:
        assert time.monotonic() < end, "they never come to rest"


def megabytes(pid):
    """Resident memory of one process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def descriptors(pid):
    """How many files and connections it has open."""
    return len([*Path(f"/proc/{pid}/fd").iterdir()])
