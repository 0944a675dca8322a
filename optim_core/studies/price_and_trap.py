"""The price of an ensemble, and a trap: averaging weights in the place of answers."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Split
from optim_core.networks.losses import shares
from optim_core.networks.price import timed
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH, NETWORK
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

WAY = np.linspace(-0.25, 1.25, 31)  # from one network to another, and a little beyond
TIMED = 15  # times an answer is taken; the middle is told
TRAP = Text("their weights averaged", "가중치의 평균")
RUN = Text("weights of one run averaged", "한 번의 학습에서 얻은 가중치의 평균")


class PriceAndTrap(Study, kind="price-and-trap"):
    """Units of two networks stand in another order, so the middle between good weights is no network at all."""

    order = 350
    title = Text("The price, and a trap", "대가와 함정")
    summary = Text(
        "Times the answers of an ensemble, and tries what looks cheaper: one network of averaged weights.",
        "앙상블이 답하는 시간을 재고, 싸 보이는 방법인 가중치 평균을 시험합니다.",
    )
    formula = (r"\frac{1}{M} \sum_m f(x; w_m) \neq f\left(x; \frac{1}{M} \sum_m w_m\right)",)
    source = (
        "Goodfellow, Vinyals and Saxe, Qualitatively characterizing neural network optimization problems, ICLR 2015"
    )
    figures = (
        Figure(
            "trap",
            Text("What is averaged", "무엇을 평균하는가"),
            Axis("members", Text("members", "구성원 수"), "M"),
            words.ACCURACY,
            (
                Series("answers", Text("their answers averaged", "답의 평균"), "line"),
                Series("weights", TRAP, "line"),
                Series("run", RUN, "line"),
            ),
        ),
        Figure(
            "way",
            Text("From one network to another in a straight line", "두 신경망 사이의 직선"),
            Axis("share", Text("share of the other network", "다른 신경망의 비율"), r"\alpha"),
            words.ACCURACY,
            (
                Series(
                    "between",
                    Text("to one with another beginning", "다르게 초기화한 신경망으로"),
                    "line",
                    like="weights",
                ),
                Series("along", Text("to a snapshot of the same run", "같은 학습의 스냅사진으로"), "line", like="run"),
            ),
        ),
        Figure(
            "price",
            Text("What an answer costs", "답 하나의 비용"),
            Axis("heads", Text("members", "구성원 수"), "M"),
            Axis("", Text("time of 100 answers, ms", "답 100개에 걸리는 시간, ms")),
            (
                Series("time", Text("measured here", "여기서 잰 시간"), "line", like="answers"),
                Series("law", Text("as many times as members", "구성원 수에 비례"), "theory"),
            ),
        ),
    )
    facts = {
        "one": Fact(Text("a single network", "신경망 하나"), unit=PERCENT),
        "answers": Fact(Text("answers of all averaged", "모두의 답을 평균"), unit=PERCENT),
        "two": Fact(Text("weights of two averaged", "둘의 가중치를 평균"), unit=PERCENT),
        "weights": Fact(Text("weights of all averaged", "모두의 가중치를 평균"), unit=PERCENT),
        "run": Fact(Text("weights of one run averaged", "한 번의 학습에서 얻은 가중치를 평균"), unit=PERCENT),
        "time_one": Fact(Text("100 answers of a single network", "신경망 하나의 답 100개"), unit=Text("ms", "ms")),
        "time_all": Fact(Text("100 answers of all", "모두의 답 100개"), unit=Text("ms", "ms")),
        "work_one": Fact(Text("multiplications for a picture, a single network", "그림 한 장의 곱셈, 신경망 하나")),
        "work_all": Fact(Text("multiplications for a picture, all", "그림 한 장의 곱셈, 모두")),
    }

    members: int = whole(10, 2, 20, minimum=2, maximum=50, symbol="M", help=Text("networks", "신경망 수"))
    label_noise: float = marked.careless()
    repeats: int = words.repeats(6)
    lr: float = terms.lr(0.1, 1e-3, 1.0)
    epochs: int = words.epochs(20)
    examples: int = words.examples(300)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return self.repeats * self.members * self.epochs * passes(NETWORK.parameters, self.examples, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        found: dict[str, list[Array]] = {}
        for repeat in range(self.repeats):
            path = (self.seed, repeat)
            split = marked.dealt(self.examples, self.label_noise, path)
            members, run = yield from self._trained(split, path)
            for name, scores in (yield from _compared(members, run, split)).items():
                found.setdefault(name, []).append(scores)
            yield Facts(_told({name: np.mean(some, axis=0) for name, some in found.items()}))
            if repeat == 0:
                yield from _priced(members, split)
        means = {name: np.mean(some, axis=0) for name, some in found.items()}
        counts = np.arange(1.0, self.members + 1)
        yield Rows("trap", {"members": counts, "answers": means["answers"], "weights": means["weights"]})
        yield Rows("trap", {"members": np.arange(1.0, len(means["run"]) + 1), "run": means["run"]})
        yield Rows("way", {"share": WAY, "between": means["between"], "along": means["along"]})

    def _trained(self, split: Split, path: tuple[int, int]) -> Generator[None, None, tuple[Array, Array]]:
        """Weights of all members at the end, and of the first after its last epochs, the newest first."""
        trainer = marked.class_of(split.training, self.members, self.lr, path)
        run = []
        for _ in range(self.epochs):
            yield from trainer.run(1)
            run.append(trainer.weights[:, 0].copy())
        return trainer.weights.copy(), np.stack(run[-self.members :][::-1], axis=1)


def _compared(members: Array, run: Array, split: Split) -> Generator[None, None, dict[str, Array]]:
    """Right answers, in percent: by the number of members, and on the two ways."""
    inputs, labels = split.test.inputs, split.test.labels
    both = {"weights": members, "run": run}
    each = []
    for w in members.T:
        each.append(shares(NETWORK.scores(w, inputs)))
        yield None
    found = {"single": marked.percent(np.stack(each), labels)}
    found["answers"] = yield from marked.team(np.stack(each), labels)
    tried = {name: np.cumsum(some, axis=1) / np.arange(1, some.shape[1] + 1) for name, some in both.items()}
    for name, ends in (("between", members[:, :2]), ("along", run[:, [0, -1]])):
        tried[name] = ends[:, :1] * (1 - WAY) + ends[:, 1:] * WAY
    for name, weights in tried.items():
        right = []
        for w in weights.T:
            right.append(marked.percent(NETWORK.scores(w, inputs), labels))
            yield None
        found[name] = np.array(right)
    return found


def _told(found: dict[str, Array]) -> dict[str, float]:
    one, weights = float(found["single"].mean()), found["weights"]
    told = {"one": one, "answers": found["answers"][-1], "two": weights[1], "weights": weights[-1]}
    work = sum(a * b for a, b in zip(NETWORK.sizes[:-1], NETWORK.sizes[1:], strict=True))
    told |= {"run": found["run"][-1], "work_one": work, "work_all": work * len(weights)}
    return {name: float(value) for name, value in told.items()}


def _priced(members: Array, split: Split) -> Iterator[Part | None]:
    """The middle of several timings of 100 answers of one member, of two, ... of all of them."""
    inputs = split.test.inputs[:100]
    times = []
    for count in range(1, members.shape[1] + 1):
        some = members.T[:count]
        taken = [timed(lambda: sum(shares(NETWORK.scores(w, inputs)) for w in some))[0] for _ in range(TIMED)]  # noqa: B023 - used at once
        times.append(1000 * float(np.median(taken)))
        yield None
    counts = np.arange(1.0, len(times) + 1)
    yield Rows("price", {"heads": counts, "time": times, "law": counts * times[-1] / counts[-1]})
    yield Facts({"time_one": times[0], "time_all": times[-1]})
