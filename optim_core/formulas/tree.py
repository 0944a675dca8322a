"""A formula as a tree that knows its value in a world of symbols and answers.

A value is a number, a column (D, 1), a row (1, D) or a matrix (D, D): what stands side by side is multiplied as
matrices are, so that `a^T b`, `a b^T` and `B g` need no words of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from optim_core import algebra
from optim_core.formulas.operations import FUNCTIONS, RELATIONS, Value, times
from optim_core.surface import What


class World(Protocol):
    """What the symbols stand for and what the objective answers."""

    def symbol(self, symbol: Symbol) -> Value:
        """The value of a symbol. Raises KeyError where it has none."""
        ...

    def answer(self, ask: Ask) -> Value:
        """What the objective says. Raises KeyError where that is not known."""
        ...


class Node:
    """A part of a formula."""

    def value(self, world: World) -> Value:
        """Its value. Raises KeyError where a symbol has none, ValueError where shapes do not go together."""
        raise NotImplementedError

    def parts(self) -> tuple[Node, ...]:
        """The parts it is made of."""
        return ()

    def leaves(self) -> Iterator[Symbol | Ask]:
        """The symbols and questions in it, from left to right."""
        for part in self.parts():
            yield from part.leaves()


@dataclass(frozen=True)
class Number(Node):
    """A number as it was written."""

    text: str

    def value(self, world: World) -> Value:
        return np.float64(self.text)


@dataclass(frozen=True)
class Symbol(Node):
    """A letter with its hat and index; `before` is its value one step ago, written with the index -1."""

    name: str
    before: bool = False

    @property
    def latex(self) -> str:
        """As it is written."""
        return self.name + "_{-1}" if self.before else self.name

    def value(self, world: World) -> Value:
        return world.symbol(self)

    def leaves(self) -> Iterator[Symbol | Ask]:
        yield self


@dataclass(frozen=True)
class Ask(Node):
    """The value, gradient or Hessian of the objective at a point."""

    what: What
    at: Node
    latex: str

    def value(self, world: World) -> Value:
        return world.answer(self)

    def parts(self) -> tuple[Node, ...]:
        return (self.at,)

    def leaves(self) -> Iterator[Symbol | Ask]:
        yield self


@dataclass(frozen=True)
class Sum(Node):
    """Terms, each with its sign."""

    terms: tuple[tuple[Literal[1, -1], Node], ...]

    def value(self, world: World) -> Value:
        (sign, first), *rest = self.terms
        total = first.value(world) if sign > 0 else -first.value(world)
        for sign, term in rest:
            total = total + term.value(world) if sign > 0 else total - term.value(world)
        return total

    def parts(self) -> tuple[Node, ...]:
        return tuple(term for _, term in self.terms)


@dataclass(frozen=True)
class Product(Node):
    """Factors, and what is written between them: nothing, a dot, or the sign of the product by coordinates."""

    factors: tuple[Node, ...]
    joints: tuple[str, ...]

    def value(self, world: World) -> Value:
        """From the right, so that a matrix meets a vector and not another matrix."""
        total = self.factors[-1].value(world)
        for factor, joint in zip(self.factors[-2::-1], self.joints[::-1], strict=True):
            if isinstance(factor, Inverse):
                total = factor.solved(world, total)
            else:
                total = times(factor.value(world), total, joint)
        return total

    def parts(self) -> tuple[Node, ...]:
        return self.factors


@dataclass(frozen=True)
class Quotient(Node):
    """A division by coordinates, as a fraction or with a slash."""

    top: Node
    bottom: Node
    slash: bool = False

    def value(self, world: World) -> Value:
        return self.top.value(world) / self.bottom.value(world)

    def parts(self) -> tuple[Node, ...]:
        return (self.top, self.bottom)


@dataclass(frozen=True)
class Power(Node):
    """A number raised to a power."""

    base: Node
    exponent: Node

    def value(self, world: World) -> Value:
        return self.base.value(world) ** self.exponent.value(world)

    def parts(self) -> tuple[Node, ...]:
        return (self.base, self.exponent)


@dataclass(frozen=True)
class Inverse(Node):
    """A matrix to the power -1: in front of a vector, the solution of the system."""

    base: Node

    def solved(self, world: World, right: Value) -> Value:
        """The inverse times `right`."""
        base = self.base.value(world)
        if np.ndim(base) == 0:
            return right / base
        return np.stack([algebra.solve(base, column) for column in np.transpose(right)], axis=1)

    def value(self, world: World) -> Value:
        base = self.base.value(world)
        return 1.0 / base if np.ndim(base) == 0 else self.solved(world, np.eye(len(base)))

    def parts(self) -> tuple[Node, ...]:
        return (self.base,)


@dataclass(frozen=True)
class Transpose(Node):
    """A column as a row."""

    base: Node

    def value(self, world: World) -> Value:
        return np.transpose(self.base.value(world))

    def parts(self) -> tuple[Node, ...]:
        return (self.base,)


@dataclass(frozen=True)
class Group(Node):
    """Something in brackets."""

    inner: Node

    def value(self, world: World) -> Value:
        return self.inner.value(world)

    def parts(self) -> tuple[Node, ...]:
        return (self.inner,)


@dataclass(frozen=True)
class Call(Node):
    """A function by its name."""

    name: str
    arguments: tuple[Node, ...]

    def value(self, world: World) -> Value:
        return FUNCTIONS[self.name](*(argument.value(world) for argument in self.arguments))

    def parts(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True)
class Relation:
    """Two sides and how they compare."""

    left: Node
    sign: str
    right: Node

    def holds(self, world: World) -> bool:
        """Whether it is so."""
        return bool(RELATIONS[self.sign](self.left.value(world), self.right.value(world)))

    def leaves(self) -> Iterator[Symbol | Ask]:
        """The symbols and questions of both sides."""
        yield from self.left.leaves()
        yield from self.right.leaves()
