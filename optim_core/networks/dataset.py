"""What a data set is: labelled examples to learn from, to choose settings by, and to be judged by at last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks.examples import MARKING, Examples, Split, relabelled
from optim_core.registry import Declared
from optim_core.surface import Box

POINTS = 5  # the stream of luck, beside those of a training, that points are drawn from
MARGIN = 0.08  # of a window around its points, in shares of their width


class Dataset(Declared):
    """Three parts that share no example, each drawn with luck of its own from one seed.

    `label_noise` is the share of the labels to learn from that is drawn anew; those that judge are always right.

    Class attributes:
        plane: an example is a point of the plane, so that what a network answers can be drawn as regions.
        features: numbers of an example.
        scales: by which learning rates go, as those of a surface: gradient descent goes by 0.9 of a stride.
    """

    registry: ClassVar[dict[str, type[Dataset]]] = {}
    plane: ClassVar[bool] = True
    features: ClassVar[int] = 2
    scales: ClassVar[Mapping[str, float]] = {"stride": 0.111, "length": 0.5}

    @property
    def classes(self) -> int:
        """Labels are 0 to classes - 1."""
        return 2

    def parts(self) -> Split:
        """As many examples to validate and to test as there are to learn from; read-only."""
        learnt, *judging = (self.drawn(np.random.default_rng((POINTS, self._seed, k))) for k in range(3))
        return Split(self.marked(learnt), *judging)

    def drawn(self, rng: np.random.Generator) -> Examples:
        """One part of it."""
        raise NotImplementedError

    def drawings(self) -> np.ndarray:
        """The examples to validate by as pictures, if they are some: grey levels (n, features), uint8, 255 is black."""
        raise NotImplementedError

    def window(self) -> Box | None:
        """The piece of the plane that shows all points, as wide as high; None where there is no plane."""
        if not self.plane:
            return None
        inputs = np.concatenate([part.inputs for part in self.parts()])
        low, high = inputs.min(axis=0), inputs.max(axis=0)
        (x, y), reach = (low + high) / 2, (0.5 + MARGIN) * (high - low).max()
        return float(x - reach), float(x + reach), float(y - reach), float(y + reach)

    def marked(self, examples: Examples) -> Examples:
        """With some labels that are wrong."""
        share, rng = float(getattr(self, "label_noise", 0.0)), np.random.default_rng((MARKING, self._seed))
        return examples._replace(labels=relabelled(examples.labels, share, self.classes, rng))

    @property
    def _seed(self) -> int:
        return int(getattr(self, "seed", 0))


def points() -> Any:
    """How many examples to learn from."""
    return whole(
        300,
        20,
        1000,
        minimum=10,
        maximum=2000,
        symbol="n",
        help=Text(
            "points to learn from; as many again to validate, and to test",
            "학습에 쓰는 점의 수(검증과 시험에도 같은 수)",
        ),
    )


def noise(default: float, help: Text) -> Any:
    """How far points stray."""
    return hyper(default, 0.0, 1.0, maximum=10.0, symbol=r"\sigma", help=help)


def seed() -> Any:
    """The luck of the data, apart from that of the training."""
    return whole(
        0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the data", "데이터의 난수 시드")
    )


def strewn(places: Array, spread: float, rng: np.random.Generator) -> Array:
    """Points (n, 2) that stray from their places, normally."""
    return np.asarray(places + spread * rng.standard_normal(places.shape))


def dealt(n: int, classes: int) -> np.ndarray:
    """Labels (n,) in turn, so that no class has two examples more than another."""
    return np.arange(n) % classes
