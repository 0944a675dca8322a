"""Points of the plane: five ways in which classes lie beside one another."""

from __future__ import annotations

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks import dataset
from optim_core.networks.dataset import Dataset, dealt, strewn
from optim_core.networks.examples import Examples

STRAYS = Text("how far a point strays from its place", "점이 제자리에서 벗어나는 정도")
TURN = 4.0  # radians that an arm of a spiral winds, as in the course


class Moons(Dataset, kind="moons"):
    """The smallest task that a straight line fails."""

    order = 10
    title = Text("two moons", "두 초승달")
    summary = Text(
        "Two half circles that reach into each other: a line gets most points, a hidden layer nearly all.",
        "서로 파고드는 두 반원입니다. 직선도 대부분 맞히지만 은닉층이 있으면 거의 다 맞힙니다.",
    )
    formula = (
        r"x_0 = (\cos t, \sin t), \quad x_1 = (1 - \cos t, \tfrac{1}{2} - \sin t)",
        r"t \sim U(0, \pi), \quad x \leftarrow x + \sigma \varepsilon",
    )

    n: int = dataset.points()
    noise: float = dataset.noise(0.2, STRAYS)
    label_noise: float = terms.label_noise()
    seed: int = dataset.seed()

    def drawn(self, rng: np.random.Generator) -> Examples:
        labels = dealt(int(self.n), self.classes)
        t = np.pi * rng.random(len(labels))
        upper, lower = np.stack([np.cos(t), np.sin(t)], axis=-1), np.stack([1 - np.cos(t), 0.5 - np.sin(t)], axis=-1)
        return Examples(strewn(np.where(labels[:, None] == 0, upper, lower), self.noise, rng), labels)


class Circles(Dataset, kind="circles"):
    """No line is any good; a circle is a matter of three units."""

    order = 20
    title = Text("two circles", "두 동심원")
    summary = Text(
        "One class inside the other: no line does better than chance, three units are enough.",
        "한 클래스가 다른 클래스를 둘러쌉니다. 직선은 우연보다 나을 수 없고 유닛 세 개면 충분합니다.",
    )
    formula = (r"x_k = r_k (\cos t, \sin t) + \sigma \varepsilon", r"r_0 = 1, \quad r_1 = r, \quad t \sim U(0, 2\pi)")

    n: int = dataset.points()
    noise: float = dataset.noise(0.1, STRAYS)
    inner: float = hyper(
        0.4, 0.1, 0.9, minimum=0.0, maximum=1.0, symbol="r", help=Text("radius of the inner circle", "안쪽 원의 반지름")
    )
    label_noise: float = terms.label_noise()
    seed: int = dataset.seed()

    def drawn(self, rng: np.random.Generator) -> Examples:
        labels = dealt(int(self.n), self.classes)
        around = _around(2 * np.pi * rng.random(len(labels)))
        return Examples(strewn(around * np.where(labels == 0, 1.0, self.inner)[:, None], self.noise, rng), labels)


class Spirals(Dataset, kind="spirals"):
    """The picture of CS231n: what a line cannot bend around."""

    order = 30
    title = Text("spirals", "나선")
    summary = Text(
        "Arms that wind around one another: straight lines get half of them, one hidden layer gets nearly all.",
        "서로 감겨 있는 나선입니다. 직선으로는 절반만, 은닉층 하나로는 거의 전부를 맞힙니다.",
    )
    formula = (
        r"x_k = r (\sin t, \cos t)",
        r"t = 4 r + \frac{2 \pi k}{K} + \sigma \varepsilon, \quad 0 < r < 1",
    )
    source = "Karpathy, CS231n: Putting it together, minimal neural network case study, 2015"

    n: int = dataset.points()
    arms: int = whole(
        3, 2, 5, minimum=2, maximum=10, symbol="K", help=Text("arms, a class each", "팔의 수(팔마다 한 클래스)")
    )
    noise: float = dataset.noise(
        0.2, Text("how far a point strays along its circle", "점이 원둘레를 따라 벗어나는 각도")
    )
    label_noise: float = terms.label_noise()
    seed: int = dataset.seed()

    @property
    def classes(self) -> int:
        return int(self.arms)

    def drawn(self, rng: np.random.Generator) -> Examples:
        labels = dealt(int(self.n), self.classes)
        r = (np.arange(len(labels)) + rng.random(len(labels))) / len(labels)
        t = TURN * r + 2 * np.pi * labels / self.classes + self.noise * rng.standard_normal(len(labels))
        return Examples(r[:, None] * _around(t)[:, ::-1], labels)


class Blobs(Dataset, kind="blobs"):
    """What every classifier can do."""

    order = 40
    title = Text("blobs", "구름")
    summary = Text(
        "Round clouds around the corners of a polygon: lines are all it takes, unless the clouds overlap.",
        "다각형의 꼭짓점 둘레에 둥근 구름이 있습니다. 구름이 겹치지 않으면 직선으로 충분합니다.",
    )
    formula = (r"x_k = 2 \left(\cos \tfrac{2 \pi k}{K}, \sin \tfrac{2 \pi k}{K}\right) + \sigma \varepsilon",)

    n: int = dataset.points()
    clouds: int = whole(
        3, 2, 8, minimum=2, maximum=10, symbol="K", help=Text("clouds, a class each", "구름의 수(구름마다 한 클래스)")
    )
    noise: float = dataset.noise(0.6, STRAYS)
    label_noise: float = terms.label_noise()
    seed: int = dataset.seed()

    @property
    def classes(self) -> int:
        return int(self.clouds)

    def drawn(self, rng: np.random.Generator) -> Examples:
        labels = dealt(int(self.n), self.classes)
        return Examples(strewn(2 * _around(2 * np.pi * labels / self.classes), self.noise, rng), labels)


class Xor(Dataset, kind="xor"):
    """The task that ended the first summer of neural networks."""

    order = 50
    title = Text("exclusive or", "배타적 논리합(XOR)")
    summary = Text(
        "Four clouds, opposite corners alike: the smallest task that no single unit can solve.",
        "네 구름 가운데 마주 보는 것끼리 같은 클래스입니다. 유닛 하나로는 풀 수 없는 가장 작은 과제입니다.",
    )
    formula = (r"x = (\pm 1, \pm 1) + \sigma \varepsilon", r"y = [x_1 x_2 > 0]")
    source = "Minsky and Papert, Perceptrons, 1969"

    n: int = dataset.points()
    noise: float = dataset.noise(0.35, STRAYS)
    label_noise: float = terms.label_noise()
    seed: int = dataset.seed()

    def drawn(self, rng: np.random.Generator) -> Examples:
        corners = dealt(int(self.n), 4)
        places = np.array([[-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])[corners]
        return Examples(strewn(places, self.noise, rng), corners % 2)


def _around(t: Array) -> Array:
    """Points of the unit circle at angles (n,), (n, 2)."""
    return np.stack([np.cos(t), np.sin(t)], axis=-1)
