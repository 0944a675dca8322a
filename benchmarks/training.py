"""Training networks of the digits: one by one as textbooks write it, and as many at once as the trainer is given."""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
from collections.abc import Callable

import numpy as np

from benchmarks.clock import by_turns, digits, ratio
from benchmarks.one_core import one_core
from optim_core.networks.examples import split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.momentum import Momentum
from optim_core.rule import Rule

SIZES, BATCH, EPOCHS, ROUNDS = (64, 32, 10), 32, 2, 7
MANY = (1, 8, 32, 128)
LR, MU = 0.03, 0.9


def textbook(precision: type[np.floating]) -> None:
    """One network by momentum, a line of NumPy a line of the book."""
    rng, learnt = np.random.default_rng(0), split_digits().training
    inputs, labels = learnt.inputs.astype(precision), learnt.labels
    w1, b1 = rng.standard_normal((64, 32)).astype(precision) / 8, np.zeros(32, precision)
    w2, b2 = rng.standard_normal((32, 10)).astype(precision) / 6, np.zeros(10, precision)
    parts = [w1, b1, w2, b2]
    velocities = [np.zeros_like(part) for part in parts]
    for _ in range(EPOCHS):
        order = rng.permutation(len(labels))
        for first in range(0, len(labels), BATCH):
            rows = order[first : first + BATCH]
            x, y = inputs[rows], labels[rows]
            w1, b1, w2, b2 = parts
            hidden = np.tanh(x @ w1 + b1)
            scores = hidden @ w2 + b2
            weights = np.exp(scores - scores.max(axis=1, keepdims=True))
            delta = weights / weights.sum(axis=1, keepdims=True)
            delta[np.arange(len(y)), y] -= 1
            delta /= len(y)
            below = (delta @ w2.T) * (1 - hidden * hidden)
            slopes = [x.T @ below, below.sum(axis=0), hidden.T @ delta, delta.sum(axis=0)]
            velocities = [MU * v - LR * g for v, g in zip(velocities, slopes, strict=True)]
            parts = [part + v for part, v in zip(parts, velocities, strict=True)]


def ours(rule: Rule, n: int, dropout: float = 0.0) -> None:
    """So many networks at once."""
    lessons = Lessons.alike(split_digits().training, n)
    trainer = Trainer(MLP(SIZES), rule, lessons, range(n), batch=BATCH, dropout=dropout)
    for _ in trainer.run(EPOCHS):
        pass


def module() -> None:
    """One network by PyTorch as its tutorials write it."""
    import torch

    torch.set_num_threads(1)
    learnt = split_digits().training
    inputs, labels = torch.tensor(learnt.inputs, dtype=torch.float32), torch.tensor(learnt.labels)
    network = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10))
    optimizer = torch.optim.SGD(network.parameters(), lr=LR, momentum=MU)
    for _ in range(EPOCHS):
        order = torch.randperm(len(labels))
        for first in range(0, len(labels), BATCH):
            rows = order[first : first + BATCH]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(inputs[rows]), labels[rows]).backward()
            optimizer.step()


def main() -> None:
    """In a process of its own: NumPy is told how many threads it has when it is imported."""
    with one_core():
        subprocess.run([sys.executable, "-m", __name__], check=True)


def measure() -> None:
    """What a network costs, by turns."""
    book, momentum = "textbook, float64", Momentum(lr=LR, momentum=MU)
    works: dict[str, tuple[Callable[[], None], int]] = {
        book: (lambda: textbook(np.float64), 1),
        "textbook, float32": (lambda: textbook(np.float32), 1),
    }
    if importlib.util.find_spec("torch"):
        works["PyTorch, nn.Module"] = (module, 1)
    for n in MANY:
        works[f"momentum, {n} at once"] = (lambda n=n: ours(momentum, n), n)  # type: ignore[misc]
    works["Adam, 32 at once"] = (lambda: ours(Adam(lr=0.003), 32), 32)
    works["momentum and dropout, 32 at once"] = (lambda: ours(momentum, 32, 0.3), 32)
    taken = by_turns({name: work for name, (work, _) in works.items()}, ROUNDS)
    each = {name: [seconds / works[name][1] for seconds in rounds] for name, rounds in taken.items()}
    updates = EPOCHS * -(-len(split_digits().training.labels) // BATCH)
    print(f"Training {'-'.join(map(str, SIZES))} in mini-batches of {BATCH}: a network and update, one thread")
    for name, seconds in each.items():
        found = digits(1e6 * statistics.median(seconds) / updates)
        print(f"  {name:34} {found:>6} us   {ratio(each[book], seconds)} times as fast as the {book}")


if __name__ == "__main__":
    measure()
