"""Exercises, mock exam, real exam: why the best of many mock scores is no mark."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.studies.taught import every_digit, seeds
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

NETWORK = MLP((64, 32, 10), unit="relu")
LEARNT, EPOCHS, BATCH = 200, 5, 32
RATES = (-2.0, -0.5)  # powers of ten between which the learning rates of the models lie
POOL = 800  # pictures that mock exams are made of; the others are the real exam
EXAMS = 20  # mock exams by which the models of one repeat are chosen, one after another
SIZES = (10, 20, 50, 100, 200, 400, 800)
LARGE = 400
FEW = (1, 5, 20)

MOCK = Text("mock exam of the chosen model", "고른 모델의 모의고사 점수")
EXAM = Text("real exam of the same model", "같은 모델의 본시험 점수")
GAP = Text("mock exam less real exam, points", "모의고사 - 본시험, %p")


def _best_of(n: int) -> Text:
    return Text(f"best of {n}", f"{n}개 중 최고") if n > 1 else Text("a single model", "모델 하나")


class MockExam(Study, kind="mock-exam"):
    """The validation score of a model that was chosen for it is too good; the fewer pictures it has, the more so."""

    order = 110
    title = Text("Exercises, mock exam, real exam", "연습문제, 모의고사, 본시험")
    summary = Text(
        "Trains many models, chooses the one with the best mock exam (validation), then opens the real exam (test).",
        "여러 모델을 학습시켜 모의고사(검증)를 가장 잘 본 모델을 고르고, 본시험(시험)은 마지막에 열어 봅니다.",
    )
    source = "Karpathy, CS231n: Image Classification, validation sets for hyperparameter tuning, 2015"
    figures = (
        Figure(
            "chosen",
            Text("Scores of the model that is chosen", "고른 모델의 점수"),
            Axis("models", Text("models to choose from", "고를 수 있는 모델 수"), "N", log=True),
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("mock_low", Text("mock exam, 80 % of the times", "모의고사(80 %)"), "spread", "mock_high"),
                Series("mock", MOCK, "line"),
                Series("exam", EXAM, "line"),
                Series("best", Text("real exam of the best there was", "실제로 가장 나은 모델의 본시험"), "theory"),
            ),
        ),
        Figure(
            "gap",
            Text("How much too good the mock exam is", "모의고사가 얼마나 부풀려졌나"),
            Axis("size", Text("pictures in the mock exam", "모의고사의 그림 수"), "n", log=True),
            Axis("", GAP),
            (
                *(Series(f"gap_{n}", _best_of(n), "line") for n in FEW),
                Series("gap_all", Text("best of all", "전체 중 최고"), "line"),
            ),
        ),
        Figure(
            "board",
            Text("One leader board, and the envelope", "순위표 하나와 열어 본 봉투"),
            Axis("place", Text("place in the mock exam", "모의고사 순위")),
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("mock_score", Text("mock exam", "모의고사"), "spots", like="mock"),
                Series("exam_score", Text("real exam", "본시험"), "spots", like="exam"),
            ),
        ),
    )
    facts = {
        "mock": Fact(MOCK, unit=PERCENT),
        "exam": Fact(EXAM, unit=PERCENT),
        "gap": Fact(Text("too good by", "부풀려진 점수"), unit=POINTS),
        **{
            f"gap_{n}": Fact(Text(f"too good by, {_best_of(n).en}", f"부풀려진 점수, {_best_of(n).ko}"), unit=POINTS)
            for n in FEW
        },
        "gap_large": Fact(Text("too good by, mock exam of 400", "부풀려진 점수, 모의고사 400문제"), unit=POINTS),
        "best": Fact(Text("real exam of the best model there was", "실제로 가장 나은 모델의 본시험"), unit=PERCENT),
    }

    models: int = whole(60, 1, 100, maximum=200, symbol="N", help=Text("models to choose from", "고를 수 있는 모델 수"))
    size: int = whole(50, 10, POOL, log=True, symbol="n", help=Text("pictures in the mock exam", "모의고사의 그림 수"))
    repeats: int = whole(
        30, 1, 60, symbol="r", help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        asked = len(every_digit().labels) / LEARNT / 3  # forward only
        return self.repeats * self.models * (EPOCHS + asked) * passes(NETWORK.parameters, LEARNT, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        counts = np.unique(np.geomspace(1, self.models, min(12, self.models)).round().astype(int)).tolist()
        few = [n for n in FEW if n <= self.models]
        wanted = [(self.size, n) for n in counts] + [
            (size, n) for size in (*SIZES, self.size) for n in (*few, self.models)
        ]
        found: dict[tuple[int, int], list[Array]] = {key: [] for key in wanted}
        for repeat in range(self.repeats):
            right, exam = yield from self._sat(repeat)
            scores = _mock_scores(right, np.random.default_rng((self.seed, repeat, 1)))
            yield None
            for size, n in found:
                found[size, n].append(chosen(scores[size - 1], exam, n))
            if repeat == 0:
                yield _board(scores[self.size - 1, 0], exam)
            yield self._facts({key: np.concatenate(some, axis=-1) for key, some in found.items()}, few)
        all_of = {key: np.concatenate(some, axis=-1) for key, some in found.items()}
        for n in counts:
            yield Rows("chosen", {"models": [n], **_summary(all_of[self.size, n])})
        for size in sorted({*SIZES, self.size}):
            gaps = {f"gap_{n}": [_gap(all_of[size, n])] for n in few}
            yield Rows("gap", {"size": [size], **gaps, "gap_all": [_gap(all_of[size, self.models])]})

    def _sat(self, repeat: int) -> Generator[None, None, tuple[np.ndarray, Array]]:
        """Train the models of one repeat: which pictures of the pool each has right (models, POOL), its real score."""
        rng = np.random.default_rng((self.seed, repeat, 0))
        inputs, labels = every_digit()
        order = rng.permutation(len(labels))
        learnt, asked = order[:LEARNT], order[LEARNT:]
        rule = Momentum().replace(lr=10 ** rng.uniform(*RATES, self.models))
        lessons = Lessons.alike(Examples(inputs[learnt], labels[learnt]), self.models)
        trainer = Trainer(NETWORK, rule, lessons, seeds((self.seed, repeat), self.models), batch=BATCH)
        yield from trainer.run(EPOCHS)
        right = []
        for w in trainer.weights.T:
            right.append(NETWORK.scores(w, inputs[asked]).argmax(axis=-1) == labels[asked])
            yield None
        answers = np.array(right)
        return answers[:, :POOL], 100 * answers[:, POOL:].mean(axis=1)

    def _facts(self, found: dict[tuple[int, int], Array], few: list[int]) -> Facts:
        mock, exam, best = found[self.size, self.models].mean(axis=1).tolist()
        gaps = {f"gap_{n}": _gap(found[self.size, n]) for n in few}
        large = _gap(found[LARGE, self.models])
        return Facts({"mock": mock, "exam": exam, "best": best, "gap": mock - exam, **gaps, "gap_large": large})


def _mock_scores(right: np.ndarray, rng: np.random.Generator) -> Array:
    """Percent, of 1 to POOL pictures, in each mock exam, of every model: (POOL, EXAMS, models)."""
    drawn = np.stack([rng.permutation(POOL) for _ in range(EXAMS)])
    known = np.cumsum(right.T[drawn], axis=1, dtype=np.float64).transpose(1, 0, 2)
    return 100 * known / np.arange(1, POOL + 1)[:, None, None]


def chosen(scores: Array, exam: Array, n: int) -> Array:
    """The best of every n models in each mock exam: its mock score, its real one, the best real one (3, times)."""
    models = len(exam) // n * n
    mock = scores[:, :models].reshape(-1, n)
    real = np.broadcast_to(exam[:models], (len(scores), models)).reshape(-1, n)
    first = np.arange(len(mock)), mock.argmax(axis=1)
    return np.stack([mock[first], real[first], real.max(axis=1)])


def _gap(found: Array) -> float:
    return float((found[0] - found[1]).mean())


def _summary(found: Array) -> dict[str, Array]:
    low, high = np.quantile(found[0], [0.1, 0.9])
    mock, exam, best = found.mean(axis=1)
    named = {"mock_low": low, "mock": mock, "mock_high": high, "exam": exam, "best": best}
    return {name: np.array([value]) for name, value in named.items()}


def _board(mock: Array, exam: Array) -> Rows:
    order = np.argsort(-mock, kind="stable")
    places = np.arange(1.0, len(mock) + 1)
    return Rows("board", {"place": places, "mock_score": mock[order], "exam_score": exam[order]})
