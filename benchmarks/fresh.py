"""First use: in a fresh process, how long the imports take, and then the first time that a piece of work is done.

`python -m benchmarks.fresh optax W1` is that process; it prints both in seconds of processor.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from typing import NamedTuple

# What a program that uses it imports. Nothing of it may have been imported before.
IMPORTS = {
    "ours": ("ours", "optim_core.single", "optim_core.many"),
    "ours, fast": ("ours", "optim_core.single", "optim_core.many", "llvmlite.binding"),
    "torch.optim": ("torch_optim", "torch"),
    "optax": ("optax_scan", "jax", "optax"),
}


class Cold(NamedTuple):
    """Seconds of processor: the interpreter and the imports, then the first call."""

    imports: float
    first: float


def cold(name: str, work: str) -> Cold:
    """The times of a fresh process."""
    command = [sys.executable, "-m", "benchmarks.fresh", name, work]
    return Cold(*json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))


def main(name: str, wanted: str) -> None:
    module, *imports = IMPORTS[name]
    for each in imports:
        importlib.import_module(each)
    imported = time.process_time()
    peer = importlib.import_module(f"benchmarks.peers.{module}")
    works = importlib.import_module("benchmarks.peers.works").works()
    (work,) = (work for work in works if work.name == wanted)
    run = peer.contestants(work)[name].run
    began = time.process_time()
    run()
    print(json.dumps((imported, time.process_time() - began)))


if __name__ == "__main__":
    main(*sys.argv[1:])
