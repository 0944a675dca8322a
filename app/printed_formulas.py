"""The tree of a formula as MathML: with its symbols, as on the reference card, or with numbers in their place."""

from __future__ import annotations

import functools
import re

from markupsafe import escape

from app.formulas import mathml
from optim_core.formulas.figures import Filled, Text
from optim_core.formulas.plain import plain_text
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
    Sum,
    Symbol,
    Transpose,
)

_SIGNS = {r"\leftarrow": "←", r"\le": "≤", r"\ge": "≥", r"\approx": "≈", r"\sim": "∼", "<": "&lt;", ">": "&gt;"}
_BARS = {"abs": "|", "norm": "‖"}
_INDEXED = re.compile("(<mrow[^>]*><mrow>)<msub>(.*)</msub>(</mrow></mrow>)")


class Printer:
    """Trees as MathML: with the numbers of a filled-in line, or with the symbols as they are."""

    def __init__(self, filled: Filled | None) -> None:
        self._filled = filled

    def width(self, node: Node) -> int:
        """About how many letters wide its numbers are; symbols are short."""
        if self._filled is None:
            return 0
        match node:
            case Number(text):
                return len(text)
            case Symbol() | Ask():
                return len(plain_text(self._filled.leaves[node.latex].text))
            case Quotient(top, bottom, False):
                return max(self.width(top), self.width(bottom))
        return sum(self.width(part) + 2 for part in node.parts())

    def lone(self, node: Node) -> Node:
        """The only term of a sum, or the node."""
        terms = self._filled.terms(node) if self._filled and isinstance(node, Sum) else []
        return terms[0][1] if len(terms) == 1 and terms[0][0] > 0 else node

    def of(self, node: Node, beside: str = "") -> str:
        """A node; `beside` a "sign", a factor has one too, or a "power" a number may need brackets."""
        match node:
            case Number(text):
                return f"<mn>{text}</mn>"
            case Symbol() | Ask():
                return self.leaf(node, beside)
            case Sum():
                return "".join(self.sum(node))
            case Product():
                return "".join(self.factors(node, beside))
            case Quotient(top, bottom, True):
                return f"{self.of(top)}{operator('/')}{self.of(bottom, 'power')}"
            case Quotient(top, bottom):
                return f"<mfrac>{_row(self.of(top))}{_row(self.of(bottom))}</mfrac>"
            case Power(base, exponent):
                return _raised(self.of(base, "power"), _row(self.of(exponent)))
            case Inverse(base):
                return _raised(self.of(base, "power"), "<mn>−1</mn>")
            case Transpose(base):
                return _raised(self.of(base, "power"), operator("⊤"))
            case Group(inner):
                return self._group(inner)
            case Call(name, arguments):
                return self._call(name, arguments)
        raise TypeError(node)

    def leaf(self, node: Symbol | Ask, beside: str = "") -> str:
        """A symbol or question: its number, or itself."""
        if self._filled is None or node.latex == "I":
            return inside(node.latex) if node.latex == "I" else term_of(node.latex, inside(node.latex))
        text = self._filled.leaves[node.latex].text
        written = number(text)
        if isinstance(text, str) and ((beside and text.startswith("-")) or (beside == "power" and "e" in text)):
            written = _bracketed(written)
        return term_of(node.latex, written)

    def sum(self, node: Sum) -> list[str]:
        """The terms, each with its sign."""
        return [mark + self.of(term, "sign" if mark else "") for mark, term in self.terms(node)]

    def terms(self, node: Sum) -> list[tuple[str, Node]]:
        """The sign and the tree of each term."""
        found = self._filled.terms(node) if self._filled else node.terms
        marks = [operator("+" if sign > 0 else "−", ' form="infix"' if i else "") for i, (sign, _) in enumerate(found)]
        marks[0] = "" if found[0][0] > 0 else operator("−", ' form="prefix"')
        return [(mark, term) for mark, (_, term) in zip(marks, found, strict=True)]

    def factors(self, node: Product, beside: str = "") -> list[str]:
        """The factors, each with what stands before it."""
        written = [self.of(node.factors[0], beside)]
        for factor, joint in zip(node.factors[1:], node.joints, strict=True):
            between = "⊙" if joint == r"\odot" else "·" if joint or self._filled else ""
            written.append((operator(between, ' form="infix"') if between else "") + self.of(factor, "sign"))
        return written

    def arguments(self, node: Call) -> list[str]:
        """A function in pieces, one for each argument."""
        pieces = [self.of(argument) + operator(",") for argument in node.arguments]
        pieces[0] = f"<mi>{node.name}</mi>{operator('(')}{pieces[0]}"
        pieces[-1] = pieces[-1].removesuffix(operator(",")) + operator(")")
        return pieces

    def _group(self, inner: Node) -> str:
        return self.of(inner) if self.lone(inner) is not inner else _bracketed(self.of(inner))

    def _call(self, name: str, arguments: tuple[Node, ...]) -> str:
        inner = operator(",").join(self.of(argument) for argument in arguments)
        if name == "sqrt":
            return f"<msqrt>{inner}</msqrt>"
        if name in _BARS:
            bar = f'<mo stretchy="false" fence="true">{_BARS[name]}</mo>'
            return bar + inner + bar
        bare = len(arguments) == 1 and self._is_vector(arguments[0])
        return f"<mi>{name}</mi>" + (inner if bare else _bracketed(inner))

    def _is_vector(self, node: Node) -> bool:
        """Whether it is printed in brackets of its own."""
        leaf = self._filled.leaves.get(node.latex) if self._filled and isinstance(node, (Symbol, Ask)) else None
        return leaf is not None and isinstance(leaf.text, tuple)


def number(text: Text) -> str:
    """A number, vector or matrix."""
    if isinstance(text, str):
        return _scalar(text)
    if isinstance(text[0], str):
        return _bracketed(operator(",").join(number(part) for part in text))
    rows = ("".join(f"<mtd>{number(entry)}</mtd>" for entry in row) for row in text)
    table = "".join(f"<mtr>{row}</mtr>" for row in rows)
    return f'<mtable class="matrix">{table}</mtable>'  # the style sheet draws its brackets: few fonts can stretch one


def _scalar(text: str) -> str:
    """3.2e-7 as people write it."""
    mantissa, _, exponent = text.replace("-", "−").partition("e")
    if not exponent:
        return f"<mn>{mantissa}</mn>"
    return f"<mrow><mn>{mantissa}</mn><mo>×</mo><msup><mn>10</mn><mn>{exponent}</mn></msup></mrow>"


def _bracketed(inner: str) -> str:
    return f"<mrow>{operator('(')}{inner}{operator(')')}</mrow>"


def _raised(base: str, exponent: str) -> str:
    """A power, over the index if the symbol has one."""
    indexed = _INDEXED.fullmatch(base)
    if indexed:
        return f"{indexed[1]}<msubsup>{indexed[2]}{exponent}</msubsup>{indexed[3]}"
    return f"<msup>{_row(base)}{exponent}</msup>"


def _row(inner: str) -> str:
    return f"<mrow>{inner}</mrow>"


def operator(text: str, more: str = "") -> str:
    """A sign, a comma or a bracket."""
    fence = ' stretchy="false"' if text in "()" else ""
    return f"<mo{fence}{more}>{text}</mo>"


def sign(latex: str) -> str:
    """An assignment or a comparison."""
    return operator(_SIGNS.get(latex, latex))


def term_of(latex: str, inner: str) -> str:
    """What stands for a symbol, marked with it."""
    return f'<mrow data-term="{escape(latex)}">{inner}</mrow>'


@functools.cache
def inside(latex: str) -> str:
    """The inside of a formula's MathML: of our own words only, never of what was sent."""
    return re.sub(r"^<math[^>]*>|</math>$", "", str(mathml(latex, "inline")))
