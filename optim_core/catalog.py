"""Every registry as one plain dictionary: what the page, the reference and other programs read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.fields import Choice, Counts, Hyper, Setting, Switch, Text, Typed, Window
from optim_core.networks.build import Build
from optim_core.networks.dataset import Dataset
from optim_core.registry import Declared, load
from optim_core.search.dimension import Dimension, Options
from optim_core.search.strategy import Strategy
from optim_core.search.target import Measure, Target
from optim_core.study import Axis, Fact, Figure, Study

FAMILIES: dict[str, type[Declared]] = {
    "surfaces": Surface,
    "optimizers": Rule,
    "schedules": Schedule,
    "noises": Noise,
}


def catalog() -> dict[str, list[dict[str, Any]]]:
    """All families; JSON-ready, texts in every language."""
    return {name: [entry(declared) for declared in listed(family)] for name, family in FAMILIES.items()}


def whole() -> dict[str, list[dict[str, Any]]]:
    """The same with what a race does without: studies, targets and strategies of a search, data of networks."""
    for package in ("studies", "search.targets", "search.strategies", "networks.datasets"):
        load(f"optim_core.{package}")
    more = {"studies": Study, "targets": Target, "strategies": Strategy, "data": Dataset, "networks": Build}
    return catalog() | {name: [entry(declared) for declared in listed(family)] for name, family in more.items()}


def listed(family: type[Declared]) -> list[type[Declared]]:
    """A family in the order of the course."""
    return sorted(family.registry.values(), key=lambda declared: (declared.order, declared.kind))


def entry(declared: type[Declared]) -> dict[str, Any]:
    """Anything that is declared."""
    plain: dict[str, Any] = {
        "kind": declared.kind,
        "title": _text(declared.title),
        "summary": _text(declared.summary),
        "formula": _formula(declared.formula),
        "source": declared.source,
        "settings": [
            {"name": name, "default": getattr(declared, name), **_setting(setting)}
            for name, setting in declared.settings().items()
        ],
    }
    if issubclass(declared, Rule):
        plain["shows"] = [
            {"name": name, "shape": v.shape, "symbol": v.symbol, "help": _text(v.help), "divides": v.divides}
            for name, v in declared.shows.items()
        ]
    if issubclass(declared, Noise):
        plain["needs_rows"] = declared.needs_rows
    if issubclass(declared, Study):
        plain |= {
            "grounded": declared.grounded,
            "surface": declared.surface,
            "figures": [_figure(figure) for figure in declared.figures],
            "facts": [_fact(name, fact) for name, fact in declared.facts.items()],
        }
    if issubclass(declared, Target):
        plain |= _target(cast(Any, declared)())
    if issubclass(declared, Dataset):
        data = declared()
        plain |= {"plane": data.plane, "features": data.features, "classes": data.classes, "window": data.window()}
        plain["scales"] = dict(data.scales)
    if issubclass(declared, Surface):
        surface = declared()
        plain |= {
            "scale": surface.scale,
            "rows": declared.rows,
            "examples": [{"title": _text(one.title), "settings": dict(one.settings)} for one in declared.examples],
            "domain": surface.domain(),
            "begin": surface.begin(),
            "minima": surface.minima(),
            "floor": surface.floor(),
            "scales": surface.scales(),
        }
    return plain


def _target(target: Target) -> dict[str, Any]:
    """A target with the settings that it has if nothing else is said."""
    return {
        "raced": target.raced,
        "measure": measured(target.measure),
        "tells": [_fact(name, fact) for name, fact in target.tells.items()],
        "space": [
            dimension(name, of) | {"present": target.present()[name]} for name, of in target.space().dimensions.items()
        ],
    }


def measured(measure: Measure) -> dict[str, Any]:
    """A score as it is shown."""
    titles = {"title": _text(measure.title), "early": _text(measure.early or measure.title)}
    return titles | {"log": measure.log, "unit": measure.unit and _text(measure.unit)}


def dimension(name: str, of: Dimension) -> dict[str, Any]:
    """What may be chosen of one setting."""
    plain: dict[str, Any] = {"name": name, "title": _text(of.title), "symbol": of.symbol}
    if isinstance(of, Options):
        return plain | {"options": [{"value": value, "title": _text(title)} for value, title in of.options.items()]}
    ends = {end: _end(getattr(of, end)) for end in ("low", "high", "minimum", "maximum")}
    return plain | ends | {"scale": of.scale, "whole": of.whole}


def _fact(name: str, fact: Fact) -> dict[str, Any]:
    return {"name": name, "title": _text(fact.title), "symbol": fact.symbol, "unit": fact.unit and _text(fact.unit)}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "title": _text(figure.title),
        "across": _axis(figure.across),
        "up": _axis(figure.up),
        "series": [
            one._asdict() | {"title": _text(one.title), "names": [_text(name) for name in one.names]}
            for one in figure.series
        ],
        "bands": [
            {"low": _end(band.low), "high": _end(band.high), "title": _text(band.title), "tone": band.tone}
            for band in figure.bands
        ],
        "of": figure.of,
        "equal": figure.equal,
    }


def _end(value: float) -> float | None:
    """Of a band that has no end there is nothing to say."""
    return value if math.isfinite(value) else None


def _axis(axis: Axis) -> dict[str, Any]:
    titles = {option: _text(title) for option, title in axis.titles.items()}
    return axis._asdict() | {"title": _text(axis.title), "titles": titles}


def _text(text: Text) -> dict[str, str]:
    return text._asdict()


def _formula(formula: Any) -> Any:
    return {k: list(v) for k, v in formula.items()} if isinstance(formula, Mapping) else list(formula)


def _setting(setting: Setting) -> dict[str, Any]:
    plain: dict[str, Any] = {"help": _text(setting.help), "minor": setting.minor}
    match setting:
        case Switch():
            return {"type": "switch"} | plain
        case Choice(options):
            shown = [{"value": value, "title": _text(title)} for value, title in options.items()]
            return {"type": "choice", "options": shown} | plain
        case Typed():
            return {"type": "text", "longest": setting.longest} | plain
        case Window():
            return {"type": "window", "farthest": setting.farthest} | plain
        case Counts():
            ends = {name: getattr(setting, name) for name in ("longest", "minimum", "maximum", "usual", "symbol")}
            return {"type": "counts"} | ends | plain
        case Hyper():
            return {
                "type": "whole" if setting.whole else "number",
                "low": setting.low,
                "high": setting.high,
                "minimum": setting.minimum,
                "maximum": setting.maximum,
                "log": setting.log,
                "scale": setting.scale,
                "symbol": setting.symbol,
                "per": setting.per,
                "share": setting.share,
                "used_by": setting.used_by,
            } | plain
