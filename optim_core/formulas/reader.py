"""From the LaTeX of an expression to its tree: the small part of the language in which update formulas are written."""

from __future__ import annotations

import re
from typing import Literal

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
from optim_core.surface import What

_WORD = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|\S")
_SPACES = {r"\,", r"\;", r"\:", r"\!", r"\ ", r"\left", r"\right"}
_GREEK = set(
    re.findall(
        r"\\\w+",
        r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \kappa \lambda \mu \nu \xi \pi \rho \sigma"
        r"\tau \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Sigma \Phi \Psi \Omega \ell",
    )
)
_ACCENTS = {r"\hat", r"\tilde", r"\bar"}
_BARS = {"|": "abs", r"\|": "norm"}
_NAMED = {r"\max": "max", r"\min": "min", "sign": "sign"}
_JOINTS = {r"\odot", r"\cdot"}
_OPENERS = {"(", r"\frac", r"\tfrac", r"\sqrt", r"\nabla", r"\mathrm", *_GREEK, *_ACCENTS, *_NAMED}


class Unreadable(ValueError):  # noqa: N818 - not a fault: such a formula is shown as it is
    """The text is not an expression of the language."""


def expression(latex: str) -> Node:
    """The tree of an expression. Raises Unreadable."""
    reader = _Reader(latex)
    node = reader.sum()
    if reader.next is not None:
        raise Unreadable(latex)
    return node


def symbol(latex: str) -> Symbol:
    """A single symbol. Raises Unreadable."""
    node = expression(latex)
    if not isinstance(node, Symbol):
        raise Unreadable(latex)
    return node


class _Reader:
    def __init__(self, latex: str) -> None:
        self._words = [word for word in _WORD.findall(latex) if word not in _SPACES]
        self._at = 0
        self._bars: list[str] = []

    @property
    def next(self) -> str | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def sum(self) -> Node:
        sign: Literal[1, -1] = self._sign() or 1
        terms = [(sign, self._product())]
        while following := self._sign():
            terms.append((following, self._product()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] > 0 else Sum(tuple(terms))

    def _sign(self) -> Literal[1, -1] | None:
        if self.next not in ("+", "-"):
            return None
        return 1 if self._take() == "+" else -1

    def _product(self) -> Node:
        factors: list[Node] = [self._factor()]
        joints: list[str] = []
        while True:
            if self.next == "/":
                self._take()
                top = factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(joints))
                factors, joints = [Quotient(top, self._factor(), slash=True)], []
            elif self.next in _JOINTS:
                joints.append(self._take())
                factors.append(self._factor())
            elif self._begins_a_factor():
                joints.append("")
                factors.append(self._factor())
            else:
                return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(joints))

    def _begins_a_factor(self) -> bool:
        word = self.next
        if word is None or word in _BARS:
            return word is not None and word not in self._bars
        return word[0].isalnum() or word in _OPENERS

    def _factor(self) -> Node:
        node = self._primary()
        while self.next == "^":
            self._take()
            if self.next == r"\top":
                self._take()
                node = Transpose(node)
                continue
            exponent = self._argument()
            minus_one = Sum(((-1, Number("1")),))
            node = Inverse(node) if exponent == minus_one else Power(node, exponent)
        return node

    def _primary(self) -> Node:
        word = self._take()
        if word[0].isdigit():
            return Number(word)
        if word == "(":
            inner = self.sum()
            self._expect(")")
            return Group(inner)
        if word in _BARS:
            self._bars.append(word)
            inner = self.sum()
            self._expect(self._bars.pop())
            return Call(_BARS[word], (inner,))
        if word in (r"\frac", r"\tfrac"):
            return Quotient(self._argument(), self._argument())
        if word == r"\sqrt":
            return Call("sqrt", (self._argument(),))
        if word == r"\nabla":
            return self._derivative()
        if word == r"\mathrm":
            word = "".join(self._braced())
        if word in _NAMED:
            return Call(_NAMED[word], self._arguments())
        if word == "f" and self.next == "(":
            return self._ask("value", "f")
        return self._symbol(word)

    def _derivative(self) -> Ask:
        second = self.next == "^"
        if second:
            self._expect("^", "2")
        self._expect("f")
        return self._ask("hess", r"\nabla^2 f") if second else self._ask("grad", r"\nabla f")

    def _ask(self, what: What, head: str) -> Ask:
        begin = self._at
        self._expect("(")
        at = self.sum()
        self._expect(")")
        return Ask(what, at, head + _joined(self._words[begin : self._at]))

    def _symbol(self, word: str) -> Symbol:
        if word in _ACCENTS:
            name = f"{word}{{{''.join(self._braced())}}}"
        elif word in _GREEK or (len(word) == 1 and word.isalpha()):
            name = word
        else:
            raise Unreadable(word)
        if self.next != "_":
            return Symbol(name)
        self._take()
        index = self._braced() if self.next == "{" else [self._take()]
        if index == ["-", "1"]:
            return Symbol(name, before=True)
        inner = _joined(index)
        return Symbol(f"{name}_{inner}" if len(index) == 1 else f"{name}_{{{inner}}}")

    def _argument(self) -> Node:
        """One argument of a command: in braces, or a single digit or letter."""
        if self.next == "{":
            self._take()
            node = self.sum()
            self._expect("}")
            return node
        word = self._take()
        if word.isdigit():
            if word[1:]:
                self._words.insert(self._at, word[1:])
            return Number(word[0])
        return self._symbol(word)

    def _arguments(self) -> tuple[Node, ...]:
        self._expect("(")
        arguments = [self.sum()]
        while self.next == ",":
            self._take()
            arguments.append(self.sum())
        self._expect(")")
        return tuple(arguments)

    def _braced(self) -> list[str]:
        """The words between braces."""
        self._expect("{")
        words = []
        while self.next != "}":
            words.append(self._take())
        self._take()
        return words

    def _take(self) -> str:
        word = self.next
        if word is None:
            raise Unreadable("something is missing at the end")
        self._at += 1
        return word

    def _expect(self, *words: str) -> None:
        for word in words:
            if self._take() != word:
                raise Unreadable(f"no {word}")


def _joined(words: list[str]) -> str:
    """Tokens as LaTeX: a command is kept apart from a letter that follows it."""
    text = ""
    for word in words:
        text += " " + word if re.search(r"\\[A-Za-z]+$", text) and word[0].isalpha() else word
    return text
