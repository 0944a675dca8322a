"""The lines of an update with numbers as a student reads them: few digits, and whoever computes with them gets what
is written.

A result has the digits that come out of the numbers shown, so it is right to its last one. The new point must come out
as the run has it, to the digits shown: where cancellation eats them, all numbers get more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.formulas.clauses import Clause
from optim_core.formulas.operations import Value
from optim_core.formulas.tree import Ask, Node, Product, Relation, Sum, Symbol
from optim_core.formulas.update import Worked

LADDER = (5, 6, 7, 9, 12, 17)  # significant digits; 17 are all there are
FEWEST = 4  # significant digits of a result
POINT = 5  # significant digits of the new point ...
MOVE, MOST = 2, 9  # ... or as many as show two of the move, up to this
WRITTEN = 8  # a setting with no more digits than this was written by someone and is kept as it is
LONG = 1e7  # numbers from here on are written as powers of ten

Text = str | tuple["Text", ...]


class Shown(NamedTuple):
    """A number, column or matrix as it is written, and the value of what is written."""

    text: Text
    value: Value


class Filled(NamedTuple):
    """A clause with its numbers.

    Attributes:
        right: what the numbers go into; None where there is only a value to tell.
        nothing: names of settings that are 0: the terms they multiply are left out.
        leaves: by LaTeX, the numbers.
        result: what the line comes to: the value of the target, or the right side of a relation.
    """

    clause: Clause
    holds: bool | None
    right: Node | None
    nothing: frozenset[str]
    leaves: Mapping[str, Shown]
    result: Shown | None

    def symbol(self, symbol: Symbol) -> Value:
        """What a symbol stands for, as shown."""
        return self.leaves[symbol.latex].value

    def answer(self, ask: Ask) -> Value:
        """What the objective says, as shown."""
        return self.leaves[ask.latex].value

    def terms(self, node: Sum) -> Sequence[tuple[int, Node]]:
        """The terms of a sum that are something."""
        kept = [(sign, term) for sign, term in node.terms if not _has_factor(term, self.nothing)]
        return kept or node.terms


def fill(lines: Iterable[Worked], settings: Mapping[str, np.float64], x: Array, there: Array) -> list[Filled]:
    """The lines of the update from `x` to `there`, columns, with as few digits as do.

    `settings` are the hyperparameters in force, by symbol.
    """
    lines = list(lines)
    for digits in LADDER:
        page = _Page(digits, settings, x, there)
        filled = [page.fill(line) for line in lines]
        if page.closes:
            break
    return filled


class _Page:
    """One attempt, with so many digits."""

    def __init__(self, digits: int, settings: Mapping[str, np.float64], x: Array, there: Array) -> None:
        self.closes = True
        self._digits = digits
        self._settings = settings
        self._nothing = frozenset(name for name, value in settings.items() if value == 0)
        self._there = there
        top = _decade(np.maximum(np.abs(x), np.abs(there)))
        move = np.where(there == x, there, there - x)
        fine = np.minimum(top - POINT + 1, _decade(move) - MOVE + 1)
        fine = np.maximum(fine, top - MOST + 1)
        self._unit = np.where(np.ptp(fine) <= 1, fine.max(), fine)  # coordinates of one size end at the same decimal
        self._unit = np.where(10.0**top < LONG, np.minimum(self._unit, 0), self._unit)
        own = np.maximum(_decade(x) - POINT + 1, self._unit - POINT)  # of a point far smaller than the next one
        self._finer = np.minimum(np.minimum(self._unit, own), top - digits + 1)
        self._kept: dict[str, Shown] = {"I": Shown("I", np.eye(len(x)))}

    def fill(self, line: Worked) -> Filled:
        for latex, value in line.seen.items():
            if latex not in self._kept:
                self._kept[latex] = self._shown(latex, value)
        clause = line.clause
        target = clause.target.latex if clause.target else ""
        right = clause.relation.right if clause.relation else None if line.given else clause.right
        filled = Filled(clause, line.holds, right, self._nothing, dict(self._kept), None)
        with np.errstate(all="ignore"):
            self._compare(clause.condition if clause.target else clause.relation, line, filled)
            result = self._told(target, line.value)
            if right is not None:
                computed = right.value(filled)
                result = result if target == "x" else self._agreed(computed, line.value)
                if result and line.value is not None:
                    self._check(computed if target == "x" else result.value, target, line.value)
        if clause.target and result:
            self._kept[target] = result
        return filled._replace(result=result)

    def _compare(self, relation: Relation | None, line: Worked, filled: Filled) -> None:
        if relation is not None and line.holds is not None:
            self.closes &= relation.holds(filled) == line.holds

    def _check(self, shown: Value, target: str, truth: Value) -> None:
        if target == "x":
            written = to_unit(truth, self._unit).value
            off, allowed = np.abs(shown - written), 10.0**self._unit
        else:
            off = np.abs(shown - truth)
            allowed = 1e-3 * np.abs(truth) + 1e-6 * np.max(np.abs(truth))
        self.closes &= bool(np.all(off <= allowed))

    def _agreed(self, computed: Value, truth: Value | None) -> Shown:
        """The truth, with as many digits as the numbers shown bring out of it; if too few, what they come to."""
        if truth is not None:
            for digits in range(self._digits, FEWEST - 1, -1):
                told = significant(truth, digits)
                if told.text == significant(computed, digits).text:
                    return told
        return significant(computed, self._digits)

    def _told(self, target: str, value: Value | None) -> Shown | None:
        if value is None:
            return None
        return to_unit(value, self._unit) if target == "x" else significant(value, self._digits)

    def _shown(self, latex: str, value: Value) -> Shown:
        if latex in ("x", "x_{-1}"):
            return to_unit(value, self._finer)
        if latex in self._settings:
            written = significant(value, WRITTEN)
            return written if written.value == value else significant(value, self._digits)
        return significant(value, self._digits)


def significant(value: Value, digits: int) -> Shown:
    """Every number of a value with so many significant digits; all those before the point, up to a million."""
    return _written(value, np.vectorize(lambda v: _figure(v, digits), otypes=[object])(value))


def to_unit(value: Value, exponent: Array) -> Shown:
    """Every number of a column to its own power of ten."""
    return _written(value, np.vectorize(_fixed, otypes=[object])(value, exponent))


def _fixed(value: float, exponent: int) -> str:
    if -WRITTEN <= exponent <= 0 and abs(value) < LONG:
        return _signed(f"{value:.{-exponent}f}")
    digits = int(_decade(np.float64(value))) - exponent
    return _tidy(f"{value:.{digits}e}") if digits >= 0 else "0"


def _figure(value: float, digits: int) -> str:
    """A number as people write it."""
    if 10.0**digits <= abs(value) < LONG:
        return f"{value:.0f}"
    return _tidy(f"{value:.{digits}g}")


def _tidy(text: str) -> str:
    """Without a plus sign or zeros in the exponent."""
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else _signed(mantissa)


def _signed(text: str) -> str:
    """Without the sign of a zero."""
    return text if re.search("[1-9a-z]", text) else text.removeprefix("-")


def _written(value: Value, texts: np.ndarray) -> Shown:
    numbers = texts.astype(np.float64)
    if np.ndim(value) == 0:
        return Shown(str(texts), numbers[()])
    if texts.shape[1] == 1:
        return Shown(tuple(texts[:, 0]), numbers)
    return Shown(tuple(map(tuple, texts)), numbers)


def _decade(value: Value) -> Value:
    """The power of ten of the first digit; of zero, far down."""
    size = np.abs(value)
    return np.floor(np.log10(np.where(size > 0, size, 1e-300))).astype(int)


def _has_factor(node: Node, names: frozenset[str]) -> bool:
    factors = node.factors if isinstance(node, Product) else (node,)
    return any(isinstance(factor, Symbol) and factor.name in names for factor in factors)
