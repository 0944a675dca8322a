"""The chain rule from an answer back to its inputs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from optim_core.backprop.recorded import Recorded, moving, recorded
from optim_core.backprop.rules import partial


def slopes(
    answer: Recorded,
    inputs: Sequence[Recorded],
    cut: Callable[[Recorded, int], bool] = lambda part, place: False,
    bare: Collection[int] = (),
) -> Any:
    """The gradient (D, *batch) of an answer by its inputs. Raises Unknown.

    So that mistakes can be made on purpose: nothing is handed back to the arguments, by place, that are `cut`; and
    what is handed back to the parts that are `bare`, told by their `id`, goes to the inputs they depend on as it is.
    """
    handed: dict[int, Any] = {id(answer): 1.0}

    def give(part: Recorded, slope: Any) -> None:
        before = handed.get(id(part))
        handed[id(part)] = slope if before is None else before + slope

    for part in reversed(moving(answer)):
        slope = handed.get(id(part))
        if slope is None or not part.args:
            continue
        if id(part) in bare:
            below = {id(each) for each in moving(part)}
            for each in inputs:
                if id(each) in below:
                    give(each, slope)
            continue
        for place, arg in enumerate(part.args):
            if arg.moves and not cut(part, place):
                give(arg, slope * partial(part, place))
    rows = [handed.get(id(each), 0.0) for each in inputs]
    return np.stack(np.broadcast_arrays(*rows, inputs[0].value)[:-1])


def gradient(f: Callable[[Any], Any], p: Any) -> Any:
    """The gradient (D, *batch) of f, a function of points (D, *batch). Raises Unknown."""
    return slopes(*recorded(f, p))
