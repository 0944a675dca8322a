"""Terms in LaTeX: a formula as it was typed, and its slopes as a person would write them."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping

from optim_core.expression.grammar import VARIABLES
from optim_core.expression.graph import Term
from optim_core.graphs import ordered

LONGEST = 150  # parts of what is still worth reading
_SUM, _PRODUCT, _SIGN, _POWER, _WHOLE = range(5)  # how tightly a text holds together
_FUNCTIONS = {
    **{op: rf"\{op}" for op in ("sin", "cos", "tan", "tanh")},
    "log": r"\ln",
    "minimum": r"\min",
    "maximum": r"\max",
    "sigmoid": r"\sigma",
    "relu": r"\operatorname{relu}",
    "softplus": r"\operatorname{softplus}",
    "sign": r"\operatorname{sgn}",
}
_COMPARED = {"less": "<", "less_equal": r"\le", "greater": ">", "greater_equal": r"\ge"}
_OPPOSITE = {"less": r"\ge", "less_equal": ">", "greater": r"\le", "greater_equal": "<"}


def latex(term: Term) -> str:
    """A term of at most some hundred parts."""
    return _written(term)[0]


def tidy(term: Term) -> str:
    """The same of a slope, the factors of its products in their usual order."""
    return _written(_sorted(term))[0]


def parts(term: Term) -> int:
    """Of how many parts the text of a term would be, each counted as often as it stands there."""
    found: dict[Term, int] = {}
    for each in ordered([term]):
        found[each] = 1 + sum(found[arg] for arg in each.args)
    return found[term]


def _sorted(term: Term) -> Term:
    """The same with numbers, letters, variables, sums and functions in this order in its products."""
    found: dict[Term, Term] = {}
    for each in ordered([term]):
        args = [found[arg] for arg in each.args]
        if each.op == "multiply":
            factors = sorted((factor for arg in args for factor in _factors(arg)), key=_rank)
            found[each] = functools.reduce(lambda a, b: a.graph.apply("multiply", a, b), factors)
        else:
            found[each] = each.graph.apply(each.op, *args) if args else each
    return found[term]


def _factors(term: Term) -> list[Term]:
    """A product taken apart."""
    found, pending = [], [term]
    while pending:
        each = pending.pop()
        if each.op == "multiply":
            pending += reversed(each.args)
        else:
            found.append(each)
    return found


def _rank(factor: Term) -> int:
    base = factor.args[0] if factor.op == "power" else factor
    if base.op == "constant" and factor.op == "power":
        return 5
    if base.op in ("constant", "negative"):
        return 0
    if base.op == "input":
        return 2 if base.name in VARIABLES else 1
    return {"divide": 3, "add": 4, "subtract": 4, "where": 6}.get(base.op, 5)


def _written(term: Term) -> tuple[str, int]:
    """The text and how tightly it holds together."""
    match term.op:
        case "input":
            return term.name, _WHOLE
        case "constant":
            return {"pi": r"\pi", "e": "e"}.get(term.name) or _number(term.value), _number_holds(term)
        case "add" | "subtract":
            sign = "+" if term.op == "add" else "-"
            return f"{_in(term.args[0], _SUM)} {sign} {_in(term.args[1], _PRODUCT)}", _SUM
        case "multiply":
            return _product(_factors(term))
        case "negative":
            return f"-{_in(term.args[0], _PRODUCT)}", _SUM
        case "divide":
            return rf"\frac{{{latex(term.args[0])}}}{{{latex(term.args[1])}}}", _SIGN
        case "power":
            return _power(*term.args), _POWER
        case "exp":
            return f"e^{{{latex(term.args[0])}}}", _POWER
        case "sqrt":
            return rf"\sqrt{{{latex(term.args[0])}}}", _WHOLE
        case "absolute":
            return f"|{latex(term.args[0])}|", _WHOLE
        case "where":
            return _cases(*term.args), _SIGN
    return f"{_FUNCTIONS[term.op]}({', '.join(map(latex, term.args))})", _POWER


def _in(term: Term, least: int) -> str:
    """A term in brackets unless it holds together at least so tightly."""
    text, holds = _written(term)
    return text if holds >= least else f"({text})"


def _product(factors: list[Term]) -> tuple[str, int]:
    signed = factors[0].op == "negative" or (factors[0].op == "constant" and factors[0].value < 0.0)
    text = latex(factors[0]) if signed else _in(factors[0], _SIGN)
    for factor in factors[1:]:
        right = _in(factor, _SIGN)
        digits = right[0].isdigit() or (text[-1].isdigit() and right.startswith(r"\frac"))
        text = rf"{text} \cdot {right}" if digits else f"{text} {right}"
    return text, _SUM if signed else _PRODUCT


def _power(base: Term, exponent: Term) -> str:
    raised = f"^{{{latex(exponent)}}}"
    if base.op in ("sin", "cos", "tan", "tanh") and exponent.op == "constant" and exponent.value > 0.0:
        return f"{_FUNCTIONS[base.op]}{raised}({latex(base.args[0])})"
    return _in(base, _WHOLE) + raised


def _cases(test: Term, a: Term, b: Term) -> str:
    rows = [f"{latex(a)} & {_test(test)}"]
    signs = _OPPOSITE
    while b.op == "where":  # one brace for a choice of several
        if {test.op, b.args[0].op} == {"less", "greater"} and test.args == b.args[0].args:
            signs = dict.fromkeys(_OPPOSITE, "=")
        test, a, b = b.args
        rows.append(f"{latex(a)} & {_test(test)}")
    rows.append(f"{latex(b)} & {_test(test, signs)}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _test(test: Term, signs: Mapping[str, str] = _COMPARED) -> str:
    if test.op == "logical_and":  # what stands between two signs, as in 0 < x < 1
        left, right = test.args
        if signs is _COMPARED:
            return f"{_test(left)} {signs[right.op]} {latex(right.args[1])}"
        return rf"{_test(left, signs)} \;\lor\; {_test(right, signs)}"
    return f"{latex(test.args[0])} {signs[test.op]} {latex(test.args[1])}"


def _number(value: float) -> str:
    if not math.isfinite(value):
        return r"\mathrm{NaN}" if math.isnan(value) else r"-\infty" if value < 0.0 else r"\infty"
    text = repr(value).removesuffix(".0")
    if "e" not in text:
        return text
    digits, power = text.split("e")
    return f"10^{{{int(power)}}}" if digits == "1" else rf"{digits} \cdot 10^{{{int(power)}}}"


def _number_holds(term: Term) -> int:
    if term.value < 0:
        return _SUM
    return _WHOLE if "e" not in repr(term.value) or term.name else _SIGN
