"""From the settings of a slice to a trained network, a plane through its weights, and what is to be seen on it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Generator, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core import Rule
from optim_core.fields import Array
from optim_core.networks import trips
from optim_core.networks.dataset import Dataset
from optim_core.networks.examples import Split
from optim_core.networks.mlp import MLP
from optim_core.networks.plane import Plane
from optim_core.networks.trips import Trip, drained, drawn, flattened, travelled, upright
from optim_core.registry import load
from optim_core.surface import Box, Pair

POINTS, PICTURES = 60, 200  # examples to learn from
KEPT = 16  # slices, of 100 kB at most
FACTOR = 10.0
MARGIN = 0.25  # of a window around what is to be seen, in shares of its sides
RULES: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "plain": ("gradient-descent", {"lr": 0.1}),
    "rolling": ("momentum", {"lr": 0.05}),
    "scaled": ("adam", {"lr": 0.01}),
}


@dataclasses.dataclass(frozen=True, eq=False)
class Slice:
    """A plane and how to look at it.

    path: where the training is after each epoch, dropped at right angles onto the plane, (2, epochs + 1); beside: how
    far it is from the plane there, in lengths of the space of all weights, (epochs + 1,). marks: trained networks that
    lie in the plane. held: shares of the path that the axes hold, where they were made for that.
    """

    plane: Plane
    window: Box
    begin: Pair
    trip: Trip
    split: Split
    path: Array
    beside: Array
    marks: tuple[Pair, ...]
    held: tuple[float, ...] = ()


class _Cut(NamedTuple):
    """Two directions and where to stand; window and begin where they are not told by the path."""

    axes: Array
    origin: Array
    window: Box | None = None
    begin: Pair | None = None
    marks: tuple[Pair, ...] = ()
    held: tuple[float, ...] = ()


@functools.lru_cache(maxsize=KEPT)
def sliced(**chosen: Any) -> Slice:
    """The slice of settings as the surface has them; always the same."""
    return drained(slicing(**chosen))


def slicing(
    *,
    plane: str,
    data: str,
    hidden: str,
    unit: str,
    loss: str,
    batch_norm: bool,
    trained_by: str,
    epochs: str,
    seed: str,
    rescaled: bool,
) -> Generator[None, None, Slice]:
    """The same in turns, and not kept."""
    split, network = _split(data), built(data, hidden, unit, loss, batch_norm)
    kind, numbers = RULES[trained_by]
    cut, luck = PLANES[plane], int(seed)
    seeds = [luck + k for k in range(3 if cut is _three else 1)]
    made = yield from travelled(network, Rule.registry[kind](**numbers), split.training, seeds, int(epochs))
    if rescaled and not batch_norm and len(network.sizes) > 2:
        made = [_rewritten(network, trip) for trip in made]
    return _seen(network, split, made, cut(network, made, luck))


def built(data: str, hidden: str, unit: str, loss: str, batch_norm: bool) -> MLP:
    """The network of such settings."""
    of = _data(data)
    layers = () if hidden == "none" else map(int, hidden.split("-"))
    return MLP((of.features, *layers, of.classes), unit=unit, loss=loss, batch_norm=batch_norm)


def _rewritten(network: MLP, trip: Trip) -> Trip:
    return trip._replace(path=np.stack([trips.rescaled(network, w, FACTOR) for w in trip.path]))


def _seen(network: MLP, split: Split, made: list[Trip], cut: _Cut) -> Slice:
    away = made[0].path - cut.origin
    path: Array = np.asarray(np.linalg.lstsq(cut.axes.T, away.T, rcond=None)[0], dtype=np.float64)
    beside = np.linalg.norm(away - path.T @ cut.axes, axis=1)
    window = cut.window or around(np.concatenate([path.T, np.reshape(cut.marks, (-1, 2))]))
    x, y = cut.begin or path[:, 0]
    plane = Plane(network, cut.origin, cut.axes, split.training, made[0].running)
    begin = round(float(x), 3), round(float(y), 3)
    return Slice(plane, window, begin, made[0], split, path, beside, cut.marks, cut.held)


def around(points: Array) -> Box:
    """A window with some room around points (n, 2)."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = MARGIN * np.maximum(high - low, 0.2 * (high - low).max())
    (x0, y0), (x1, y1) = low - room, high + room
    return float(x0), float(x1), float(y0), float(y1)


def _random(network: MLP, made: list[Trip], seed: int, fitted: bool = True) -> _Cut:
    end = made[0].path[-1]
    axes = drawn(network, end, seed, fitted=fitted)
    return _Cut(axes, end, (-1.0, 1.0, -1.0, 1.0), (0.8, 0.7), ((0.0, 0.0),))


def _raw(network: MLP, made: list[Trip], seed: int) -> _Cut:
    return _random(network, made, seed, fitted=False)


def _path(network: MLP, made: list[Trip], seed: int) -> _Cut:
    flat = flattened(made[0].path)
    return _Cut(flat.axes, made[0].path[-1], marks=((0.0, 0.0),), held=tuple(map(float, flat.held)))


def _three(network: MLP, made: list[Trip], seed: int) -> _Cut:
    """In lengths of the space of all weights; the first of the three is the origin, the second lies to its right."""
    ends = np.stack([trip.path[-1] for trip in made])
    axes = upright(ends[1:] - ends[0])
    places = (ends - ends[0]) @ axes.T
    middle = places.mean(axis=0)
    marks = tuple((float(x), float(y)) for x, y in places)
    return _Cut(axes, ends[0], around(places), (float(middle[0]), float(middle[1])), marks)


def _line(network: MLP, made: list[Trip], seed: int) -> _Cut:
    """From the start, x = 0, to the end, x = 1."""
    path = made[0].path
    axes = np.stack([path[-1] - path[0], drawn(network, path[-1], seed, 1)[0]])
    return _Cut(axes, path[0], (-0.25, 1.5, -1.0, 1.0), (0.0, 0.0), ((1.0, 0.0),))


PLANES: Mapping[str, Callable[[MLP, list[Trip], int], _Cut]] = {
    "random": _random,
    "raw": _raw,
    "path": _path,
    "three": _three,
    "line": _line,
}


def _data(kind: str) -> Dataset:
    load("optim_core.networks.datasets")
    made: Any = Dataset.registry[kind]
    chosen: Dataset = made(n=POINTS if made.plane else PICTURES)
    return chosen


@functools.lru_cache(maxsize=8)
def _split(kind: str) -> Split:
    return _data(kind).parts()
