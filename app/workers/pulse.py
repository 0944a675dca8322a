"""Signs of life of a worker, and its ear for what is wanted, beside its work."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
import time
from types import TracebackType
from typing import Any, Self

from app.workers.ledger import Kept
from app.workers.taking import WORKER, Lost, Taken, look
from app.workers.trouble import GONE, Trouble

BEAT = 1.0  # seconds between two signs, at most


class Pulse:
    """What the storage knows of one worker in one search, kept up by a thread.

    `halt` is set when the search is to stop, or is gone.
    """

    def __init__(self, kept: Kept, name: str, halt: threading.Event) -> None:
        """Another worker that was here under this name keeps it; this one gets its number besides."""
        self._kept, self._halt = kept, halt
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._taken: Taken | None = None
        self._thread = threading.Thread(target=self._beat, daemon=True)
        me = {"host": socket.gethostname(), "pid": os.getpid()}
        known = kept.attributes().get(WORKER + name, me)
        self.worker = name if known.items() >= me.items() else f"{name}-{os.getpid()}"
        self._said: dict[str, Any] = {"began": time.time(), "trial": None} | known | me | {"ended": None}

    def __enter__(self) -> Self:
        self._say()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The last word: it left by itself, or something broke."""
        self._over.set()
        self._thread.join()
        self._said |= {"ended": "left" if kind is None else "broke", "trial": None}
        with contextlib.suppress(Trouble, KeyError):
            self._say()

    def begin(self, taken: Taken) -> None:
        """It has taken a trial."""
        self._has(taken)
        self._say()

    def rest(self) -> None:
        """It has put it down."""
        self._has(None)

    def _has(self, taken: Taken | None) -> None:
        with self._lock:
            self._taken = taken
            self._said["trial"] = taken and taken.number

    def _say(self) -> None:
        with self._lock:
            said = self._said | {"seen": time.time()}
        self._kept.put(WORKER + self.worker, said)

    def _beat(self) -> None:
        pause = min(BEAT, self._kept.storage.get_heartbeat_interval() or BEAT)
        while not self._over.wait(pause):
            try:
                with self._lock:
                    taken = self._taken
                if taken is not None:
                    self._live(taken)
                if self._kept.goes_on:
                    self._say()
                else:
                    self._halt.set()
            except Exception as error:  # where that is not all, the work itself will find out
                if isinstance(error, Trouble) and error.status == GONE:
                    self._halt.set()
                sys.stderr.write(f"{self.worker}: no sign of life could be given: {error}\n")

    def _live(self, taken: Taken) -> None:
        """A sign of life; none for a trial that another has by now, whose own signs would be drowned."""
        with contextlib.suppress(Lost):
            look(self._kept, taken)
            self._kept.storage.record_heartbeat(taken.key)
