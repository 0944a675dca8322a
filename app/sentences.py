"""What is wrong with a request, as one sentence that names the field, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from app import i18n
from app.pointing import pointed
from app.wire import legible
from optim_core.registry import Declared

_LONGEST = 160  # characters of what was sent that are said back
_MANY = 1e12  # more digits than these tell nobody anything
_HUGE = 1000  # bits of a whole number that is no float


class Refusal(NamedTuple):
    """A field by its path, `runs[0].optimizer.lr`, a sentence about it and, of a typed text, where in it."""

    field: str
    sentence: str
    place: Mapping[str, Any] = MappingProxyType({})


def refusal(error: ValidationError, language: str, which: int = 0) -> Refusal:
    """One complaint of a failed check, the first unless another is asked for."""
    first = error.errors(include_url=False)[which]
    facts: Mapping[str, Any] = first.get("ctx", {})
    known = i18n.strings(language)
    field = ".".join(part for part in (path(first["loc"]), facts.get("field")) if part) or "body"
    field = legible(field, _LONGEST)
    if first["type"] == "misfit":
        return Refusal(field, f"{field}: {facts[language]}.")
    if first["type"] == "misspelt":
        return Refusal(field, _whole(facts[language]), pointed(first["input"], facts["at"], facts["length"]))
    key = f"error.{first['type']}"
    given = _short(facts.get("given", first.get("input")))
    if key not in known:
        key = "error.other"
    sentence = known[key].format_map(_Blank(field=field, given=given, message=first["msg"], **_plain(facts)))
    return Refusal(field, sentence)


def path(loc: Sequence[int | str]) -> str:
    """Where in the request, without the kind that pydantic puts between a field and what it holds."""
    kinds = {kind for family in Declared.__subclasses__() for kind in family.registry}
    text = ""
    for i, part in enumerate(loc):
        if isinstance(part, int):
            text += f"[{part}]"
        elif not (
            part in kinds and i > 0 and loc[i - 1] in ("optimizer", "surface", "noise", "study", "target", "data")
        ) and not (part in kinds and i > 1 and loc[i - 2] in ("schedules", "strategies")):
            text += f".{part}" if text else part
    return text


def _whole(sentence: str) -> str:
    """With a capital and a full stop."""
    return f"{sentence[:1].upper()}{sentence[1:]}."


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _fact(name, value) for name, value in facts.items() if name not in ("field", "given")}


def _fact(name: str, value: Any) -> str:
    """A fact as a reader writes it."""
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    if name == "expected":  # pydantic joins the last two with an English word
        return text.replace(" or ", ", ")
    return text if name == "expected_tags" else _short(text)


def _number(value: float) -> str:
    """A number as short as it may be, and still beyond the bound that it is beyond."""
    if isinstance(value, int) and value.bit_length() > _HUGE:
        return str(value)
    return f"{value:.12g}" if abs(value) < _MANY else f"{value:.6g}".replace("e+", "e")


def _short(value: Any) -> str:
    """What was given, cut to a length that fits a sentence."""
    text = _number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return legible(text, _LONGEST)
