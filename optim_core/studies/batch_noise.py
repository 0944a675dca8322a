"""How noisy a mini-batch is: its gradient against that of all examples, and how many it takes to hear the signal."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, switch, whole
from optim_core.networks import noise
from optim_core.networks.examples import Examples
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import words
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series

BATCH = 32  # that the network is trained with
SIZES = Axis("batch", Text("examples in a mini-batch", "미니배치의 표본 수"), "B", log=True)
WITH, WITHOUT = Text("drawn with replacement", "복원 추출"), Text("without replacement", "비복원 추출")
AS_LOUD = Text("noise = signal", "잡음 = 신호")


class BatchNoise(Tasked, kind="batch-noise"):
    """Four times the batch, half the noise; and all examples at once have none, if none is drawn twice."""

    order = 200
    title = Text("Noise of a mini-batch", "미니배치의 잡음")
    summary = Text(
        "Compares gradients of mini-batches with that of all examples, before and while a network learns.",
        "신경망이 배우기 전과 배우는 동안, 미니배치의 기울기를 전체 표본의 기울기와 견줍니다.",
    )
    formula = (
        r"\sigma_B = \frac{\sigma}{\sqrt{B}}",
        r"\sigma_B = \frac{\sigma}{\sqrt{B}} \sqrt{\frac{N - B}{N - 1}}",
        r"B_{\mathrm{noise}} = \frac{\sigma^2}{\lVert g \rVert^2}",
    )
    source = "McCandlish, Kaplan, Amodei and others, An empirical model of large-batch training, 2018"
    figures = (
        Figure(
            "noise",
            Text("How far the gradient of a mini-batch is off", "미니배치 기울기의 오차"),
            SIZES,
            Axis("", Text("length of the error (root mean square)", "오차의 크기(제곱 평균의 제곱근)"), log=True),
            (
                Series("replaced", WITH, "spots"),
                Series(
                    "replaced_law", Text("one over the root of B", "B의 제곱근에 반비례"), "theory", like="replaced"
                ),
                Series("drawn", WITHOUT, "spots"),
                Series(
                    "drawn_law",
                    Text("times root of (N − B)/(N − 1)", "여기에 √((N − B)/(N − 1))를 곱함"),
                    "theory",
                    like="drawn",
                ),
                Series("signal", Text("length of the true gradient", "참된 기울기의 크기(노름)"), "theory"),
            ),
        ),
        Figure(
            "uphill",
            Text("Mini-batches that point uphill", "오르막을 가리키는 미니배치"),
            SIZES,
            Axis("", Text("share of the mini-batches, %", "미니배치 가운데 비율, %")),
            (
                Series("before", Text("before training", "학습 전"), "line"),
                Series("after", Text("after it", "학습 후"), "line"),
            ),
        ),
        Figure(
            "training",
            Text("How many examples it takes to hear the signal", "신호가 잡음만큼 커지는 표본 수"),
            Axis("epoch", Text("epoch of the training", "학습한 에폭"), "E"),
            Axis("", Text("examples with which noise = signal", "잡음 = 신호가 되는 표본 수"), log=True),
            (Series("matched", Text("noise = signal", "잡음 = 신호"), "line"),),
        ),
    )
    facts = {
        "signal": Fact(Text("length of the true gradient", "참된 기울기의 크기(노름)"), "g"),
        "spread": Fact(Text("noise of one example", "표본 하나의 잡음"), r"\sigma"),
        "slope": Fact(
            Text(
                "slope of the noise, measured (theory −0.5)", "로그-로그 그래프에서 잡음의 기울기, 측정값(이론값 −0.5)"
            )
        ),
        "quarter": Fact(
            Text("noise with four times the batch, of what it was", "배치를 네 배로 할 때 남는 잡음"),
            unit=words.PERCENT,
        ),
        "uphill_before": Fact(
            Text("single examples that point uphill, before training", "오르막을 가리키는 표본, 학습 전"),
            unit=words.PERCENT,
        ),
        "uphill_after": Fact(
            Text("single examples that point uphill, after it", "오르막을 가리키는 표본, 학습 후"), unit=words.PERCENT
        ),
        "matched": Fact(Text("noise = signal, before training", "잡음 = 신호, 학습 전")),
        "matched_after": Fact(Text("noise = signal, after it", "잡음 = 신호, 학습 후")),
    }

    draws: int = whole(
        40, 20, 200, minimum=2, symbol="M", help=Text("mini-batches drawn of each size", "크기마다 뽑는 미니배치의 수")
    )
    trained: bool = switch(
        False, help=Text("measure the noise after the training, not before", "학습 전이 아니라 학습 후에 잡음 재기")
    )
    lr: float = terms.lr(0.02, 1e-3, 0.3)
    epochs: int = words.epochs(10)

    def passes(self, ground: Ground | None) -> float:
        asked = [(self.examples, 1)] * (self.epochs + 2)
        asked += [(self._count(size), size) for size in self._sizes().tolist()] * 3
        weights = self.network.parameters
        return self.epochs * self.epoch(BATCH) + sum(noise.passes(weights, *each) for each in asked)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        examples = self.task().training
        before, after = yield from self._training(examples)
        yield from self._theory(after if self.trained else before, examples)
        yield from self._measured("before", before, examples, not self.trained)
        yield from self._measured("after", after, examples, self.trained)

    def _training(self, examples: Examples) -> Generator[Part | None, None, tuple[Array, Array]]:
        """The weights before and after it, and the noise on the way."""
        trainer = Trainer(self.network, Momentum(lr=self.lr), Lessons.alike(examples, 1), [self.seed], batch=BATCH)
        before = after = trainer.weights[:, 0].astype(np.float64)
        for epoch in range(self.epochs + 1):
            heard = yield from noise.noise(self.network, after, examples)
            yield Rows("training", {"epoch": [epoch], "matched": [heard.matched]})
            yield Facts({"matched_after" if epoch else "matched": heard.matched})
            if epoch < self.epochs:
                yield from trainer.run(1)
                after = trainer.weights[:, 0].astype(np.float64)
        return before, after

    def _theory(self, w: Array, examples: Examples) -> Iterator[Part | None]:
        """What mini-batches should miss the true gradient by: told by the gradients of all single examples."""
        theory = yield from noise.noise(self.network, w, examples)
        n = len(examples.labels)
        sizes = np.unique(np.geomspace(1, n, 81).round())
        signal = np.full(len(sizes), theory.signal)
        yield Rows("noise", {"batch": sizes, "replaced_law": theory.of(sizes), "signal": signal})
        yield Rows("noise", {"batch": sizes[:-1], "drawn_law": theory.of(sizes[:-1], n)})  # of all nothing is left
        if theory.matched <= n:
            yield Mark("noise", theory.matched, AS_LOUD)
        yield Facts({"signal": theory.signal, "spread": theory.spread})

    def _measured(self, name: str, w: Array, examples: Examples, shown: bool) -> Iterator[Part | None]:
        """What they do miss it by, if that is to be shown, and how often they point away from it."""
        true = self.network.on(examples).grad(w)
        sizes, errors = self._sizes(), list[float]()
        for size in sizes.tolist():
            drawn = yield from noise.measured(self.network, w, examples, self._drawn(size), true)
            yield Rows("uphill", {"batch": [size], name: [100 * drawn.uphill]})
            if size == 1:
                yield Facts({f"uphill_{name}": 100 * drawn.uphill})
            if shown and size < len(examples.labels):
                yield Rows("noise", {"batch": [size], "drawn": [drawn.error]})
            if shown:
                rows = self._drawn(size, replaced=True)
                replaced = yield from noise.measured(self.network, w, examples, rows, true)
                errors.append(replaced.error)
                yield Rows("noise", {"batch": [size], "replaced": errors[-1:]})
        if shown:
            slope = float(np.polyfit(np.log(sizes), np.log(errors), 1)[0])
            yield Facts({"slope": slope, "quarter": 100 * 4**slope})

    def _sizes(self) -> np.ndarray:
        """One, two, four and so on, and all."""
        return np.append(2 ** np.arange(np.ceil(np.log2(self.examples)), dtype=np.int64), self.examples)

    def _count(self, size: int) -> int:
        """How many mini-batches are drawn: of small ones more, for they differ more and cost less."""
        return max(self.draws, 2 * self.examples // size)

    def _drawn(self, size: int, replaced: bool = False) -> np.ndarray:
        """The rows of mini-batches of a size, (count, size)."""
        rng, shape = np.random.default_rng((self.seed, size, replaced)), (self._count(size), size)
        if replaced:
            return rng.integers(0, self.examples, shape)
        return rng.random((shape[0], self.examples)).argpartition(size - 1, axis=1)[:, :size]
