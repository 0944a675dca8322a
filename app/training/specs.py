"""What trainings are asked for: the data, a network, and the runs that learn, each with what is its own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

from pydantic import Field, create_model, model_validator

from app import limits
from app.declared import Few, Named, Strict, build, model_of, union_of
from app.misfits import misfits_told
from app.specs import Driven, driven_model
from app.training.jobs import Job
from app.wire import dumps
from optim_core import Rule, Schedule
from optim_core.networks.build import Perceptron
from optim_core.networks.dataset import Dataset
from optim_core.networks.mlp import MLP
from optim_core.networks.plan import Plan
from optim_core.registry import load

load("optim_core.networks.datasets")


class Pupil(Driven):
    """One training: of the network that all have but for what its own says, in its own mini-batches or those of all."""

    network: Named | None = None
    batch: int | None = Field(default=None, ge=1, le=limits.BATCH)


class Asked(Strict):
    """Up to six trainings on one data set."""

    data: Named
    network: Named
    runs: Sequence[Pupil]
    batch: int = Field(default=32, ge=1, le=limits.BATCH)
    epochs: int = Field(default=30, ge=1, le=limits.EPOCHS)
    seed: int = Field(default=0, ge=0, le=limits.SEED)

    @functools.cached_property
    def job(self) -> Job:
        """What a worker is given."""
        data: Dataset = build(Dataset, self.data)
        return Job(data, tuple(map(self._plan, self.runs)), self.epochs, self.seed)

    @functools.cached_property
    def networks(self) -> list[MLP]:
        """What each run trains."""
        return [plan.network.on(self.job.data) for plan in self.job.plans]

    def built(self, run: Pupil) -> dict[str, Any]:
        """The settings of the network of a run."""
        own = run.network.model_dump(include=run.network.model_fields_set - {"kind"}) if run.network else {}
        return self.network.model_dump(exclude={"kind"}) | own

    def _plan(self, run: Pupil) -> Plan:
        network = Perceptron(**self.built(run))
        schedules: dict[str, Schedule] = {name: build(Schedule, each) for name, each in run.schedules.items()}
        rule: Rule = build(Rule, run.optimizer)
        return Plan(rule, network, schedules, run.batch or self.batch)

    @property
    def question(self) -> str:
        """The same for everyone who asks the same, however it is put and whatever the runs are called."""
        runs = [
            run.model_dump(include={"optimizer", "schedules"})
            | {"network": self.built(run), "batch": run.batch or self.batch}
            for run in self.runs
        ]
        return dumps(self.model_dump(include={"data", "epochs", "seed"}) | {"runs": runs})

    @model_validator(mode="after")
    def _fits(self) -> Self:
        with misfits_told():
            for i, (plan, network) in enumerate(zip(self.job.plans, self.networks, strict=True)):
                plan.check(network, f"runs[{i}].")
        return self


@functools.cache
def asked_model() -> type[Asked]:
    """The model with everything registered as its legal values, made once."""
    network: Any = model_of(Perceptron)
    pupil: Any = driven_model(Pupil, network=(network | None, None))
    return create_model(
        "Asked",
        __base__=Asked,
        data=(union_of(Dataset), ...),
        network=(network, Field(default_factory=network)),
        runs=(Few[pupil], Field(min_length=1, max_length=limits.TRAININGS)),
    )


class Dear(NamedTuple):
    """Too much: the field to change, the key of the sentence, and its facts."""

    field: str
    key: str
    facts: dict[str, Any]


def dear(asked: Asked, most: float) -> Dear | None:
    """What is wrong with trainings that are more work than that, and what would fit."""
    job = asked.job
    learnt = len(job.data.parts().training.labels)

    def work(epochs: int) -> float:
        each = zip(job.plans, asked.networks, strict=True)
        return sum(plan.passes(network, job.data, learnt, epochs) for plan, network in each)

    if work(job.epochs) <= most:
        return None
    fits = _largest(job.epochs, lambda epochs: work(epochs) <= most)
    facts = {"runs": len(job.plans), "most": fits}
    return Dear("epochs", "error.training_epochs", facts) if fits else Dear("network", "error.training_network", facts)


def _largest(below: int, fits: Callable[[int], bool]) -> int:
    """The largest whole number below one that does not fit; 0 where none fits."""
    low, high = 0, below
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
