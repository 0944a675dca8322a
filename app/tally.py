"""What has happened since the start, in numbers: counted wherever it happens, printed by `/metrics`.

Nothing here knows who asked or what: labels are names of ours, so that there are only so many of them.
"""

from __future__ import annotations

import bisect
import threading
from typing import NamedTuple


class Measure(NamedTuple):
    """Something that is counted, or with `buckets` (upper ends, in seconds) measured each time it happens."""

    name: str
    words: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


QUICK = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
SLOW = (0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)

ANSWERS = Measure("ravine_answers", "Answers, by the declared path.", ("route", "method", "status"))
BROKEN_OFF = Measure("ravine_answers_broken_off", "Answers cut before their end, by reader or server.", ("route",))
SECONDS = Measure("ravine_answer_seconds", "Time until an answer was whole.", ("route",), (0.01, 0.1, 1.0, 10.0, 100.0))
FIRST = Measure("ravine_race_first_point_seconds", "Time until a race showed its first points.", (), QUICK)
RACES = Measure("ravine_race_seconds", "Time until a race that was sent as events was whole.", (), SLOW)
FAILURES = Measure(
    "ravine_failures", "Answers that ended without their end, or had no place, by the reason.", ("reason",)
)
JOBS = Measure("ravine_job_seconds", "Time that a piece of heavy work took, by what it was.", ("kind",), SLOW)
DEATHS = Measure("ravine_job_workers_died", "Workers for heavy work that died at it and were replaced.")
LOOKS = Measure("ravine_cache_looks", "Answers looked for among those that are kept.", ("cache", "found"))
STREAMS = Measure("ravine_streams_open", "Streams of events being sent.")
RUNNING = Measure("ravine_jobs_running", "Pieces of heavy work being done.")
WAITING = Measure("ravine_jobs_waiting", "Pieces of heavy work that wait in line.")

TOTALS = (ANSWERS, BROKEN_OFF, FAILURES, DEATHS, LOOKS)
TIMES = (SECONDS, FIRST, RACES, JOBS)
LEVELS = (STREAMS, RUNNING, WAITING)  # which go up and down, and are of this moment

Key = tuple[str, ...]  # the name of a measure and its labels
_lock = threading.Lock()
_totals: dict[Key, float] = {}
_times: dict[Key, list[float]] = {}
_levels: dict[Key, float] = {}


def count(measure: Measure, *labels: str) -> None:
    """It has happened once more."""
    key = (measure.name, *labels)
    with _lock:
        _totals[key] = _totals.get(key, 0) + 1


def took(measure: Measure, seconds: float, *labels: str) -> None:
    """It has happened and took so long."""
    key = (measure.name, *labels)
    with _lock:
        counts = _times.setdefault(key, [0.0] * (len(measure.buckets) + 2))
        counts[bisect.bisect_left(measure.buckets, seconds)] += 1
        counts[-1] += seconds


def rise(measure: Measure, by: int = 1) -> None:
    """There are so many more of them now, or with a number below 0 less."""
    with _lock:
        _levels[measure.name,] = _levels.get((measure.name,), 0) + by


class Count(NamedTuple):
    """All of it at one moment; times are counts of each bucket, the last beyond all of them, and then the sum."""

    totals: dict[Key, float]
    times: dict[Key, list[float]]
    levels: dict[Key, float]


def resume(before: Count) -> None:
    """Go on from what somebody has counted who is no more; what was under way then is so no longer."""
    with _lock:
        _totals.update(before.totals)
        _times.update(before.times)


def taken() -> Count:
    """What this process has counted."""
    with _lock:
        return Count(dict(_totals), {key: list(counts) for key, counts in _times.items()}, dict(_levels))
