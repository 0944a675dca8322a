"""The average stands still: a second copy of the weights that follows the first slowly, on a bowl and on a network."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks import memory
from optim_core.networks.effort import passes
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.probe import Probe
from optim_core.rule import Slots, Step
from optim_core.studies import marked, words
from optim_core.studies.circling import BALLS, circled
from optim_core.studies.marked import NETWORK
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

BATCH = 8  # small, so that the weights have something to circle around with
FORGETTING = 1 - np.geomspace(0.3, 0.0003, 25)  # constants to choose from
FEW = (0.9, 0.99, 0.999)

BALL, MEAN = Text("the ball", "공"), Text("its running average", "공의 이동 평균")
LOSS = Axis("", Text("height above the minimum, mean of many balls", "최솟값 위의 높이(여러 공의 평균)"), log=True)


class Standing(GradientDescent):
    """Plain steps, and beside the weights their running average, which nothing else hears of."""

    forgetting: float = hyper(0.99, 0.5, 0.9999, minimum=0.0, maximum=1.0, symbol=r"\beta", help=Text("", ""))

    def start(self, x: Array) -> Slots:
        return (x,)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        move, _, show = super().step(x, (), f, t)
        (mean,) = slots
        return Step(move, (self.forgetting * mean + (1 - self.forgetting) * (x + move),), show)


class StandingAverage(Study, kind="standing-average"):
    """The ball circles the goal; the centre of its circle is the goal (Polyak and Juditsky, 1992)."""

    order = 340
    title = Text("The average stands still", "평균은 멈춰 서 있다")
    summary = Text(
        "Keeps a running average of the weights beside them: of a ball on a noisy bowl, and of a network.",
        "가중치 옆에 이동 평균을 하나 더 둡니다. 잡음 있는 그릇의 공과 신경망에서 비교합니다.",
    )
    formula = (r"x \leftarrow x - \eta g", r"\bar{x} \leftarrow \beta \bar{x} + (1 - \beta) x")
    source = "Polyak and Juditsky, Acceleration of stochastic approximation by averaging, SIAM J. Control 30, 1992"
    figures = (
        Figure(
            "path",
            Text("A ball on a noisy bowl", "잡음 있는 그릇 위의 공"),
            Axis("x", Text("x", "x"), ends=(-3.2, 3.2)),
            Axis("", Text("y", "y"), ends=(-2.4, 2.4)),
            (Series("ball", BALL, "line"), Series("mean", MEAN, "line")),
        ),
        Figure(
            "loss",
            Text("How high both are", "두 점의 높이"),
            Axis("step", Text("step", "스텝"), "t", log=True),
            LOSS,
            (
                Series("ball_loss", BALL, "line", like="ball"),
                Series("mean_loss", MEAN, "line", like="mean"),
                Series("floor", Text("theory: the ball", "이론: 공"), "theory"),
            ),
        ),
        Figure(
            "constants",
            Text("How slowly it should follow", "평균 상수에 따른 마지막 높이"),
            Axis("memory", Text("steps it remembers", "기억하는 스텝 수"), log=True),
            LOSS,
            (
                Series("end", Text("running average at the end", "마지막 이동 평균"), "line", like="mean"),
                Series("ball_end", BALL, "theory"),
            ),
        ),
        Figure(
            "network",
            Text("The same on a network", "신경망에서도 똑같이"),
            Axis("epoch", Text("epoch", "에폭")),
            words.ACCURACY,
            (
                Series("now", Text("the weights", "가중치"), "line", like="ball"),
                Series("averaged", Text("their running average", "가중치의 이동 평균"), "line", like="mean"),
            ),
        ),
    )
    facts = {
        "ball": Fact(Text("bowl: the ball at the end", "그릇: 마지막 공의 높이")),
        "average": Fact(Text("bowl: its running average", "그릇: 이동 평균의 높이")),
        "lower": Fact(Text("bowl: how many times lower", "그릇: 몇 배 낮은가"), unit=words.TIMES),
        "half": Fact(Text("bowl: plain mean of the second half", "그릇: 후반부 전체 평균")),
        **{
            f"beta_{str(beta)[2:]}": Fact(Text(f"bowl: height with β = {beta}", f"그릇: β = {beta}일 때의 높이"))
            for beta in FEW
        },
        "network": Fact(Text("network: the weights at the end", "신경망: 마지막 가중치"), unit=PERCENT),
        "network_average": Fact(Text("network: their running average", "신경망: 가중치의 이동 평균"), unit=PERCENT),
        "gain": Fact(Text("network: gain", "신경망: 이득"), unit=POINTS),
        "wins": Fact(Text("network: repeats in which the average wins", "신경망: 평균이 이긴 반복"), unit=PERCENT),
        "copies": Fact(Text("price: copies of the weights", "비용: 가중치의 사본"), unit=Text("copy", "개")),
    }

    beta: float = hyper(
        0.99,
        0.5,
        0.9997,
        minimum=0.0,
        maximum=0.9999,
        mirror=True,
        symbol=r"\beta",
        help=Text("averaging constant on the bowl", "그릇에서의 평균 상수"),
    )
    lr: float = hyper(
        0.3, 0.01, 1.5, minimum=1e-3, maximum=1.9, symbol=r"\eta", help=Text("rate on the bowl", "그릇에서의 학습률")
    )
    sigma: float = hyper(1.0, 0.0, 3.0, maximum=100.0, symbol=r"\sigma", help=Text("noise of a slope", "기울기의 잡음"))
    steps: int = whole(
        1000, 100, 3000, minimum=100, maximum=5000, symbol="T", help=Text("steps on the bowl", "그릇에서의 스텝 수")
    )
    network_lr: float = words.rate(0.1, 0.01, 1.0, Text("rate of the network", "신경망의 학습률"))
    network_beta: float = hyper(
        0.995,
        0.5,
        0.9999,
        minimum=0.0,
        maximum=0.9999,
        mirror=True,
        symbol=r"\beta_w",
        help=Text("averaging constant of the network", "신경망의 평균 상수"),
        minor=True,
    )
    label_noise: float = marked.careless()
    repeats: int = words.repeats(6)
    epochs: int = words.epochs(20)
    examples: int = words.examples(500)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        network = self.repeats * self.epochs * passes(NETWORK.parameters, self.examples, BATCH)
        return network + self.steps * BALLS * len(FORGETTING) / 10

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._bowl()
        last, averaged = list[Array](), list[Array]()
        for repeat in range(self.repeats):
            now, mean = yield from self._trained((self.seed, repeat))
            last.append(now)
            averaged.append(mean)
            ends = np.array([(one[-1], other[-1]) for one, other in zip(last, averaged, strict=True)])
            told = {"network": ends[:, 0].mean(), "network_average": ends[:, 1].mean()}
            told |= {"gain": (ends[:, 1] - ends[:, 0]).mean(), "wins": 100 * (ends[:, 1] > ends[:, 0]).mean()}
            yield Facts({name: float(value) for name, value in told.items()})
        epochs = np.arange(1.0, self.epochs + 1)
        yield Rows("network", {"epoch": epochs, "now": np.mean(last, axis=0), "averaged": np.mean(averaged, axis=0)})

    def _bowl(self) -> Iterator[Part | None]:
        betas = np.array([self.beta, *FEW, *FORGETTING])
        found = yield from circled(self.lr, self.sigma, self.steps, betas, self.seed)
        for name, (across, up) in zip(("ball", "mean"), found.path, strict=True):
            yield Rows("path", {"x": across, name: up})
        ball, mean = found.heights
        chosen = np.unique(np.geomspace(1, self.steps, 120).round().astype(int))
        level = np.full(len(chosen), self.sigma**2 * self.lr / (2 - self.lr))
        columns = {"ball_loss": ball[chosen - 1], "mean_loss": mean[chosen - 1], "floor": level}
        yield Rows("loss", {"step": chosen, **columns})
        tail = float(ball[-max(self.steps // 10, 1) :].mean())
        first = 1 + len(FEW)
        still = {"end": found.ends[first:], "ball_end": np.full(len(FORGETTING), tail)}
        yield Rows("constants", {"memory": 1 / (1 - FORGETTING), **still})
        told = {f"beta_{str(beta)[2:]}": float(found.ends[1 + k]) for k, beta in enumerate(FEW)}
        told |= {"ball": tail, "average": float(found.ends[0]), "half": found.half, "copies": 1.0}
        yield Facts(told | {"lower": tail / told["average"] if told["average"] else 1.0})

    def _trained(self, path: tuple[int, int]) -> Generator[None, None, tuple[Array, Array]]:
        """Right answers of the weights and of their average after every epoch of one training, (epochs,) each."""
        split = marked.dealt(self.examples, self.label_noise, path)
        rule = Standing(lr=self.network_lr, forgetting=self.network_beta)
        trainer = Trainer(NETWORK, rule, Lessons.alike(split.training, 1), seeds(path, 1), batch=BATCH)
        seen = list[tuple[float, float]]()
        for _ in range(self.epochs):
            yield from trainer.run(1)
            state = trainer.state(0)
            # Of a training that blew up in its first epoch nothing is remembered: it stands where it began.
            (mean,) = memory.remembered(state) if memory.PLAN in state else (trainer.weights,)
            scores = (NETWORK.scores(w[:, 0], split.test.inputs) for w in (trainer.weights, mean))
            now, averaged = (float(marked.percent(each, split.test.labels)) for each in scores)
            seen.append((now, averaged))
            yield None
        now, averaged = np.array(seen).T
        return now, averaged
