"""A typed formula with everything that is worked out from it: slopes, holes, kinks and the code that computes them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from optim_core.expression import code, derive, holes
from optim_core.expression.grammar import LETTERS, VARIABLES
from optim_core.expression.graph import Term, inputs
from optim_core.expression.kinks import Kink, kinks
from optim_core.expression.read import read

KEPT = 256  # formulas in memory, each some tens of kilobytes


class Expression:
    """A formula of x, y and letters.

    Its functions take x, y and then the letters in `letters`, numbers or arrays that broadcast against each other, and
    answer a tuple. What does not depend on a point has the shape of what it does depend on.

    Attributes:
        letters: those that it uses, in the order of the grammar.
        value: its graph, as typed.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.value = read(text)
        used = inputs([self.value])
        self.letters = tuple(letter for letter in LETTERS if letter in used)

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process it travels as its text."""
        return expression, (self._text,)

    @functools.cached_property
    def gradient(self) -> tuple[Term, Term]:
        """Both partial derivatives."""
        return derive.gradient(self.value)

    @functools.cached_property
    def hessian(self) -> tuple[Term, Term, Term]:
        """The second derivatives xx, xy, yy."""
        return derive.hessian(self.gradient)

    @functools.cached_property
    def inside(self) -> Term | None:
        """The condition under which there is a value; None if there always is one."""
        return holes.inside(self.value)

    @functools.cached_property
    def kinks(self) -> tuple[Kink, ...]:
        """Where it may have no slope."""
        return kinks(self.value)

    @functools.cached_property
    def bends(self) -> bool:
        """Whether its curvature depends on the point."""
        return bool(inputs(self.hessian) & set(VARIABLES))

    @functools.cached_property
    def height(self) -> code.Function:
        """The value, as code."""
        return self._compiled([self.value])

    @functools.cached_property
    def slopes(self) -> code.Function:
        """The gradient, as code."""
        return self._compiled(self.gradient)

    @functools.cached_property
    def curvatures(self) -> code.Function:
        """The second derivatives, as code."""
        return self._compiled(self.hessian)

    @functools.cached_property
    def has_value(self) -> code.Function:
        """The condition under which there is a value, as code; only where there is one."""
        return self._compiled([] if self.inside is None else [self.inside])

    @functools.cached_property
    def bending(self) -> code.Function:
        """For each kink what is 0 there, and its slopes, as code."""
        terms = [kink.term for kink in self.kinks]
        return self._compiled([part for term in terms for part in (term, *derive.gradient(term))])

    def _compiled(self, wanted: Sequence[Term]) -> code.Function:
        return code.compiled(wanted, (*VARIABLES, *self.letters))


@functools.lru_cache(maxsize=KEPT)
def expression(text: str) -> Expression:
    """The formula that a text spells, kept. Raises Misspelt."""
    return Expression(text)
