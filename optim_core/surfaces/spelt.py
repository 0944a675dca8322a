"""A typed formula as a surface whose methods are code of their own, for whoever takes code away."""

from __future__ import annotations

import dataclasses
import functools
import linecache
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.expression import code
from optim_core.expression.expression import expression
from optim_core.expression.grammar import VARIABLES
from optim_core.expression.graph import Term
from optim_core.expression.guarded import guarded
from optim_core.graphs import ordered
from optim_core.surface import Surface, stack2, symmetric

KINKED = frozenset(["relu"])  # spelt out, it would have another slope at its kink


@functools.lru_cache(maxsize=64)
def spelt(text: str, like: type[Surface]) -> type[Surface]:
    """The class of a formula, not registered, with the title and the letters of one like it. Raises Misspelt.

    Its source can be looked up as that of any class. Its method `differentiable` is its value for a reader who
    differentiates code: there, at every kink, the slope is the one that is stated.
    """
    found = expression(text)
    source = "\n".join(
        [
            "class Typed(Surface):",
            f'    """f = {text.strip()}."""',
            "    registry = {}",
            "    title = like.title",
            f"    holes = {found.inside is not None}",
            *(f"    {name}: float = letter({name!r})" for name in found.letters),
            *_method("value", ["value"], [found.value], found.letters),
            *_method("differentiable", ["value"], [guarded(found.value)], found.letters, KINKED),
            *_method("grad", ["along_x", "along_y"], found.gradient, found.letters),
            *_method("hess", ["xx", "xy", "yy"], found.hessian, found.letters),
            *(_method("inside", ["inside"], [found.inside], found.letters) if found.inside else ()),
            "",
        ]
    )
    name = f"<formula {text}>"
    declared = {field.name: field for field in dataclasses.fields(like)}
    scope: dict[str, Any] = {
        "__name__": __name__,
        "Surface": Surface,
        "like": like,
        "letter": lambda name: dataclasses.field(default=1.0, metadata=declared[name].metadata),
        "np": np,
        "stack2": stack2,
        "symmetric": symmetric,
    }
    exec(compile(source, name, "exec"), scope)  # noqa: S102 - our own text: names and numbers of a graph
    made: type[Surface] = scope["Typed"]
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    weakref.finalize(made, linecache.cache.pop, name, None)
    return made


def _changes(term: Term) -> bool:
    """Whether a term depends on the point by more than a choice of branches."""
    parts = ordered([term], lambda part: part.args[1:] if part.op == "where" else part.args)
    return any(part.op == "input" and part.name in VARIABLES for part in parts)


def _method(
    name: str,
    parts: Sequence[str],
    wanted: Sequence[Term],
    letters: Sequence[str],
    kept: frozenset[str] = frozenset(),
) -> list[str]:
    assignments, results = code.lines(wanted, {letter: f"self.{letter}" for letter in letters}, kept)
    spread = [  # what does not change with the point is made to look as if it did, for shapes and for PyTorch
        result if _changes(term) else f"{result} + 0.0 * x" for term, result in zip(wanted, results, strict=True)
    ]
    if len(parts) > 1:
        assignments += [f"{part} = {result}" for part, result in zip(parts, spread, strict=True)]
        spread = [f"{'stack2' if len(parts) == 2 else 'symmetric'}({', '.join(parts)})"]
    body = ["x, y = p", *assignments, f"return {spread[0]}"]
    return ["", f"    def {name}(self, p):", *(f"        {line}" for line in body)]
