"""Typed formulas beside the built-in surfaces that they spell: arrays, one run, a map of runs, and the first use."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.clock import by_turns, digits, ratio
from benchmarks.one_core import one_core
from optim_core import Rule, Surface
from optim_core.batch import grid
from optim_core.expression.expression import expression
from optim_core.many import many
from optim_core.single import single
from optim_core.surfaces.formula import Formula
from optim_core.trace import program

ROUNDS = 9
GOAL = 2.0  # times as long as the built-in one, at most
SIDE = 128  # starts of a map along each side
TWINS: Mapping[str, Formula] = {
    "himmelblau": Formula(),
    "rosenbrock": Formula(f="(a - x)^2 + b*(y - x^2)^2", a=1.0, b=100.0),
    "rastrigin": Formula(f="20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)"),
    "cliff": Formula(f="0.05*(x + 1)^2 + 0.05*y^2 + k/12*softplus(12*(x - 1))", k=48.0),
    "goldstein-price": Formula(  # as textbooks have it; the built-in one is factored by hand
        f="(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))"
        "*(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))"
    ),
}


def tasks(surface: Surface, domain: tuple[float, float, float, float]) -> dict[str, Callable[[], object]]:
    """What is asked of a surface, by what it is called."""
    rule = Rule.registry["adam"](lr=0.01)
    place, field = np.array([[0.3], [0.4]]), grid(domain, 200, 200)
    starts = grid(domain, SIDE, SIDE).reshape(2, -1)

    def first() -> None:
        expression.cache_clear()
        program._program.cache_clear()
        single(rule, surface, (0.3, 0.4), 1).advance(2)

    return {
        "value, 200 x 200": lambda: surface.value(field),
        "gradient, 200 x 200": lambda: surface.grad(field),
        "Hessian, 200 x 200": lambda: surface.hess(field),
        "gradient at a point": lambda: surface.grad(place),
        "one run, 1,000 steps": lambda: single(rule, surface, (0.3, 0.4), 1000).advance(1001),
        f"{SIDE} x {SIDE} runs, 100 steps": lambda: many(rule, surface, starts, 100),
        "first use": first,
    }


def main() -> None:
    """In a process of its own: NumPy is told how many threads it has when it is imported."""
    with one_core():
        subprocess.run([sys.executable, "-m", __name__], check=True)


def measure() -> None:
    """Every task on both twins by turns."""
    print(f"Typed formulas: so many times as long as the built-in surface; the goal is {GOAL:g} at most")
    for kind, typed in TWINS.items():
        built_in = Surface.registry[kind]()
        print(f"\n{kind}")
        ours, theirs = (tasks(surface, built_in.domain()) for surface in (typed, built_in))
        for name in ours:
            taken = by_turns({"typed": ours[name], "built in": theirs[name]}, ROUNDS)
            found = ratio(taken["typed"], taken["built in"])
            verdict = "" if found.median <= GOAL else "  MISSED"
            print(f"  {name:24} {digits(1e6 * statistics.median(taken['typed'])):>9} us  {found}{verdict}")


if __name__ == "__main__":
    measure()
