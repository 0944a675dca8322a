"""A gradient with a bug in it, as one writes it by hand and as a gradient check finds it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from optim_core.backprop import Recorded, Unknown, inner, last_term, recorded, slopes
from optim_core.fields import Array, Text, choice, hyper
from optim_core.noise import Draw, Misfit, Noise
from optim_core.surface import Surface

BUGS = {
    "sign": Text("wrong sign of the y part", "y 성분의 부호 실수"),
    "factor": Text("a factor too much", "상수를 잘못 곱함"),
    "missing-term": Text("last term forgotten", "마지막 항 누락"),
    "swapped": Text("x and y swapped", "x와 y가 뒤바뀜"),
    "chain-rule": Text("chain rule forgotten", "속미분 누락"),
}


@dataclasses.dataclass(frozen=True)
class Mistaken:
    """A surface with its true value and Hessian, and a gradient that is `wrong` about points (D, *batch)."""

    surface: Surface
    wrong: Callable[[Surface, Array], Array]

    def value(self, p: Array) -> Array:
        """The true value."""
        return self.surface.value(p)

    def grad(self, p: Array) -> Array:
        """The gradient as the bug has it."""
        return self.wrong(self.surface, p)

    def hess(self, p: Array) -> Array:
        """The true Hessian."""
        return self.surface.hess(p)


def factor() -> Any:
    """The number of the bug that is a factor."""
    return hyper(
        2.0,
        -3.0,
        5.0,
        minimum=-1e6,
        maximum=1e6,
        symbol="c",
        used_by="bug",
        help=Text("what the gradient is multiplied by", "기울기에 잘못 곱한 상수"),
    )


class Mistake(Noise, kind="mistake"):
    """The gradient is wrong on purpose; loss and Hessian are right (CS231n, neural networks 3, gradient checks)."""

    order = 50
    title = Text("bug", "버그")
    summary = Text(
        "The code of the gradient is wrong: training may look well and end in the wrong place.",
        "기울기 코드가 틀렸습니다. 학습이 잘되는 것처럼 보여도 엉뚱한 곳에서 끝날 수 있습니다.",
    )
    formula = {
        "sign": (r"\tilde g = (\partial_x f, -\partial_y f)",),
        "factor": (r"\tilde g = c \, \nabla f",),
        "missing-term": (r"\tilde g = \nabla (f - f_{\text{last}})",),
        "swapped": (r"\tilde g = (\partial_y f, \partial_x f)",),
        "chain-rule": (r"\tilde g \text{ of } f(u(x)) \text{ is } f'(u)",),
    }
    steady = True
    source = "CS231n, Neural Networks 3, gradient checks"

    bug: str = choice("sign", BUGS, help=Text("what is wrong", "무엇이 틀렸는지"))
    factor: float = factor()

    def draws(self, surface: Surface, seed: int) -> Draw:
        if why := self._unfit(surface):
            raise Misfit("noise.bug", why)
        wrong = turned
        if self.bug == "factor":
            wrong = functools.partial(scaled, self.factor)
        elif self.bug == "swapped":
            wrong = swapped
        elif self.bug == "missing-term":
            wrong = without_last_term
        elif self.bug == "chain-rule":
            wrong = without_chain_rule
        objective = Mistaken(surface, wrong)
        return lambda x: objective

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        return self.draws(surface, 0)

    def _unfit(self, surface: Surface) -> Text | None:
        """Why the bug cannot be planted; None where the loss has what it forgets."""
        if self.bug not in ("missing-term", "chain-rule"):
            return None
        try:
            with np.errstate(all="ignore"):
                answer, _ = _recorded(surface, np.zeros((2, 1)))
        except Unknown:
            return _closed(surface)
        fits = last_term(answer) is not None if self.bug == "missing-term" else bool(inner(answer))
        return None if fits else _nothing_of(self.bug, surface)


def turned(surface: Surface, p: Array) -> Array:
    """The gradient with the y part of the wrong sign."""
    x, y = surface.grad(p)
    return np.stack((x, -y))


def swapped(surface: Surface, p: Array) -> Array:
    """The gradient with its parts in the wrong places."""
    x, y = surface.grad(p)
    return np.stack((y, x))


def scaled(factor: Any, surface: Surface, p: Array) -> Array:
    """The gradient times a number."""
    return factor * surface.grad(p)


def without_last_term(surface: Surface, p: Array) -> Array:
    """The gradient of all terms of the loss but the last."""
    answer, inputs = _recorded(surface, p)
    term = last_term(answer)
    return np.asarray(slopes(answer, inputs, lambda part, place: (id(part), place) == term))


def without_chain_rule(surface: Surface, p: Array) -> Array:
    """The gradient of a loss f(u(x)) as if it were f'(u), whatever u is."""
    answer, inputs = _recorded(surface, p)
    return np.asarray(slopes(answer, inputs, bare=inner(answer)))


def _recorded(surface: Surface, p: Array) -> tuple[Recorded, list[Recorded]]:
    """The value at points with all that it was made of. Raises Unknown."""
    return recorded(_with_arrays_recorded(surface).value if surface.differs else surface.value, p)


def _with_arrays_recorded(surface: Surface) -> Surface:
    """The surface with its numbers recorded as well, for arrays would take recorded ones apart."""
    return surface.replace(**{name: Recorded(getattr(surface, name)) for name in surface.numbers()})


def _closed(surface: Surface) -> Text:
    """Of a loss that is not made of single operations here, so that none of them can be left out."""
    en, ko = surface.title
    return Text(
        f"a bug that forgets a part of the loss cannot be planted in that of {en}: choose another bug",
        f"‘{ko}’의 손실에는 일부를 빠뜨리는 버그(마지막 항, 속미분)를 심을 수 없습니다. 다른 버그를 고르세요",
    )


def _nothing_of(bug: str, surface: Surface) -> Text:
    en, ko = surface.title
    if bug == "missing-term":
        return Text(
            f"{en} is no sum of terms of which one could be forgotten: choose another bug",
            f"‘{ko}’의 손실은 항의 합이 아니라서 빠뜨릴 항이 없습니다. 다른 버그를 고르세요",
        )
    return Text(
        f"{en} has no inner function whose derivative could be forgotten: choose another bug",
        f"‘{ko}’의 손실에는 속미분을 빠뜨릴 합성함수가 없습니다. 다른 버그를 고르세요",
    )
