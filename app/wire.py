"""What travels: packed arrays, server-sent events, one-sentence problems."""

from __future__ import annotations

import binascii
import functools
import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from starlette.responses import JSONResponse

_UNREADABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, turns of the direction, halves of a pair, line ends
_TYPES = {name: np.dtype(f"<{name}") for name in ("f4", "f8", "i4", "u1", "u2")}
STREAMED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # headers of what is told as it comes
_HEADS = {name: f'{{"dtype":"{name}","bdata":"'.encode() for name in _TYPES}


def pack(values: Any, dtype: str) -> dict[str, str]:
    """An array as plotly.js reads it; NaN and infinity survive. Shape as text, rows first."""
    with np.errstate(over="ignore"):
        array = np.asarray(values).astype(_TYPES[dtype])
    text = binascii.b2a_base64(array.tobytes(), newline=False).decode("ascii")
    return {"dtype": dtype, "bdata": text, "shape": ", ".join(map(str, array.shape))}


def packed(values: np.ndarray, dtype: str) -> list[bytes]:
    """The same as JSON, in pieces. The module json would search all of it for what base64 does not contain.

    What is too large for the type travels as infinity; NumPy warns of it unless it is told not to.
    """
    # NumPy keeps bytes next to each other, so they need no copy on their way into the text.
    text = binascii.b2a_base64(np.ascontiguousarray(values, _TYPES[dtype]).data, newline=False)
    return [_HEADS[dtype], text, _tail(values.shape)]


def members(values: Mapping[str, Sequence[bytes]]) -> list[bytes]:
    """A JSON object whose members are pieces of JSON already; they are put together once, as all is there."""
    pieces = [b"{"]
    for name, value in values.items():
        pieces += _key(name), *value, b","
    pieces[-1] = b"}"
    return pieces


def elements(values: Sequence[Sequence[bytes]]) -> list[bytes]:
    """A JSON array of such values."""
    return [b"[", *[piece for i, value in enumerate(values) for piece in (b",", *value)[i == 0 :]], b"]"]


@functools.lru_cache(maxsize=256)
def _key(name: str) -> bytes:
    return f'"{name}":'.encode()


@functools.lru_cache(maxsize=256)
def _tail(shape: tuple[int, ...]) -> bytes:
    return f'","shape":"{str(shape)[1:-1].rstrip(",")}"}}'.encode()


def number(value: Any) -> float | None:
    """A float for JSON: what is not finite is null."""
    value = float(value)
    return value if math.isfinite(value) else None


def numbers(values: Any) -> list[float | None]:
    """An array for JSON, at full precision."""
    array = np.asarray(values, dtype=np.float64)
    plain: list[float | None] = array.tolist()
    return plain if np.isfinite(array).all() else [number(v) for v in array]


def dumps(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def event(name: str, data: Any) -> bytes:
    """One server-sent event."""
    return told(name, [dumps(data).encode()])


def told(name: str, data: Sequence[bytes]) -> bytes:
    """One server-sent event of pieces of JSON."""
    return b"".join((b"event: ", name.encode(), b"\ndata: ", *data, b"\n\n"))


def problem(
    status: int, field: str, detail: str, more: Mapping[str, Any] | None = None, /, **headers: str
) -> JSONResponse:
    """A refusal: one sentence, the field it speaks of and, of a typed text, where in it."""
    return JSONResponse({"detail": detail, "field": field} | dict(more or {}), status_code=status, headers=headers)


def legible(given: str, longest: int) -> str:
    """What was sent, cut so that it fits a sentence; what would break or turn the line is a question mark."""
    text = given if len(given) <= longest else given[:longest] + "…"
    return "".join("\ufffd" if unicodedata.category(sign) in _UNREADABLE else sign for sign in text)


def harmless(label: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{label}" if label[:1] in ("=", "+", "-", "@", "\t", "\r") else label
