"""How long until the server answers after `python -m app`, in units of importing FastAPI and NumPy."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
REPEATS = 15
LEAST = "import fastapi, numpy; print('ready', flush=True)"


class Start(NamedTuple):
    """Seconds until a program said its first line: by the wall's clock, and of computing."""

    wall: float
    cpu: float


def start(environment: dict[str, str], *command: str) -> Start:
    """One fresh program until its first line; then it is stopped."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert process.stdout
    said = process.stdout.readline()
    wall, cpu = time.perf_counter() - began, computed(process.pid)
    process.terminate()
    process.communicate()
    assert said, f"{command} said nothing"
    return Start(wall, cpu)


def computed(pid: int) -> float:
    """Seconds that all threads of a process have computed, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def main() -> None:
    """Interleaved, so that what else the machine does hits both alike; the first of each compiles its modules."""
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "RAVINE_PORT": "0", "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        pairs = [(start(environment, "-m", "app"), start(environment, "-c", LEAST)) for _ in range(REPEATS + 1)][1:]
    print(f"start of the server, median of {REPEATS} (ratio to `import fastapi, numpy`)")
    for what in Start._fields:
        ours, least = ([getattr(pair[i], what) for pair in pairs] for i in (0, 1))
        ratios = sorted(a / b for a, b in zip(ours, least, strict=True))
        print(
            f"  {what:5} {1e3 * statistics.median(ours):6.0f} ms of {1e3 * statistics.median(least):.0f}   "
            f"{statistics.median(ratios):.2f}   ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


if __name__ == "__main__":
    main()
