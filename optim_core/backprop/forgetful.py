"""What somebody who differentiates by hand forgets: inner functions, and the last term of a sum."""

from __future__ import annotations

from optim_core.backprop.recorded import Recorded, moving

SUMS = ("add", "subtract", "negative", "positive")


def inner(answer: Recorded) -> set[int]:
    """The parts, by `id`, that are inner functions: made of inputs, and the argument of something that bends.

    What is used more than once counts as such, as r of r * r.
    """
    uses: dict[int, int] = {}
    found = set()
    for part in moving(answer):
        for place, arg in enumerate(part.args):
            if arg.moves and arg.args:
                uses[id(arg)] = uses.get(id(arg), 0) + 1
                if part.op not in (*SUMS, "multiply", "divide") or (part.op, place) == ("divide", 1):
                    found.add(id(arg))
    return found | {part for part, times in uses.items() if times > 1}


def last_term(answer: Recorded) -> tuple[int, int] | None:
    """Where the last of the terms that an answer is the sum of stands: the `id` of the sum, and its place there.

    Terms that do not move are none, and a factor that does not move is looked through.
    """
    while True:
        moving = [place for place, arg in enumerate(answer.args) if arg.moves]
        if not moving:
            return None
        if len(moving) == 2:
            return (id(answer), 1) if answer.op in SUMS else None
        if answer.op not in (*SUMS, "multiply", "divide") or (answer.op, moving[0]) == ("divide", 1):
            return None
        answer = answer.args[moving[0]]
