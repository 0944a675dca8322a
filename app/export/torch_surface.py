"""The value of a surface, written for NumPy, written for PyTorch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import Any

from app.export.tidy import written

_SAME = frozenset(
    "sin cos tan sinh cosh tanh exp expm1 log log1p log10 sqrt square abs sign floor deg2rad where "  # noqa: SIM905
    "absolute relu nan logical_and zeros_like ones_like pi e inf".split()
)
_OF_TWO = frozenset(["maximum", "minimum", "logaddexp", "hypot"])  # these want tensors only
_RENAMED = {"power": "pow", "arctan": "atan", "arctan2": "atan2", "cbrt": ""}


class Untranslatable(Exception):  # noqa: N818 - a finding: the surface then stays NumPy's
    """The code uses something that has no plain counterpart in PyTorch."""


def untensored(piece: str, numbers: Iterable[str]) -> str:
    """A function for NumPy that uses numbers which are tensors."""
    return re.sub(rf"\b({'|'.join(numbers)})\b", r"\1.item()", piece)


def translated(pieces: list[str], value: str, name: str) -> list[str]:
    """The same functions and constants for PyTorch; the function `value` is called `name`.

    Raises Untranslatable.
    """
    found = []
    for piece in pieces:
        node = ast.parse(piece).body[0]
        if isinstance(node, ast.FunctionDef) and node.name == "raised":
            continue
        if not (isinstance(node, ast.FunctionDef) and not node.decorator_list) and not re.match(
            r"\w+ = [-\d.e]+$", piece
        ):
            raise Untranslatable(piece)
        if isinstance(node, ast.FunctionDef) and node.name == value:
            node.name = name
        found.append(written(ast.fix_missing_locations(_Torch().visit(node))))
    return found


class _Torch(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        if not (isinstance(node.value, ast.Name) and node.value.id == "np"):
            return node
        name = node.attr if node.attr in _SAME | _OF_TWO else _RENAMED.get(node.attr)
        if not name:
            raise Untranslatable(node.attr)
        return ast.Attribute(ast.Name("torch", ast.Load()), name, node.ctx)

    def visit_Call(self, node: ast.Call) -> Any:
        if isinstance(node.func, ast.Name) and node.func.id == "raised":
            self.generic_visit(node)
            return ast.BinOp(node.args[0], ast.Pow(), node.args[1])
        if isinstance(node.func, ast.Attribute) and node.func.attr in {*_OF_TWO, "power"}:
            node.args = [self._tensor(a) if isinstance(a, ast.Constant) else a for a in node.args]
        self.generic_visit(node)
        return node

    @staticmethod
    def _tensor(number: ast.expr) -> ast.expr:
        return ast.Call(ast.Attribute(ast.Name("torch", ast.Load()), "tensor", ast.Load()), [number], [])
