"""A power cut in the loop of a script: what is lost is made anew, before the update that it falls on."""

from __future__ import annotations

from app.export.parts import Parts

BEGUN = "begun"  # the update with which the rule of a script began


def count(parts: Parts) -> str:
    """The code of the rule's own count of updates."""
    return f"t - {BEGUN}" if parts.cut else "t"


def clock(parts: Parts) -> str:
    """The code of the time that schedules go by, which is lost only with everything else."""
    return f"t - {BEGUN}" if parts.cut and parts.cut.saved == "nothing" else "t"


def inside(parts: Parts, back: list[str], afresh: str, memories: list[str]) -> list[str]:
    """The lines at the top of the loop: `back` returns to the start, `afresh` makes the rule's memory anew."""
    if not parts.cut:
        return []
    told = parts.t("cut.name", saved=parts.t(f"cut.{parts.cut.saved}"))
    nothing = parts.cut.saved == "nothing"
    body = [*(back if nothing else []), afresh, f"{BEGUN} = t", *(memories if nothing else [])]
    return [f"if t == {parts.cut.at}:  # {told}", *(f"    {line}" for line in body)]


def settled(before: list[str], inside: list[str]) -> tuple[list[str], list[str]]:
    """A loop that counts from the cut where it needs to, and else does not speak of it."""
    if any(f"- {BEGUN}" in line for line in inside):
        return [*before, f"{BEGUN} = 0"], inside
    return before, [line for line in inside if line.strip() != f"{BEGUN} = t"]
