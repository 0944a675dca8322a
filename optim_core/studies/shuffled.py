"""Shuffle the exercises too: a training that is shown one class after the other, and one that is not."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import words
from optim_core.studies.animals import ANIMALS, DIGITS, ELEPHANT, NETWORK
from optim_core.studies.marked import pictures
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

EACH, ASKED = 100, 70  # of every animal, to learn from and to be asked about
MOMENTUM = 0.9
SORTED, MIXED = Text("in order", "순서대로"), Text("shuffled in every epoch", "에폭마다 섞어서")
ONCE = Text("shuffled once", "한 번만 섞어서")
TIMES = (1, 5)


class InOrder(Trainer):
    """One that shows its examples as they lie, in every epoch."""

    def _shuffled(self, block: np.ndarray, done: int) -> tuple[np.ndarray, np.ndarray]:
        return self._lessons.rows[block], self._lessons.labels[block]


class Shuffled(Study, kind="shuffled"):
    """A network believes what it saw last: one class after the other teaches it the last one (McCloskey, 1989)."""

    order = 380
    title = Text("Shuffle the exercises too", "연습문제도 섞자")
    summary = Text(
        "Teaches cats, dogs and elephants (the digits 3, 5 and 8) one after the other, or mixed.",
        "고양이, 개, 코끼리(숫자 3, 5, 8)를 차례대로 가르치거나 섞어서 가르칩니다.",
    )
    source = "McCloskey and Cohen, Catastrophic interference in connectionist networks, 1989"
    figures = (
        Figure(
            "epochs",
            Text("Right answers on unseen animals", "처음 보는 동물의 정답률"),
            Axis("epoch", Text("epoch", "에폭")),
            Axis("", Text("right answers, %", "정답률, %"), ends=(0.0, 102.0)),
            (
                Series("sorted", SORTED, "line"),
                Series("once", ONCE, "line"),
                Series("mixed", MIXED, "line"),
                Series("chance", Text("always the same answer", "늘 같은 답"), "theory"),
            ),
        ),
        Figure(
            "answers",
            Text("What it answers while it is taught in order", "순서대로 배우는 동안의 답"),
            Axis("updates", Text("updates", "업데이트 수"), "t"),
            Axis("", Text("share of its answers, %", "답의 비율, %"), ends=(0.0, 118.0)),
            tuple(Series(f"says_{k}", name, "line") for k, name in enumerate(ANIMALS)),
        ),
    )
    facts = {
        **{f"sorted_{n}": Fact(Text(f"in order, epoch {n}", f"순서대로, {n}에폭"), unit=PERCENT) for n in TIMES},
        "sorted_end": Fact(Text("in order, at the end", "순서대로, 끝"), unit=PERCENT),
        **{
            f"once_{n}": Fact(Text(f"shuffled once, epoch {n}", f"한 번만 섞어서, {n}에폭"), unit=PERCENT)
            for n in TIMES
        },
        **{f"mixed_{n}": Fact(Text(f"shuffled, epoch {n}", f"섞어서, {n}에폭"), unit=PERCENT) for n in TIMES},
        "mixed_end": Fact(Text("shuffled, at the end", "섞어서, 끝"), unit=PERCENT),
        "once_end": Fact(Text("shuffled once, at the end", "한 번만 섞어서, 끝"), unit=PERCENT),
        "elephants": Fact(
            Text("in order, epoch 1: answers that say elephant", "순서대로, 1에폭: 코끼리라는 답"), unit=PERCENT
        ),
    }

    batch: int = whole(
        10,
        1,
        100,
        log=True,
        minimum=1,
        maximum=300,
        symbol="B",
        help=Text("examples in a mini-batch", "미니배치의 표본 수"),
    )
    lr: float = terms.lr(0.05, 1e-3, 1.0)
    repeats: int = words.repeats(10)
    epochs: int = words.epochs(10)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return 4 * self.repeats * self.epochs * passes(NETWORK.parameters, 3 * EACH, self.batch)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        inputs, labels = _animals()
        cut = np.random.default_rng(self.seed)
        lists, asked = self._dealt(labels, cut)
        ways = {"sorted": (InOrder, lists), "once": (InOrder, cut.permuted(lists, axis=1)), "mixed": (Trainer, lists)}
        curves = dict[str, Array]()
        for name, (way, rows) in ways.items():
            lucks = seeds((self.seed,), self.repeats)
            trainer = way(NETWORK, Momentum(lr=self.lr), Lessons(inputs, rows, labels[rows]), lucks, batch=self.batch)
            curve = list[float]()
            for _ in range(self.epochs):
                yield from trainer.run(1)
                told = _told(trainer.weights, asked)
                curve.append(100 * float((told == labels[asked]).mean()))
                if rows is lists and way is InOrder and len(curve) == 1:
                    yield Facts({"elephants": 100 * float((told == ELEPHANT).mean())})
                yield None
            curves[name] = np.array(curve)
            yield Facts({f"{name}_end": curve[-1]} | {f"{name}_{n}": curve[min(n, self.epochs) - 1] for n in TIMES})
        epochs = np.arange(1.0, self.epochs + 1)
        yield Rows("epochs", {"epoch": epochs, **curves, "chance": np.full(self.epochs, 100 / len(ANIMALS))})
        yield from self._closely(lists[0], asked[:1])

    def _dealt(self, labels: np.ndarray, cut: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """For each repeat so many of every animal, in order, and others to be asked about: rows (repeats, ...)."""
        kinds = range(len(ANIMALS))
        mixed = [[cut.permutation(np.flatnonzero(labels == one)) for one in kinds] for _ in range(self.repeats)]
        parts = (slice(EACH), slice(EACH, EACH + ASKED))
        learnt, asked = (np.array([np.concatenate([some[part] for some in each]) for each in mixed]) for part in parts)
        return learnt, asked

    def _closely(self, rows: np.ndarray, asked: np.ndarray) -> Iterator[Part | None]:
        """What one network answers after every update of its first two epochs, taught in order."""
        inputs, labels = _animals()
        w = NETWORK.begin(np.random.default_rng((self.seed, 0)))
        v, updates, shown = np.zeros_like(w), -(-len(rows) // self.batch), list[Array]()
        with np.errstate(all="ignore"):  # what blows up is a result
            for k in range(updates * min(2, self.epochs)):
                part = rows[k % updates * self.batch :][: self.batch]
                v = MOMENTUM * v - self.lr * NETWORK.on(Examples(inputs[part], labels[part])).grad(w)
                w = w + v
                told = np.bincount(_told(w[:, None], asked)[0], minlength=len(ANIMALS))
                shown.append(100 * told / asked.size)
                yield None
        columns = {f"says_{k}": share for k, share in enumerate(np.array(shown).T)}
        for k in range(updates * min(2, self.epochs)):
            kind = k % updates * self.batch // EACH
            if k == 0 or kind != (k - 1) % updates * self.batch // EACH:
                yield Mark("answers", float(k + 1), ANIMALS[kind])
        yield Rows("answers", {"updates": np.arange(1.0, len(shown) + 1), **columns})


@functools.cache
def _animals() -> Examples:
    """The pictures of the three digits in shares of full ink, labelled 0, 1 and 2."""
    inputs, labels = pictures()
    chosen = np.isin(labels, DIGITS)
    return Examples(inputs[chosen], np.searchsorted(DIGITS, labels[chosen]))


def _told(weights: Array, asked: np.ndarray) -> np.ndarray:
    """The answers of networks, weights (parameters, n), to pictures of their own, (n, m)."""
    inputs = _animals().inputs
    return np.stack([NETWORK.scores(w, inputs[some]).argmax(axis=-1) for w, some in zip(weights.T, asked, strict=True)])
