"""A recording as the page is told of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.wire import number, numbers, pack
from optim_core.fields import Array
from optim_core.recording.path import Path, in_plane, own_plane
from optim_core.recording.reading import Recording

CURVES = ("train_loss", "validation_loss", "train_accuracy", "validation_accuracy")
WIDE = 20.0  # times the lowest loss of a plane: where the highest is more, heights are logarithms
FENCE = 4.0  # times the middle half of all heights above it: what is higher is cut off, or all else were one colour


def told(recording: Recording) -> dict[str, Any]:
    """All of it, what it says of the path worked out; null where the file does not say. Raises Unreadable."""
    given, words = recording.numbers, recording.words
    own = own_plane(recording)
    return {
        "title": "".join(words.get("title", [])),
        "epochs": len(given["train_loss"]) - 1,  # the first value is from before them
        "diverged": recording.diverged,
        "unknown": recording.unknown,
        "curves": {name: numbers(given[name]) for name in CURVES if name in given},
        "gradients": _gradients(recording),
        "plane": _plane(recording) if "grid" in given else None,
        "path": _path(in_plane(recording)),
        "own": _path(own),
    }


def _gradients(recording: Recording) -> list[dict[str, Any]] | None:
    """What each layer is called, and the lengths of its gradient: packed, since layers times epochs may be many."""
    if "gradient_norms" not in recording.numbers:
        return None
    columns = recording.numbers["gradient_norms"].T
    names = recording.words.get("layers", [""] * len(columns))
    return [
        {"name": name or str(k), "norms": pack(column, "f4")}
        for k, (name, column) in enumerate(zip(names, columns, strict=True), 1)
    ]


def _plane(recording: Recording) -> dict[str, Any]:
    """The grid as grids of surfaces are told of: heights on the scale that is drawn."""
    given = recording.numbers
    grid, x, y = given["grid"], given["axis_x"], given["axis_y"]
    known = np.isfinite(grid)
    least, most = float(grid[known].min()), float(grid[known].max())
    log = least > 0.0 and least * WIDE < most
    with np.errstate(invalid="ignore", divide="ignore"):
        heights = np.where(known, np.log10(grid) if log else grid, np.nan)
    top = _fence(heights[known])
    lowest = np.unravel_index(int(np.nanargmin(heights)), heights.shape)
    return {
        "x": [float(x[0]), float(x[-1]), len(x)],
        "y": [float(y[0]), float(y[-1]), len(y)],
        "z": pack(np.minimum(heights, top), "f4"),
        "scale": "log" if log else "linear",
        "low": float(heights[known].min()),
        "high": min(float(heights[known].max()), top),
        "cut": bool(np.any(heights[known] > top)),
        "names": recording.words.get("axis_names"),
        "least": {"loss": least, "at": [float(x[lowest[1]]), float(y[lowest[0]])]},
        "most": most,
    }


def _fence(heights: Array) -> float:
    """The height above which a few peaks would leave no colours for the rest."""
    first, third = np.quantile(heights, (0.25, 0.75)).tolist()
    return third + FENCE * (third - first) if third > first else float(np.max(heights))


def _path(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    return {
        "x": numbers(path.points[:, 0]),
        "y": numbers(path.points[:, 1]),
        "share": None if path.share is None else number(path.share),
        "away": None if path.away is None else numbers(path.away),
        "parts": path.parts,
    }
