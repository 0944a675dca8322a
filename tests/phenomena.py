"""The words in which phenomena.json states what must happen, as functions of the JSON answer of a race.

`T` below is the number of the last point of a run; a run that diverged has an infinite loss from there on.
"""

from __future__ import annotations

import ast
import itertools
import math
import operator
import statistics
from typing import Any

NEVER = 1e9
Run = dict[str, Any]


def diverged(r: Run) -> bool:
    return r["status"] == "diverged"


def _losses(r: Run) -> list[float]:
    return [math.inf if v is None else v for v in r["loss"]] + [math.inf] * diverged(r)


def final_loss(r: Run) -> float:
    return _losses(r)[-1]


def loss_at(r: Run, t: int) -> float:
    losses = _losses(r)
    return losses[t] if t < len(losses) else losses[-1]


def max_loss(r: Run) -> float:
    return max(_losses(r))


def tail_mean_loss(r: Run, n: int) -> float:
    return statistics.fmean(_losses(r)[-n:])


def tail_max_loss(r: Run, n: int) -> float:
    return max(_losses(r)[-n:])


def tail_min_loss(r: Run, n: int) -> float:
    return min(_losses(r)[-n:])


def tail_mean_excess(r: Run, n: int) -> float:
    return tail_mean_loss(r, n) - r["floor"]


def final_excess(r: Run) -> float:
    return final_loss(r) - r["floor"]


def steps_to_loss(r: Run, v: float) -> float:
    return next((float(t) for t, loss in enumerate(_losses(r)) if loss <= v), NEVER)


def steps_to_excess(r: Run, v: float) -> float:
    return next((float(t) for t, loss in enumerate(_losses(r)) if loss - r["floor"] <= v), NEVER)


def end_x(r: Run) -> float:
    return r["x"][-1]


def end_y(r: Run) -> float:
    return r["y"][-1]


def max_x(r: Run) -> float:
    return max(r["x"])


def min_x(r: Run) -> float:
    return min(r["x"])


def dist_end(r: Run, a: float, b: float) -> float:
    return math.hypot(r["x"][-1] - a, r["y"][-1] - b)


def dist_start(r: Run, a: float, b: float) -> float:
    return math.hypot(r["x"][0] - a, r["y"][0] - b)


def path_length(r: Run) -> float:
    points = list(zip(r["x"], r["y"], strict=True))
    return sum(math.dist(p, q) for p, q in itertools.pairwise(points))


def path_diff(a: Run, b: Run) -> float:
    both = [zip(a[c], b[c], strict=True) for c in "xy"]
    return max(abs(p - q) for pairs in both for p, q in pairs)


def first_step(r: Run) -> float:
    return math.hypot(r["x"][1] - r["x"][0], r["y"][1] - r["y"][0])


FUNCTIONS = {
    f.__name__: f
    for f in (
        diverged,
        final_loss,
        final_excess,
        loss_at,
        max_loss,
        tail_mean_loss,
        tail_max_loss,
        tail_min_loss,
        tail_mean_excess,
        steps_to_loss,
        steps_to_excess,
        end_x,
        end_y,
        max_x,
        min_x,
        dist_end,
        dist_start,
        path_length,
        path_diff,
        first_step,
    )
}
AGGREGATES = {"mean": statistics.fmean, "median": statistics.median, "max": max}
_BINARY = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_COMPARE = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}


def holds(relation: str, seeds: list[dict[str, Run]], aggregate: str | None) -> bool:
    """Whether a relation holds; `seeds` gives the runs by label for each seed, each function combined over seeds."""

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(v):
                return v
            case ast.BinOp(left, op, right):
                return _BINARY[type(op)](value(left), value(right))
            case ast.UnaryOp(ast.USub(), operand):
                return -value(operand)
            case ast.BoolOp(ast.Or(), values):
                return any(value(v) for v in values)
            case ast.Compare(left, ops, comparators):
                sides = [value(left), *map(value, comparators)]
                pairs = zip(ops, sides, sides[1:], strict=False)
                return all(_COMPARE[type(op)](a, b) for op, a, b in pairs)
            case ast.Call(ast.Name("abs"), [inner]):
                return abs(value(inner))
            case ast.Call(ast.Name(name), arguments):
                each = [
                    FUNCTIONS[name](*(runs[a.id] if isinstance(a, ast.Name) else value(a) for a in arguments))
                    for runs in seeds
                ]
                return each[0] if aggregate is None else AGGREGATES[aggregate](each)
        raise ValueError(f"{relation!r} has a part that is not understood: {ast.dump(node)}")

    return bool(value(ast.parse(relation, mode="eval").body))
