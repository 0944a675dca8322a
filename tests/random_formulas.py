"""Formulas drawn at random, for tests that must hold for all of them."""

from __future__ import annotations

import numpy as np

ONE = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu", "softplus")
TWO = ("min", "max")


def drawn(rng: np.random.Generator, depth: int = 4) -> str:
    """A formula of x, y, a and b."""
    if depth == 0 or rng.random() < 0.1:
        return str(rng.choice(["x", "y", "a", "b", "x", "y", "pi", f"{rng.uniform(0.1, 3.0):.3f}"]))
    inner = [drawn(rng, depth - 1) for _ in range(4)]
    match rng.integers(9):
        case 0 | 1:
            return f"({inner[0]} {rng.choice(['+', '-'])} {inner[1]})"
        case 2 | 3:
            return f"({inner[0]}) * ({inner[1]})"
        case 4:
            return f"({inner[0]}) / ({inner[1]})"
        case 5:
            return f"({inner[0]})^{rng.choice(['2', '3', '-1', '0.5', '4', '7', '1.5', '-2'])}"
        case 6:
            return f"{rng.choice(TWO)}({inner[0]}, {inner[1]})"
        case 7:
            sign = rng.choice(["<", "<=", ">", ">="])
            return f"where({inner[0]} {sign} {inner[1]}, {inner[2]}, {inner[3]})"
    return f"{rng.choice(ONE)}({inner[0]})"


SIZES = ("0", "1", "-2", "0.5", "64", "700", "1e15", "1e-300", "1e15^64", "(2^64)^64", "(1/0)", "(0/0)", "e", "pi")


def drawn_of_sizes(rng: np.random.Generator, depth: int = 3) -> str:
    """A formula of numbers as large and as small as may be, and now and then x."""
    if depth == 0 or rng.random() < 0.15:
        return str(rng.choice([*SIZES, "x", "y"]))
    inner = [drawn_of_sizes(rng, depth - 1) for _ in range(3)]
    match rng.integers(7):
        case 0 | 1 | 2 | 3 as which:
            return f"({inner[0]}) {'+-*/'[which]} ({inner[1]})"
        case 4:
            return f"({inner[0]})^{rng.choice(['64', '(-64)', '0.5', '(1/3)', 'x', '0'])}"
        case 5:
            return f"where({inner[0]} < {inner[1]}, {inner[2]}, y)"
    return f"{rng.choice(ONE)}({inner[0]})"
