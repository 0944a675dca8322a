"""A study in a worker. It imports the core alone, so that a worker is soon at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from optim_core.study import Ground, Part, Study

WORK = "app.studies.jobs:parts"


class Job(NamedTuple):
    """What a worker has to know of one."""

    study: Study
    ground: Ground | None


def parts(job: Job) -> Iterator[Part | None]:
    """All that the study finds, as it finds it."""
    return job.study.parts(job.ground)


def ready() -> None:
    """The code of all studies."""
    import optim_core.studies  # noqa: F401
