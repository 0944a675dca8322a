"""Trainings as a short Python script that makes the very same of them without the page."""

from __future__ import annotations

from app import i18n
from app.export.tidy import literal
from app.training.specs import Asked
from optim_core.networks.plan import Plan
from optim_core.networks.progress import Ended, Epoch
from optim_core.networks.trainings import trainings
from optim_core.registry import Declared

LOOP = """\
for told in trainings(data, plans, epochs={epochs}, seed={seed}):
    if isinstance(told, Epoch):
        losses = f"{{told.training.loss:.4f}} {{told.validation.loss:.4f}}"
        print(told.run, told.epoch, losses, f"{{told.validation.accuracy:.1%}}")
    if isinstance(told, Ended):
        for run, end in enumerate(told.runs):
            print(run, {best}, end.best, {test}, f"{{end.test.loss:.4f}} {{end.test.accuracy:.1%}}")"""


def script(asked: Asked, language: str) -> str:
    """The file: everything that was asked is in it, and what is as usual left out."""
    job = asked.job
    used: set[type] = {Plan, Ended, Epoch}
    plans = [
        f"    Plan({_made(plan.rule, used)}, {_made(plan.network, used)}, {_driven(plan, used)}, batch={plan.batch}),"
        for plan in job.plans
    ]
    data = f"data = {_made(job.data, used)}\nplans = [\n" + "\n".join(plans) + "\n]"
    brought = {(thing.__module__, thing.__name__) for thing in used} | {(trainings.__module__, trainings.__name__)}
    modules: dict[str, list[str]] = {}
    for module, name in sorted(brought):
        modules.setdefault(module, []).append(name)
    imports = "\n".join(f"from {module} import {', '.join(names)}" for module, names in modules.items())
    words = {name: literal(i18n.text(language, f"training.script-{name}")) for name in ("best", "test")}
    loop = LOOP.format(epochs=job.epochs, seed=job.seed, **words)
    head = i18n.text(language, "training.script", runs=len(plans))
    return f'"""{head}"""\n\n{imports}\n\n{data}\n{loop}\n'


def _driven(plan: Plan, used: set[type]) -> str:
    return "{" + ", ".join(f"{literal(name)}: {_made(each, used)}" for name, each in plan.schedules.items()) + "}"


def _made(thing: Declared, used: set[type]) -> str:
    """The code that makes it."""
    used.add(type(thing))
    own = {name: _plain(getattr(thing, name)) for name in thing.settings()}
    usual = {name: _plain(getattr(type(thing), name)) for name in own}
    told = [f"{name}={literal(value)}" for name, value in own.items() if value != usual[name]]
    return f"{type(thing).__name__}({', '.join(told)})"


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
