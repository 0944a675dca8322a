"""The core beside its peers: do all compute the same, how long does each take, and are the goals met."""

from __future__ import annotations

import importlib
import statistics

from benchmarks import growth
from benchmarks.agreement import Judge
from benchmarks.clock import by_turns, digits, ratio
from benchmarks.fresh import IMPORTS, Cold, cold
from benchmarks.goals import FIRST, OURS, report
from benchmarks.one_core import one_core
from benchmarks.peers.works import Work, works

ROUNDS, FRESH_ROUNDS = 7, 3
PEERS = ("ours", "reference", "torch_optim", "torch_by_hand", "optax_scan", "compiled", "compiled_numba")


def main() -> None:
    """Each piece of work, then the goals."""
    with one_core():
        print("The core beside its peers: float64, one thread each, time of the processor, medians of rounds by turns")
        peers = [peer for peer in map(load, PEERS) if peer]
        times = {work.name: compare(work, peers) for work in works()}
        grown = growth.main()
    print("\ngoals: a ratio of times, smallest and largest of the rounds in brackets")
    for line in [*report(times), *grown]:
        print(f"  {line}")


def load(name: str):
    """A peer's module; what is missing is said, and the others go on."""
    try:
        return importlib.import_module(f"benchmarks.peers.{name}")
    except ImportError as missing:
        print(f"  not installed, so left out: {name} ({missing})")
        return None


def compare(work: Work, peers: list) -> dict[str, list[float]]:
    """One piece of work by all that can do it: agreement first, then times."""
    print(f"\n{work.name}: {work.title}")
    contestants = {name: c for peer in peers for name, c in peer.contestants(work).items()}
    judge = Judge(work)
    print(f"  {judge.chaos()}")
    verdicts = {name: judge.verdict(contestant) for name, contestant in contestants.items()}
    taken = by_turns({name: contestant.run for name, contestant in contestants.items()}, ROUNDS)
    taken = {name: [t * contestants[name].times for t in each] for name, each in taken.items()}
    print(f"  {'':28}{'ms':>10}  {'of the time of ours':28}")
    for name, each in taken.items():
        beside = ratio(each, taken[OURS])
        print(f"  {name:28}{digits(1e3 * statistics.median(each)):>10}  {beside!s:28}{verdicts[name]}")
    return taken | first_use(work, [name for name in IMPORTS if name in contestants])


def first_use(work: Work, names: list[str]) -> dict[str, list[float]]:
    """Fresh processes by turns; the ratio that counts is of the first calls, imports aside."""
    found: dict[str, list[Cold]] = {name: [] for name in names}
    for _ in range(FRESH_ROUNDS):
        for name, rounds in found.items():
            rounds.append(cold(name, work.name))
    for name, rounds in found.items():
        imports, first = (digits(1e3 * statistics.median(part)) for part in zip(*rounds, strict=True))
        print(f"  {name + FIRST:28}{first:>10}  after {imports} ms of imports")
    return {name + FIRST: [each.first for each in rounds] for name, rounds in found.items()}


if __name__ == "__main__":
    main()
