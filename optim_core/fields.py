"""The words a class uses to declare itself: hyperparameters, inner vectors and texts.

A rule, surface, schedule or noise states each of its settings once, as a field of its class:

    lr: float = hyper(0.1, 1e-5, 10, log=True, symbol=r"\\eta", help=Text("learning rate", "학습률"))

The catalogue, request checking, controls, reference page, search space and contract tests all read that line.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Scale = Literal["linear", "log", "mirror"]


class Text(NamedTuple):
    """A sentence or word in every language of the house."""

    en: str
    ko: str


@dataclasses.dataclass(frozen=True)
class Hyper:
    """A number: `low..high` is the range of its slider and of a search, `minimum..maximum` what is allowed.

    `per` names the scale of a surface that the number goes with, and `share` how: the value that suits a surface is
    share * surface.scales()[per]. Empty where one value suits all. `used_by` names a typed text in which the number is
    a letter, or a choice of which the option of its name, or `choice=option` another, wants it: where that is not
    mentioned, it changes nothing.
    `mirror` says of a share that is kept at every step, such as momentum, that 0.9 and 0.99 are as far apart as 0.99
    and 0.999: its distance from 1 counts by its logarithm when it is searched.
    """

    low: float
    high: float
    minimum: float
    maximum: float
    log: bool
    whole: bool
    symbol: str
    help: Text
    minor: bool
    per: str = ""
    share: float = 1.0
    used_by: str = ""
    mirror: bool = False

    @property
    def scale(self) -> Scale:
        """The scale on which a search spreads its trials evenly."""
        if self.mirror:
            return "mirror"
        return "log" if self.log else "linear"


@dataclasses.dataclass(frozen=True)
class Switch:
    """On or off."""

    help: Text
    minor: bool


@dataclasses.dataclass(frozen=True)
class Choice:
    """One of several named conventions."""

    options: Mapping[str, Text]
    help: Text
    minor: bool


@dataclasses.dataclass(frozen=True)
class Typed:
    """A text that a person types, of at most `longest` characters; the class says which ones it can read."""

    longest: int
    help: Text
    minor: bool = False


@dataclasses.dataclass(frozen=True)
class Window:
    """A piece of the plane: x_min < x_max, y_min < y_max, each at most `farthest` from 0."""

    farthest: float
    help: Text
    minor: bool = False


@dataclasses.dataclass(frozen=True)
class Counts:
    """Whole numbers in a row, `longest` of them at most, each from `minimum` to `maximum`; `usual` joins the next."""

    longest: int
    minimum: int
    maximum: int
    usual: int
    symbol: str
    help: Text
    minor: bool = False


class Edges(tuple[float, float, float, float]):
    """The value of a window. Called, it answers itself, for `domain()` is how every surface is asked for its own."""

    __slots__ = ()

    def __call__(self) -> tuple[float, float, float, float]:
        x_min, x_max, y_min, y_max = self
        return x_min, x_max, y_min, y_max


Setting = Hyper | Switch | Choice | Typed | Window | Counts
_KEY = "ravine"


def hyper(
    default: float,
    low: float,
    high: float,
    *,
    symbol: str,
    help: Text,
    log: bool = False,
    minimum: float | None = None,
    maximum: float | None = None,
    minor: bool = False,
    per: str = "",
    share: float = 1.0,
    used_by: str = "",
    mirror: bool = False,
) -> Any:
    """Declare a real hyperparameter; `minor` ones are folded away on the page until asked for."""
    bounds = low, high, low if minimum is None else minimum, high if maximum is None else maximum
    return _number(default, Hyper(*bounds, log, False, symbol, help, minor, per, share, used_by, mirror))


def whole(
    default: int,
    low: int,
    high: int,
    *,
    symbol: str,
    help: Text,
    log: bool = False,
    minimum: int | None = None,
    maximum: int | None = None,
    minor: bool = False,
) -> Any:
    """Declare a hyperparameter that counts something."""
    bounds = low, high, low if minimum is None else minimum, high if maximum is None else maximum
    return _number(default, Hyper(*bounds, log, True, symbol, help, minor))


def switch(default: bool, *, help: Text, minor: bool = False) -> Any:
    """Declare a part of the method that can be left out."""
    return dataclasses.field(default=default, metadata={_KEY: Switch(help, minor)})


def choice(default: str, options: Mapping[str, Text], *, help: Text, minor: bool = False) -> Any:
    """Declare a convention on which textbooks differ."""
    if default not in options:
        raise ValueError(f"the default {default!r} is not among the options {', '.join(options)}")
    return dataclasses.field(default=default, metadata={_KEY: Choice(dict(options), help, minor)})


def typed(default: str, *, longest: int, help: Text) -> Any:
    """Declare a text that is typed in."""
    return dataclasses.field(default=default, metadata={_KEY: Typed(longest, help)})


def window(default: Sequence[float], *, farthest: float, help: Text, minor: bool = False) -> Any:
    """Declare a piece of the plane."""
    return dataclasses.field(default=Edges(default), metadata={_KEY: Window(farthest, help, minor)})


def counts(default: Sequence[int], of: Counts) -> Any:
    """Declare whole numbers in a row, such as the units of layers."""
    return dataclasses.field(default=tuple(default), metadata={_KEY: of})


def _number(default: float, of: Hyper) -> Any:
    if not of.minimum <= of.low < of.high <= of.maximum or not of.minimum <= default <= of.maximum:
        ends = f"{of.minimum} <= {of.low} < {of.high} <= {of.maximum}"
        raise ValueError(f"{ends} must hold, and {default} lie between the outer two")
    if of.log and of.low <= 0:
        raise ValueError(f"a logarithmic range cannot start at {of.low}")
    if of.mirror and of.high >= 1:
        raise ValueError(f"a range that is logarithmic in 1 - x cannot end at {of.high}")
    return dataclasses.field(default=default, metadata={_KEY: of})


def settings(declared: type | object) -> dict[str, Setting]:
    """Every declared setting of a class or instance by name, in the order it was written."""
    return {f.name: f.metadata[_KEY] for f in dataclasses.fields(declared) if _KEY in f.metadata}  # type: ignore[arg-type]


def numbers(declared: type | object) -> dict[str, Hyper]:
    """The numeric settings only: what a sweep, a search or a schedule may drive."""
    return {name: setting for name, setting in settings(declared).items() if isinstance(setting, Hyper)}


@dataclasses.dataclass(frozen=True)
class Vector:
    """An inner quantity of a step and how to draw it: an arrow from x, a point, a size per axis, or a bar.

    `divides` is said of sizes: the step is divided by them, so that the large one makes a short way.
    """

    shape: Literal["arrow", "point", "axes", "bar"]
    symbol: str
    help: Text
    divides: bool = False


def arrow(symbol: str, help: Text) -> Vector:
    """Declare a vector drawn from the current point (gradient, velocity, direction, move); shape (D, *batch)."""
    return Vector("arrow", symbol, help)


def point(symbol: str, help: Text) -> Vector:
    """Declare a place on the surface (Nesterov's look-ahead point); shape (D, *batch)."""
    return Vector("point", symbol, help)


def axes(symbol: str, help: Text, *, divides: bool = True) -> Vector:
    """Declare a size per coordinate (the root of the second moment) that divides the step, or multiplies it.

    Shape (D, *batch).
    """
    return Vector("axes", symbol, help, divides)


def bar(symbol: str, help: Text) -> Vector:
    """Declare a single number of a step (a step length, a bias correction); shape (*batch)."""
    return Vector("bar", symbol, help)
