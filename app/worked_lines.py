"""A filled-in line of an update as MathML: as on the reference card, then with numbers, then what it comes to.

Each part, in sums each term, and in what is wider than a phone each factor, is a `<math>` of its own, so that a long
line may break between them. Whatever has a value carries `data-term`, the LaTeX of its symbol.
"""

from __future__ import annotations

from app.printed_formulas import Printer, inside, number, operator, sign, term_of
from optim_core.formulas.clauses import Clause
from optim_core.formulas.figures import Filled
from optim_core.formulas.tree import Ask, Call, Node, Number, Product, Relation, Sum, Symbol

WIDE = 34  # letters that fit a line of the narrowest column
_PART = '<math displaystyle="true" class="{}">{}</math>'


def line(filled: Filled) -> str:
    """One clause of an update."""
    return " ".join(_PART.format(kind, inner) for kind, inner in _parts(filled))


def terms(clause: Clause) -> list[str]:
    """The LaTeX of everything in a clause that has a value, each once."""
    named = [clause.target.latex] if clause.target else []
    return list(dict.fromkeys([*named, *(leaf.latex for leaf in clause.leaves() if leaf.latex != "I")]))


def _parts(filled: Filled) -> list[tuple[str, str]]:
    clause, numbers = filled.clause, Printer(filled)
    symbols = Printer(None)
    if clause.relation is not None:
        return [*_compared(clause.relation, filled, ""), *_result(filled, clause.relation.right)]
    if clause.target is None:
        return [("symbols", inside(clause.latex))]
    parts = []
    if clause.condition is not None and not clause.follows:
        parts = _compared(clause.condition, filled, operator(":"))
    if filled.holds is False:
        target = term_of(clause.target.latex, symbols.leaf(clause.target))
        return parts if clause.target.latex != "x" else [*parts, ("symbols", target), *_result(filled, None)]
    head = symbols.leaf(clause.target) + sign(clause.sign)
    right = _split(clause.right, symbols) if clause.right else [inside(clause.latex)]
    parts += [("symbols", head + right[0]), *(("symbols", more) for more in right[1:])]
    if isinstance(filled.right, Number):
        return parts
    if filled.right is not None and not isinstance(numbers.lone(filled.right), (Symbol, Ask)):
        worked = _split(filled.right, numbers)
        parts += [("numbers", operator("=") + worked[0]), *(("numbers", more) for more in worked[1:])]
    return [*parts, *_result(filled, filled.right)]


def _compared(relation: Relation, filled: Filled, end: str) -> list[tuple[str, str]]:
    """As it is written, then with numbers, and whether it is so."""
    symbols, numbers = Printer(None), Printer(filled)
    written = symbols.of(relation.left) + sign(relation.sign) + symbols.of(relation.right)
    left, right = numbers.of(relation.left), _split(relation.right, numbers)
    worked = [left + sign(relation.sign) + right[0], *right[1:]]
    worked[-1] += _verdict(filled) if end or isinstance(relation.right, (Symbol, Ask, Number)) else ""
    return [("condition", written + end), *(("condition numbers", part) for part in worked)]


def _result(filled: Filled, right: Node | None) -> list[tuple[str, str]]:
    if filled.result is None or (filled.clause.relation is not None and isinstance(right, (Symbol, Ask, Number))):
        return []
    text = number(filled.result.text)
    target = filled.clause.target
    if target:
        return [("result", operator("=") + term_of(target.latex, text))]
    return [("result", operator("=") + text + _verdict(filled))]


def _verdict(filled: Filled) -> str:
    if filled.holds is None:
        return ""
    return f'<mspace width="0.4em"/><mtext>{"✓" if filled.holds else "✗"}</mtext>'


def _split(node: Node, printer: Printer) -> list[str]:
    """The terms of a sum, each with its sign; of wide ones the factors or arguments."""
    pieces: list[str] = []
    for mark, term in printer.terms(node) if isinstance(node, Sum) else [("", node)]:
        beside = "sign" if mark else ""
        if isinstance(term, Product) and printer.width(term) > WIDE:
            first, *rest = printer.factors(term, beside)
        elif isinstance(term, Call) and printer.width(term) > WIDE:
            first, *rest = printer.arguments(term)
        else:
            first, rest = printer.of(term, beside), []
        pieces += [mark + first, *rest]
    return pieces
