"""One update of a rule on a surface, written down by having it made with numbers that are only names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import numpy as np

from optim_core.edge import led
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.probe import Probe, Tally, nothing
from optim_core.surface import Surface, What
from optim_core.trace import nested
from optim_core.trace.parts import Number, Parts
from optim_core.trace.recorder import Traced
from optim_core.trace.tape import Level, Node, Tape, Untraceable

LUCKY = 64  # numbers of luck a step; a mini-batch with more of them is quicker as an array


class Drawn(NamedTuple):
    """A question to the rule's own luck: how ("standard_normal" or "random") and the numbers it brings."""

    how: str
    nodes: tuple[Node, ...]


class Shown(NamedTuple):
    """An array of nodes; its last axis is that of the one run."""

    shape: tuple[int, ...]
    nodes: tuple[Node, ...]


class Question(NamedTuple):
    """A question to the objective: what, where, and the answer."""

    what: What
    at: Shown
    answer: Shown


class Update(NamedTuple):
    """The graph of an update, from moment t to moment t + 1.

    Attributes:
        x, memory: the point, and what the update before left: the slots of the rule and what its schedules keep.
        t: number of the update, counted from where the rule began.
        numbers: settings of rule, surface and the schedules that watch the loss.
        driven: settings of the rule that are known before each step, by name.
        noise, luck: the numbers in the objective of this step, and those that the rule draws itself.
        next_x, next_memory: point and memory afterwards; `left` is such a memory, all zeros.
        settings: what schedules that watch the loss make of the settings they drive.
        show: the inner vectors by name; asked: the questions to the objective, in their order.
        counts: what the update asks of the objective, samples of data left out.
    """

    x: tuple[Node, ...]
    memory: tuple[Node, ...]
    t: Node
    numbers: Mapping[Number, Node]
    driven: Mapping[str, Node]
    noise: tuple[Node, ...]
    luck: tuple[Drawn, ...]
    next_x: tuple[Node, ...]
    next_memory: tuple[Node, ...]
    left: Any
    settings: Mapping[str, Node]
    show: Mapping[str, Shown]
    asked: tuple[Question, ...]
    counts: Mapping[Tally, int]


def written(parts: Parts, dimensions: int, memory: Any) -> Update:
    """The graph of an update for any numbers, where `memory`, (slots, what schedules keep), only gives its nesting.

    Raises Untraceable, saying why.
    """
    if parts.rule.branches:
        raise Untraceable("it decides by value how often to ask")
    pen = _Pen(parts.zeros)
    x = pen.named("x", np.zeros((dimensions, 1)), Level.STATE)
    t = pen.named("t", np.zeros(()), Level.STEP)
    slots, kept = nested.rebuilt(memory, lambda leaf: pen.named("m", leaf, Level.STATE))
    surface, rule = pen.symbolic("surface", parts.surface), pen.symbolic("rule", parts.rule)
    driven = {name: pen.named(f"driven {name}", np.zeros(1), Level.STEP) for name in parts.timed}
    watched: dict[str, Traced] = {}
    left = []
    for (name, schedule), before in zip(parts.watching.items(), kept, strict=True):
        factor, after = pen.symbolic(name, schedule).step(t, surface.value(x), before)
        watched[name] = rule.scheduled(name, factor)
        left.append(after)
    probe = _Probe(pen, surface, parts.surface)
    probe.see(parts.noise, x)
    move, after_slots, show = rule.replace(**driven, **watched).step(x, slots, probe, t)
    after = (after_slots, tuple(left))
    return Update(
        x=pen.nodes(x),
        memory=tuple(pen.inputs["m"]),
        t=pen.inputs["t"][0],
        numbers=pen.numbers,
        driven={name: pen.nodes(value)[0] for name, value in driven.items()},
        noise=tuple(pen.inputs["noise"]),
        luck=tuple(probe.drawn),
        next_x=pen.nodes(led(surface, x, np.broadcast_to(move, x.shape), probe.places)),
        next_memory=tuple(node for leaf in nested.leaves(after) for node in pen.nodes(leaf)),
        left=nested.rebuilt(after, lambda leaf: np.zeros(np.shape(leaf))),
        settings={name: pen.nodes(value)[0] for name, value in watched.items()},
        show={name: pen.shown(value) for name, value in show.items()},
        asked=tuple(probe.questions),
        counts={what: int(count) for what, count in probe.counts.items()},
    )


def slope(update: Update, surface: Surface) -> Node:
    """The squared length of the true gradient at the point, as a node of the update's graph.

    Raises Untraceable where there is none.
    """
    tape = update.x[0].tape
    named = {name: Traced.of(tape, [update.numbers["surface", name]], (1,)) for name in surface.numbers()}
    try:
        grad = surface.replace(**named).grad(Traced.of(tape, update.x, (len(update.x), 1)))
        return cast(Node, np.sum(grad * grad, axis=0).item())
    except Exception as fault:
        raise Untraceable(str(fault)) from None


class _Pen:
    """Gives names to numbers."""

    def __init__(self, zeros: frozenset[Number]) -> None:
        self.tape = Tape()
        self.inputs: dict[str, list[Node]] = {"m": [], "noise": []}
        self.numbers: dict[Number, Node] = {}
        self._zeros = zeros

    def named(self, name: str, like: Any, level: Level) -> Traced:
        """Inputs in the shape of an array."""
        known = self.inputs.setdefault(name, [])
        nodes = [self.tape.input(f"{name}{len(known) + i}", level) for i in range(np.size(like))]
        known.extend(nodes)
        return Traced.of(self.tape, nodes, np.shape(like))

    def symbolic(self, owner: str, declared: Any) -> Any:
        """The same rule, surface or schedule with names for its numbers."""
        put = {}
        for name in declared.numbers():
            key = (owner, name)
            if key in self._zeros:
                put[name] = Traced.of(self.tape, [self.tape.constant(0.0)], (1,))
            else:
                put[name] = self.named(f"{owner}.{name}", np.zeros(1), Level.RUN)
                self.numbers[key] = self.nodes(put[name])[0]
        return declared.replace(**put)

    def shown(self, value: Any) -> Shown:
        """An array as it is shown."""
        return Shown(np.shape(value), self.nodes(value))

    def nodes(self, value: Any) -> tuple[Node, ...]:
        """The elements of an array, plain numbers as constants."""
        return tuple(self.tape.lift(node) for node in np.asarray(value, dtype=object).flat)


class _Probe(Probe):
    """The door to the objective while an update is written down."""

    def __init__(self, pen: _Pen, surface: Surface, real: Surface) -> None:
        self.surface = surface
        self.domain = real.domain()
        self.counts = nothing()
        self.drawn: list[Drawn] = []
        self.questions: list[Question] = []
        self.places: list[Array] = []
        self._examples = 0
        self._here = None
        self._pen = pen

    def see(self, noise: Noise, x: Traced) -> None:
        """Open the step with a draw of the noise whose numbers are replaced by names: those drawn, or its own.

        Raises Untraceable where they are hidden, or too many.
        """
        self._noise, self.steady = noise, noise.steady
        if noise.steady:
            objective = self._pen.symbolic("noise", noise).draws(self.surface, 0)(x)
        else:
            objective = noise.draws(self.surface, 0)(x)
            lucky = luck(objective, x)
            if not lucky or sum(np.size(leaf) for leaf in lucky) > LUCKY:
                raise Untraceable("the luck of a step is no handful of numbers")
            objective = nested.rebuilt(
                objective, lambda leaf: self._pen.named("noise", leaf, Level.STEP) if is_luck(leaf) else leaf
            )
        self._objective = objective

    def _noted(self, what: What, p: Array, answer: Array) -> Array:
        told = self._pen.shown(answer)
        self.places.append(p)
        self.questions.append(Question(what, self._pen.shown(p), told))
        return Traced.of(self._pen.tape, told.nodes, told.shape)

    def normal(self, size: int) -> Array:
        return self._named("standard_normal", size)

    def uniform(self, size: int) -> Array:
        return self._named("random", size)

    def _named(self, how: str, size: int) -> Array:
        named = self._pen.named(f"luck {len(self.drawn)} ", np.zeros((size, 1)), Level.STEP)
        self.drawn.append(Drawn(how, self._pen.nodes(named)))
        return named


def is_luck(leaf: Any) -> bool:
    """Whether a part of an objective is a plain number or an array of them."""
    return isinstance(leaf, float | np.floating) or (isinstance(leaf, np.ndarray) and leaf.dtype != object)


def luck(objective: Any, x: Any) -> list[Any]:
    """The numbers in the objective of a step that noise has drawn, the surface and the point x not among them."""
    return [leaf for leaf in nested.leaves(objective) if is_luck(leaf) and leaf is not x]
