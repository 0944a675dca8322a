"""What an Accept header asks for: one reading for media types, languages and encodings."""

from __future__ import annotations

import re
from collections.abc import Collection

_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_LONGEST = 2_000  # characters of a header that are read


def wishes(header: str | None) -> dict[str, float]:
    """What is named and how much it is wanted (0 to 1), best first; a quality that cannot be read counts as 0."""
    found: dict[str, float] = {}
    for part in (header or "")[:_LONGEST].lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        said = [text.strip() for key, _, text in (p.partition("=") for p in parameters) if key.strip() == "q"]
        if name:
            found.setdefault(name, _quality(said[0]) if said else 1.0)
    return dict(sorted(found.items(), key=lambda wish: -wish[1]))


def _quality(text: str) -> float:
    return float(text) if _QUALITY.fullmatch(text) else 0.0


def preferred(accept: str, offered: Collection[str]) -> str:
    """The media type that an Accept header likes best of those there are; the first of them if it does not care."""
    wanted = (media for media, quality in wishes(accept).items() if media in offered and quality > 0)
    return next(wanted, next(iter(offered)))
