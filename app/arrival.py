"""The race that runs when somebody arrives."""

from __future__ import annotations

from typing import Any

ARRIVAL: dict[str, Any] = {
    "surface": {"kind": "ravine", "kappa": 20.0},
    "start": [-2.5, 0.8],
    "steps": 150,
    "runs": [
        {"optimizer": {"kind": "gradient-descent", "lr": 0.03}},
        {"optimizer": {"kind": "momentum", "lr": 0.02}},
        {"optimizer": {"kind": "rmsprop", "lr": 0.05}},
        {"optimizer": {"kind": "adam", "lr": 0.1}},
        {"optimizer": {"kind": "newton"}},
    ],
}
