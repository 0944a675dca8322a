"""Three hundred animals in order: what is held out of a sorted list is no sample of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Text, switch, whole
from optim_core.networks.effort import passes
from optim_core.optimizers.momentum import Momentum
from optim_core.studies.animals import ANIMALS, BIASES, ELEPHANT, NETWORK, Tuned, animals
from optim_core.studies.taught import answered, seeds, taught
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study
from optim_core.validation import contiguous, last, shuffled, splits, stratified

EACH = 100
RULE, EPOCHS, BATCH = Momentum(lr=0.05), 20, 32
KS = (3, 6, 10)
WAYS = ("contiguous", "shuffled", "stratified")

TRUTH = Text("truth: all 300 learnt, asked about others", "참값: 300장으로 배우고 다른 그림으로 잰 정답률")
TITLES = {
    "contiguous": Text("k folds as they lie", "목록 그대로 k-겹"),
    "shuffled": Text("k folds, shuffled", "섞어서 k-겹"),
    "stratified": Text("k folds, stratified", "층화 k-겹"),
}

LIKE = {"contiguous": "sorted_exam", "shuffled": "mixed_exam"}


class Ends(NamedTuple):
    """What comes of holding out the end of the list as it lies, and mixed, in one repeat."""

    sorted: Tuned
    mixed: Tuned
    untuned: float
    truth: float
    constant_mock: float
    constant_exam: float


class SortedList(Study, kind="sorted"):
    """Held out of a sorted list are elephants alone, and one tunes for elephants alone; shuffling is the cure."""

    order = 130
    title = Text("Three hundred animals in order", "순서대로 놓인 동물 300마리")
    summary = Text(
        "Cats, dogs and elephants (the digits 3, 5 and 8) in order: the last are held out, or folds, or a mixture.",
        "고양이, 개, 코끼리(숫자 3, 5, 8)가 순서대로 있습니다. 끝부분을 떼거나, 겹으로 나누거나, 섞어 봅니다.",
    )
    source = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 7.10, 2009"
    figures = (
        Figure(
            "list",
            Text("The list, and what is held out of it", "목록과 검증용으로 떼어 낸 부분"),
            Axis("picture", Text("number in the list", "목록에서의 번호")),
            Axis("", Text("who is held out", "떼어 낸 그림")),
            (
                Series("all", Text("the whole list", "전체 목록"), "tiles", names=ANIMALS),
                Series("end", Text("held out at the end", "끝에서 떼어 냄"), "tiles", names=ANIMALS),
                *(Series(f"{way}_fold", TITLES[way], "tiles", names=ANIMALS) for way in WAYS),
            ),
        ),
        Figure(
            "tuning",
            Text("Tuning one number on the part held out", "떼어 낸 부분으로 숫자 하나를 조정하면"),
            Axis("bias", Text("added to the score of elephants", "코끼리 점수에 더하는 값"), "b"),
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("sorted_mock", Text("validation, as it lies", "검증, 목록 그대로"), "line"),
                Series("sorted_exam", Text("test, as it lies", "시험, 목록 그대로"), "line"),
                Series("mixed_mock", Text("validation, shuffled", "검증, 섞어서"), "line"),
                Series("mixed_exam", Text("test, shuffled", "시험, 섞어서"), "line"),
            ),
        ),
        Figure(
            "scores",
            Text("What k folds say of the accuracy", "k-겹으로 추정한 정확도"),
            Axis("k", Text("folds", "겹의 수"), "k"),
            Axis("", Text("right answers, %", "정답률, %")),
            (
                *(Series(way, TITLES[way], "line", like=LIKE.get(way, "")) for way in WAYS),
                Series("truth", TRUTH, "theory"),
            ),
        ),
    )
    facts = {
        "mock": Fact(Text("as it lies: validation after tuning", "목록 그대로: 조정한 뒤 검증"), unit=PERCENT),
        "exam": Fact(Text("as it lies: test after tuning", "목록 그대로: 조정한 뒤 시험"), unit=PERCENT),
        "untuned": Fact(Text("as it lies: test without tuning", "목록 그대로: 조정하지 않은 시험"), unit=PERCENT),
        "bias": Fact(Text("as it lies: chosen for the elephants", "목록 그대로: 코끼리에 더하기로 고른 값"), "b"),
        "worse": Fact(Text("repeats that tuning made worse", "조정해서 나빠진 반복"), unit=PERCENT),
        "constant_mock": Fact(Text("always saying elephant: validation", "늘 코끼리라고 답하면: 검증"), unit=PERCENT),
        "constant_exam": Fact(Text("always saying elephant: test", "늘 코끼리라고 답하면: 시험"), unit=PERCENT),
        "mixed_mock": Fact(Text("shuffled: validation after tuning", "섞어서: 조정한 뒤 검증"), unit=PERCENT),
        "mixed_exam": Fact(Text("shuffled: test after tuning", "섞어서: 조정한 뒤 시험"), unit=PERCENT),
        **{way: Fact(TITLES[way], "k", PERCENT) for way in WAYS},
        "truth": Fact(TRUTH, unit=PERCENT),
    }

    held: int = whole(50, 10, 150, symbol="m", help=Text("held out at the end", "끝에서 떼어 내는 그림 수"))
    mixed: bool = switch(False, help=Text("shuffle the list first", "목록을 먼저 섞기"))
    k: int = whole(3, 2, 10, symbol="k", help=Text("folds", "겹의 수"))
    fold: int = whole(1, 1, 10, symbol="j", help=Text("fold that is shown", "그림에 보일 겹"))
    repeats: int = whole(
        8, 1, 20, symbol="r", help=Text("repeats, each with pictures of its own", "그림을 새로 뽑아 되풀이하는 횟수")
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        trainings = 3 + len(WAYS) * sum({*KS, self.k})
        return self.repeats * trainings * (EPOCHS + 2) * passes(NETWORK.parameters, 3 * EACH, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._strip()
        ends: list[Ends] = []
        scores: dict[tuple[str, int], list[float]] = {}
        for repeat in range(self.repeats):
            rng = np.random.default_rng((self.seed, repeat))
            listed, others = self._drawn(rng)
            end, more = yield from self._repeat(listed, others, rng, repeat)
            ends.append(end)
            for key, score in more.items():
                scores.setdefault(key, []).append(score)
            yield Facts(self._facts(ends, {key: float(np.mean(some)) for key, some in scores.items()}))
        yield from _tuning(ends)
        means = {key: float(np.mean(some)) for key, some in scores.items()}
        for k in sorted({*KS, self.k}):
            told = {way: [means[way, k]] for way in WAYS}
            yield Rows("scores", {"k": [k], **told, "truth": [float(np.mean([end.truth for end in ends]))]})

    def _drawn(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The list as it lies, and all pictures that are not in it."""
        labels = animals().labels
        each = [rng.permutation(np.flatnonzero(labels == animal)) for animal in range(len(ANIMALS))]
        listed = np.concatenate([some[:EACH] for some in each])
        others = np.concatenate([some[EACH:] for some in each])
        return (rng.permutation(listed) if self.mixed else listed), others

    def _dealt(self, way: str, k: int, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        if way == "contiguous":
            return contiguous(len(labels), k)
        return shuffled(len(labels), k, rng) if way == "shuffled" else stratified(labels, k, rng)

    def _strip(self) -> Iterator[Part]:
        """Which pictures are held out, by their animals."""
        rng = np.random.default_rng((self.seed, 0))
        listed, _ = self._drawn(rng)
        labels = animals().labels[listed]
        shown = {"all": np.arange(len(labels)), "end": last(len(labels), self.held).held}
        for way in WAYS:
            folds = self._dealt(way, self.k, labels, rng)
            shown[f"{way}_fold"] = np.flatnonzero(folds == min(self.fold, self.k) - 1)
        columns = {name: np.full(len(labels), np.nan) for name in shown}
        for name, rows in shown.items():
            columns[name][rows] = labels[rows]
        yield Rows("list", {"picture": np.arange(1.0, len(labels) + 1), **columns})

    def _repeat(
        self, listed: np.ndarray, others: np.ndarray, rng: np.random.Generator, repeat: int
    ) -> Generator[None, None, tuple[Ends, dict[tuple[str, int], float]]]:
        mixture = rng.permutation(listed)
        end = last(len(listed), self.held)
        learnt, asked = [listed[end.learnt], mixture[end.learnt], listed], [others, others, others]
        keys: list[tuple[str, int]] = []
        for way in WAYS:
            for k in sorted({*KS, self.k}):
                for split in splits(self._dealt(way, k, animals().labels[listed], rng)):
                    keys.append((way, k))
                    learnt.append(listed[split.learnt])
                    asked.append(listed[split.held])
        luck = seeds((self.seed, repeat), len(learnt))
        weights = yield from taught(NETWORK, RULE, animals(), learnt, luck, EPOCHS)
        right = yield from answered(NETWORK, weights, animals(), asked)
        percent = [100 * float(np.mean(answers)) for answers in right]
        folds = {
            key: float(np.mean([p for other, p in zip(keys, percent[3:], strict=True) if other == key])) for key in keys
        }
        as_it_lies, mixed = (
            Tuned.of(weights[:, i], some[end.held], others) for i, some in enumerate((listed, mixture))
        )
        mock, exam = (100 * float(np.mean(animals().labels[some] == ELEPHANT)) for some in (listed[end.held], others))
        return Ends(as_it_lies, mixed, percent[0], percent[2], mock, exam), folds

    def _facts(self, ends: list[Ends], scores: dict[tuple[str, int], float]) -> dict[str, float]:
        told = {
            "mock": [end.sorted.mock[end.sorted.at] for end in ends],
            "exam": [end.sorted.exam[end.sorted.at] for end in ends],
            "untuned": [end.untuned for end in ends],
            "bias": [end.sorted.bias for end in ends],
            "worse": [100.0 * (end.sorted.exam[end.sorted.at] < end.untuned) for end in ends],
            "constant_mock": [end.constant_mock for end in ends],
            "constant_exam": [end.constant_exam for end in ends],
            "mixed_mock": [end.mixed.mock[end.mixed.at] for end in ends],
            "mixed_exam": [end.mixed.exam[end.mixed.at] for end in ends],
            "truth": [end.truth for end in ends],
        }
        return {name: float(np.mean(values)) for name, values in told.items()} | {
            way: scores[way, self.k] for way in WAYS
        }


def _tuning(ends: list[Ends]) -> Iterator[Part]:
    """The mean over all repeats, and where the bias of a list in order and of a mixed one was chosen on average."""
    curves = {
        "sorted_mock": [end.sorted.mock for end in ends],
        "sorted_exam": [end.sorted.exam for end in ends],
        "mixed_mock": [end.mixed.mock for end in ends],
        "mixed_exam": [end.mixed.exam for end in ends],
    }
    yield Rows("tuning", {"bias": BIASES, **{name: np.mean(each, axis=0) for name, each in curves.items()}})
    yield Mark(
        "tuning", float(np.mean([end.sorted.bias for end in ends])), Text("chosen as it lies", "그대로: 고른 값")
    )
    yield Mark("tuning", float(np.mean([end.mixed.bias for end in ends])), Text("chosen, shuffled", "섞어서: 고른 값"))
