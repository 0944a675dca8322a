"""How fast each operation changes with what it is given."""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.backprop.recorded import Recorded, Unknown


def partial(part: Recorded, place: int) -> Any:
    """How fast an operation changes with its argument at that place. Raises Unknown."""
    values = [arg.value for arg in part.args]
    u = values[place]
    match part.op, place:
        case ("add", _) | ("subtract", 0) | ("positive", _):
            return 1.0
        case ("subtract", 1) | ("negative", _):
            return -1.0
        case "multiply", _:
            return values[1 - place]
        case "divide", 0:
            return 1.0 / values[1]
        case "divide", 1:
            return -part.value / u
        case "power", 0:
            return values[1] * u ** (values[1] - 1.0)
        case "power", 1:
            return part.value * np.log(values[0])
        case ("maximum", _) | ("minimum", _):
            sign = np.sign(u - values[1 - place])
            return 0.5 + 0.5 * sign if part.op == "maximum" else 0.5 - 0.5 * sign
        case "where", 1:
            return np.where(values[0], 1.0, 0.0)
        case "where", 2:
            return np.where(values[0], 0.0, 1.0)
        case "logaddexp", _:
            return np.exp(u - part.value)
        case "hypot", _:
            return u / part.value
    return slope_of(part.op, u, part.value)


def slope_of(op: str, u: Any, value: Any) -> Any:
    """The slope of a function of one argument u, which has that value. Raises Unknown."""
    match op:
        case "exp":
            return value
        case "expm1":
            return np.exp(u)
        case "log":
            return 1.0 / u
        case "log1p":
            return 1.0 / (1.0 + u)
        case "sqrt":
            return 0.5 / value
        case "square":
            return 2.0 * u
        case "absolute":
            return np.sign(u)
        case "reciprocal":
            return -value * value
        case "sin":
            return np.cos(u)
        case "cos":
            return -np.sin(u)
        case "tan":
            return 1.0 + value * value
        case "tanh":
            return 1.0 - value * value
        case "arctan":
            return 1.0 / (1.0 + u * u)
    raise Unknown(f"{op} has no slope by rule")
