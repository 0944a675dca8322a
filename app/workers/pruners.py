"""Who stops a trial before it has had all its epochs: Optuna's pruners, by the names that a search gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from optim_core.fields import Text

if TYPE_CHECKING:
    from optuna.pruners import BasePruner

WARM = 2  # epochs that every trial may have
FIRST = 4  # trials that are trained whole before any other is compared with them
KEPT = 3  # of so many goes on to the next rung


class Pruner(NamedTuple):
    """What it is called, what it does, and how it is made for trainings of so many epochs."""

    title: Text
    summary: Text
    make: Callable[[Any, int], BasePruner]


PRUNERS: Mapping[str, Pruner] = {
    "none": Pruner(
        Text("nobody", "없음"),
        Text("Every trial is trained to its end.", "모든 시도를 끝까지 훈련합니다."),
        lambda of, epochs: of.NopPruner(),
    ),
    "median": Pruner(
        Text("the worse half", "하위 절반"),
        Text(
            f"After {WARM} epochs whoever is worse than the middle of those that were trained whole is stopped.",
            f"{WARM}에폭 뒤에 끝까지 훈련한 시도들의 중앙값보다 나쁘면 멈춥니다.",
        ),
        lambda of, epochs: of.MedianPruner(n_startup_trials=FIRST, n_warmup_steps=WARM),
    ),
    "halving": Pruner(
        Text("successive halving", "연속 반감"),
        Text(
            f"On each rung only the best one in {KEPT} goes on, and trains {KEPT} times as long.",
            f"단계마다 {KEPT}개 중 가장 좋은 하나만 남아 {KEPT}배 더 오래 훈련합니다.",
        ),
        lambda of, epochs: of.SuccessiveHalvingPruner(min_resource=1, reduction_factor=KEPT),
    ),
    "brackets": Pruner(
        Text("Hyperband", "하이퍼밴드"),
        Text(
            "Several halvings at once, some of which wait longer before they stop anybody.",
            "여러 반감을 함께 씁니다. 그중 일부는 더 오래 기다렸다가 멈춥니다.",
        ),
        lambda of, epochs: of.HyperbandPruner(min_resource=1, max_resource=epochs, reduction_factor=KEPT),
    ),
}


def pruner(name: str, epochs: int) -> BasePruner:
    """Optuna's."""
    import optuna.pruners

    return PRUNERS[name].make(optuna.pruners, epochs)
