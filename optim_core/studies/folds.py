"""One fold or many: how far an estimate of the accuracy moves with the way the pictures are split."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core.fields import Array, Text, choice, switch, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.optimizers.momentum import Momentum
from optim_core.studies.taught import answered, every_digit, seeds, taught
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study
from optim_core.validation import shuffled, splits

NETWORK = MLP((64, 32, 10), unit="relu")
RULE = Momentum(lr=0.03)
BATCH = 32
KS = (2, 5, 10)  # every fold of them is held out in its turn
SMALLEST = 20  # of as many folds one is held out, and no more: a very small validation set

HELD = Text("pictures held out at a time", "한 번에 떼어 두는 그림 수")
SINGLE, FOLDS = Text("one validation set", "검증 세트 하나"), Text("k folds, their mean", "k-겹의 평균")
TRUTH = Text("truth: asked about all other pictures", "참값: 나머지 모든 그림으로 잰 정답률")


class Folds(Study, kind="folds"):
    """k-fold cross-validation: k times the work for a steadier estimate, of one set of pictures that is split anew."""

    order = 120
    title = Text("One fold or many", "한 번 나누기와 여러 번 나누기")
    summary = Text(
        "Splits the same pictures again and again, and estimates the accuracy by one validation set and by k folds.",
        "같은 그림을 거듭 새로 나누어, 검증 세트 하나와 k-겹으로 정확도를 추정합니다.",
    )
    formula = (r"\hat a_k = \frac{1}{k} \sum_{j=1}^{k} a_j", r"\sigma \approx \sqrt{\frac{a (1 - a)}{n}}")
    source = "Kohavi, A study of cross-validation and bootstrap for accuracy estimation, IJCAI 1995"
    figures = (
        Figure(
            "estimates",
            Text("The same network, estimated anew", "같은 신경망을 거듭 추정하면"),
            Axis("split", Text("way of splitting", "나누는 방법")),
            Axis("", Text("estimated accuracy, %", "추정한 정확도, %")),
            (
                Series("single", SINGLE, "spots"),
                Series("folds", FOLDS, "spots"),
                Series("truth", TRUTH, "theory"),
            ),
        ),
        Figure(
            "spread",
            Text("How far the estimates lie apart", "추정값이 흩어진 정도"),
            Axis("held", HELD, "m", log=True),
            Axis("", Text("standard deviation, points", "표준 편차, %p")),
            (
                Series("single_spread", SINGLE, "line", like="single"),
                Series("folds_spread", FOLDS, "line", like="folds"),
                Series("chance", Text("coin flips: √(a(1 - a)/m)", "동전 던지기: √(a(1 - a)/m)"), "theory"),
            ),
        ),
        Figure(
            "mean",
            Text("What they are on average", "추정값의 평균"),
            Axis("held", HELD, "m", log=True),
            Axis("", Text("estimated accuracy, %", "추정한 정확도, %")),
            (
                Series("estimate", Text("either of them", "둘 다 같음"), "line", like="folds"),
                Series("truth", TRUTH, "theory"),
            ),
        ),
    )
    facts = {
        "folds": Fact(Text("estimated, on average", "추정한 정확도의 평균"), unit=PERCENT),
        "single_spread": Fact(Text("one validation set: deviation", "검증 세트 하나의 표준 편차"), r"\sigma", POINTS),
        "folds_spread": Fact(Text("mean of k folds: deviation", "k-겹 평균의 표준 편차"), r"\sigma", POINTS),
        "steadier": Fact(Text("times steadier", "몇 배 안정되었나")),
        "cost": Fact(Text("trainings for k folds, instead of 1", "k-겹에 드는 학습 횟수(하나면 1번)"), "k"),
        "halves": Fact(Text("2 folds, on average", "2-겹의 평균"), unit=PERCENT),
        "tiny_spread": Fact(Text("one set of a twentieth: deviation", "20분의 1을 떼었을 때 표준 편차"), unit=POINTS),
        "truth": Fact(TRUTH, unit=PERCENT),
    }

    k: str = choice(
        "5", {str(k): Text(f"{k} folds", f"{k}-겹") for k in KS}, help=Text("folds that are compared", "비교할 겹 수")
    )
    pictures: int = whole(
        400, 100, 1000, minimum=40, symbol="n", help=Text("pictures that are split", "나누는 그림 수")
    )
    repeats: int = whole(20, 2, 60, symbol="r", help=Text("ways of splitting", "나누는 방법의 수"))
    fresh: bool = switch(False, help=Text("other pictures for every way of splitting", "나눌 때마다 그림도 새로 뽑기"))
    epochs: int = whole(15, 1, 30, minor=True, symbol="E", help=Text("epochs of a training", "학습 에폭 수"))
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        epoch = passes(NETWORK.parameters, self.pictures, BATCH)
        return self.repeats * (sum(k - 1 for k in KS) + 2) * (self.epochs + 1) * epoch

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        digits, k = every_digit(), int(self.k)
        order = np.random.default_rng((self.seed, 0)).permutation(len(digits.labels))
        found: dict[int, list[list[float]]] = {size: [] for size in (1, *KS, SMALLEST)}
        for repeat in range(self.repeats):
            rng = np.random.default_rng((self.seed, 1, repeat))
            if self.fresh:
                order = rng.permutation(len(digits.labels))
            scores = yield from self._estimated(digits, order, rng, repeat)
            for size, accuracies in scores.items():
                found[size].append(accuracies)
            now = {"single": scores[k][:1], "folds": [float(np.mean(scores[k]))], "truth": [float(np.mean(found[1]))]}
            yield Rows("estimates", {"split": [repeat + 1], **now})
        yield from self._told({size: np.array(scores) for size, scores in found.items()})

    def _estimated(
        self, digits: Examples, order: np.ndarray, rng: np.random.Generator, repeat: int
    ) -> Generator[None, None, dict[int, list[float]]]:
        """Percent for every fold of every number of folds; under 1 that of who learnt them all, asked the others."""
        mine, others = order[: self.pictures], order[self.pictures :]
        parts: list[tuple[int, np.ndarray, np.ndarray]] = [(1, mine, others)]
        for k in (*KS, SMALLEST):
            dealt = list(splits(shuffled(self.pictures, k, rng)))
            parts += [(k, mine[split.learnt], mine[split.held]) for split in (dealt if k in KS else dealt[:1])]
        learnt = [rows for _, rows, _ in parts]
        luck = seeds((self.seed, 2, repeat), len(parts))
        weights = yield from taught(NETWORK, RULE, digits, learnt, luck, self.epochs)
        right = yield from answered(NETWORK, weights, digits, [rows for _, _, rows in parts])
        found: dict[int, list[float]] = {}
        for (k, _, _), answers in zip(parts, right, strict=True):
            found.setdefault(k, []).append(100 * float(np.mean(answers)))
        return found

    def _told(self, found: dict[int, Array]) -> Iterator[Part]:
        """Any fold by itself is a validation set; found: (repeats, folds) by the number of folds."""
        truth = float(found.pop(1).mean())
        for size in sorted(found, reverse=True):
            held = self.pictures / size
            coins = 100 * np.sqrt(truth / 100 * (1 - truth / 100) / held)
            spreads = {"single_spread": _spread(found[size].ravel()), "chance": coins}
            if size in KS:
                spreads["folds_spread"] = _spread(found[size].mean(axis=1))
                yield Rows("mean", {"held": [held], "estimate": [found[size].mean()], "truth": [truth]})
            yield Rows("spread", {"held": [held], **{name: [value] for name, value in spreads.items()}})
        chosen = found[int(self.k)]
        single, folds = _spread(chosen.ravel()), _spread(chosen.mean(axis=1))
        facts = {"truth": truth, "folds": float(chosen.mean()), "single_spread": single, "folds_spread": folds}
        facts |= {"cost": float(self.k), "halves": float(found[2].mean())}
        facts |= {"tiny_spread": _spread(found[SMALLEST].ravel())}
        if folds > 0:
            facts["steadier"] = single / folds
        yield Facts(facts)


def _spread(found: Array) -> float:
    return float(np.std(found, ddof=1))
