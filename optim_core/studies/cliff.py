"""The cliff: ten layers that share one weight make a desert and a wall, and a gradient that is cut stays on the map."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, hyper, whole
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.rmsprop import RMSprop
from optim_core.rule import Rule
from optim_core.single import single
from optim_core.studies import words
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study
from optim_core.surfaces.linear_networks import Chain
from optim_core.walk import FAR

WEIGHTS = np.linspace(0.3, 1.4, 111)
CUTS = np.geomspace(1e-3, 1e5, 33)  # lengths that a gradient may be cut to
SOLVED = 1e-3
LOWEST, HIGHEST = 1e-9, 1e6  # losses that are drawn
AT_ONCE = 500  # steps between two moments at which it may be stopped
LOSS = Axis("", Text("loss", "손실"), "f", log=True)
CLIPPED = Text("gradient descent, cut", "경사하강법, 기울기 클리핑")


class Cliff(Study, kind="cliff"):
    """Too long a gradient is no reason for too long a step: it may be cut (Pascanu, Mikolov and Bengio)."""

    order = 235
    title = Text("Desert and cliff", "사막과 절벽")
    summary = Text(
        "Starts on the wall that many equal layers make, and cuts the gradient to a length that one can afford.",
        "똑같은 층 여럿이 만드는 벽에서 출발해, 감당할 수 있는 길이로 기울기를 자릅니다.",
    )
    formula = (
        r"f = \tfrac{1}{2} (y x^n - 1)^2",
        r"g \leftarrow g \min\left(1, \frac{c}{\lVert g \rVert}\right)",
    )
    source = "Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013"
    figures = (
        Figure(
            "wall",
            Text("How long the gradient is", "기울기의 크기"),
            Axis("x", Text("weight that the layers share", "층들이 함께 쓰는 가중치"), "x"),
            Axis("", Text("length of the gradient", "기울기의 크기(노름)"), log=True),
            (
                Series("gradient", Text("as it is", "그대로"), "line"),
                Series("cut", Text("cut", "클리핑 후"), "line", like="clipped"),
            ),
        ),
        Figure(
            "course",
            Text("The loss, from the start on the cliff", "절벽에서 출발한 손실"),
            Axis("step", Text("step", "스텝"), "t"),
            LOSS,
            (
                Series("descent", Text("gradient descent", "경사하강법"), "line"),
                Series("clipped", CLIPPED, "line"),
                Series("adam", Adam.title, "line"),
                Series("rmsprop", RMSprop.title, "line"),
            ),
        ),
        Figure(
            "cuts",
            Text("The loss in the end, by the length it is cut to", "클리핑 한계에 따른 마지막 손실"),
            Axis("clip", Text("longest gradient that is let through", "허용하는 기울기의 최대 크기"), "c", log=True),
            LOSS,
            (Series("clipped_end", CLIPPED, "line", like="clipped"),),
        ),
    )
    facts = {
        "gradient": Fact(Text("length of the gradient at the start", "출발점에서 기울기의 크기"), "|g|"),
        "first": Fact(Text("first step as it is", "그대로일 때의 첫 스텝")),
        "first_cut": Fact(Text("first step, cut", "클리핑했을 때의 첫 스텝")),
        "clipped": Fact(Text("loss in the end, cut", "클리핑했을 때의 마지막 손실"), "f"),
        "lost": Fact(Text("step at which the uncut run blows up", "클리핑하지 않은 실행이 발산하는 스텝")),
        "adam": Fact(Text("steps of Adam to a loss of 0.001", "Adam이 손실 0.001까지 걸린 스텝")),
        "rmsprop": Fact(Text("steps of RMSprop to a loss of 0.001", "RMSprop이 손실 0.001까지 걸린 스텝")),
        "best": Fact(Text("cut with the lowest loss in the end", "마지막 손실이 가장 낮은 클리핑 한계"), "c"),
    }

    clip: float = hyper(
        1.0,
        1e-2,
        1e4,
        log=True,
        minimum=1e-9,
        maximum=1e12,
        symbol="c",
        help=Text("longest gradient that is let through", "허용하는 기울기의 최대 크기"),
    )
    lr: float = terms.lr(0.05, 1e-3, 1.0)
    x: float = hyper(
        1.25,
        0.3,
        1.4,
        minimum=0.0,
        maximum=3.0,
        symbol="x_0",
        help=Text("shared weight at the start", "함께 쓰는 가중치의 출발점"),
    )
    y: float = hyper(
        2.5,
        0.2,
        3.0,
        minimum=-10.0,
        maximum=10.0,
        symbol="y_0",
        help=Text("last weight at the start", "마지막 가중치의 출발점"),
    )
    depth: int = whole(
        10,
        2,
        20,
        minimum=1,
        maximum=40,
        symbol="n",
        help=Text("layers that share it", "가중치를 함께 쓰는 층의 수"),
    )
    adam_lr: float = words.rate(0.02, 1e-3, 1.0, Text("learning rate of Adam", "Adam의 학습률"))
    rmsprop_lr: float = words.rate(0.01, 1e-3, 1.0, Text("learning rate of RMSprop", "RMSprop의 학습률"))
    steps: int = whole(1000, 100, 5000, minimum=1, maximum=20_000, symbol="T", help=Text("steps", "스텝 수"))

    def passes(self, ground: Ground | None) -> float:
        return float(self.steps * (len(CUTS) + 4) * 10)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        chain = Chain(depth=self.depth)
        across = np.stack([WEIGHTS, np.full(len(WEIGHTS), self.y)])
        length = np.hypot(*chain.grad(across))
        yield Rows("wall", {"x": WEIGHTS, "gradient": length, "cut": np.minimum(length, self.clip)})
        yield Mark("wall", self.x, Text("start", "출발점"))
        start = float(np.hypot(*chain.grad(np.array([self.x, self.y]))))
        first = {"first": self.lr * start, "first_cut": self.lr * min(start, self.clip)}
        yield Facts({"gradient": start} | first)
        columns = {"descent": np.inf, "clipped": self.clip, **{str(i): cut for i, cut in enumerate(CUTS)}}
        losses = yield from self._cut(chain, np.array(list(columns.values())))
        told = {"descent": losses[:, 0], "clipped": losses[:, 1]}
        for name, rule in (("adam", Adam(lr=self.adam_lr)), ("rmsprop", RMSprop(lr=self.rmsprop_lr))):
            told[name] = self._walked(chain, rule)
            yield None
        shown = {name: _drawn(each) for name, each in told.items()}
        yield Rows("course", {"step": np.arange(self.steps + 1.0), **shown})
        ends = losses[-1, 2:]
        yield Rows("cuts", {"clip": CUTS, "clipped_end": _drawn(ends)})
        yield Mark("cuts", self.clip, Text("chosen", "고른 값"))
        found = {"clipped": losses[-1, 1], "lost": _first(np.isnan(losses[:, 0]))}
        if np.isfinite(ends).any():
            found["best"] = CUTS[np.nanargmin(ends)]
        yield Facts({name: float(value) for name, value in found.items()})
        yield Facts({name: _first(told[name] <= SOLVED) for name in ("adam", "rmsprop")})

    def _cut(self, chain: Chain, cuts: Array) -> Generator[None, None, Array]:
        """The losses of gradient descent by what it cuts to, (steps + 1, cuts); NaN from where it blows up."""
        p = np.stack([np.full(len(cuts), self.x), np.full(len(cuts), self.y)])
        losses = [chain.value(p)]
        with np.errstate(all="ignore"):
            for step in range(self.steps):
                gradient = chain.grad(p)
                p = p - self.lr * gradient * np.minimum(1.0, cuts / np.hypot(*gradient))
                p = np.where(np.abs(p) <= FAR, p, np.nan)
                losses.append(chain.value(p))
                if step % AT_ONCE == 0:
                    yield None
        return np.where(np.isfinite(losses), losses, np.nan)

    def _walked(self, chain: Chain, rule: Rule) -> Array:
        """The losses of a run from the same start, (steps + 1,); NaN where it had ended."""
        run = single(rule, chain, (self.x, self.y), self.steps)
        losses = np.full(self.steps + 1, np.nan)
        stretch = run.advance(self.steps + 1)
        if stretch is not None:
            losses[: len(stretch.loss)] = stretch.loss
        return losses


def _drawn(losses: Array) -> Array:
    """Without what would leave nothing of the rest to be seen."""
    return np.where((losses >= LOWEST) & (losses <= HIGHEST), losses, np.nan)


def _first(found: np.ndarray) -> float:
    """At which step it is so for the first time; NaN where it never is."""
    return float(found.argmax()) if found.any() else float("nan")
