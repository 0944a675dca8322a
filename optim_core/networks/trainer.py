"""Training many networks side by side, in mini-batches and epoch by epoch; each as it would be alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from optim_core.fields import Array
from optim_core.networks import memory
from optim_core.networks.blocks import memory_is_kept, together
from optim_core.networks.door import door
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.networks.normal import Running
from optim_core.networks.shown import LUCK, Dropout, first, mini_batches, shuffled
from optim_core.registry import Declared
from optim_core.rule import Rule, Slots
from optim_core.schedule import Schedule
from optim_core.walk import FAR

SomeDeclared = TypeVar("SomeDeclared", bound=Declared)


class Lessons(NamedTuple):
    """What n trainings learn from: rows (n, m) of one stock of inputs (N, features), with labels (n, m) of their own.

    So trainings may share their examples, or have a fold each, or labels of which some are wrong.
    """

    inputs: Array
    rows: np.ndarray
    labels: np.ndarray

    @classmethod
    def alike(cls, examples: Examples, n: int) -> Lessons:
        """The same examples for all."""
        m = len(examples.labels)
        return cls(examples.inputs, np.broadcast_to(np.arange(m), (n, m)), np.broadcast_to(examples.labels, (n, m)))


class Trainer:
    """Networks of one build that learn side by side, each by its own settings, with its own luck.

    A training is the same, bit for bit, alone and among others, in one go and epoch by epoch, and when it goes on from
    its state elsewhere, given as many threads of BLAS: large products are shared out among them. One whose weights
    blow up stays as it was before that epoch: it has `ended`, though its epochs count on.

    Under batch normalisation it is judged by running averages of the moments of the mini-batches, each as the first
    question of the optimizer in an update met them.

    Attributes:
        epochs: done so far, (n,).
        ended: the trainings that blew up, (n,).
    """

    def __init__(
        self,
        network: MLP,
        rule: Rule,
        lessons: Lessons,
        seeds: Sequence[int],
        *,
        batch: int = 32,
        dropout: float | Array = 0.0,
        schedules: Mapping[str, Schedule] | None = None,
        precision: type[np.floating[Any]] = np.float32,
        watched: bool = False,
        begun: np.ndarray | None = None,
    ) -> None:
        """Draw the weights that n trainings begin with, one for each seed; unless they have `begun`, as by `first`.

        The numbers of the rule and the schedules, `network.l2` and `dropout` are one for all or (n,).
        batch: examples in a mini-batch; the last one of an epoch has what is left.
        dropout: the chance of each hidden unit to be silent in an update (inverted: the others speak up for it).
        schedules: factors on numbers of the rule, by epoch: they ask for no loss.
        watched: the last update of every epoch is kept, as `moves`.
        begun: weights (n, parameters) of this precision, which are trained where they lie.
        Raises ValueError where the lessons are not for as many, or a schedule watches the loss.
        """
        memory_is_kept()
        n = len(seeds)
        if len(lessons.rows) != n:
            raise ValueError(f"there are lessons for {len(lessons.rows)} trainings, not {n}")
        if any(schedule.watches_loss for schedule in (schedules or {}).values()):
            raise ValueError("a schedule of a training goes by the epoch, not by the loss")
        self._network = dataclasses.replace(network, l2=np.broadcast_to(network.l2, (n,)))
        self._rule = rule.over((n,))
        self._schedules = {name: schedule.over((n,)) for name, schedule in (schedules or {}).items()}
        self._lessons = lessons._replace(inputs=np.asarray(lessons.inputs, dtype=precision))
        self._dropout = np.broadcast_to(np.asarray(dropout, dtype=precision), (n,))
        self._seeds, self._batch, self._precision = list(seeds), batch, precision
        self._weights = np.empty((n, network.parameters), dtype=precision) if begun is None else begun
        for i, seed in enumerate(seeds if begun is None else ()):
            self._weights[i] = first(network, seed)
        self._slots: list[Slots | None] = [None] * n
        self._moves = np.zeros_like(self._weights) if watched else None
        self._running = Running.begun(network.sizes if network.batch_norm else (), n, precision)
        self.epochs = np.zeros(n, dtype=np.int64)
        self.ended = np.zeros(n, dtype=bool)

    @property
    def weights(self) -> Array:
        """Of all trainings now, (parameters, n)."""
        return self._weights.T

    @property
    def running(self) -> Running:
        """What batch normalisation is judged by, of all trainings."""
        return self._running

    @property
    def moves(self) -> Array:
        """The last update of all trainings, (parameters, n). Raises ValueError where they are not watched."""
        if self._moves is None:
            raise ValueError("the updates of a training are kept where it is watched")
        return self._moves.T

    def run(self, epochs: int, which: Sequence[int] | np.ndarray | None = None) -> Iterator[None]:
        """Let all trainings, or those of these numbers, go on by so many epochs; a moment now and then to stop at.

        Given up between two moments, every training is as it was after a whole epoch of its own.
        """
        chosen = np.arange(len(self._seeds)) if which is None else np.asarray(which, dtype=np.int64)
        aims = self.epochs[chosen] + epochs
        for done in range(int(self.epochs[chosen].min(initial=0)), int(aims.max(initial=0))):
            due = chosen[(self.epochs[chosen] == done) & (aims > done)]
            self.epochs[due[self.ended[due]]] += 1
            for block in self.blocks(due[~self.ended[due]], self._batch):
                yield from self._epoch(block, done)

    def judged(
        self, examples: Examples | None = None, which: Sequence[int] | np.ndarray | None = None
    ) -> tuple[Array, Array]:
        """Mean loss, without the penalty, and share of right answers of all trainings or of these, (n,) each.

        examples: the same for all; left out, each is asked about what it learns from, by the labels it was told.
        """
        chosen = np.arange(len(self._seeds)) if which is None else np.asarray(which, dtype=np.int64)
        network, found = dataclasses.replace(self._network, l2=0.0), []
        for block in self.blocks(chosen, self._lessons.rows.shape[1] if examples is None else len(examples.labels)):
            asked = examples or Examples(self._lessons.inputs[self._lessons.rows[block]], self._lessons.labels[block])
            found.append(network.on(asked, (), self._running.of(block)).judged(self._weights[block].T))
        loss, right = (np.concatenate(each) for each in zip(*found, strict=True)) if found else (np.empty(0),) * 2
        return loss, right

    def state(self, i: int) -> dict[str, Array]:
        """All that training i needs to go on, as plain arrays that are told apart by name."""
        slots = self._slots[i]
        kept = {} if slots is None else memory.arrays(slots)
        return {
            "weights": self._weights[i].copy(),
            **({"running": self._running.moments[i].copy()} if self._network.batch_norm else {}),
            "epochs": np.array(self.epochs[i]),
            "ended": np.array(self.ended[i]),
        } | kept

    def restore(self, i: int, state: Mapping[str, Array]) -> None:
        """Let training i be where another of the same settings and seed was.

        Raises KeyError or ValueError where it is no state of such a training.
        """
        weights = np.asarray(state["weights"])
        if weights.shape != self._weights[i].shape or weights.dtype != self._weights.dtype:
            raise ValueError(f"{len(self._weights[i])} weights of {self._weights.dtype} are needed")
        if self._network.batch_norm:
            self._running.moments[i] = state["running"]
        self._slots[i] = memory.remembered(state) if memory.PLAN in state else None
        self._weights[i], self.epochs[i], self.ended[i] = weights, int(state["epochs"]), bool(state["ended"])

    def blocks(self, chosen: np.ndarray, examples: int) -> Iterator[np.ndarray]:
        """As many of the trainings of these numbers at a time as go well in one batch, with so many examples each."""
        size = together(self._network.sizes, self._network.parameters, examples)
        for start in range(0, len(chosen), size):
            yield chosen[start : start + size]

    def _epoch(self, block: np.ndarray, done: int) -> Iterator[None]:
        """One epoch of trainings that have done as many before."""
        alone, seeds = len(block) == 1, [self._seeds[i] for i in block.tolist()]
        l2 = np.asarray(self._network.l2)[block]
        # A network alone goes without an axis of networks, which is quicker; to the rule it is a batch of one.
        network = dataclasses.replace(self._network, l2=l2[0] if alone else l2)
        sheet = network.sheet(self._precision) if alone else None
        rows, labels = self._shuffled(block, done)
        batches = mini_batches(self._lessons.inputs, rows, labels, self._batch)
        dropout = Dropout(self._dropout[block], network.sizes[1:-1], seeds, done)
        rule, running, w = self._now(block, done), self._running.of(block), self._weights[block].T
        known = [self._slots[i] for i in block.tolist()]
        slots = rule.start(w) if known[0] is None else memory.beside(known)
        first = done * -(-rows.shape[1] // self._batch)
        probe, show = door([self._luck(i, done) for i in block.tolist()])
        with np.errstate(all="ignore"):  # what blows up is a result
            for t, examples in enumerate(batches, first):
                training = network.on(examples, dropout.kept(examples.labels.shape[-1]), None, sheet)
                show(training, w)
                move, slots, _ = rule.step(w, slots, probe, t)
                w = np.asarray(w + move, dtype=self._precision)
                running = running.met(training.met) if training.met else running
                yield None
            sound = (np.abs(w) <= FAR).all(axis=0)  # NaN fails the comparison
        for at, i in enumerate(block.tolist()):
            if sound[at]:
                self._weights[i], self._slots[i] = w[:, at], memory.alone(slots, at)
                self._running.moments[i] = running.moments[at]
                if self._moves is not None:
                    self._moves[i] = move[:, at]
        self.epochs[block] += 1
        self.ended[block] = ~sound

    def _now(self, block: np.ndarray, done: int) -> Rule:
        """The rule of some trainings in one epoch."""
        rule = _part(self._rule, block)
        driven = {
            name: rule.scheduled(name, _part(schedule, block).at(done)) for name, schedule in self._schedules.items()
        }
        numbers = {name: getattr(rule, name) for name in rule.numbers()} | driven
        each = {name: np.asarray(value, dtype=self._precision) for name, value in numbers.items()}
        return rule.replace(**{name: _plainest(value) for name, value in each.items()})

    def _shuffled(self, block: np.ndarray, done: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows and labels of some trainings in the order of this epoch."""
        seeds = [self._seeds[i] for i in block.tolist()]
        return shuffled(self._lessons.rows[block], self._lessons.labels[block], seeds, done)

    def _luck(self, i: int, done: int) -> int:
        return int(np.random.SeedSequence((LUCK, self._seeds[i], done)).generate_state(1)[0])


def _plainest(number: Array) -> Array:
    """A number that is the same for all as one without axes, which NumPy takes twice as quickly; else (n,)."""
    return np.array(number[0]) if (number == number[0]).all() else number


def _part(declared: SomeDeclared, block: np.ndarray) -> SomeDeclared:
    return declared.replace(**{name: getattr(declared, name)[block] for name in declared.numbers()})
