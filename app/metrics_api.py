"""`/metrics`: what has been counted, as Prometheus reads it. It comes with Ravine's extra `metrics`."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from fastapi import APIRouter, Request, Response

from app import i18n, kin, sums, tally
from app.access import TEACHER
from app.bodies import language_of
from app.wire import problem

if TYPE_CHECKING:
    from prometheus_client.core import Metric

READ = ["GET", "HEAD"]
Value = TypeVar("Value")
router = APIRouter(include_in_schema=False, dependencies=TEACHER)


@router.api_route("/metrics", methods=READ)
async def metrics(request: Request) -> Response:
    """All numbers of this Ravine, of all its processes."""
    try:
        from prometheus_client import CollectorRegistry
        from prometheus_client.exposition import choose_encoder
    except ImportError:
        return problem(404, "path", i18n.text(language_of(request), "error.no_metrics"))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Counted())
    encoded, media = choose_encoder(request.headers.get("accept", ""))
    told = await asyncio.to_thread(encoded, registry)  # it reads of every process
    return Response(told, headers={"Content-Type": media, "Cache-Control": "no-store"})


class Counted:
    """What prometheus_client asks for the numbers of now."""

    def collect(self) -> Iterator[Metric]:
        """Each measure that has been counted, with all its labels."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

        now = sums.of_all()
        for measure in tally.TOTALS:
            total = CounterMetricFamily(measure.name, measure.words, labels=measure.labels)
            for labels, count in _of(measure, now.totals):
                total.add_metric(labels, count)
            yield total
        for measure in tally.LEVELS:
            yield GaugeMetricFamily(measure.name, measure.words, value=now.levels.get((measure.name,), 0.0))
        for measure in tally.TIMES:
            times = HistogramMetricFamily(measure.name, measure.words, labels=measure.labels)
            ends = [*map(str, measure.buckets), "+Inf"]
            for labels, (*counts, seconds) in _of(measure, now.times):
                times.add_metric(labels, list(zip(ends, accumulate(counts), strict=True)), seconds)
            yield times
        yield from _processes()


def _of(measure: tally.Measure, counted: dict[tally.Key, Value]) -> Iterator[tuple[list[str], Value]]:
    return ((list(labels), value) for (name, *labels), value in sorted(counted.items()) if name == measure.name)


def _processes() -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    by_kind = defaultdict(list)
    for process in kin.kin():
        by_kind[process.kind].append(process)
    count = GaugeMetricFamily(
        "ravine_processes", "Processes, by what they do; who keeps several servers is one, too.", labels=["kind"]
    )
    memory = GaugeMetricFamily(
        "ravine_memory_bytes", "Memory that they hold, what they share included.", labels=["kind"]
    )
    files = GaugeMetricFamily("ravine_open_files", "Files and connections that they have open.", labels=["kind"])
    for kind in ("server", "keeper", "job", "search"):
        count.add_metric([kind], len(by_kind[kind]))
        memory.add_metric([kind], sum(process.memory for process in by_kind[kind]))
        files.add_metric([kind], sum(process.files for process in by_kind[kind]))
    yield from (count, memory, files)
