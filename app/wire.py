"""What travels: packed arrays, server-sent events, one-sentence problems."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import numpy as np
from starlette.responses import JSONResponse

_TYPES = {"f4": "<f4", "f8": "<f8", "i4": "<i4", "u2": "<u2"}


def pack(values: Any, dtype: str) -> dict[str, str]:
    """An array as plotly.js reads it; NaN and infinity survive. Shape as text, rows first."""
    with np.errstate(over="ignore"):  # what is too large for the type travels as infinity
        array = np.ascontiguousarray(np.asarray(values).astype(_TYPES[dtype]))
    return {
        "dtype": dtype,
        "bdata": base64.b64encode(array.tobytes()).decode("ascii"),
        "shape": ", ".join(map(str, array.shape)),
    }


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
    return f"event: {name}\ndata: {dumps(data)}\n\n".encode()


def problem(status: int, field: str, detail: str, **headers: str) -> JSONResponse:
    """A refusal: one sentence, and the field it speaks of."""
    return JSONResponse({"detail": detail, "field": field}, status_code=status, headers=headers)
