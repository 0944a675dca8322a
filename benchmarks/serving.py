"""What a server should be able to bear, each line with what was measured and whether it is met.

`python -m benchmarks serving 1 2` measures one and two serving processes; without numbers, one.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.beside import CASES, compare
from benchmarks.crowd import CLIENTS, SAME, crowd, different, same, warm
from benchmarks.goals import judged
from benchmarks.tally import quantile
from tests.server import running

ROOT = Path(__file__).parent.parent


def crowds(work: str, pid: int, port: int) -> list[str]:
    """300 at once with different settings; the same race, known."""
    each = asyncio.run(crowd(pid, port, different()))
    asyncio.run(crowd(pid, port, same(1)))
    known = asyncio.run(crowd(pid, port, same(SAME)))
    for name, one in (("different", each), ("known", known)):
        print(f"  {name}:", *(f"    {line}" for line in one.lines()), sep="\n")
    return [
        judged(work, "300 at once: answered to the end", each.answered, least=CLIENTS),
        judged(work, "300 at once: first point p99, ms", 1e3 * quantile(each.seen("first"), 99), most=300),
        judged(work, "300 at once: last point p99, ms", 1e3 * quantile(each.seen("last"), 99), most=2000),
        judged(work, "the same race, known: races/s", known.rate, least=1000),
        judged(work, "the same race, known: answered", known.answered, least=SAME),
    ]


def beside(work: str, port: int) -> list[str]:
    """20 and 100 races a second beside 8 and 30 heavy jobs."""
    lines = []
    for rate, jobs in CASES:
        found, name = asyncio.run(compare(port, rate, jobs)), f"{rate} races/s beside {jobs} jobs"
        print(f"  {name}:", *(f"    {line}" for line in found.lines()), sep="\n")
        slower = found.slower()
        lines += [
            judged(work, f"{name}: first p99 / alone", slower.median, most=1.5, said=str(slower)),
            judged(work, f"{name}: first p99, ms", 1e3 * found.typical(0), most=30),
            judged(work, f"{name}: /healthz p99, ms", 1e3 * found.typical(1), most=50),
        ]
    return lines


def main(*numbers: str) -> None:
    """For each number of serving processes, on a fresh server."""
    lines = []
    for number in numbers or ("1",):
        with running("-m", "app", cwd=ROOT, RAVINE_WORKERS=number) as (server, port):
            warm(server.pid, port)
            print(f"{number} serving, on {os.cpu_count()} cores, shared, load {os.getloadavg()[0]:.1f}")
            work = f"{number} serving"
            lines += crowds(work, server.pid, port) + beside(work, port)
    print("goals", *lines, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
