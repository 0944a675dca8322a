"""A race in words: what a reader of a page or handout has to know to do it again."""

from __future__ import annotations

import re
from typing import NamedTuple

from app import i18n
from app.declared import Named, build
from app.formulas import plain
from app.specs import Race
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.fields import Choice, Counts, Hyper, Switch, Typed, Window
from optim_core.noises.none import NoNoise
from optim_core.registry import Declared


class Said(NamedTuple):
    """One setting: its name, its symbol in LaTeX (or nothing) and its value."""

    name: str
    symbol: str
    value: str


def settings(thing: Declared, language: str) -> list[Said]:
    """The settings of a thing: its main numbers and switches, and whatever is not as usual."""
    found = []
    for name, declared in thing.settings().items():
        value = getattr(thing, name)
        if (declared.minor or isinstance(declared, Choice)) and value == getattr(type(thing), name):
            continue
        if not thing.matters(name):
            continue
        words = re.split(r"[:;,]", getattr(declared.help, language))[0]
        match declared:
            case Hyper():
                found.append(Said(f"{name} =" if _is_letter(thing, declared) else words, declared.symbol, plain(value)))
            case Choice(options):
                found.append(Said(words, "", getattr(options[value], language)))
            case Typed():
                found.append(Said(f"{name}(x, y) =", "", value))
            case Window():
                x_min, x_max, y_min, y_max = map(plain, value)
                found.append(Said(words, "", f"[{x_min}, {x_max}] × [{y_min}, {y_max}]"))
            case Counts():
                found.append(Said(words, "", "-".join(map(str, value))))
            case Switch():
                found.append(Said(words, "", i18n.text(language, "reference.on" if value else "reference.off")))
    return found


def _is_letter(thing: Declared, number: Hyper) -> bool:
    return isinstance(thing.settings().get(number.used_by), Typed)


def sentence(thing: Declared, language: str) -> str:
    """A thing and its settings in one line."""
    said = ", ".join(f"{one.name} {one.value}" for one in settings(thing, language))
    title = getattr(thing.title, language)
    return f"{title}: {said}" if said else str(title)


class Racer(NamedTuple):
    """One run: its name, its rule, its settings in words, and what changes over time."""

    label: str
    rule: Rule
    settings: list[Said]
    driven: list[str]


def racers(spec: Race, language: str) -> list[Racer]:
    """Every run of a race in words."""
    found = []
    for run in spec.runs:
        rule: Rule = build(Rule, run.optimizer)
        driven = [f"{name}: {sentence(_schedule(named), language)}" for name, named in run.schedules.items()]
        if run.noise:
            driven.append(_noisy(run.noise, language))
        if run.cut:
            driven.append(
                i18n.text(language, "cut.told", at=run.cut.at, saved=i18n.text(language, f"cut.{run.cut.saved}"))
            )
        if run.start:
            driven.append(i18n.text(language, "export.start", place=_place(run.start)))
        found.append(Racer(run.called(language), rule, settings(rule, language), driven))
    return found


def race_line(spec: Race, language: str) -> str:
    """Surface, start, steps, noise and seed in one line."""
    surface: Surface = build(Surface, spec.surface)
    parts = [
        sentence(surface, language),
        i18n.text(language, "export.start", place=_place(spec.start or surface.begin())),
        i18n.text(language, "export.steps", steps=plain(spec.steps))
        if spec.budget is None
        else i18n.text(language, f"export.budget-{spec.budget.of}", most=plain(spec.budget.most)),
    ]
    own = sum(run.noise is not None for run in spec.runs)
    if spec.noise.kind != NoNoise.kind and own < len(spec.runs):
        but = i18n.text(language, "export.own-noise", count=own) if own else ""
        parts.append(_noisy(spec.noise, language) + but)
    parts.append(_luck(spec, language))
    if spec.tolerance:
        parts.append(i18n.text(language, "export.tolerance", norm=f"{spec.tolerance:g}"))
    return " · ".join(parts)


def _luck(spec: Race, language: str) -> str:
    if spec.repeats == 1:
        return f"{i18n.text(language, 'rules.seed')} {spec.seed}"
    seeds = {"first": spec.seed, "last": spec.seed + spec.repeats - 1}
    return i18n.text(language, "export.repeats", count=spec.repeats, **seeds)


def _noisy(named: Named, language: str) -> str:
    noise: Noise = build(Noise, named)
    return f"{i18n.text(language, 'rules.noise')}: {sentence(noise, language)}"


def _schedule(named: Named) -> Schedule:
    made: Schedule = build(Schedule, named)
    return made


def _place(place: tuple[float, float]) -> str:
    return f"({place[0]:g}, {place[1]:g})".replace("-", "−")
