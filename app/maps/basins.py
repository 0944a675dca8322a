"""A map of starts: at which minimum a run from each of them comes to rest, and after how many steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.maps.blocks import Columns, cells
from app.maps.parts import Blocks, Cells, Found, Track, Verdict
from optim_core import Surface
from optim_core.ends import Ends
from optim_core.many import block_by_block
from optim_core.maps.places import DIVERGED, LEFT, OUTSIDE, UNSETTLED, Place, Places


class Basin(NamedTuple):
    """What a worker has to know of one; `x` and `y` are the coordinates of its columns and rows."""

    surface: Surface
    x: np.ndarray
    y: np.ndarray
    reach: float
    tracks: tuple[Track, ...]


def parts(basin: Basin) -> Iterator[Cells | Verdict | None]:
    """The map, coarse to fine, then shares: `basin` (place or state, uint8), `steps`, `loss`, `rest` of each cell.

    Who is counted to a minimum beside which it still moves, has no `rest`.
    """
    places, columns, rows = Places(basin.surface, basin.reach), len(basin.x), len(basin.y)
    counts = np.zeros((len(basin.tracks), 256), dtype=np.int64)
    restless = np.zeros(len(basin.tracks), dtype=np.int64)
    known = len(places.known)

    def begin(run: int, wanted: np.ndarray) -> Blocks:
        track = basin.tracks[run]
        starts = np.stack([basin.x[wanted % columns], basin.y[wanted // columns]])
        return block_by_block(track.rule, basin.surface, starts, track.steps, block=track.block, **track.conditions)

    def tell(run: int, wanted: np.ndarray, ends: Ends) -> Columns:
        labels, rest = places.label(ends)
        counts[run] += np.bincount(labels, minlength=256)
        restless[run] += np.count_nonzero(~rest & ~ends.off_map.reshape(-1))
        steps = np.where(ends.ended < 0, basin.tracks[run].steps, ends.ended).astype(np.int32)
        return {"basin": labels, "steps": steps, "loss": ends.loss, "rest": rest}

    for part in cells(len(basin.tracks), columns, rows, begin, tell):
        if part and len(places.known) > known:
            fresh = tuple(Found(i, *places.known[i]) for i in range(known, len(places.known)))
            part, known = part._replace(places=fresh), len(places.known)
        yield part
    still = (restless / (columns * rows)).tolist()
    shares = [_shares(each, places.known, basin.surface.holes) for each in counts]
    yield Verdict([{"shares": each, "restless": moves} for each, moves in zip(shares, still, strict=True)])


def _shares(counts: np.ndarray, places: Sequence[Place], holes: bool) -> list[dict[str, Any]]:
    """The share of the starts that each fate has; of the places, minima have theirs each, all others one together."""
    minima = [number for number, place in enumerate(places) if place.kind == "minimum"]
    fates: list[tuple[dict[str, Any], int]]
    fates = [({"what": "minimum", "place": number}, counts[number]) for number in minima]
    gone = [({"what": "diverged"}, counts[DIVERGED]), ({"what": "unsettled"}, counts[UNSETTLED])]
    if holes:
        gone += [({"what": "left"}, counts[LEFT]), ({"what": "outside"}, counts[OUTSIDE])]
    lost = counts.sum() - sum(count for _, count in [*fates, *gone])
    return [fate | {"share": float(count / counts.sum())} for fate, count in [*fates, ({"what": "lost"}, lost), *gone]]
