"""Trainings in a worker. It imports the core alone, so that a worker is soon at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from optim_core.networks.dataset import Dataset
from optim_core.networks.plan import Plan
from optim_core.networks.progress import Told
from optim_core.networks.trainings import trainings
from optim_core.registry import load

WORK = "app.training.jobs:parts"


class Job(NamedTuple):
    """What a worker has to know of them."""

    data: Dataset
    plans: tuple[Plan, ...]
    epochs: int
    seed: int


def parts(job: Job) -> Iterator[Told | None]:
    """All that is told of them, as they go on."""
    return trainings(*job)


def ready() -> None:
    """The code of all data sets and optimizers."""
    for package in ("optimizers", "schedules", "networks.datasets"):
        load(f"optim_core.{package}")
