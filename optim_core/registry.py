"""A class that names its kind registers itself: `class Adam(Rule, kind="adam")` is all it takes."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self, cast, dataclass_transform

import numpy as np

from optim_core.fields import Choice, Hyper, Setting, Switch, Text, numbers, settings

Formula = tuple[str, ...]
_KIND = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass_transform(frozen_default=True, eq_default=False)
class Declared:
    """Base of everything that can be picked by name; every subclass becomes a frozen dataclass of its settings.

    Class attributes of a registered subclass:
        title: its name on the page.
        summary: one sentence for a student: the difference it makes.
        formula: LaTeX, line by line; where a `choice` changes it, a mapping from that choice's options to lines;
            where a switch does, a mapping from its name, and from "no " and its name, to lines. Of an optimizer
            the lines are worked out with numbers (`formulas/`), in their order: CONTRIBUTING says how to write them.
        source: the paper or book it comes from.
        order: its place in lists, in the order a course tells it; what says nothing comes last.
    """

    registry: ClassVar[dict[str, Any]]
    kind: ClassVar[str]
    title: ClassVar[Text]
    summary: ClassVar[Text]
    formula: ClassVar[Formula | Mapping[str, Formula]]
    source: ClassVar[str] = ""
    order: ClassVar[int] = 1000
    _settings: ClassVar[dict[str, Setting]]
    _numbers: ClassVar[dict[str, Hyper]]

    def __init_subclass__(cls, kind: str | None = None, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        dataclasses.dataclass(frozen=True, eq=False)(cls)
        cls._settings, cls._numbers = settings(cls), numbers(cls)
        if kind is None:
            return
        if not _KIND.fullmatch(kind):
            raise ValueError(f"the kind {kind!r} of {cls.__name__} is not a kebab-case name")
        if kind in cls.registry:
            raise ValueError(f"the kind {kind!r} of {cls.__name__} is taken by {cls.registry[kind].__name__}")
        missing = [name for name in ("title", "summary", "formula") if not hasattr(cls, name)]
        if missing:
            raise TypeError(f"{cls.__name__} does not declare its {', '.join(missing)}")
        cls.kind = kind
        cls.registry[kind] = cls

    @classmethod
    def settings(cls) -> Mapping[str, Setting]:
        """Declared settings by name."""
        return cls._settings

    @classmethod
    def numbers(cls) -> Mapping[str, Hyper]:
        """Declared numeric settings by name."""
        return cls._numbers

    def replace(self, **changes: Any) -> Self:
        """A copy with other settings."""
        return cast(Self, dataclasses.replace(cast(Any, self), **changes))

    @property
    def differs(self) -> bool:
        """Whether a number of it is an array: it differs between the runs of a batch."""
        return any(np.ndim(getattr(self, name)) for name in self.numbers())

    def matters(self, name: str) -> bool:
        """Whether a setting changes anything: a letter does if the text that uses it has it (see `Hyper.used_by`)."""
        setting = self.settings()[name]
        by, _, option = (setting.used_by if isinstance(setting, Hyper) else "").partition("=")
        return not by or re.search(rf"\b{option or name}\b", getattr(self, by)) is not None

    def lines(self) -> Formula:
        """The formula in force, given the choices made."""
        if not isinstance(self.formula, Mapping):
            return self.formula
        return next(self.formula[option] for option in self._chosen() if option in self.formula)

    def _chosen(self) -> Iterator[str]:
        for name, setting in self.settings().items():
            if isinstance(setting, Choice):
                yield getattr(self, name)
            elif isinstance(setting, Switch):
                yield name if getattr(self, name) else f"no {name}"

    def over(self, shape: Sequence[int]) -> Self:
        """A copy whose numbers are float64 arrays that broadcast against `shape` (one run is a batch of one)."""
        spread = {}
        for name in self.numbers():
            value = np.asarray(getattr(self, name), dtype=np.float64)
            spread[name] = np.array(np.broadcast_to(value, shape)) if value.ndim == 0 else value
        return self.replace(**spread)


def load(package: str) -> None:
    """Import every module of a package, so that what it declares is registered."""
    found = importlib.import_module(package)
    for module in pkgutil.iter_modules(found.__path__):
        importlib.import_module(f"{package}.{module.name}")
