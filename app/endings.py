"""How processes end: with the one that made them, and what is said of an end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

KILL = 9  # the signal, which Windows does not name


def end_with(parent: int) -> None:
    """Where the system offers it, end when the process of that number does, even while this one cannot listen."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, KILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        sys.exit(1)


def cause(code: int | None) -> str:
    """How a process ended, by its return code: that of one that a signal ended is below 0."""
    if code is None or code >= 0:
        return f"exit status {code}"
    try:
        return f"{signal.Signals(-code).name} (signal {-code})"
    except ValueError:
        return f"signal {-code}"
