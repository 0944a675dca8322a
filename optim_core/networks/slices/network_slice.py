"""The loss of a real network on a plane through the space of its weights, as a surface like any other."""

from __future__ import annotations

from optim_core.fields import Array, Text
from optim_core.networks.slices.settings import Settings
from optim_core.registry import Formula
from optim_core.surface import Box, Landmark, Pair, Surface

FORMULA: Formula = (
    r"f(x, y) = \frac{1}{n} \sum_{i=1}^{n} L(\mathrm{net}(a_i; w), t_i)",
    r"w = w_0 + x d_1 + y d_2",
)


class NetworkSlice(Settings, Surface, kind="network-slice"):
    """Trained once from its settings, whenever it is first asked; kept for as long as the process has room."""

    order = 270
    title = Text("Slice of a network", "신경망의 단면")
    summary = Text(
        "The loss of a trained network along two directions of its weights: what the valleys of real models look like. "
        "All other directions are frozen: no run can leave the plane, "
        "and a trained network need not be its lowest point.",
        "학습된 신경망의 손실을 가중치의 두 방향으로 자른 단면입니다. 실제 모델의 골짜기가 어떤 모양인지 보여 줍니다. "
        "나머지 방향은 모두 고정되어 있어 실행은 이 평면을 벗어나지 못하고, "
        "학습된 신경망이 평면에서 가장 낮은 곳이라는 법도 없습니다.",
    )
    formula = FORMULA
    source = "Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, 2018"
    scale = "log"

    def value(self, p: Array) -> Array:
        return self.sliced.plane.value(p)

    def grad(self, p: Array) -> Array:
        return self.sliced.plane.grad(p)

    def hess(self, p: Array) -> Array:
        return self.sliced.plane.hess(p)

    def domain(self) -> Box:
        return self.sliced.window

    def begin(self) -> Pair:
        return self.sliced.begin

    def landmarks(self) -> tuple[Landmark, ...]:
        path = tuple((float(x), float(y)) for x, y in self.sliced.path.T)
        return (
            Landmark(Text("trained network", "학습된 신경망"), self.sliced.marks),
            Landmark(Text("start of the training", "학습의 시작"), path[:1]),
            Landmark(Text("its training, seen from above", "위에서 본 학습 경로"), path, way=True),
        )

    def floor(self) -> float | None:
        return 0.0

    @property
    def dear(self) -> float:
        return self.sliced.plane.dear

    def prepare(self) -> None:
        self.sliced  # noqa: B018 - it is kept

    def spelt(self) -> Surface:
        from optim_core.networks.handed import handed

        return handed(self.sliced.plane, self)
