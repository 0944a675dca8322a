"""A filled-in line as plain text that a calculator could follow.

`*` and `/` go coordinate by coordinate, `@` is the product of matrices and vectors, `^` a power; a vector is
`(a, b)`, a matrix `((a, b), (c, d))`; sqrt, abs, norm, max, min, sign, inv and outer are functions.
"""

from __future__ import annotations

import re

import numpy as np

from optim_core.formulas.figures import Filled, Text
from optim_core.formulas.operations import Value
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

SUM, PRODUCT, POWER, ATOM = range(4)
_SIGNS = {r"\leftarrow": "<-", r"\le": "<=", r"\ge": ">=", r"\approx": "~", r"\sim": "~"}


def line(filled: Filled) -> str:
    """`v <- 0.9*(-0.31, 0.2) - 0.03*(12.1, -3.3) = (-0.642, 0.279)`; after a condition, `2.3 < 2.5: x <- ...`."""
    clause = filled.clause
    if clause.relation is not None:
        value = "" if filled.right is None or isinstance(filled.right, (Symbol, Ask, Number)) else _equals(filled)
        return _relation(clause.relation, filled) + value
    if clause.target is None:
        return clause.latex
    head = "" if clause.condition is None or clause.follows else _relation(clause.condition, filled) + ": "
    if filled.holds is False and clause.target.latex != "x":
        return head.removesuffix(": ")
    sign = _SIGNS.get(clause.sign, clause.sign) if filled.holds is not False else "="
    if filled.right is None or filled.holds is False:
        return f"{head}{name(clause.target.latex)} {sign} {_numbers(filled)}"
    worked = expression(filled.right, filled)
    result = "" if worked == _numbers(filled) else _equals(filled)
    return f"{head}{name(clause.target.latex)} {sign} {worked}{result}"


def name(latex: str) -> str:
    r"""A symbol in letters: `\hat{m}` is m_hat, `\beta_1` beta_1."""
    latex = re.sub(r"\\(hat|tilde|bar)\{(.*?)\}", r"\2_\1", latex)
    return latex.replace("\\", "")


def expression(node: Node, filled: Filled, around: int = SUM) -> str:
    """A formula with its numbers; in brackets if what is `around` binds tighter."""
    text, own = _expression(node, filled)
    return f"({text})" if own < around else text


def _expression(node: Node, filled: Filled) -> tuple[str, int]:
    match node:
        case Number(text):
            return text, ATOM
        case Symbol() | Ask():
            return _leaf(filled.leaves[node.latex].text)
        case Group(inner):
            return _expression(inner, filled)
        case Sum():
            return _sum(node, filled)
        case Product():
            return _product(node, filled), PRODUCT
        case Quotient(top, bottom):
            return f"{expression(top, filled, PRODUCT)}/{expression(bottom, filled, POWER)}", PRODUCT
        case Power(base, exponent):
            return f"{expression(base, filled, ATOM)}^{expression(exponent, filled, ATOM)}", POWER
        case Inverse(base):
            return f"inv({expression(base, filled)})", ATOM
        case Transpose(base):
            return _expression(base, filled)
        case Call(called, arguments):
            return f"{called}({', '.join(expression(a, filled) for a in arguments)})", ATOM
    raise TypeError(node)


def _leaf(text: Text) -> tuple[str, int]:
    return plain_text(text), SUM if isinstance(text, str) and text.startswith("-") else ATOM


def plain_text(text: Text) -> str:
    """A number, vector or matrix in letters."""
    return text if isinstance(text, str) else f"({', '.join(plain_text(part) for part in text)})"


def _sum(node: Sum, filled: Filled) -> tuple[str, int]:
    text = ""
    terms = filled.terms(node)
    for sign, term in terms:
        part = expression(term, filled, PRODUCT)
        text += (f" {'+' if sign > 0 else '-'} " if text else "" if sign > 0 else "-") + part
    return (text, SUM) if len(terms) > 1 or terms[0][0] < 0 else _expression(terms[0][1], filled)


def _product(node: Product, filled: Filled) -> str:
    """`*` where a number or a product by coordinates is meant, `@` where matrices meet, outer(a, b) for a b^T."""
    parts: list[tuple[str, Node]] = []
    for factor, joint in zip(node.factors, ("", *node.joints), strict=True):
        text = expression(factor, filled, POWER)
        if not parts:
            parts.append((text, factor))
            continue
        before, left = parts.pop()
        a, b = (np.ndim(_value(side, filled)) for side in (left, factor))
        if (
            isinstance(factor, Transpose)
            and a
            and not isinstance(left, Transpose)
            and np.shape(_value(left, filled))[1] == 1
        ):
            parts.append((f"outer({before}, {text})", factor))
        else:
            parts.append((before + (" @ " if a and b and joint != r"\odot" else "*") + text, factor))
    return parts[0][0]


def _value(node: Node, filled: Filled) -> Value:
    with np.errstate(all="ignore"):
        return node.value(filled)


def _relation(relation: Relation, filled: Filled) -> str:
    sign = {"=": "=="}.get(relation.sign, _SIGNS.get(relation.sign, relation.sign))
    text = f"{expression(relation.left, filled)} {sign} {expression(relation.right, filled)}"
    return f"not {text}" if filled.holds is False else text


def _numbers(filled: Filled) -> str:
    return "?" if filled.result is None else plain_text(filled.result.text)


def _equals(filled: Filled) -> str:
    return f" = {_numbers(filled)}"
