"""Every registry as one plain dictionary: what the page, the reference and other programs read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.fields import Choice, Hyper, Setting, Switch, Text, Typed, Window
from optim_core.registry import Declared, load
from optim_core.study import Axis, Figure, Study

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
    """The same with the studies, which a race does without."""
    load("optim_core.studies")
    return catalog() | {"studies": [entry(declared) for declared in listed(Study)]}


def listed(family: type[Declared]) -> list[type[Declared]]:
    """A family in the order of the course."""
    return sorted(family.registry.values(), key=lambda declared: (declared.order, declared.kind))


def entry(declared: type[Declared]) -> dict[str, Any]:
    """One optimizer, surface, schedule or noise."""
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
            "figures": [_figure(figure) for figure in declared.figures],
            "facts": [
                {
                    "name": name,
                    "title": _text(fact.title),
                    "symbol": fact.symbol,
                    "unit": fact.unit and _text(fact.unit),
                }
                for name, fact in declared.facts.items()
            ],
        }
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
    }


def _end(value: float) -> float | None:
    """Of a band that has no end there is nothing to say."""
    return value if math.isfinite(value) else None


def _axis(axis: Axis) -> dict[str, Any]:
    return axis._asdict() | {"title": _text(axis.title)}


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
