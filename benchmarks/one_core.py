"""One processor and one thread for whatever is compared."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

# Read by the libraries when they are imported, so those must not have been.
THREADS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process and its children to one processor, where the system allows it."""
    os.environ.update(THREADS)
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
