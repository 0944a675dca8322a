"""What a network is made of, declared once: the page's controls, a request, a link and the reference read it here."""

from __future__ import annotations

from typing import ClassVar

from optim_core.fields import Counts, Text, choice, counts, hyper, switch
from optim_core.networks import terms
from optim_core.networks.dataset import Dataset
from optim_core.networks.inits import INITS
from optim_core.networks.losses import LOSSES
from optim_core.networks.mlp import MLP
from optim_core.registry import Declared


class Build(Declared):
    """How a network is made and what its training pays for; the data say how many numbers go in and come out."""

    registry: ClassVar[dict[str, type[Build]]] = {}

    def on(self, data: Dataset) -> MLP:
        """The network for these data."""
        raise NotImplementedError


class Perceptron(Build, kind="perceptron"):
    """The network of the course: sums, a bend, sums, a bend, and scores."""

    order = 10
    title = Text("multilayer perceptron", "다층 퍼셉트론")
    summary = Text(
        "Layers of units, each of which bends a weighted sum of the layer below; the last gives a score to each class.",
        "유닛으로 된 층들입니다. 유닛은 아래층의 가중합을 휘고, 마지막 층은 클래스마다 점수를 매깁니다.",
    )
    formula = (
        r"a_0 = x, \quad a_k = u(W_k a_{k-1} + b_k)",
        r"s = W_K a_{K-1} + b_K",
    )
    source = "Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986"

    layers: tuple[int, ...] = counts(
        (16, 16),
        Counts(20, 1, 256, 16, "n_k", Text("units of the hidden layers", "은닉층의 유닛 수")),
    )
    unit: str = terms.unit("relu")
    init: str = choice(
        "he",
        {name: init.title for name, init in INITS.items()},
        help=Text("how weights begin", "가중치 초기화"),
    )
    sigma: float = hyper(
        0.01,
        1e-4,
        1.0,
        log=True,
        minimum=0.0,
        maximum=100.0,
        symbol=r"\sigma",
        help=Text("spread: of weights that begin small", "표준 편차: 작게 시작하는 가중치의 표준 편차"),
        used_by="init=small",
    )
    loss: str = choice(
        "softmax",
        {name: loss.title for name, loss in LOSSES.items()},
        help=Text("loss", "손실 함수"),
    )
    batch_norm: bool = switch(False, help=Text("batch normalisation: of every hidden layer", "배치 정규화: 은닉층마다"))
    l2: float = terms.l2()
    dropout: float = terms.dropout(minor=True)

    def on(self, data: Dataset) -> MLP:
        return MLP(
            (data.features, *map(int, self.layers), data.classes),
            unit=self.unit,
            loss=self.loss,
            l2=self.l2,
            init=self.init,
            sigma=self.sigma,
            batch_norm=self.batch_norm,
        )
