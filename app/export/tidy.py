"""Methods of a rule or surface made plain: known choices decided, what only a reader of the source needs left out."""

from __future__ import annotations

import ast
import functools
import inspect
import math
import operator
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

Known = Mapping[tuple[str, str], Any]  # values of `name.attribute` that are fixed for one script
FunctionLike = ast.FunctionDef | ast.ClassDef

_BATCHED = re.compile(r",? \([^()]*\*batch\)")  # shapes of many runs at once: a script has one
_COMPARES: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Untold(Exception):  # noqa: N818 - a finding about a rule or surface, not a fault
    """Something has no source, or is no plain value, so that a script cannot hold it."""

    sentence = "error.untold"


def literal(value: Any) -> str:
    """A plain value as code. Raises Untold."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    text = repr(value)
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError) as error:
        raise Untold(text) from error
    return text


def parsed(thing: Any) -> Any:
    """The syntax tree of a function or class; a fresh one each time. Raises Untold."""
    try:
        return ast.parse(_source(thing)).body[0]
    except (OSError, TypeError, SyntaxError) as error:
        raise Untold(f"{thing} has no source") from error


@functools.lru_cache(maxsize=2048)
def _source(thing: Any) -> str:
    """It is looked for from the top of its file."""
    return textwrap.dedent(inspect.getsource(thing))


def stored(node: ast.AST) -> set[str]:
    """Names that a function gives a meaning of their own: arguments, assigned names, inner functions."""
    parts = list(ast.walk(node))
    found = {n.id for n in parts if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    found |= {n.arg for n in parts if isinstance(n, ast.arg)}
    return found | {n.name for n in parts if isinstance(n, ast.FunctionDef) and n is not node}


def tidied(node: Any, known: Known) -> Any:
    """The same function or class, shorter; it does the same wherever `known` holds."""
    node = Fold(known).visit(node)
    node = Plain().visit(node)
    for function in [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef)]:
        _drop_unreached(function)
        _drop_unread(function)
    return ast.fix_missing_locations(node)


def written(node: ast.AST) -> str:
    """A tree as code, without the brackets that `ast.unparse` puts around every tuple."""
    for part in ast.walk(node):
        if isinstance(part, ast.Assign | ast.Return) and isinstance(part.value, ast.Tuple) and len(part.value.elts) > 1:
            part.value = ast.Name(", ".join(ast.unparse(one) for one in part.value.elts), ast.Load())
    return ast.unparse(node)


class Fold(ast.NodeTransformer):
    """Puts known values in and takes out the branches that they rule out."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in self.known:
            return ast.parse(literal(self.known[node.value.id, node.attr]), mode="eval").body
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in _COMPARES:
            left, right = node.left, node.comparators[0]
            if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
                return ast.Constant(_COMPARES[type(node.ops[0])](left.value, right.value))
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Constant):
            return ast.Constant(not node.operand.value)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        self.generic_visit(node)
        decisive = isinstance(node.op, ast.Or)
        left = [v for v in node.values if not (isinstance(v, ast.Constant) and v.value is not decisive)]
        if any(isinstance(v, ast.Constant) for v in left):
            return ast.Constant(decisive)
        if len(left) > 1:
            return ast.BoolOp(node.op, left)
        return left[0] if left else ast.Constant(not decisive)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        return node

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        return node


class Plain(ast.NodeTransformer):
    """Without annotations, guards against what was checked already, and the vectors that only a watcher wants."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        self.generic_visit(node)
        node.returns = None
        _shorten_docstring(node)
        node.body = node.body or [ast.Pass()]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign):  # a field: its annotation is what makes it one
                statement.annotation = ast.Name("object", ast.Load())
        node.body = [s if isinstance(s, ast.AnnAssign) else self.visit(s) for s in node.body]
        _shorten_docstring(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        self.generic_visit(node)
        return ast.Assign([node.target], node.value) if node.value else None

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        is_guard = len(node.body) == 1 and isinstance(node.body[0], ast.Raise) and not node.orelse
        return None if is_guard else node

    def visit_Assign(self, node: ast.Assign) -> Any:
        """A step that builds on another one unpacks it: what it shows is not there."""
        self.generic_visit(node)
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            target.elts = target.elts[:2] if value.func.attr == "step" else target.elts
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        parts = {"move": 0, "slots": 1}
        if node.attr in parts:
            return ast.Subscript(node.value, ast.Constant(parts[node.attr]), ast.Load())
        return ast.Dict([], []) if node.attr == "show" else node

    def visit_Call(self, node: ast.Call) -> Any:
        """`Step(move, slots, show)` is the pair of the first two."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "Step":
            named = {k.arg: k.value for k in node.keywords}
            first = [*node.args[:2], *(named[n] for n in ("move", "slots") if n in named)]
            return ast.Tuple(first, ast.Load())
        return node


def _shorten_docstring(node: FunctionLike) -> None:
    words = ast.get_docstring(node)
    if words:
        node.body[0] = ast.Expr(ast.Constant(_BATCHED.sub("", words.split("\n")[0])))


def _drop_unreached(function: ast.FunctionDef) -> None:
    """Take out what follows a return."""
    for block in [n for n in ast.walk(function) if isinstance(n, ast.FunctionDef | ast.If | ast.For | ast.While)]:
        ends = next((i for i, s in enumerate(block.body) if isinstance(s, ast.Return)), None)
        if ends is not None:
            del block.body[ends + 1 :]


def _drop_unread(function: ast.FunctionDef) -> None:
    """Take out what is computed and never read, unless it asks the objective (which may draw)."""
    while True:
        read = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        sieve = _Unread(read)
        sieve.visit(function)
        if not sieve.found:
            return


class _Unread(ast.NodeTransformer):
    def __init__(self, read: set[str]) -> None:
        self.read = read
        self.found = False

    def visit_Assign(self, node: ast.Assign) -> Any:
        targets = [n for target in node.targets for n in ast.walk(target)]
        names = {n.id for n in targets if isinstance(n, ast.Name)}
        plain = all(isinstance(n, ast.Name | ast.Tuple | ast.Load | ast.Store) for n in targets)
        asks = any(isinstance(n, ast.Name) and n.id == "f" for n in ast.walk(node.value))
        if plain and not asks and not names & self.read:
            self.found = True
            return None
        return node

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        if not node.body and not node.orelse:
            return None
        node.body = node.body or [ast.Pass()]
        return node
