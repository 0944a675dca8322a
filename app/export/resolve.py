"""Names in the code of a rule or surface, pointed to their places in a script."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

from app.export.tidy import Known, literal
from optim_core.algebra import slopes
from optim_core.data import table
from optim_core.registry import Declared

if TYPE_CHECKING:
    from app.export.gather import Gathering


class Owner:
    """A rule, surface, schedule or noise with its settings; `prefix` tells its names from others where it must."""

    def __init__(self, thing: Declared, prefix: str, always: bool = False) -> None:
        self.thing = thing
        self.prefix = prefix
        self.always = always
        self.names: dict[str, str] = {}  # of its numeric settings in the script
        self.known: Known = {
            ("self", name): getattr(thing, name) for name in thing.settings() if name not in thing.numbers()
        }

    def function(self, name: str, after: type | None = None) -> tuple[type, FunctionType] | None:
        """The class that defines a method, and the method; `after` that class where it is meant by super()."""
        order = type(self.thing).__mro__
        for cls in order[order.index(after) + 1 if after else 0 :]:
            if name in vars(cls):
                found = vars(cls)[name]
                found = found.__func__ if isinstance(found, staticmethod | classmethod) else found
                return (cls, found) if isinstance(found, FunctionType) else None
        return None


def is_self(node: ast.AST) -> bool:
    """Whether a node is the name `self`."""
    return isinstance(node, ast.Name) and node.id == "self"


def name_the_objective(node: ast.AST) -> None:
    """Whatever a function calls its probe, here it is `f`."""
    for function in (n for n in ast.walk(node) if isinstance(n, ast.FunctionDef)):
        arguments = function.args.args
        probes = [a.arg for a in arguments if isinstance(a.annotation, ast.Name) and a.annotation.id == "Probe"]
        if function.name == "step" and len(arguments) == 5:
            probes.append(arguments[3].arg)
        for part in ast.walk(function):
            if isinstance(part, ast.Name) and part.id in probes:
                part.id = "f"
            if isinstance(part, ast.arg) and part.arg in probes:
                part.arg = "f"


def _is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


class Resolve(ast.NodeTransformer):
    """Points every name of one function or class to its place in the script."""

    def __init__(self, script: Gathering, thing: Any, owner: Owner | None, cls: type | None, local: set[str]) -> None:
        self.script = script
        self.owner = owner
        self.cls = cls
        self.local = local
        self.put: set[ast.Name] = set()  # names of the script that were written into the code
        self.globals: Mapping[str, Any] = getattr(thing, "__globals__", None) or vars(sys.modules[thing.__module__])

    def resolved(self, node: Any) -> Any:
        """The same code; where a name of its own is one that the script needs here, the code's own gives way."""
        node = self.visit(node)
        clashing = {name.id for name in self.put} & self.local
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in clashing and part not in self.put:
                part.id = f"own_{part.id}"
            if isinstance(part, ast.arg) and part.arg in clashing:
                part.arg = f"own_{part.arg}"
        return node

    def _put(self, name: str) -> ast.Name:
        self.put.add(node := ast.Name(name, ast.Load()))
        return node

    def visit_Name(self, node: ast.Name) -> Any:
        if not isinstance(node.ctx, ast.Load) or node.id in self.local or node.id not in self.globals:
            return node
        return self._put(self.script.named(node.id, self.globals[node.id]))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        self.generic_visit(node)
        if self.script.steady:
            node.args.args = [a for a in node.args.args if a.arg != "f"]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        if self.owner is not None and is_self(node.value):
            return self._of_owner(self.owner, node.attr)
        if isinstance(node.value, ast.Name) and node.value.id == "f":
            return self._of_objective(node)
        self.generic_visit(node)
        return node

    def _of_owner(self, owner: Owner, name: str) -> ast.expr:
        if name in owner.names:
            return self._put(owner.names[name])
        if owner.function(name):
            return self._put(self.script.method(owner, name))
        value = getattr(owner.thing, name)
        return ast.parse(literal(value), mode="eval").body

    def _of_objective(self, node: ast.Attribute) -> ast.expr:
        draws = {"normal": "luck.standard_normal", "uniform": "luck.random"}
        self.script.asked.add(node.attr)
        if node.attr in draws:
            return ast.parse(draws[node.attr], mode="eval").body
        if self.script.steady:
            return self._put(self.script.objective(node.attr))
        if node.attr == "hess" and not self.script.has_hessian:
            differences = self.script.function(slopes)
            return ast.parse(f"(lambda p: {differences}(f.grad, p))", mode="eval").body
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        if isinstance(node.func, ast.Name) and self.globals.get(node.func.id) is table:
            return self._put(self.script.table(ast.literal_eval(node.args[0])))
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "f":
            node.keywords = [k for k in node.keywords if k.arg != "where"]
        if self.owner is not None and isinstance(node.func, ast.Attribute) and _is_super(node.func.value):
            node.func = self._put(self.script.method(self.owner, node.func.attr, after=self.cls))
        if self.script.steady:
            node.args = [a for a in node.args if not (isinstance(a, ast.Name) and a.id == "f")]
        self.generic_visit(node)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        fixed = all(self._is_number(side) for side in (node.left, node.right))
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow) or fixed:
            return node
        self.script.power()
        return ast.Call(self._put("raised"), [node.left, node.right], [])

    def _is_number(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name) and node.id not in self.local:
            return isinstance(self.globals.get(node.id), int | float)
        return isinstance(node, ast.Constant)
