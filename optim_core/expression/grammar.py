"""What a formula may be made of, and how much of it: the one list that reading, reference and messages go by."""

from __future__ import annotations

import math
from typing import NamedTuple

from optim_core.fields import Text

LONGEST = 500  # characters
DEEPEST = 40  # levels of brackets, functions and powers
MOST = 300  # numbers, names, operations and functions
LARGEST = 1e15  # of a number
STEEPEST = 64  # of a power that is a plain number

VARIABLES = ("x", "y")
LETTERS = ("a", "b", "c", "d", "h", "k", "m", "n", "p", "q", "r", "s")
CONSTANTS = {"pi": math.pi, "e": math.e}
ATOMS = (*VARIABLES, *CONSTANTS, *LETTERS)
COMPARISONS = ("<", "<=", ">", ">=")


class Function(NamedTuple):
    """A function of the grammar.

    Attributes:
        op: the operation of the graph that it stands for; takes: how many arguments.
        help: what it is, where its name does not say so.
        kink: the slope that is taken where it has none; empty where it always has one.
    """

    op: str
    takes: int
    help: Text
    kink: Text | None = None


FUNCTIONS: dict[str, Function] = {
    "sin": Function("sin", 1, Text("sine, of an angle in radians", "사인(각도는 라디안)")),
    "cos": Function("cos", 1, Text("cosine, of an angle in radians", "코사인(각도는 라디안)")),
    "tan": Function("tan", 1, Text("tangent, of an angle in radians", "탄젠트(각도는 라디안)")),
    "exp": Function("exp", 1, Text("e to the power of it", "e의 거듭제곱")),
    "log": Function("log", 1, Text("natural logarithm; only above 0", "자연로그(0보다 큰 수에서만)")),
    "sqrt": Function(
        "sqrt",
        1,
        Text("square root; only from 0 up", "제곱근(0 이상인 수에서만)"),
        Text("the square root has no finite slope at 0", "제곱근은 0에서 기울기가 유한하지 않습니다"),
    ),
    "abs": Function(
        "absolute",
        1,
        Text("distance from 0", "절댓값"),
        Text("|u| has no slope at 0; we use 0", "|u|는 0에서 기울기가 없어 0을 씁니다"),
    ),
    "tanh": Function("tanh", 1, Text("hyperbolic tangent, between -1 and 1", "쌍곡탄젠트, -1과 1 사이")),
    "min": Function(
        "minimum",
        2,
        Text("the smaller of two", "둘 중 작은 값"),
        Text(
            "min(u, v) has no slope where u = v; we use the mean of both slopes",
            "min(u, v)는 u = v에서 기울기가 없어 두 기울기의 평균을 씁니다",
        ),
    ),
    "max": Function(
        "maximum",
        2,
        Text("the larger of two", "둘 중 큰 값"),
        Text(
            "max(u, v) has no slope where u = v; we use the mean of both slopes",
            "max(u, v)는 u = v에서 기울기가 없어 두 기울기의 평균을 씁니다",
        ),
    ),
    "sigmoid": Function("sigmoid", 1, Text("1 / (1 + exp(-u)), between 0 and 1", "1 / (1 + exp(-u)), 0과 1 사이")),
    "relu": Function(
        "relu",
        1,
        Text("0 below 0, else the number itself", "0보다 작으면 0, 아니면 그대로"),
        Text("relu(u) has no slope at 0; we use 0", "relu(u)는 0에서 기울기가 없어 0을 씁니다"),
    ),
    "softplus": Function("softplus", 1, Text("log(1 + exp(u)), a smooth relu", "log(1 + exp(u)), 매끄러운 relu")),
    "where": Function(
        "where",
        3,
        Text("where(x < y, u, v): u where x < y holds, else v", "where(x < y, u, v): x < y이면 u, 아니면 v"),
        Text(
            "where() changes its branch here; we use the slope of the branch taken",
            "where()의 갈래가 바뀌는 곳에서는 고른 갈래의 기울기를 씁니다",
        ),
    ),
}


def example(name: str) -> str:
    """How a function is written."""
    return "where(x < 0, -x, x)" if name == "where" else f"{name}({', '.join(VARIABLES[: FUNCTIONS[name].takes])})"
