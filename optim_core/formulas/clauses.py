"""The lines of a formula, clause by clause: what is set, from what, and on which condition."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from optim_core.formulas.operations import RELATIONS
from optim_core.formulas.reader import Unreadable, expression, symbol
from optim_core.formulas.tree import Ask, Node, Relation, Symbol

_SETS = (r"\leftarrow", "=", r"\approx", r"\sim")
_COMPARED = re.compile("({})(?![A-Za-z])".format("|".join(map(re.escape, RELATIONS))))


@dataclass(frozen=True)
class Clause:
    """`target sign right`, a relation by itself, or LaTeX that is shown as it is.

    Attributes:
        latex: the right side as it is written, or all of it where there is no target.
        right: None where it cannot be read: the value of the target is then what the step shows.
        relation: a statement without a target.
        initial: the target is what its symbol begins with, written with the index 0.
        follows: it stands behind another clause, whose condition it shares.
    """

    latex: str
    target: Symbol | None = None
    sign: str = ""
    right: Node | None = None
    relation: Relation | None = None
    condition: Relation | None = None
    initial: bool = False
    follows: bool = False

    def leaves(self) -> Iterator[Symbol | Ask]:
        """Every symbol and question read, those of the condition first."""
        for part in (self.condition, self.right, self.relation):
            if part is not None:
                yield from part.leaves()


@functools.cache
def read(lines: tuple[str, ...]) -> tuple[Clause, ...]:
    """The clauses of a formula, in the order they are worked out."""
    return tuple(_clauses(lines))


def _clauses(lines: tuple[str, ...]) -> Iterator[Clause]:
    condition = None
    for line in lines:
        goes_on = line.startswith(r"\quad")
        before, colon, after = line.removeprefix(r"\quad").rpartition(r": \quad")
        if not goes_on:
            condition = _relation(before) if colon else None
        for i, text in enumerate(re.split(r",\s*\\quad", after)):
            yield replace(_clause(text.strip()), condition=condition, follows=goes_on or i > 0)


def _clause(text: str) -> Clause:
    for sign in _SETS:
        left, found, right = text.partition(sign)
        target = _target(left) if found else None
        if target is not None:
            initial = target.name.endswith("_0")
            target = Symbol(target.name.removesuffix("_0")) if initial else target
            return Clause(right.strip(), target, sign, _tree(right), initial=initial)
    return Clause(text, relation=_relation(text))


def _target(text: str) -> Symbol | None:
    try:
        return symbol(text)
    except Unreadable:
        return None


def _tree(text: str) -> Node | None:
    try:
        return expression(text)
    except Unreadable:
        return None


def _relation(text: str) -> Relation | None:
    """A comparison that can be read. Of a condition that cannot, the clause does not depend."""
    words = _COMPARED.split(text)
    if len(words) != 3:
        return None
    left, right = _tree(words[0]), _tree(words[2])
    return Relation(left, words[1], right) if left and right else None
