"""What a slice of a network is made of, declared once for the surface and for whoever draws it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optim_core.fields import Text, choice, settings, switch
from optim_core.networks.losses import LOSSES
from optim_core.networks.units import UNITS

if TYPE_CHECKING:
    from optim_core.networks.sliced import Slice

Options = Mapping[str, Text]
DATA: Options = {  # called as the data sets themselves, which a race does without
    "moons": Text("two moons", "두 초승달"),
    "circles": Text("two circles", "두 동심원"),
    "spirals": Text("spirals", "나선"),
    "blobs": Text("blobs", "구름"),
    "xor": Text("exclusive or", "배타적 논리합(XOR)"),
    "digits": Text("handwritten digits", "손글씨 숫자"),
}
HIDDEN: Options = {
    "none": Text("none: a linear classifier", "없음(선형 분류기)"),
    "8": Text("one layer of 8 units", "8개 유닛 한 층"),
    "8-8": Text("two layers of 8 units", "8개 유닛 두 층"),
    "16-16": Text("two layers of 16 units", "16개 유닛 두 층"),
}
UNIT: Options = {name: UNITS[name].title for name in ("tanh", "relu", "gelu")}
LOSS: Options = {name: LOSSES[name].title for name in ("softmax", "squared")}
TRAINED_BY: Options = {
    "plain": Text("gradient descent, lr 0.1", "경사하강법, 학습률 0.1"),
    "rolling": Text("momentum, lr 0.05", "모멘텀, 학습률 0.05"),
    "scaled": Text("Adam, lr 0.01", "Adam, 학습률 0.01"),
}
PLANE: Options = {
    "random": Text("random, filter-normalised", "무작위 방향(필터 정규화)"),
    "raw": Text("random, raw", "무작위 방향(정규화 없음)"),
    "path": Text("the path of the training (PCA)", "학습 경로의 평면(PCA)"),
    "three": Text("three trained networks", "학습된 신경망 세 개"),
    "line": Text("from start to end", "시작에서 끝까지"),
}
EPOCHS: Options = {text: Text(text, text) for text in ("3", "30", "100")}
SEEDS: Options = {text: Text(text, text) for text in "0123"}


@dataclasses.dataclass(frozen=True, eq=False)
class Settings:
    """All are choices, so that nobody sweeps over them: each of their values is a training of its own."""

    plane: str = choice("random", PLANE, help=Text("where to cut", "어디를 자를지"))
    data: str = choice("moons", DATA, help=Text("what the network learns", "신경망이 배우는 데이터"))
    hidden: str = choice("8-8", HIDDEN, help=Text("hidden layers", "은닉층"))
    unit: str = choice("tanh", UNIT, help=Text("activation function", "활성화 함수"))
    loss: str = choice("softmax", LOSS, help=Text("loss", "손실 함수"), minor=True)
    batch_norm: bool = switch(
        False,
        help=Text("batch normalisation, judged by running averages", "배치 정규화(이동 평균으로 평가)"),
        minor=True,
    )
    trained_by: str = choice("rolling", TRAINED_BY, help=Text("how it is trained", "학습 방법"), minor=True)
    epochs: str = choice("100", EPOCHS, help=Text("epochs of training", "학습한 에폭 수"))
    seed: str = choice("0", SEEDS, help=Text("luck of training and directions", "학습과 방향의 난수 시드"), minor=True)
    rescaled: bool = switch(
        False,
        help=Text(
            "write the first layer 10 times as large and the second 10 times as small (for ReLU the same function)",
            "첫 층을 10배, 둘째 층을 10분의 1로 적기(ReLU이면 같은 함수)",
        ),
        minor=True,
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """The settings by name, without those of whoever has more."""
        return {name: getattr(self, name) for name in settings(Settings)}

    @property
    def sliced(self) -> Slice:
        """The training behind it and the plane; made when it is first asked for, within a third of a second."""
        from optim_core.networks.sliced import sliced

        return sliced(**self.chosen)
