"""`python -m app lessons [FOLDER]`: reads lessons, proves their claims, and says what an author has to mend."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from app.teaching import proof, shelf
from app.teaching.faults import Fault


def check(folder: Path | None) -> int:
    """The lessons of a folder, or Ravine's own; the exit status is 1 where one of them has to be mended."""
    place = folder or shelf.OWN
    if not place.is_dir():
        sys.stderr.write(f"{place} is no folder.\n")
        return 2
    found = [one for one in shelf.listed(place) if one.is_dir() or one.is_symlink()]
    said = [sentence for one in found for sentence in _findings(one)]
    for sentence in said:
        sys.stdout.write(f"{sentence}\n")
    sys.stdout.write(f"{len(found)} lessons, {len(said)} to mend.\n")
    return 1 if said else 0


def _findings(place: Path) -> Iterator[str]:
    try:
        lesson = shelf.read(place)
    except Fault as fault:
        yield str(fault)
        return
    for step in lesson.steps:
        for claim in proof.failures(step.plan):
            yield f"{lesson.slug}/lesson.toml, step {step.plan.id}: this does not hold: {claim}"
