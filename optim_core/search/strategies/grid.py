"""Grid search."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from optim_core.fields import Array, Text, choice
from optim_core.search.dimension import Dimension
from optim_core.search.strategy import Hunt, Strategy, Wave


class Grid(Strategy, kind="grid"):
    """Every combination of a few values of each setting, one after the other as nested loops try them.

    What is left of the budget once the grid is full stays unspent: nine trials in three dimensions are a grid of eight.
    """

    order = 10
    title = Text("grid", "격자")
    summary = Text(
        "Tries every combination of a few values: nine trials of two settings test three values of each.",
        "값 몇 개의 모든 조합을 시험합니다. 두 설정을 아홉 번 시도하면 각 설정의 값은 세 개뿐입니다.",
    )
    formula = (r"k = \lfloor n^{1/d} \rfloor", r"u_j \in \left\{\tfrac{i + 1/2}{k} : i = 0, \dots, k - 1\right\}")
    source = "Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012"

    placing: str = choice(
        "middles",
        {
            "middles": Text("in the middle of equal parts", "같은 크기 구간의 가운데"),
            "ends": Text("from end to end", "범위의 끝에서 끝까지"),
        },
        help=Text("where the values of a setting lie in its range", "범위에서 값을 놓는 방법"),
    )

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        dimensions = list(hunt.space.dimensions.values())
        counts = shares_of(hunt.trials, [of.count for of in dimensions])
        axes = [self._axis(of, count) for of, count in zip(dimensions, counts, strict=True)]
        places = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
        yield Wave(places, epochs=hunt.epochs)

    def _axis(self, dimension: Dimension, count: int) -> Array:
        even = (np.arange(count) + 0.5) / count
        if self.placing == "ends" and count > 1:
            even = np.linspace(0.0, 1.0, count)
        return even if dimension.every is None else nearest(even, dimension.every)


def nearest(even: Array, every: Array) -> Array:
    """For each share the place next to it of those that there are, none of them twice."""
    free, found = every.copy(), []
    for share in even:
        at = int(np.argmin(np.abs(free - share)))
        found.append(every[at])
        free[at] = np.inf
    return np.array(found)


def shares_of(trials: int, most: list[int | None]) -> list[int]:
    """How many values of each dimension make a grid of at most so many trials; `most`: where there are no more.

    As many of each as fit; dimensions of few values leave more to the others.
    """
    counts = [1] * len(most)
    left = trials
    rest = sorted(range(len(most)), key=lambda i: most[i] or trials)
    while rest:
        each = _root(left, len(rest))
        i = rest.pop(0)
        counts[i] = min(each, most[i] or each)
        left //= counts[i]
    return counts


def _root(n: int, d: int) -> int:
    """The largest k with k^d <= n."""
    k = round(n ** (1 / d))
    return k if k**d <= n else k - 1
