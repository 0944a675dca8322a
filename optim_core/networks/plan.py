"""One training as it is planned: by which optimizer, of which network, in which mini-batches; and what it costs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from optim_core.fields import Hyper, Text
from optim_core.networks.build import Perceptron
from optim_core.networks.dataset import Dataset
from optim_core.networks.door import barred, wants
from optim_core.networks.effort import BOTH, EXAMPLE, passes
from optim_core.networks.mlp import MLP
from optim_core.networks.views import PICTURES, SIDE
from optim_core.noise import Misfit
from optim_core.registry import Declared
from optim_core.rule import Rule
from optim_core.schedule import Schedule

SHOWN = 256  # of the examples to learn from: what goes on in the layers is seen on these
SEARCHING = 4  # times as often as in its first step asks a rule that searches along a line
CUBED = 1 / 20  # of a gradient of a formula, for each weight cubed: what a rule does with a Hessian
WATCHES_LOSS = Text(
    "a schedule of a training goes by the epoch, and this one by the loss",
    "학습의 스케줄은 에폭을 따라야 하는데, 이 스케줄은 손실을 따릅니다",
)


class Plan(NamedTuple):
    """A training before it begins.

    Attributes:
        schedules: factors on numbers of the rule, by epoch; one that spans a race spans all epochs.
        batch: examples in a mini-batch. An optimizer that compares losses gets all of them, whatever this says.
    """

    rule: Rule
    network: Perceptron
    schedules: Mapping[str, Schedule]
    batch: int

    @property
    def full(self) -> bool:
        """Whether every update looks at all examples because the optimizer wants the same each time."""
        return wants(self.rule).same

    def examples(self, learnt: int) -> int:
        """In a mini-batch, of so many to learn from."""
        return learnt if self.full else min(self.batch, learnt)

    def check(self, network: MLP, place: str) -> None:
        """Raise Misfit where this cannot be trained; its field stands at `place`."""
        if why := barred(self.rule, network.parameters):
            raise Misfit(f"{place}optimizer", why)
        for name, schedule in self.schedules.items():
            if schedule.watches_loss:
                raise Misfit(f"{place}schedules.{name}", WATCHES_LOSS)

    def alike(self) -> Hashable:
        """The same for plans that may be trained in one batch: they differ in numbers of the rule and penalties."""
        own = {name: value for name, value in _fixed(self.network) if name not in ("l2", "dropout")}
        layers = tuple(map(int, self.network.layers))
        schedules = [(name, type(each), *_fixed(each)) for name, each in sorted(self.schedules.items())]
        rest = tuple(sorted((own | {"layers": layers, "sigma": self.network.sigma}).items()))
        return type(self.rule), tuple(_fixed(self.rule)), tuple(schedules), rest, self.batch

    def passes(self, network: MLP, data: Dataset, learnt: int, epochs: int) -> float:
        """The work of it all, in gradients of a formula, with what is told of every epoch."""
        size, want = network.parameters, wants(self.rule)
        asks = want.gradients(size) * (SEARCHING if self.rule.branches else 1)
        epoch = asks * passes(size, learnt, self.examples(learnt), network.batch_norm)
        epoch += CUBED * size**3 if "hess" in want.asks else 0.0
        drawn = SIDE * SIDE if data.plane else learnt
        looks = 3 * SHOWN + 2 * learnt + drawn * min(1.0, PICTURES / (epochs + 1))
        return epochs * (epoch + looks * (EXAMPLE + BOTH * size) / 2)


def _fixed(declared: Declared) -> list[tuple[str, Hashable]]:
    """The settings in which trainings of one batch may not differ: all but real numbers."""
    return [
        (name, getattr(declared, name))
        for name, setting in declared.settings().items()
        if not (isinstance(setting, Hyper) and not setting.whole) and name != "layers"
    ]
