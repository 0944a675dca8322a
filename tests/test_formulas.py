"""The formulas that rules declare are what they do, and the numbers filled in are what a calculator makes of them."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface, terms
from optim_core.fields import Choice, Switch, Text
from optim_core.formulas.clauses import read
from optim_core.formulas.figures import fill
from optim_core.formulas.operations import Value
from optim_core.formulas.plain import line
from optim_core.formulas.reader import Unreadable, expression
from optim_core.formulas.replay import CLOSE, Replay
from optim_core.formulas.update import World, column
from optim_core.rule import Step
from optim_core.walk import Status, walk

LANDSCAPES = ("rosenbrock", "diabetes-correlated", "ravine", "himmelblau", "bounded-monkey-saddle")
LUCK = {
    "none": Noise.registry["none"](),
    "gaussian": Noise.registry["gaussian"](sigma=0.1),
    "mini-batch": Noise.registry["mini-batch"](batch_size=4),
}

TINY = 1e-100  # a loss from here on: squares of what is left underflow, and rules say so to themselves only


def variants(kind):
    """A rule as it is, with each of its choices, each switch turned, and each number that is 0 at something else."""
    rule = Rule.registry[kind]
    yield "as it is", {}
    for name, setting in rule.settings().items():
        value = getattr(rule(), name)
        if isinstance(setting, Choice):
            yield from ((f"{name} {option}", {name: option}) for option in setting.options if option != value)
        elif isinstance(setting, Switch):
            yield f"{name} {not value}", {name: not value}
        elif value == 0:
            yield name, {name: setting.low + 0.05 * (setting.high - setting.low)}
        elif setting.minimum == 0:
            yield f"{name} zero", {name: 0}


EVERY = [
    pytest.param(kind, settings, on, id=f"{kind}: {what}, {on}")
    for kind in Rule.registry
    for what, settings in variants(kind)
    for on in (LANDSCAPES if not settings else LANDSCAPES[:2])
]


def updates(rule, surface, steps, **more):
    """Each update with the state its formula begins with."""
    replay, state, before = Replay(rule, surface), None, None
    for after in walk(rule, surface, surface.begin(), steps, **more):
        if after.loss[0] - (surface.floor() or 0.0) < TINY:
            return
        if before is not None and not Status(int(after.status[0])).diverged:
            state = state or replay.start(before, after)
            yield replay, state, before, after
            state = replay.after(state, before, after)
        before = after


@pytest.mark.parametrize(("kind", "settings", "on"), EVERY)
def test_the_formula_of_a_rule_is_what_it_does(kind, settings, on):
    """Worked out from the start, every line that is arithmetic comes to what the rule does and shows."""
    rule, surface = Rule.registry[kind](**settings), Surface.registry[on]()
    cosine = {name: Schedule.registry["cosine"](end_factor=0.1) for name in ("lr",) if name in rule.numbers()}
    noisy = LUCK["mini-batch" if surface.rows else "gaussian"]
    for noise, schedules in ((LUCK["none"], {}), (noisy, cosine)):
        for replay, state, before, after in updates(rule, surface, 40, schedules=schedules, noise=noise, seed=3):
            lines = replay.lines(state, before, after)
            assert lines[-1].clause.target.latex == "x", "the last line ends in the new point"
            for worked in lines:
                clause = worked.clause
                if clause.target is None:
                    assert worked.holds is not None or clause.relation is None
                    continue
                assert worked.value is not None, f"{clause.target.latex} is neither computed nor shown"
                assert np.all(np.isfinite(worked.value)), f"{clause.target.latex} = {clause.latex}"
                if clause.right is not None and worked.holds is not False:
                    assert not worked.given, f"update {before.t}: {clause.target.latex} is not {clause.latex}"


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_what_a_rule_shows_is_what_its_symbol_says(kind):
    """Also where the symbol is an expression, like the root of the second moment."""
    rule, surface = Rule.registry[kind](), Surface.registry["himmelblau"]()
    for replay, state, before, after in updates(rule, surface, 12):
        ends = {w.clause.target.name: w.value for w in replay.lines(state, before, after) if w.clause.target}
        for name, vector in rule.shows.items():
            node = expression(vector.symbol)
            world = World(replay.numbers(before), surface, state, before, after)
            # A stride is measured by the steps before this one: its symbol has the value it had then.
            at_first = node.value(world) if not vector.divides and vector.shape == "axes" else None
            world.values |= {k: v for k, v in ends.items() if k != "x"}
            if {leaf.name for leaf in node.leaves()} <= world.values.keys():
                said = node.value(world) if at_first is None else at_first
                np.testing.assert_allclose(np.ravel(said), after.show[name].ravel(), rtol=CLOSE, atol=1e-300)


def test_every_symbol_of_a_formula_means_something():
    """It is a setting, something shown, set by a line, or one of x, t and I."""
    for kind in Rule.registry:
        for _, settings in variants(kind):
            rule = Rule.registry[kind](**settings)
            known = {"x", "t", "I"} | {s.symbol for s in rule.numbers().values()}
            known |= {v.symbol for v in rule.shows.values()}
            clauses = read(rule.lines())
            known |= {clause.target.name for clause in clauses if clause.target}
            used = {leaf.name for c in clauses for leaf in c.leaves() if hasattr(leaf, "name")}
            assert used <= known, (kind, used - known)


# The arithmetic of a line, done from its text alone.


def absolute(value):
    if np.ndim(value) < 2:
        return np.abs(value)
    sizes, directions = np.linalg.eigh(value)
    return directions @ np.diag(np.abs(sizes)) @ directions.T


class Calculator(ast.NodeVisitor):
    """Numbers, tuples and a few functions; a language of its own that shares nothing with the formulas."""

    functions = {
        "sqrt": np.sqrt,
        "norm": np.linalg.norm,
        "sign": np.sign,
        "max": np.maximum,
        "min": np.minimum,
        "abs": absolute,
        "outer": np.outer,
        "inv": np.linalg.inv,
    }
    operations = {
        ast.Add: np.add,
        ast.Sub: np.subtract,
        ast.Mult: np.multiply,
        ast.Div: np.true_divide,
        ast.Pow: np.power,
        ast.MatMult: np.matmul,
    }
    comparisons = {
        ast.Lt: np.less,
        ast.Gt: np.greater,
        ast.LtE: np.less_equal,
        ast.GtE: np.greater_equal,
        ast.Eq: np.equal,
    }

    def visit_Expression(self, node):
        return self.visit(node.body)

    def visit_Constant(self, node):
        return float(node.value)

    def visit_Tuple(self, node):
        return np.array([self.visit(part) for part in node.elts])

    def visit_Name(self, node):
        return {"I": np.eye(2)}[node.id]

    def visit_UnaryOp(self, node):
        value = self.visit(node.operand)
        return not value if isinstance(node.op, ast.Not) else -value

    def visit_BinOp(self, node):
        return self.operations[type(node.op)](self.visit(node.left), self.visit(node.right))

    def visit_Compare(self, node):
        return bool(self.comparisons[type(node.ops[0])](self.visit(node.left), self.visit(node.comparators[0])))

    def visit_Call(self, node):
        return self.functions[node.func.id](*map(self.visit, node.args))

    @classmethod
    def of(cls, text):
        with np.errstate(all="ignore"):
            return cls().visit(ast.parse(text.replace("^", "**"), mode="eval"))


def units(text):
    """One unit of the last digit of every number in a text."""
    return [
        float(Decimal(1).scaleb(Decimal(n).as_tuple().exponent))
        for n in re.findall(r"-?[0-9][0-9.]*(?:e-?[0-9]+)?", text)
    ]


def assert_equal_as_written(computed, text):
    told = np.ravel(Calculator.of(text))
    rounding = 1e-9 * np.abs(told)  # of a computer that inverts a matrix another way
    assert np.all(np.abs(np.ravel(computed) - told) <= np.array(units(text)) * 1.000001 + rounding), text


def check(text):
    """Do the arithmetic of a line; its result as it is written, and the name it is given."""
    condition, colon, rest = text.partition(": ")
    if not colon:
        condition, rest = "", text
    if condition:
        assert Calculator.of(condition), condition
    found = re.fullmatch(r"([A-Za-z][\w{}+]*) (?:<-|=|~) (.*)", rest)
    if not found:
        relation, equals, result = rest.rpartition(" = ")
        assert Calculator.of(relation if equals else rest), text
        if equals:
            assert_equal_as_written(Calculator.of(re.split(" [<>]=? ", relation)[1]), result)
        return None, None
    worked, equals, result = found[2].rpartition(" = ")
    if equals:
        assert_equal_as_written(Calculator.of(worked), result)
    return found[1], result


@cache
def texts(kind, settings, on, steps=40):
    """The filled-in lines of every update, and the point each leads to."""
    rule, surface = Rule.registry[kind](**dict(settings)), Surface.registry[on]()
    return [
        (
            [
                line(f)
                for f in fill(
                    replay.lines(state, before, after), replay.numbers(before), column(before.x), column(after.x)
                )
            ],
            after.x[:, 0],
        )
        for replay, state, before, after in updates(rule, surface, steps, noise=LUCK["none"], seed=3)
    ]


@pytest.mark.parametrize(("kind", "settings", "on"), EVERY)
def test_whoever_computes_with_the_numbers_shown_gets_the_next_point(kind, settings, on):
    for lines, there in texts(kind, tuple(settings.items()), on):
        told = [check(text) for text in lines]
        assert told[-1][0] == "x"
        assert_equal_as_written(there, told[-1][1])


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_the_new_point_has_the_digits_that_show_it_move(kind):
    """Five of the larger of both points, more where the move is small, and never more than nine."""
    for lines, there in texts(kind, (), "himmelblau"):
        result = check(lines[-1])[1]
        for unit, size in zip(units(result), np.abs(there), strict=True):
            assert size < 1e-6 or unit <= 1.01e-3 * size or unit <= 1e-4
            assert unit >= 0.99e-9 * size


def test_numbers_are_short_where_nothing_cancels():
    for kind in ("gradient-descent", "momentum", "adam", "rmsprop", "lion", "adadelta"):
        for lines, _ in texts(kind, (), "himmelblau", 12):
            for number in re.findall(r"[0-9.]{3,}", " ".join(lines[:-1])):
                assert len(number.strip("0").replace(".", "").lstrip("0")) <= 7, lines


def test_terms_with_a_setting_of_zero_are_left_out():
    (plain, *_), (decayed, *_) = (
        texts("gradient-descent", decay, "bowl", 2)[0][0] for decay in ((), (("weight_decay", 0.1),))
    )
    assert plain.count("(") == 1 and "0.1*" in decayed


def test_the_card_follows_the_switches():
    adam, adagrad = Rule.registry["adam"], Rule.registry["adagrad"]
    assert any(r"\hat{m}" in text for text in adam().lines())
    assert not any("hat" in text for text in adam(bias_correction=False).lines())
    assert r"\sqrt" in adagrad().lines()[-1] and r"\sqrt" not in adagrad(square_root=False).lines()[-1]


class Weighted(Rule):
    """A rule of this test only: it steps by a mean of two gradients, divided by a shown random number."""

    registry = {}
    formula = (
        r"\tilde{x} = x - \eta \nabla f(x)",
        r"h = \frac{\nabla f(x) + 3 \nabla f(\tilde{x})}{4}",
        r"w \leftarrow w + h^\top h, \quad w_0 = 2",
        r"\xi \sim U(1, 2)",
        r"x \leftarrow x - \frac{\eta}{\xi \sqrt{w}} h",
    )
    shows = {"luck": terms.bar(r"\xi", Text("luck", "운"))}

    lr: float = terms.lr(0.05)

    def start(self, x):
        return (2.0 * np.ones_like(x[0]),)

    def step(self, x, slots, f, t):
        g = f.grad(x)
        h = (g + 3.0 * f.grad(x - self.lr * g)) / 4.0
        w = slots[0] + np.sum(h * h, axis=0)
        luck = 1.0 + f.uniform(1)[0] * np.ones_like(x[0])
        return Step(-self.lr / (luck * np.sqrt(w)) * h, (w,), {"luck": luck})


def test_a_rule_written_here_is_worked_out_with_no_other_edit():
    surface = Surface.registry["himmelblau"]()
    for replay, state, before, after in updates(Weighted(), surface, 20):
        lines = replay.lines(state, before, after)
        assert [w.given for w in lines] == [False, False, False, True, False]
        filled = fill(lines, replay.numbers(before), column(before.x), column(after.x))
        name, result = [check(line(f)) for f in filled][-1]
        assert name == "x"
        assert_equal_as_written(after.x[:, 0], result)


class Wrong(Weighted):
    """The card forgets a factor."""

    formula = (*Weighted.formula[:-1], r"x \leftarrow x - \frac{\eta}{\sqrt{w}} h")


class Vague(Weighted):
    """The card does not say where u comes from."""

    formula = (r"x \leftarrow x - \eta u",)


@pytest.mark.parametrize("rule", [Wrong(), Vague()])
def test_no_false_arithmetic_is_shown(rule):
    """A line that does not come to the rule's own value tells that value only."""
    for replay, state, before, after in updates(rule, Surface.registry["himmelblau"](), 5):
        lines = replay.lines(state, before, after)
        assert lines[-1].given and np.array_equal(lines[-1].value, column(after.x))
        text = line(fill(lines, replay.numbers(before), column(before.x), column(after.x))[-1])
        assert text.count("=") == 0 and text.startswith("x <- (")


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"2 + 3 \cdot 4", 14),
        (r"-2^2", -4),
        (r"\tfrac12 \cdot 8", 4),
        (r"\frac{1}{2} 8 / 4", 1),
        (r"2 (3 - 1)^{2}", 8),
        (r"\sqrt{9} \, |2 - 5|", 9),
        (r"\max\left(1, \min(5, 3)\right)", 3),
        (r"\mathrm{sign}(-3) 10^{-2}", -0.01),
        (r"4^{-1}", 0.25),
        (r"a^\top b", 11),
        (r"a^\top A b", 125),
        (r"\|a\|^2", 5),
    ],
)
def test_expressions_are_read_as_they_are_written(latex, value):
    class Given:
        def symbol(self, symbol) -> Value:
            return {"a": np.array([[1.0], [2.0]]), "b": np.array([[3.0], [4.0]]), "A": np.array([[1.0, 2], [7, 9]])}[
                symbol.name
            ]

    assert float(expression(latex).value(Given())) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("latex", ["", "a +", "(a", r"\max \{a, b\}", r"a \ldots b", r"\frac{a}", "|a", "a ^", r"\foo"])
def test_what_cannot_be_read_is_said_to_be_so(latex):
    with pytest.raises(Unreadable):
        expression(latex)
