"""What the server would say of a small map, as events: drawings are looked at without computing anything."""

from __future__ import annotations

import base64
import json
import re

import numpy as np

PLANE = [0.0, 1.0, 2.0, 3.0]
RATES = [0.001, 0.01, 0.1, 1.0]
RATE = {"of": "lr", "log": True, "symbol": r"\eta", "help": {"en": "learning rate: how far", "ko": "학습률: 얼마나"}}
MOMENTUM = {"of": "momentum", "log": False, "symbol": r"\mu", "help": {"en": "momentum", "ko": "모멘텀"}}
TYPES = {"basin": "u1", "state": "u1", "steps": "<i4", "loss": "<f4", "value": "<f8"}


def packed(values, dtype):
    data = base64.b64encode(np.asarray(values).astype(dtype).tobytes()).decode()
    return {"dtype": dtype.removeprefix("<"), "bdata": data, "shape": str(len(values))}


def stream(*events):
    return "".join(f"event: {name}\ndata: {json.dumps(said)}\n\n" for name, said in events)


def cells(runs, total):
    """Every cell of each run in one event of stride 1; lists of numbers by their names."""
    for run, lists in enumerate(runs):
        one = {name: packed(values, TYPES[name]) for name, values in lists.items()}
        count = len(next(iter(lists.values())))
        yield "cells", {"run": run, "stride": 1, "first": 0, "count": count, "done": total, "total": total, **one}


def basin(*runs, places):
    """Starts on a plane of 4 by 4; runs as {basin, steps, loss}."""
    places = [{"index": i, "loss": 0.0, **place} for i, place in enumerate(places)]
    about = {"x": PLANE, "y": PLANE, "columns": 4, "rows": 4, "total": 16 * len(runs), "steps": 100, "begin": [1, 1]}
    shares = {"runs": [{"shares": []} for _ in runs]}
    return stream(("start", about | {"minima": [], "places": places}), *cells(runs, about["total"]), ("done", shares))


def sweep(*runs, best, theory=(), curves=None, good=None, before=None):
    """Learning rates, and with `curves` nothing else, else momenta up; runs as {value, state}."""
    axes = [RATE] if curves else [RATE, MOMENTUM]
    y = None if curves else [[0.0, 0.3, 0.6, 0.9] for _ in runs]
    count = 4 if curves else 16
    about = {"x": [RATES for _ in runs], "y": y, "columns": 4, "rows": 1 if curves else 4, "total": count * len(runs)}
    about |= {
        "steps": 10,
        "begin": [1, 1],
        "measure": "loss",
        "floor": 0.0,
        "minima": [],
        "axes": axes,
        "theory": theory,
        "before": before,
    }
    bent = [
        ("curves", {"run": run, "cells": list(range(4)), "at": [0, 5, 10], "loss": packed(np.ravel(one), "<f4")})
        for run, one in enumerate(curves or [])
    ]
    said = [
        {"best": {"cell": cell, "values": [RATES[cell % 4]], "value": 0.0}, "edges": [], "good": part}
        for cell, part in zip(best, good or [None] * len(runs), strict=True)
    ]
    return stream(("start", about), *cells(runs, about["total"]), *bent, ("done", {"runs": said}))


def answer(page, body):
    """From now on the server of this tab says that of every map."""
    page.route(
        re.compile("/api/(basin|sweep)"), lambda route: route.fulfill(body=body, content_type="text/event-stream")
    )
