"""What is told of trainings, as events while they go on."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from typing import Any

from app import answers
from app.pool.words import Waiting
from app.training.specs import Asked
from app.wire import number, numbers, pack
from optim_core.networks import progress
from optim_core.networks.examples import Examples
from optim_core.networks.progress import Began, BlownUp, Ended, Epoch, Figures, Judged, Picture
from optim_core.networks.views import SIDE, Mistakes, Regions

Told = Waiting | progress.Told


async def events(asked: Asked, parts: AsyncGenerator[Told, None], language: str) -> answers.Parts:
    """`start`, then `epoch` and `picture`, and `blown` where a training ends early, as they come, then `done`."""
    async with contextlib.aclosing(parts):
        async for part in parts:
            yield _event(part, asked, language)


def _event(part: Told, asked: Asked, language: str) -> answers.Part:
    match part:
        case Began():
            return "start", about(part, asked, language)
        case Epoch():
            return "epoch", stand(part)
        case Picture(run, epoch, view):
            return "picture", {"run": run, "epoch": epoch} | pictured(view, asked)
        case BlownUp(run, epoch):
            return "blown", {"run": run, "epoch": epoch}
        case Ended(runs):
            return "done", {"runs": [judged(each) for each in runs]}
    return part


def about(part: Began, asked: Asked, language: str) -> dict[str, Any]:
    """What is known before the first update."""
    job, data = asked.job, asked.job.data
    learnt = len(part.parts.training.labels)
    runs = []
    for run, plan, network, together in zip(asked.runs, job.plans, asked.networks, part.together, strict=True):
        batch = plan.examples(learnt)
        runs.append(
            {
                "label": run.called(language),
                "optimizer": run.optimizer.model_dump(),
                "network": asked.built(run),
                "sizes": network.sizes,
                "parameters": network.parameters,
                "batch": batch,
                "full": plan.full,
                "updates": -(-learnt // batch),
                "together": together,
            }
        )
    named = zip(("train", "validation"), part.parts, strict=False)
    points = {name: _points(examples) for name, examples in named} if data.plane else None
    sizes = {name: len(each.labels) for name, each in zip(("train", "validation", "test"), part.parts, strict=True)}
    about = asked.data.model_dump() | {"classes": data.classes, "window": data.window(), "examples": sizes}
    return {"data": about | {"points": points}, "runs": runs, "epochs": job.epochs}


def _points(examples: Examples) -> dict[str, Any]:
    x, y = examples.inputs.T
    return {"x": pack(x, "f4"), "y": pack(y, "f4"), "label": pack(examples.labels, "u1")}


def stand(part: Epoch) -> dict[str, Any]:
    """How a training stands; what is not finite is null."""
    both = {"train": part.training, "validation": part.validation}
    layers = {name: numbers(getattr(part, name)) for name in ("gradient", "ratio", "dead")}
    figures = {name: {of: number(getattr(each, name)) for of, each in both.items()} for name in Figures._fields}
    return {"run": part.run, "epoch": part.epoch} | figures | layers


def pictured(view: Regions | Mistakes, asked: Asked) -> dict[str, Any]:
    """A picture: regions row by row from the lowest y, or mistakes with the worst of them as grey levels."""
    if isinstance(view, Regions):
        return {"size": SIDE, "regions": pack(view.answers, "u1"), "sure": pack(view.sure, "u1")}
    drawings = asked.job.data.drawings()
    each = zip(view.labels.tolist(), view.answers.tolist(), numbers(view.shares), drawings[view.rows], strict=True)
    worst = [
        {"label": label, "answer": answer, "share": share, "pixels": pack(pixels, "u1")}
        for label, answer, share, pixels in each
    ]
    return {"confusion": view.confusion.tolist(), "worst": worst}


def judged(each: Judged) -> dict[str, Any]:
    """How a training ended, with what the test says."""
    test = {name: number(value) for name, value in each.test._asdict().items()}
    said = each._asdict() | {"status": "diverged" if each.diverged else "done", "test": test}
    del said["diverged"]
    return said


def heads(layers: int) -> list[str]:
    """Columns of a table of so many layers."""
    figures = [f"{of}_{name}" for name in Figures._fields for of in ("training", "validation")]
    return [
        "run",
        "label",
        "optimizer",
        "epoch",
        *figures,
        *(
            f"{name}_{k}"
            for name, n in (("gradient", layers), ("ratio", layers), ("dead", layers - 1))
            for k in range(1, n + 1)
        ),
    ]


def row(part: Epoch, layers: int) -> list[Any]:
    """What a table says of one training after one epoch; layers that it has not are left empty."""
    cells: list[Any] = [
        number(getattr(of, name)) for name in Figures._fields for of in (part.training, part.validation)
    ]
    for values, n in ((part.gradient, layers), (part.ratio, layers), (part.dead, layers - 1)):
        cells += numbers(values) + [None] * (n - len(values))
    return cells
