"""What an epoch costs by the size of its mini-batches: measured, so of one machine at one time (exhibit of batches)."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series

STRETCH = 0.01  # seconds between two moments at which the work may be stopped
OVER = object()  # what an iterator that has ended says
FEWEST = 20  # updates that are timed together
COURSE = 32  # examples of the mini-batch that is told of in words
SIZES = Axis("batch", Text("examples in a mini-batch", "미니배치의 표본 수"), "B", log=True)
MICROSECONDS, SECONDS = Text("µs", "µs"), Text("s", "초")
FITTED = Text("so much an update, so much an example", "업데이트마다, 표본마다 드는 시간의 합")


class Spent(NamedTuple):
    """Seconds of one epoch: of the processor, and by the clock on the wall."""

    processor: float
    wall: float


class EpochTime(Tasked, kind="epoch-time"):
    """Every update has a price of its own, however few examples it sees.

    Its times are those of the machine it runs on, and not the same twice.
    """

    order = 220
    title = Text("What an epoch costs", "에폭 하나에 걸리는 시간")
    summary = Text(
        "Times one epoch of the same training in mini-batches of every size, on the machine that serves this page.",
        "같은 학습의 한 에폭을 여러 크기의 미니배치로 재 봅니다. 이 페이지를 제공하는 컴퓨터에서 잰 시간입니다.",
    )
    formula = (r"t(B) = a \left\lceil \frac{N}{B} \right\rceil + b N",)
    figures = (
        Figure(
            "epoch",
            Text("Time of one epoch, measured on this machine", "한 에폭에 걸리는 시간(이 컴퓨터에서 측정)"),
            SIZES,
            Axis("", Text("seconds", "초"), log=True),
            (
                Series("processor", Text("of the processor", "프로세서 시간"), "spots"),
                Series("wall", Text("by the clock", "시계로 잰 시간"), "spots"),
                Series("fitted", FITTED, "theory", like="processor"),
            ),
        ),
        Figure(
            "update",
            Text("Time of one update", "업데이트 한 번에 걸리는 시간"),
            SIZES,
            Axis("", Text("microseconds of the processor", "프로세서 시간, 마이크로초"), log=True),
            (
                Series("one", Text("measured", "측정"), "spots", like="processor"),
                Series("one_fitted", FITTED, "theory", like="processor"),
            ),
        ),
    )
    facts = {
        "single": Fact(Text("an epoch, example by example", "표본 하나씩, 한 에폭"), "B = 1", SECONDS),
        "course": Fact(Text("an epoch in batches of 32", "32개씩, 한 에폭"), "B = 32", SECONDS),
        "all": Fact(Text("an epoch, all at once", "전체를 한꺼번에, 한 에폭"), "B = N", SECONDS),
        "faster": Fact(Text("times faster, 32 than 1 by 1", "32개씩이 하나씩보다 빠른 배수")),
        "faster_all": Fact(Text("times faster, all at once than 32", "전체가 32개씩보다 빠른 배수")),
        "update": Fact(
            Text("price of an update, however small", "아무리 작아도 업데이트마다 드는 시간"), "a", MICROSECONDS
        ),
        "example": Fact(Text("price of an example", "표본마다 드는 시간"), "b", MICROSECONDS),
        "even": Fact(Text("batch at which both are equal", "두 시간이 같아지는 배치 크기"), "a / b"),
        "machine": Fact(Text("measured on", "측정한 컴퓨터")),
        "when": Fact(Text("measured at", "측정한 시각")),
    }

    repeats: int = whole(
        5,
        1,
        20,
        maximum=100,
        symbol="R",
        help=Text("times that each is measured; the middle counts", "재는 횟수(중앙값을 씀)"),
    )

    def passes(self, ground: Ground | None) -> float:
        once = sum(self.epoch(size) * np.ceil(1 + FEWEST / self._updates(size)) for size in self._sizes())
        return float(self.repeats * once)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        yield Facts({"machine": machine(), "when": when})
        sizes, found = self._sizes(), dict[int, Spent]()
        for size in sizes:
            found[size] = spent = yield from self._timed(size)
            updates = self._updates(size)
            yield Rows("epoch", {"batch": [size], "processor": [spent.processor], "wall": [spent.wall]})
            yield Rows("update", {"batch": [size], "one": [1e6 * spent.processor / updates]})
        yield from self._law(sizes, np.array([found[size].processor for size in sizes]))
        single, course, all_ = (found[size].processor for size in (1, min(COURSE, self.examples), self.examples))
        yield Facts({"single": single, "course": course, "all": all_})
        yield Facts({"faster": single / course, "faster_all": course / all_})

    def _timed(self, size: int) -> Generator[None, None, Spent]:
        """The middle of the repeats; an epoch before them is not counted."""
        trainer = self.trainer(GradientDescent(), [0.01], 1, size)
        yield from trainer.run(1)
        epochs, each = int(np.ceil(FEWEST / self._updates(size))), []
        for _ in range(self.repeats):
            each.append((yield from _spent(trainer.run(epochs))))
        return Spent(*(float(np.median(times)) / epochs for times in zip(*each, strict=True)))

    def _law(self, sizes: list[int], seconds: Array) -> Iterator[Part]:
        """A price for each update and each example: where every measured time misses it by as few percent as can be."""
        updates = np.array([self._updates(size) for size in sizes])
        prices = np.stack([updates, np.full(len(sizes), float(self.examples))], axis=1) / seconds[:, None]
        (update, example), *_ = np.linalg.lstsq(prices, np.ones(len(sizes)))
        finely = np.unique(np.geomspace(1, self.examples, 61).round())
        law = update * np.ceil(self.examples / finely) + example * self.examples
        yield Rows("epoch", {"batch": finely, "fitted": law})
        yield Rows("update", {"batch": finely, "one_fitted": 1e6 * law / np.ceil(self.examples / finely)})
        yield Facts({"update": 1e6 * float(update), "example": 1e6 * float(example), "even": float(update / example)})

    def _sizes(self) -> list[int]:
        """One, two, four and so on, and all."""
        doubled = 2 ** np.arange(16)
        return [*doubled[doubled < self.examples].tolist(), self.examples]

    def _updates(self, size: int) -> float:
        return float(-(-self.examples // size))


def _spent(work: Iterator[None]) -> Generator[None, None, Spent]:
    """The time that it takes, pauses left out."""
    processor = wall = 0.0
    going = True
    while going:
        clock, begun = time.perf_counter(), time.thread_time()
        while going and time.perf_counter() - clock < STRETCH:
            going = next(work, OVER) is None
        processor, wall = processor + time.thread_time() - begun, wall + time.perf_counter() - clock
        yield
    return Spent(processor, wall)


def machine() -> str:
    """What the work runs on, as far as it says so itself."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU, NumPy {np.__version__}"
