"""A typed formula as a graph, through Python's own parser and a whitelist; nothing of the text is ever run."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator

from optim_core.expression.grammar import CONSTANTS, DEEPEST, FUNCTIONS, MOST, STEEPEST
from optim_core.expression.graph import Graph, Term, inputs
from optim_core.expression.lower import constant
from optim_core.expression.misspelt import Misspelt
from optim_core.expression.scan import Word, words
from optim_core.graphs import ordered

_TWO = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
}
_SUMS, _PRODUCTS = (ast.Add, ast.Sub), (ast.Mult, ast.Div)


def read(text: str) -> Term:
    """The formula that a text spells, as it was typed. Raises Misspelt."""
    reader = _Reader(words(text))
    return reader.term(reader.tree)


class _Reader:
    """Turns a checked syntax tree into terms."""

    def __init__(self, found: list[Word]) -> None:
        self._words, self._starts = found, []
        source = ""
        for word in found:
            self._starts.append(len(source))
            source += _python(word) + " "
        self._graph = Graph()
        try:
            self.tree = ast.parse(source.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise Misspelt("deep", 0, found[-1].end, most=DEEPEST) from None
        self._check(self.tree)

    def _check(self, tree: ast.expr) -> None:
        """Refuse what is too deep or too much, before anything follows it down."""
        parts = 0
        pending: list[tuple[ast.expr, int]] = [(tree, 1)]
        while pending:
            node, depth = pending.pop()
            parts += 1
            if depth > DEEPEST:
                raise self._wrong("deep", node, most=DEEPEST)
            pending.extend((inner, depth + deeper) for inner, deeper in _inside(node))
        if parts > MOST:
            raise self._wrong("complex", tree, have=parts, most=MOST)

    def term(self, node: ast.expr) -> Term:
        """The term of a part of the tree."""
        match node:
            case ast.Constant(value=float(value)):
                return self._graph.constant(value)
            case ast.Name(id=name):
                return self._graph.constant(CONSTANTS[name], name) if name in CONSTANTS else self._graph.input(name)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.term(node.operand)
            case ast.UnaryOp(op=ast.USub()):
                return self._graph.apply("negative", self.term(node.operand))
            case ast.BinOp(op=ast.Pow()):
                base, exponent = self.term(node.left), self.term(node.right)
                self._check_power(node, exponent)
                return self._graph.apply("power", base, exponent)
            case ast.BinOp(op=op) if type(op) in _TWO:
                return self._graph.apply(_TWO[type(op)], self.term(node.left), self.term(node.right))
            case ast.Call(func=ast.Name(id="where"), args=[test, a, b], keywords=[]):
                return self._graph.apply("where", self._test(test), self.term(a), self.term(b))
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
                return self._graph.apply(FUNCTIONS[name].op, *map(self.term, node.args))
            case ast.Compare():
                raise self._wrong("comparison", node)
        raise self._wrong("character", node, seen="")

    def _test(self, node: ast.expr) -> Term:
        """The condition of a where: one comparison, or several in a row."""
        if not isinstance(node, ast.Compare):
            raise self._wrong("condition", node)
        sides = [self.term(side) for side in (node.left, *node.comparators)]
        tests = [
            self._graph.apply(_TWO[type(op)], a, b) for op, a, b in zip(node.ops, sides[:-1], sides[1:], strict=True)
        ]
        both = tests[0]
        for test in tests[1:]:
            both = self._graph.apply("logical_and", both, test)
        return both

    def _check_power(self, node: ast.BinOp, exponent: Term) -> None:
        """A power that is a plain number is small, and no power itself."""
        if inputs([exponent]):
            return
        if any(term.op == "power" for term in ordered([exponent])):
            raise self._wrong("tower", node.right)
        if not abs(constant(exponent)) <= STEEPEST:
            raise self._wrong("power", node.right, most=STEEPEST)

    def _wrong(self, code: str, node: ast.expr, **words: object) -> Misspelt:
        """A mistake at a part of the tree."""
        first = self._words[bisect_right(self._starts, node.col_offset) - 1]
        last = self._words[bisect_right(self._starts, (node.end_col_offset or 1) - 1) - 1]
        return Misspelt(code, first.at, last.end - first.at, **words)


def _python(word: Word) -> str:
    """A word as Python spells it: numbers as floats, so that none of them grows."""
    if word.what == "number":
        return repr(float(word.text))
    return "**" if word.text == "^" else word.text


def _inside(node: ast.expr) -> Iterator[tuple[ast.expr, int]]:
    """The parts of a part, and by how much deeper they are: a long sum or product is as flat as it looks."""
    match node:
        case ast.BinOp(left=left, right=right, op=op):
            chains = (_SUMS, _PRODUCTS)
            flat = isinstance(left, ast.BinOp) and any(isinstance(op, c) and isinstance(left.op, c) for c in chains)
            yield from ((left, int(not flat)), (right, 1))
        case ast.UnaryOp(operand=operand):
            yield operand, 1
        case ast.Call(args=args):
            yield from ((arg, 1) for arg in args)
        case ast.Compare(left=left, comparators=others):
            yield from ((side, 1) for side in (left, *others))
