"""The compiled limit: `limit.c` by the system's own C compiler, with everything that this machine can do."""

from __future__ import annotations

import ctypes
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.works import Contestant, Work, settings
from optim_core.fields import Array

FLAGS = ("-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-mprefer-vector-width=512")
LANES = 128  # as in limit.c
if not shutil.which("cc"):
    raise ImportError("no C compiler named cc", name="cc")


def contestants(work: Work) -> dict[str, Contestant]:
    return {"compiled, C": Contestant(lambda: race(work) if work.path else ends(work), work.steps)}


@functools.cache
def library() -> ctypes.CDLL:
    folder = Path(tempfile.mkdtemp())
    made = folder / "limit.so"
    source = Path(__file__).with_name("limit.c")
    subprocess.run(["cc", *FLAGS, "-shared", "-fPIC", "-o", made, source, "-lm"], check=True)
    loaded = ctypes.CDLL(str(made))
    shutil.rmtree(folder)
    return loaded


def race(work: Work) -> Array:
    own = [v for spec in work.rules for v in settings(spec).values() if not isinstance(v, str)]
    path = np.empty((len(work.rules), work.steps + 1, 2))
    library().race(*map(pointer, (work.starts[:, 0].copy(), np.array(own), path)), ctypes.c_long(work.steps))
    return path


def ends(work: Work) -> Array:
    """Every setting is an array over the cells; only momentum, which may sweep, looks at more than the first."""
    (spec,) = work.rules
    n = -(-work.cells // LANES) * LANES
    kind, own = spec["kind"].removeprefix("gradient-"), settings(spec).values()
    x, y = padded(work.starts[0], n), padded(work.starts[1], n)
    arrays = [*(padded(value, n) for value in own), x, y]
    rest: list[Any] = [ctypes.c_long(n), ctypes.c_long(work.steps)]
    if work.tolerance:
        rest.append(ctypes.c_double(work.tolerance))
    getattr(library(), f"{kind}_{work.surface_kind}")(*map(pointer, arrays), *rest)
    return np.stack((x, y))[:, : work.cells]


def padded(value: Any, n: int) -> Array:
    """Of length n, whole lanes, the last cells doing nothing."""
    whole = np.zeros(n)
    value = np.ravel(value)
    whole[: len(value) if len(value) > 1 else n] = value
    return whole


def pointer(array: Array) -> Any:
    return array.ctypes.data_as(ctypes.c_void_p)
