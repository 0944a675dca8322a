"""A filled-in line of an update as MathML: as on the reference card, then with numbers, then what it comes to.

Each part, and in sums each term, is a `<math>` of its own, so that a long line may break between them. Whatever has
a value carries `data-term`, the LaTeX of its symbol.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from markupsafe import escape

from app.formulas import mathml
from optim_core.formulas.clauses import Clause
from optim_core.formulas.figures import Filled, Text
from optim_core.formulas.tree import (
    Ask,
    Call,
    Group,
    Inverse,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    Transpose,
)

Leaf = Callable[[Symbol | Ask, bool], str]
_SIGNS = {r"\leftarrow": "←", r"\le": "≤", r"\ge": "≥", r"\approx": "≈", r"\sim": "∼", "<": "&lt;", ">": "&gt;"}
_NOT = {r"\le": "≰", r"\ge": "≱", "<": "≮", ">": "≯", "=": "≠"}
_BARS = {"abs": "|", "norm": "‖"}
_PART = '<math displaystyle="true" class="{}">{}</math>'


def line(filled: Filled) -> str:
    """One clause of an update."""
    return " ".join(_PART.format(kind, inner) for kind, inner in _parts(filled))


def terms(clause: Clause) -> list[str]:
    """The LaTeX of everything in a clause that has a value, each once."""
    named = [clause.target.latex] if clause.target else []
    return list(dict.fromkeys([*named, *(leaf.latex for leaf in clause.leaves() if leaf.latex != "I")]))


def _parts(filled: Filled) -> list[tuple[str, str]]:
    clause, numbers = filled.clause, _Printer(filled)
    symbols = _Printer(None)
    if clause.relation is not None:
        return [*_compared(clause.relation, filled, ""), *_result(filled, clause.relation.right)]
    if clause.target is None:
        return [("symbols", _tex(clause.latex))]
    parts = []
    if clause.condition is not None and not clause.follows:
        parts = _compared(clause.condition, filled, _mo(":"))
    if filled.holds is False:
        target = _term(clause.target.latex, symbols.leaf(clause.target))
        return parts if clause.target.latex != "x" else [*parts, ("symbols", target), *_result(filled, None)]
    head = symbols.leaf(clause.target) + _sign(clause.sign)
    right = _split(clause.right, symbols) if clause.right else [_tex(clause.latex)]
    parts += [("symbols", head + right[0]), *(("symbols", more) for more in right[1:])]
    if filled.right is not None and not isinstance(filled.right, (Symbol, Ask, Number)):
        worked = _split(filled.right, numbers)
        parts += [("numbers", _mo("=") + worked[0]), *(("numbers", more) for more in worked[1:])]
    if isinstance(filled.right, Number):
        return parts
    return [*parts, *_result(filled, filled.right)]


def _compared(relation: Relation, filled: Filled, end: str) -> list[tuple[str, str]]:
    """As it is written, then with numbers and the sign of how it came out."""
    symbols, numbers = _Printer(None), _Printer(filled)
    written = symbols.of(relation.left) + _sign(relation.sign) + symbols.of(relation.right)
    sign = _mo(_NOT[relation.sign]) if filled.holds is False else _sign(relation.sign)
    worked = numbers.of(relation.left) + sign + numbers.of(relation.right)
    return [("condition", written + end), ("condition numbers", worked)]


def _result(filled: Filled, right: Node | None) -> list[tuple[str, str]]:
    if filled.result is None or (filled.clause.relation is not None and isinstance(right, (Symbol, Ask, Number))):
        return []
    text = _written(filled.result.text)
    target = filled.clause.target
    return [("result", _mo("=") + (_term(target.latex, text) if target else text))]


def _split(node: Node, printer: _Printer) -> list[str]:
    """The terms of a sum, each with its sign; anything else in one piece."""
    return printer.sum(node) if isinstance(node, Sum) else [printer.of(node)]


class _Printer:
    """Trees as MathML: with the numbers of a filled-in line, or with the symbols as they are."""

    def __init__(self, filled: Filled | None) -> None:
        self._filled = filled

    def of(self, node: Node, tight: bool = False) -> str:
        """A node; `tight` if a sign or a power next to it would change what it means."""
        match node:
            case Number(text):
                return f"<mn>{text}</mn>"
            case Symbol() | Ask():
                return self.leaf(node, tight)
            case Sum():
                return "".join(self.sum(node))
            case Product():
                return self._product(node)
            case Quotient(top, bottom, True):
                return f"{self.of(top, True)}{_mo('/')}{self.of(bottom, True)}"
            case Quotient(top, bottom):
                return f"<mfrac>{_row(self.of(top))}{_row(self.of(bottom))}</mfrac>"
            case Power(base, exponent):
                return f"<msup>{_row(self.of(base, True))}{_row(self.of(exponent))}</msup>"
            case Inverse(base):
                return f"<msup>{_row(self.of(base, True))}<mn>−1</mn></msup>"
            case Transpose(base):
                return f"<msup>{_row(self.of(base, True))}{_mo('⊤')}</msup>"
            case Group(inner):
                return self._group(inner)
            case Call(name, arguments):
                return self._call(name, arguments)
        raise TypeError(node)

    def leaf(self, node: Symbol | Ask, tight: bool = False) -> str:
        """A symbol or question: its number, or itself."""
        if self._filled is None or node.latex == "I":
            return _tex(node.latex) if node.latex == "I" else _term(node.latex, _tex(node.latex))
        text = self._filled.leaves[node.latex].text
        written = _written(text)
        if tight and isinstance(text, str) and (text.startswith("-") or "e" in text):
            written = _bracketed(written)
        return _term(node.latex, written)

    def sum(self, node: Sum) -> list[str]:
        """The terms, each with its sign."""
        terms = self._filled.terms(node) if self._filled else list(node.terms)
        written = []
        for i, (sign, term) in enumerate(terms):
            mark = "" if sign > 0 and not i else _mo("+" if sign > 0 else "−", "" if i else ' form="prefix"')
            written.append(mark + self.of(term, bool(mark)))
        return written

    def _product(self, node: Product) -> str:
        text = self.of(node.factors[0])
        for factor, joint in zip(node.factors[1:], node.joints, strict=True):
            between = _mo("⊙") if joint == r"\odot" else _mo("·") if joint or self._filled else ""
            text += between + self.of(factor, True)
        return text

    def _group(self, inner: Node) -> str:
        lone = isinstance(inner, Sum) and self._filled is not None and len(self._filled.terms(inner)) == 1
        return self.of(inner) if lone else _bracketed(self.of(inner))

    def _call(self, name: str, arguments: tuple[Node, ...]) -> str:
        written = [self.of(argument) for argument in arguments]
        if name == "sqrt":
            return f"<msqrt>{written[0]}</msqrt>"
        if name in _BARS:
            bar = f'<mo stretchy="false" fence="true">{_BARS[name]}</mo>'
            return bar + written[0] + bar
        inner = _mo(",").join(written)
        vector = len(arguments) == 1 and inner.startswith("<mrow data-term") and self._filled is not None
        return f"<mi>{name}</mi>" + (inner if vector else _bracketed(inner))


def _written(text: Text) -> str:
    """A number, vector or matrix."""
    if isinstance(text, str):
        return _number(text)
    if isinstance(text[0], str):
        return _bracketed(_mo(",").join(_written(part) for part in text))
    rows = ("".join(f"<mtd>{_written(entry)}</mtd>" for entry in row) for row in text)
    table = "".join(f"<mtr>{row}</mtr>" for row in rows)
    return f"<mrow><mo>(</mo><mtable>{table}</mtable><mo>)</mo></mrow>"


def _number(text: str) -> str:
    """3.2e-7 as people write it."""
    mantissa, _, exponent = text.replace("-", "−").partition("e")
    if not exponent:
        return f"<mn>{mantissa}</mn>"
    return f"<mrow><mn>{mantissa}</mn><mo>×</mo><msup><mn>10</mn><mn>{exponent}</mn></msup></mrow>"


def _bracketed(inner: str) -> str:
    return f"<mrow>{_mo('(')}{inner}{_mo(')')}</mrow>"


def _row(inner: str) -> str:
    return f"<mrow>{inner}</mrow>"


def _mo(text: str, more: str = "") -> str:
    fence = ' stretchy="false"' if text in "()" else ""
    return f"<mo{fence}{more}>{text}</mo>"


def _sign(sign: str) -> str:
    return _mo(_SIGNS.get(sign, sign))


def _term(latex: str, inner: str) -> str:
    return f'<mrow data-term="{escape(latex)}">{inner}</mrow>'


@functools.cache
def _tex(latex: str) -> str:
    """The inside of a formula's MathML."""
    return re.sub(r"^<math[^>]*>|</math>$", "", str(mathml(latex, "inline")))
