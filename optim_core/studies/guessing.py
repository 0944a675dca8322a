"""Guessing weights: a linear classifier of digits by random matrices, by random steps and by the gradient."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, choice, hyper, whole
from optim_core.networks.examples import digits
from optim_core.networks.losses import LOSSES
from optim_core.networks.mlp import MLP, Training
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

SMALL = 1e-4  # how far random weights spread, as in the course
MOMENTS = 60  # at which the three ways are compared
BIN = 2  # percent, of the histogram
FAR = 100  # tenfolds beyond which a number of guesses says nothing
TRIED = 84_000  # passes of one guess and one random step on a thousand pictures
FOLLOWED = 56_000  # of one step down the gradient

TRIES = Text("guesses, random steps, or steps down the gradient", "추측, 무작위 걸음 또는 경사하강 스텝의 수")
CHANCE = Text("chance", "우연 수준")
ONE_STEP = Text("one step down the gradient", "경사하강 한 스텝")


class Guessing(Study, kind="guessing"):
    """Strategies 1 to 3 of CS231n on a real classifier: guess, step at random, follow the slope."""

    order = 20
    title = Text("Guessing the weights", "가중치 추측하기")
    summary = Text(
        "Reads handwritten digits with random weights, with random steps that help, and with the gradient.",
        "손글씨 숫자를 무작위로 뽑은 가중치, 나아질 때만 옮기는 무작위 걸음, 기울기로 각각 읽어 봅니다.",
    )
    source = "Li, Karpathy, CS231n: Optimization I, strategies 1 to 3, 2015"
    figures = (
        Figure(
            "tries",
            Text("How many unseen digits are read", "처음 보는 숫자를 얼마나 맞히나"),
            Axis("tries", TRIES, log=True),
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("guess_low", Text("guesses, 80 % of the repeats", "추측(반복의 80 %)"), "spread", "guess_high"),
                Series("guess", Text("best guess so far", "지금까지 가장 나은 추측"), "steps"),
                Series(
                    "local_low",
                    Text("random steps, 80 % of the repeats", "무작위 걸음(반복의 80 %)"),
                    "spread",
                    "local_high",
                ),
                Series("local", Text("random steps, kept if they help", "나아질 때만 옮기는 무작위 걸음"), "line"),
                Series("descent", Text("gradient descent", "경사하강법"), "line"),
                Series("chance", CHANCE, "theory"),
            ),
        ),
        Figure(
            "luck",
            Text("What more guesses bring", "더 많이 추측하면 얻는 것"),
            Axis("guesses", Text("guesses", "추측의 수"), "N", log=True),
            Axis("", Text("right answers on the training digits, %", "학습 숫자의 정답률, %")),
            (
                Series(
                    "best", Text("best of so many, on average", "그만큼 추측한 것 중 최고(평균)"), "line", like="guess"
                ),
                Series("step", ONE_STEP, "line", like="descent"),
                Series("chance", CHANCE, "theory"),
            ),
        ),
        Figure(
            "single",
            Text("How well a single guess does", "추측 하나의 정답률"),
            Axis("accuracy", Text("right answers on the training digits, %", "학습 숫자의 정답률, %")),
            Axis("", Text("share of the guesses, %", "추측의 비율, %")),
            (Series("share", Text("guesses", "추측"), "bars", like="guess"),),
        ),
    )
    facts = {
        "chance": Fact(CHANCE, unit=PERCENT),
        "single": Fact(Text("a single guess, on average", "추측 하나의 평균"), unit=PERCENT),
        "deviation": Fact(Text("and its standard deviation", "추측 하나의 표준 편차"), r"\sigma", PERCENT),
        "best_of_10": Fact(Text("best of 10 guesses, training digits", "추측 10번 중 최고, 학습 숫자"), unit=PERCENT),
        "best_of_100": Fact(
            Text("best of 100 guesses, training digits", "추측 100번 중 최고, 학습 숫자"), unit=PERCENT
        ),
        "best_of_all": Fact(Text("best of all guesses, training digits", "모든 추측 중 최고, 학습 숫자"), "N", PERCENT),
        "tenfold": Fact(Text("what ten times as many guesses add", "열 배 더 추측할 때 늘어나는 정답률"), unit=POINTS),
        "step": Fact(Text("one gradient step, training digits", "경사하강 한 스텝, 학습 숫자"), unit=PERCENT),
        "worth": Fact(Text("guesses for that, if the gain went on", "이 추세로 그만큼 얻으려면 필요한 추측 수")),
        "guess": Fact(Text("best guess, unseen digits", "가장 나은 추측, 처음 보는 숫자"), unit=PERCENT),
        "local": Fact(Text("random steps, unseen digits", "무작위 걸음, 처음 보는 숫자"), unit=PERCENT),
        "descent_1": Fact(Text("1 gradient step, unseen digits", "경사하강 1스텝, 처음 보는 숫자"), unit=PERCENT),
        "descent_10": Fact(Text("10 gradient steps, unseen digits", "경사하강 10스텝, 처음 보는 숫자"), unit=PERCENT),
        "descent_100": Fact(
            Text("100 gradient steps, unseen digits", "경사하강 100스텝, 처음 보는 숫자"), unit=PERCENT
        ),
        "descent": Fact(
            Text("all gradient steps, unseen digits", "경사하강 마지막 스텝, 처음 보는 숫자"), unit=PERCENT
        ),
    }

    guesses: int = whole(
        1000,
        10,
        10_000,
        log=True,
        symbol="N",
        help=Text("guesses, and as many steps of the other two", "추측 수(다른 두 방법도 같은 수만큼 걷습니다)"),
    )
    repeats: int = whole(
        5, 1, 20, symbol="n", help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    loss: str = choice(
        "hinge",
        {name: loss.title for name, loss in LOSSES.items()},
        help=Text("loss that says which guess is better", "어느 추측이 나은지 정하는 손실"),
    )
    stride: float = hyper(
        0.01,
        1e-4,
        1.0,
        log=True,
        symbol=r"\sigma",
        help=Text("spread of a random step, in every weight", "무작위 걸음의 크기(가중치마다)"),
    )
    lr: float = terms.lr(0.1, 1e-3, 10.0)
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        return float(self.guesses * (self.repeats * TRIED + FOLLOWED))

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        learnt, asked = digits()
        network = MLP((learnt.inputs.shape[1], 10), loss=self.loss)
        training, test = network.on(learnt), network.on(asked)
        chance = 100.0 / network.sizes[-1]
        luck, steps, walk = Guesses(self, training), RandomSteps(self, training), Descent(self, training)
        moments = set(np.geomspace(1, self.guesses, min(MOMENTS, self.guesses)).round().astype(int).tolist())
        for tried in range(1, self.guesses + 1):
            for way in (luck, steps, walk):
                way.advance()
            if tried == 1:
                step = _percent(training.accuracy(walk.w))
                yield Facts({"chance": chance, "step": step})
            if tried in moments:
                found = {"descent": _percent(test.accuracy(walk.w))}
                for name, w in (("guess", luck.w), ("local", steps.w)):
                    found |= _quantiles(name, 100 * test.accuracy(w))
                yield Rows(
                    "tries", {name: [value] for name, value in {"tries": tried, "chance": chance, **found}.items()}
                )
                yield Facts({name: found[name] for name in ("guess", "local", "descent")})
            if tried in (1, 10, 100):
                yield Facts({f"descent_{tried}": _percent(test.accuracy(walk.w))})
            yield None
        yield from self._told(np.sort(100 * np.concatenate(luck.accuracies)), sorted(moments), step, chance)

    def _told(self, guesses: Array, moments: list[int], step: float, chance: float) -> Iterator[Part]:
        """What all the guesses were like: percent of right answers, lowest first."""
        best = {n: expected_best(guesses, n) for n in {10, 100, self.guesses // 10, *moments} if n <= self.guesses}
        level = np.ones(len(moments))
        yield Rows(
            "luck",
            {"guesses": moments, "best": [best[n] for n in moments], "step": step * level, "chance": chance * level},
        )
        middles = np.arange(BIN / 2, 100, BIN)
        counts, _ = np.histogram(guesses, np.arange(0, 101, BIN) - 1e-9)  # 58 % is 57.999...
        yield Rows("single", {"accuracy": middles, "share": 100 * counts / len(guesses)})
        yield Mark("single", chance, CHANCE)
        yield Mark("single", step, ONE_STEP)
        tenfold = best[self.guesses] - best[self.guesses // 10]
        facts = {"single": guesses.mean(), "deviation": guesses.std(), "tenfold": tenfold}
        facts |= {f"best_of_{n}": best[n] for n in (10, 100) if n in best} | {"best_of_all": best[self.guesses]}
        if (missing := step - best[self.guesses]) < FAR * tenfold:
            facts["worth"] = self.guesses * 10 ** (missing / tenfold)
        yield Facts({name: float(value) for name, value in facts.items()})


class Guesses:
    """Weights at random, again and again, the best kept by its loss. A column of `w` is a repeat."""

    def __init__(self, study: Guessing, training: Training) -> None:
        self.training = training
        self.luck = [np.random.default_rng((study.seed, number, 0)) for number in range(study.repeats)]
        self.w = _random(self.luck, training, SMALL)
        self.lowest = np.full(study.repeats, np.inf)
        self.accuracies: list[Array] = []

    def advance(self) -> None:
        """One more guess of every repeat."""
        w = _random(self.luck, self.training, SMALL)
        loss, accuracy = self.training.judged(w)
        better = loss < self.lowest
        self.w, self.lowest = np.where(better, w, self.w), np.where(better, loss, self.lowest)
        self.accuracies.append(accuracy)


class RandomSteps:
    """A step in a random direction, taken only if the loss is lower there."""

    def __init__(self, study: Guessing, training: Training) -> None:
        self.training, self.stride = training, study.stride
        self.luck = [np.random.default_rng((study.seed, number, 1)) for number in range(study.repeats)]
        self.w = _random(self.luck, training, SMALL)
        self.lowest = training.value(self.w)

    def advance(self) -> None:
        """One try of every repeat."""
        w = self.w + _random(self.luck, self.training, self.stride)
        loss = self.training.value(w)
        better = loss < self.lowest
        self.w, self.lowest = np.where(better, w, self.w), np.where(better, loss, self.lowest)


class Descent:
    """Gradient descent from small random weights; there is no luck in it but these."""

    def __init__(self, study: Guessing, training: Training) -> None:
        self.training, self.lr = training, study.lr
        self.w = _random([np.random.default_rng((study.seed, 0, 2))], training, SMALL)[:, 0]

    def advance(self) -> None:
        """One step."""
        self.w = self.w - self.lr * self.training.grad(self.w)


def expected_best(guesses: Array, n: int) -> float:
    """The best of n draws from these numbers, lowest first, on average."""
    below = np.arange(len(guesses) + 1) / len(guesses)
    return float(guesses @ np.diff(below**n))


def _random(luck: list[np.random.Generator], training: Training, spread: float) -> Array:
    """Weights for every repeat, (parameters, repeats)."""
    return spread * np.stack([rng.standard_normal(training.network.parameters) for rng in luck], axis=-1)


def _quantiles(name: str, accuracy: Array) -> dict[str, float]:
    low, middle, high = np.quantile(accuracy, [0.1, 0.5, 0.9]).tolist()
    return {f"{name}_low": low, name: middle, f"{name}_high": high}


def _percent(share: Array) -> float:
    return 100 * float(share)
