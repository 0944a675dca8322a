"""Running averages in batch normalisation: how soon they forget that they began at nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks.datasets.digits import PIXELS
from optim_core.networks.normal import MEMORY, Moments, Running
from optim_core.studies import stacks, words
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

ASKED = (1, 5, 10, 20, 50, 200)  # mini-batches after which a figure is told
UNIT = 0  # that is followed
COUNT = Axis("batches", Text("mini-batches seen", "지나간 미니배치 수"), "n")
REPEATED = 20  # passes of one mini-batch through the first layer


class RunningAverage(Study, kind="running-average"):
    """The same average as in momentum and Adam: it forgets by the power of its memory."""

    order = 250
    title = Text("Running averages in batch norm", "배치 정규화의 이동 평균")
    summary = Text(
        "Averages the means of mini-batches as batch normalisation does, and shows how far they are from the truth.",
        "배치 정규화처럼 미니배치 평균의 이동 평균을 내고, 참값에서 얼마나 떨어져 있는지 보여 줍니다.",
    )
    formula = (
        r"m_n = \beta m_{n-1} + (1 - \beta) \mu_n, \quad m_0 = 0",
        r"E[m_n] = (1 - \beta^n) \mu",
        r"\hat{m}_n = \frac{m_n}{1 - \beta^n}",
    )
    source = "Ioffe and Szegedy, Batch normalization: accelerating deep network training, 2015"
    figures = (
        Figure(
            "error",
            Text("How wrong the running mean is", "이동 평균의 오차"),
            COUNT,
            Axis("", Text("error, as a share of the true mean", "참 평균에 대한 오차의 비율"), log=True),
            (
                Series("measured", Text("measured", "측정값"), "line"),
                Series("law", Text("the memory to the power of n", "기억 계수의 n제곱"), "theory"),
                Series(
                    "corrected", Text("measured, start corrected for as in Adam", "Adam처럼 시작을 보정한 값"), "line"
                ),
            ),
        ),
        Figure(
            "estimate",
            Text("The sums of one unit", "한 유닛에 들어가는 합의 평균"),
            COUNT,
            Axis("", Text("mean", "평균")),
            (
                Series("batch_mean", Text("of each mini-batch", "미니배치마다"), "spots"),
                Series("running", Text("running average", "이동 평균"), "line"),
                Series("running_corrected", Text("start corrected for", "시작을 보정한 값"), "line", like="corrected"),
                Series("truth", Text("of all pictures", "모든 그림"), "theory"),
            ),
        ),
    )
    facts = {
        **{f"after_{n}": Fact(Text(f"error after {n}", f"{n}개 뒤의 오차"), rf"n = {n}") for n in ASKED},
        **{
            f"law_{n}": Fact(Text(f"memory to the power of {n}", f"기억 계수의 {n}제곱"), rf"\beta^{{{n}}}")
            for n in ASKED
        },
        "floor": Fact(Text("error that is left, from the luck of the draw", "끝까지 남는 오차(표본 추출의 우연)")),
        "window": Fact(Text("mini-batches that count", "영향을 주는 미니배치 수"), r"1/(1 - \beta)"),
    }

    memory: float = hyper(
        MEMORY,
        0.5,
        0.999,
        minimum=0.0,
        maximum=0.9999,
        symbol=r"\beta",
        help=Text("memory of the running average", "이동 평균의 기억 계수"),
        mirror=True,
    )
    batches: int = whole(200, 20, 1000, minimum=1, maximum=5000, symbol="n", help=Text("mini-batches", "미니배치 수"))
    batch: int = terms.batch()
    shift: float = hyper(
        3.0,
        0.5,
        10.0,
        minimum=0.1,
        maximum=1000.0,
        symbol="c",
        help=Text("true mean of the sums", "합의 참 평균"),
    )
    width: int = stacks.width(32)
    repeats: int = words.repeats(10)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return float(self.repeats * self.batches * REPEATED * (1 + self.batch * self.width / 100))

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        sums, rng = self._sums(), np.random.default_rng((self.seed, 1))
        truth = sums.mean(axis=0)
        running = Running.begun((PIXELS, self.width, 1), self.repeats, np.float64)
        told = dict[str, float]()
        for n in range(1, self.batches + 1):
            drawn = sums[rng.integers(0, len(sums), (self.repeats, self.batch))]
            seen = Moments(drawn.mean(axis=1), drawn.var(axis=1))
            running = running.met([seen], self.memory)
            mean, law = running.moments[:, 0], self.memory**n
            corrected = mean / (1 - law)
            off, less = (_off(each, truth) for each in (mean, corrected))
            yield Rows("error", {"batches": [float(n)], "measured": [off], "law": [law], "corrected": [less]})
            one = {"batch_mean": seen.mean, "running": mean, "running_corrected": corrected}
            columns = {name: [float(each[0, UNIT])] for name, each in one.items()}
            yield Rows("estimate", {"batches": [float(n)], "truth": [float(truth[UNIT])], **columns})
            if n in ASKED:
                told |= {f"after_{n}": off, f"law_{n}": law}
        yield Facts(told | {"floor": less, "window": 1 / (1 - self.memory)})

    def _sums(self) -> Array:
        """What goes into the first layer for every picture, moved so that its mean is far from 0, (pictures, units)."""
        network = stacks.stack(1, self.width, "relu", "fitting", False)
        w = network.begin(np.random.default_rng((self.seed, 0)))
        first = next(network.passed(w, stacks.standardised(1000).inputs))
        return np.asarray(first.sums + self.shift)


def _off(means: Array, truth: Array) -> float:
    """How far estimates (repeats, units) are from the truth, as a share of its length."""
    return float(np.mean(np.linalg.norm(means - truth, axis=-1) / np.linalg.norm(truth)))
