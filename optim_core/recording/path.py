"""A training's way through the space of its weights, as a plane shows it, and how much of it that plane misses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.trips import flattened
from optim_core.recording.faults import fault
from optim_core.recording.reading import Recording

FEWEST = 3  # points of a path that has a plane of its own
FLAT = 1e-12  # of the longer direction, squared: two directions closer than that are one


class Path(NamedTuple):
    """The path in a plane through its last point.

    Attributes:
        points: (n, 2), along the two directions; the last is (0, 0).
        share: of all squared distances from the last point, how much lies in the plane; None where nobody knows.
        away: how far each point is from the plane, (n,); None likewise.
        parts: what each of the two directions holds, where they are the path's own.
    """

    points: Array
    share: float | None = None
    away: Array | None = None
    parts: tuple[float, float] | None = None


def in_plane(recording: Recording) -> Path | None:
    """The path in the plane of the file; None where it has no plane, or no path there. Raises Unreadable."""
    numbers = recording.numbers
    if "directions" in numbers:
        return _projected(_ways(numbers["weights"]), numbers["directions"])
    if "path" in numbers:
        points = numbers["path"]
        return Path(points[np.isfinite(points).all(axis=1)])
    return None


def own_plane(recording: Recording) -> Path | None:
    """The path in the plane that holds most of it: its two main directions, by principal components (Li et al. 2018).

    None where no weights were recorded, fewer than three of them, or they never moved.
    """
    if "weights" not in recording.numbers:
        return None
    ways = _ways(recording.numbers["weights"])
    reach = float(np.abs(ways).max(initial=0.0))
    if len(ways) < FEWEST or not reach:
        return None
    flat = flattened(ways / reach)  # so that no square is too large or too small for a number
    first, second = map(float, flat.held)
    return _projected(ways, flat.axes)._replace(parts=(first, second))


def _ways(weights: Array) -> Array:
    """From the last known point to each."""
    known = weights[np.isfinite(weights).all(axis=1)]
    return np.asarray(known - known[-1])


def _projected(ways: Array, directions: Array) -> Path:
    reach = max(float(np.abs(ways).max(initial=0.0)), np.finfo(float).tiny)
    scale = float(np.abs(directions).max(initial=0.0)) or 1.0
    ways, directions = ways / reach, directions / scale
    inner = directions @ directions.T
    if np.linalg.det(inner) <= FLAT * np.max(np.diag(inner)) ** 2:
        raise fault(
            "directions",
            "directions are one and the same, so that they span no plane.",
            "directions: 두 방향이 같아 평면을 이루지 못합니다.",
        )
    points = np.linalg.solve(inner, directions @ ways.T).T
    off = ways - points @ directions
    lost, total = (float(np.einsum("kp,kp->", part, part)) for part in (off, ways))
    away = reach * np.sqrt(np.einsum("kp,kp->k", off, off))
    return Path(np.asarray(points * (reach / scale)), 1.0 - lost / total if total else None, away)
