"""A slice of a network's loss, 51 by 51 points: ours, plain NumPy, PyTorch, and JAX."""

from __future__ import annotations

import functools
import importlib
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.clock import by_turns, digits, ratio
from benchmarks.goals import JITTED, OURS, PLAIN, TRICK, report
from benchmarks.one_core import one_core
from optim_core.batch import grid
from optim_core.fields import Array
from optim_core.networks.datasets.plane import Moons
from optim_core.networks.examples import split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.plane import Plane
from optim_core.networks.trips import drawn

ROUNDS, SIDE = 7, 51
NEAR = 1e-4  # losses in single precision
PEERS: dict[str, tuple[str, dict[str, bool]]] = {
    PLAIN: ("slice_torch", {}),
    JITTED: ("slice_jax", {}),
    TRICK: ("slice_jax", {"trick": True}),
}


def planes() -> Iterator[tuple[str, Plane]]:
    """What is cut: the network and the digits of the goals, and the exhibit's moons."""
    for name, sizes, examples in (
        ("360 digits", (64, 32, 10), split_digits().training.first(360)),
        ("300 moons", (2, 16, 16, 2), Moons().parts().training),
    ):
        network = MLP(sizes, unit="relu")
        w = network.begin(np.random.default_rng(0))
        yield name, Plane(network, w, drawn(network, w, 1), examples)


def plainly(plane: Plane, p: Array) -> Array:
    """The network as it is, point by point."""
    training = plane.network.on(plane.examples)
    return np.array([training.value(plane.weights(p[:, i]).astype(np.float32)) for i in range(p.shape[1])])


def works(plane: Plane, p: Array) -> Iterator[tuple[str, Callable[[], Array]]]:
    """All that can ask; what is missing is said, and the others go on."""
    single = p.astype(np.float32)
    yield OURS, lambda: plane.value(single)
    yield f"{OURS}, float64", lambda: plane.value(p)
    yield f"{OURS}, gradient", lambda: plane.grad(single)
    yield f"{OURS}, Hessian", lambda: plane.hess(single)
    yield "plain NumPy", lambda: plainly(plane, p)
    for name, (module, how) in PEERS.items():
        try:
            contestant = importlib.import_module(f"benchmarks.peers.{module}").contestant
        except ImportError as missing:
            print(f"  not installed, so left out: {name} ({missing})")
            continue
        yield name, functools.partial(contestant(plane, p, **how))


def main() -> None:
    """In a process of its own: NumPy is told how many threads it has when it is imported."""
    with one_core():
        subprocess.run([sys.executable, "-m", __name__], check=True)


def measure() -> None:
    """What a slice costs, by turns, and whether the goals are met."""
    p = np.array(grid((-1.0, 1.0, -1.0, 1.0), SIDE, SIDE)).reshape(2, -1)
    times = {}
    for name, plane in planes():
        print(f"\n{name}, {SIDE} x {SIDE} points, one thread, float32 unless said")
        known = dict(works(plane, p))
        own = known[OURS]()
        for other, ask in known.items():
            if (found := ask()).shape == own.shape:
                apart = float(np.abs(found - own).max() / np.abs(own).max())
                print(f"  {other}: losses {'agree' if apart < NEAR else 'DISAGREE'}, at most {digits(apart)} apart")
        taken = by_turns(known, ROUNDS)
        for other, seconds in taken.items():
            middle = digits(1e3 * statistics.median(seconds))
            print(f"  {other:24} {middle:>6} ms   {ratio(seconds, taken[OURS])!s:26} times as long as ours")
        times.setdefault("W5", taken)
    print("\ngoals: a ratio of times, smallest and largest of the rounds in brackets")
    for line in report(times):
        print(f"  {line}")


if __name__ == "__main__":
    measure()
