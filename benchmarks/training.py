"""Training networks of the digits: as textbooks and others write it, and as many at once as the trainer is given."""

from __future__ import annotations

import importlib
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.clock import by_turns, digits, ratio
from benchmarks.goals import MODULE, OURS, SCAN, report
from benchmarks.one_core import one_core
from benchmarks.peers.network import BATCH, EPOCHS, RULES, SIZES, learnt, orders, ours, parts
from optim_core.fields import Array

ROUNDS = 7
MANY = (8, 32, 128)
TEXTBOOK = "momentum"  # what the textbook's loop is written for
PEERS = {MODULE: "network_torch", SCAN: "network_optax"}
NEAR = 2e-3  # weights in float32 after 64 updates: other orders of summation


def textbook(precision: type[np.floating]) -> Array:
    """One network by momentum, a line of NumPy a line of the book; its weights."""
    rule, (inputs, labels) = RULES[TEXTBOOK], learnt()
    inputs, weights = inputs.astype(precision), [part.astype(precision) for part in parts()]
    velocities = [np.zeros_like(part) for part in weights]
    for order in orders():
        for first in range(0, len(labels), BATCH):
            rows = order[first : first + BATCH]
            x, y = inputs[rows], labels[rows]
            w1, b1, w2, b2 = weights
            hidden = np.tanh(x @ w1 + b1)
            scores = hidden @ w2 + b2
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            delta = shares / shares.sum(axis=1, keepdims=True)
            delta[np.arange(len(y)), y] -= 1
            delta /= len(y)
            below = (delta @ w2.T) * (1 - hidden * hidden)
            slopes = [x.T @ below, below.sum(axis=0), hidden.T @ delta, delta.sum(axis=0)]
            velocities = [rule.momentum * v - rule.lr * g for v, g in zip(velocities, slopes, strict=True)]
            weights = [part + v for part, v in zip(weights, velocities, strict=True)]
    return np.concatenate([part.ravel() for part in weights])


def peers(rule: str) -> Iterator[tuple[str, Callable[[], Array]]]:
    """What else can train the network; what is missing is said, and the others go on."""
    for name, module in PEERS.items():
        try:
            yield name, importlib.import_module(f"benchmarks.peers.{module}").contestant(rule)
        except ImportError as missing:
            print(f"  not installed, so left out: {name} ({missing})")


def main() -> None:
    """In a process of its own: NumPy is told how many threads it has when it is imported."""
    with one_core():
        subprocess.run([sys.executable, "-m", __name__], check=True)


def measure() -> None:
    """What a network costs, by turns, and whether the goals are met."""
    print(f"Training {'-'.join(map(str, SIZES))} in mini-batches of {BATCH}: a network and update, one thread, float32")
    times = {f"W4 {rule}": beside(rule) for rule in RULES}
    print("\ngoals: a ratio of times, smallest and largest of the rounds in brackets")
    for line in report(times):
        print(f"  {line}")


def beside(rule: str) -> dict[str, list[float]]:
    """All that train by one rule: agreement first, then seconds a network."""
    print(f"\n{rule}")
    others, own = dict(peers(rule)), RULES[rule]
    weights = ours(own)
    for name, train in others.items():
        apart = float(np.abs(train() - weights).max())
        print(f"  {name}: weights {'agree' if apart < NEAR else 'DISAGREE'}, at most {digits(apart)} apart")
    works = {OURS: (lambda: ours(own), 1)} | {name: (train, 1) for name, train in others.items()}
    works |= {f"{OURS}, {n} at once": (lambda n=n: ours(own, n), n) for n in MANY}
    works[f"{OURS}, batch normalisation"] = (lambda: ours(own, batch_norm=True), 1)
    works[f"{OURS}, dropout, 32 at once"] = (lambda: ours(own, 32, 0.3), 32)
    if rule == TEXTBOOK:
        works |= {f"textbook, {p.__name__}": (lambda p=p: textbook(p), 1) for p in (np.float64, np.float32)}
    taken = by_turns({name: work for name, (work, _) in works.items()}, ROUNDS)
    each = {name: [seconds / works[name][1] for seconds in rounds] for name, rounds in taken.items()}
    updates = EPOCHS * -(-len(learnt().labels) // BATCH)
    for name, seconds in each.items():
        found = digits(1e6 * statistics.median(seconds) / updates)
        print(f"  {name:32} {found:>6} us   {ratio(each[OURS], seconds)!s:26} times as fast as ours alone")
    return each


if __name__ == "__main__":
    measure()
