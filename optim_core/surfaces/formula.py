"""A loss that a person types."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from optim_core.expression.code import Function
from optim_core.expression.expression import Expression, expression
from optim_core.expression.grammar import LONGEST, VARIABLES
from optim_core.expression.latex import LONGEST as LONGEST_TOLD
from optim_core.expression.latex import latex, parts, tidy
from optim_core.expression.pasted import bare
from optim_core.fields import Array, Edges, Text, choice, hyper, typed, window
from optim_core.surface import Box, Pair, Surface, stack2, symmetric
from optim_core.surfaces.bent import nearest_kink
from optim_core.surfaces.examples import EXAMPLES
from optim_core.surfaces.seen import Seen, look
from optim_core.surfaces.spelt import spelt

NEAR = 0.05  # of the window: a first step where curvature says little about what lies further on
BLOCK = 8192  # points at a time: what lies between stays in the cache


def _letter(symbol: str) -> Any:
    return hyper(
        1.0,
        -5.0,
        5.0,
        minimum=-1e6,
        maximum=1e6,
        symbol=symbol,
        used_by="f",
        help=Text(f"letter: the number {symbol} in the formula", f"문자: 식에 쓴 수 {symbol}"),
    )


class Formula(Surface, kind="formula"):
    """f = whatever is typed; its slopes are worked out from it.

    Raises Misspelt, a ValueError, for what is no formula, and ValueError for a window that is none.
    """

    order = 900
    title = Text("Your own function", "직접 쓴 함수")
    summary = Text(
        "Type any f(x, y): its gradient is worked out exactly, and every letter in it becomes a slider.",
        "f(x, y)를 직접 써 보세요. 기울기는 식에서 정확하게 구하고, 식에 쓴 문자는 슬라이더가 됩니다.",
    )
    formula = (r"f(x, y)",)
    examples = EXAMPLES

    f: str = typed(
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", longest=LONGEST, help=Text("the formula of x and y", "x와 y의 식")
    )
    domain: Edges = window(  # type: ignore[assignment]
        (-6.0, 6.0, -6.0, 6.0),
        farthest=1e6,
        help=Text("window: x and y from where to where", "보이는 범위: x와 y의 처음과 끝"),
        minor=True,
    )
    heights: str = choice(
        "auto",
        {
            "auto": Text("as suits it", "알맞게"),
            "linear": Text("the height", "높이"),
            "log": Text("the logarithm of the height", "높이의 로그"),
        },
        help=Text("what the colours show", "색이 나타내는 것"),
        minor=True,
    )
    a: float = _letter("a")
    b: float = _letter("b")
    c: float = _letter("c")
    d: float = _letter("d")
    h: float = _letter("h")
    k: float = _letter("k")
    m: float = _letter("m")
    n: float = _letter("n")
    p: float = _letter("p")
    q: float = _letter("q")
    r: float = _letter("r")
    s: float = _letter("s")

    def __post_init__(self) -> None:
        x_min, x_max, y_min, y_max = self.domain
        if not (x_min < x_max and y_min < y_max):
            raise ValueError("a window runs from the smaller number to the larger one")
        object.__setattr__(self, "domain", Edges(self.domain))
        expression(self.f)
        object.__setattr__(self, "f", bare(self.f))

    @functools.cached_property
    def expression(self) -> Expression:
        """The formula, read."""
        return expression(self.f)

    def letters(self) -> tuple[str, ...]:
        """The letters that the formula uses."""
        return self.expression.letters

    def lines(self) -> tuple[str, ...]:
        return (f"f(x, y) = {latex(self.expression.value)}",)

    def gradient_lines(self) -> tuple[str, ...]:
        """Both partial derivatives in LaTeX; none where they would be too long to read."""
        slopes = self.expression.gradient
        if max(map(parts, slopes)) > LONGEST_TOLD:
            return ()
        return tuple(
            rf"\frac{{\partial f}}{{\partial {name}}} = {tidy(slope)}"
            for name, slope in zip(VARIABLES, slopes, strict=True)
        )

    @property
    def holes(self) -> bool:  # type: ignore[override]
        """Whether there are points without a value, as told from what its functions are given."""
        return self.expression.inside is not None

    @property
    def quadratic(self) -> bool:  # type: ignore[override]
        """Whether its curvature is the same everywhere, edges and sharp bends not left out."""
        return not (self.expression.bends or self.expression.kinks or self.holes)

    @property
    def scale(self) -> Literal["linear", "log"]:  # type: ignore[override]
        """Colour the value or its logarithm."""
        return "log" if self.heights == "log" or (self.heights == "auto" and self._seen().towering) else "linear"

    def value(self, p: Array) -> Array:
        return self._each(self.expression.height, p)[0]

    def grad(self, p: Array) -> Array:
        return stack2(*self._each(self.expression.slopes, p))

    def hess(self, p: Array) -> Array:
        return symmetric(*self._each(self.expression.curvatures, p))

    def inside(self, p: Array) -> np.ndarray:
        if not self.holes:
            return super().inside(p)
        with np.errstate(all="ignore"):
            (found,) = self.expression.has_value(*p, *self._letters())
        return np.broadcast_to(found != 0.0, p.shape[1:]) if np.ndim(found) == 0 else found

    def spelt(self) -> Surface:
        return spelt(self.f, Formula)(**{letter: getattr(self, letter) for letter in self.letters()})

    def kinks(self) -> tuple[str, ...]:
        """The functions in it that may have no slope somewhere, each once, by their names in the grammar."""
        return tuple(dict.fromkeys(kink.name for kink in self.expression.kinks))

    def to_kink(self, p: Array) -> Array:
        """How far the nearest kink is from points (2, *batch), by the tangents of what bends; inf if there is none."""
        found = np.full(p.shape[1:], np.inf)
        with np.errstate(all="ignore"):
            each = iter(self.expression.bending(*p, *self._letters()))
            for height, along_x, along_y in zip(each, each, each, strict=True):
                found = np.fmin(found, np.abs(height) / np.hypot(along_x, along_y))
        return found

    def kink_near(self, p: Pair) -> Pair | None:
        return nearest_kink(self.to_kink, p, self.domain) if self.expression.kinks else None

    def begin(self) -> Pair:
        return self._seen().begin

    def minima(self) -> tuple[Pair, ...]:
        return self._seen().minima

    def minima_found(self) -> int:
        """How many there are in the window, at least: those of `minima` are some of them."""
        return self._seen().found

    def floor(self) -> float | None:
        return self._seen().floor

    def scales(self) -> dict[str, float]:
        x_min, x_max, y_min, y_max = self.domain
        length = max(x_max - x_min, y_max - y_min)
        places = np.array([self.begin(), *self.minima()]).T
        bends = np.abs(self.hess(places)).sum(axis=0).max(axis=0)  # no eigenvalue is larger
        room = NEAR * length if self.kinks() or self.holes else length  # what has no curvature still has a slope
        slope = np.hypot(*self.grad(places[:, 0])) / room
        steepest = max((float(size) for size in (*bends, slope) if np.isfinite(size)), default=0.0)
        return {"stride": 1.0 / max(steepest, 1e-9) if steepest else 1.0, "length": length}

    def _each(self, function: Function, p: Array) -> Sequence[Array]:
        """The answers of a function at points (2, *batch), (*batch) each; of many points a block after another."""
        letters = self._letters()
        with np.errstate(all="ignore"):
            if p.size <= 2 * BLOCK or any(np.ndim(letter) for letter in letters):
                return [_spread(answer, p) for answer in function(*p, *letters)]
            flat = p.reshape(2, -1)
            blocks = [slice(first, first + BLOCK) for first in range(0, flat.shape[1], BLOCK)]
            found = [np.empty(flat.shape[1]) for _ in function(*flat[:, :1], *letters)]
            for block in blocks:
                for whole, answer in zip(found, function(*flat[:, block], *letters), strict=True):
                    whole[block] = answer
        return [whole.reshape(p.shape[1:]) for whole in found]

    def _letters(self) -> list[Any]:
        numbers = [getattr(self, letter) for letter in self.expression.letters]
        return [np.float64(number) if isinstance(number, float | int) else number for number in numbers]

    def _seen(self) -> Seen:
        numbers = tuple(float(np.ravel(number)[0]) for number in self._letters())
        return _seen(self.f, self.domain, numbers)


@functools.lru_cache(maxsize=256)
def _seen(text: str, box: Box, numbers: tuple[float, ...]) -> Seen:
    """What there is to see of a formula in a window, with numbers for the letters that it uses."""
    letters: dict[str, Any] = dict(zip(expression(text).letters, numbers, strict=True))
    surface = Formula(f=text, domain=Edges(box), **letters)
    return look(surface, box, bent=bool(surface.kinks()))


def _spread(value: Any, p: Array) -> Array:
    """A result in the shape of the points, though it may not depend on them."""
    return value if getattr(value, "shape", None) == p.shape[1:] else value + np.zeros_like(p[0])
