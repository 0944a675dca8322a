"""Everything that some methods need to run on their own, gathered from where it is written.

Methods become functions, settings become names; the functions, classes and constants of `optim_core` that they
use come along. Nothing here knows what any rule or surface does.
"""

from __future__ import annotations

import ast
import copy
import sys
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

from app.export.resolve import Owner, Resolve, is_self, name_the_objective
from app.export.tidy import Known, literal, parsed, stored, tidied, written
from optim_core.algebra import slopes
from optim_core.data import table

POWER = '''
def raised(a, b):
    """a ** b, with the bits that NumPy gives to arrays."""
    if np.ndim(a) or np.ndim(b):
        return a ** b
    return (np.full(1, a) ** (np.full(1, b) if isinstance(b, np.generic) else b))[0]
'''
# What the loop of a script calls things; the second line is of functions, whose names no number may take.
MAIN = frozenset(
    {"x", "t", "f", "path", "slots", "move", "there", "steps", "seed", "draw", "luck", "begun", "raised", "np"}
)
FUNCTIONS = frozenset({"value", "grad", "hess", "sample", "start", "step", "draws", "surface"})


class Gathering:
    """A script in the making: pieces in the order in which they must stand, and the imports they need."""

    def __init__(self, known: Known, steady: bool, has_hessian: bool) -> None:
        """`known` holds for all code; `steady` says that `f` is the surface itself, whose functions stand alone."""
        self.known = dict(known)
        self.steady = steady
        self.has_hessian = has_hessian
        self.surface: Owner | None = None
        self.pieces: list[str] = []
        self.imports = {"import numpy as np"}
        self.given: frozenset[str] = frozenset()  # answers of the objective that the script has from elsewhere
        self.asked: set[str] = set()  # what the code asks the objective for
        self._done: dict[Any, str] = {}
        self._taken: set[str] = set(MAIN)

    def copy(self) -> Gathering:
        """One that goes on from here on its own."""
        other = copy.copy(self)
        other.pieces, other.imports, other.asked = [*self.pieces], {*self.imports}, {*self.asked}
        other._done, other._taken = {**self._done}, {*self._taken}
        return other

    def settle(self, owner: Owner, *roots: str) -> None:
        """Choose the names of an owner's settings, given the methods that will be asked for."""
        clashing: set[str] = set()
        seen: set[FunctionType] = set()
        waiting = list(roots)
        while waiting:
            found = owner.function(waiting.pop())
            if found is None or found[1] in seen:
                continue
            seen.add(found[1])
            tree = parsed(found[1])
            attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and is_self(n.value)}
            clashing |= attributes & stored(tree)
            waiting += sorted(attributes)
        for name in owner.thing.numbers():
            free = not owner.always and name not in clashing | self._taken | FUNCTIONS
            owner.names[name] = self._free(name if free else f"{owner.prefix}_{name}")

    def method(self, owner: Owner, name: str, after: type | None = None, called: str = "") -> str:
        """A method as a function; its name in the script."""
        found = owner.function(name, after)
        if found is None:
            raise LookupError(f"{type(owner.thing).__name__} has no method {name}")
        cls, function = found
        wanted = called or (name if after is None and not owner.always else f"{owner.prefix}_{name.strip('_')}")
        return self._add((owner, function), wanted, lambda: self._written(function, owner, cls))

    def function(self, function: Callable[..., Any]) -> str:
        """A function of a module; its name in the script."""
        return self._add(function, function.__name__, lambda: self._written(function, None, None))

    def has(self, what: str) -> bool:
        """Whether the script can answer this about its surface."""
        found = self.surface and self.surface.function(what)
        return what in self.given or bool(found and (self.surface, found[1]) in self._done)

    def power(self) -> None:
        """Powers are wanted."""
        self._add("power", "", lambda: ast.parse(POWER).body[0])

    def constant(self, name: str, text: str) -> str:
        """A value by name, given as code."""
        return self._add(("constant", name, text), name, lambda: f"{name} = {text}")

    def _add(self, key: Any, wanted: str, make: Callable[[], Any]) -> str:
        if key not in self._done:
            self._done[key] = self._free(wanted) if wanted else ""
            piece = make()
            if isinstance(piece, ast.FunctionDef | ast.ClassDef):
                piece.name = self._done[key] or piece.name
            self.pieces.append(piece if isinstance(piece, str) else written(piece))
        return self._done[key]

    def _free(self, name: str) -> str:
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def _written(self, thing: Any, owner: Owner | None, cls: type | None) -> Any:
        node = parsed(thing)
        name_the_objective(node)
        own = owner.known if owner else {}
        node = tidied(node, {**self.known, **own})
        if owner is not None and thing.__name__ in ("value", "step", "differentiable") and not ast.get_docstring(node):
            about = (type(owner.thing).__doc__ or "").split("\n")[0]
            node.body.insert(0, ast.Expr(ast.Constant(about)))
        if owner is not None:
            node.decorator_list = []
            if node.args.args and node.args.args[0].arg == "self":
                del node.args.args[0]
        return ast.fix_missing_locations(Resolve(self, thing, owner, cls, stored(node)).resolved(node))

    def named(self, name: str, value: Any) -> str:
        """A name of a module that some code uses; what it is called in the script."""
        if isinstance(value, ModuleType):
            self.imports.add(f"import {name}" if name == value.__name__ else f"import {value.__name__} as {name}")
            return name
        home = getattr(value, "__module__", None) or ""
        if callable(value) and home.split(".")[0] in {*sys.stdlib_module_names, "numpy"}:
            self.imports.add(f"from {home} import {name}")
            return name
        if value is table:
            return "table"
        if isinstance(value, type):
            return self._add(value, name, lambda: self._written(value, None, None))
        if callable(value):
            return self.function(value)
        return self.constant(name, literal(value.item() if hasattr(value, "item") else value))

    def table(self, name: str) -> str:
        """A table of measurements, as text that a reader can check."""

        def columns() -> Iterator[str]:
            for column, values in table(name).items():
                numbers = " ".join(f"{v:g}" if float(f"{v:g}") == v else repr(float(v)) for v in values)
                wrapped = textwrap.fill(numbers, 110, initial_indent="        ", subsequent_indent="        ")
                yield f'    "{column}": """\n{wrapped}\n    """,\n'

        self.constant(name, "{\n" + "".join(columns()) + "}")
        floats = "{key: np.array(column.split(), dtype=np.float64) for key, column in %s.items()}"
        return self.constant(f"{name}_table", floats % name)

    def objective(self, what: str) -> str:
        """What the surface answers with: its value, gradient or Hessian, by differences where no formula is given."""
        if self.surface is None:
            raise LookupError("the script has no surface yet")
        if what in self.given:
            return what
        if what != "hess" or self.has_hessian:
            return self.method(self.surface, what)
        differences = self.function(slopes)
        grad = self.objective("grad")
        return self._add("hess", "hess", lambda: f"def hess(p):\n    return {differences}({grad}, p)")
