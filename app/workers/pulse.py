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

from app.workers.ledger import HALT, WANTED, Kept
from app.workers.taking import WORKER
from app.workers.trouble import Trouble

BEAT = 1.0  # seconds between two signs, at most


class Pulse:
    """What the storage knows of one worker in one search, kept up by a thread.

    `halt` is set when the search is to stop, or is gone.
    """

    def __init__(self, kept: Kept, worker: str, halt: threading.Event) -> None:
        self._kept, self._halt = kept, halt
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._trial: tuple[int, int] | None = None  # its key and its number
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self.worker = worker
        self._said: dict[str, Any] = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "began": time.time(),
            "trial": None,
            "epochs": 0,
            "trials": 0,
            "ended": None,
        }

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

    def begin(self, key: int, number: int) -> None:
        """It has taken a trial."""
        with self._lock:
            self._trial = key, number
            self._said["trial"] = number
        self._say()

    def count(self, epochs: int, finished: bool) -> None:
        """It has put it down, after so many epochs of its own."""
        with self._lock:
            self._trial = None
            self._said |= {
                "trial": None,
                "epochs": self._said["epochs"] + epochs,
                "trials": self._said["trials"] + finished,
            }

    def _say(self) -> None:
        with self._lock:
            said = self._said | {"seen": time.time()}
        self._kept.put(WORKER + self.worker, said)

    def _beat(self) -> None:
        pause = min(BEAT, self._kept.storage.get_heartbeat_interval() or BEAT)
        while not self._over.wait(pause):
            try:
                with self._lock:
                    held = self._trial
                if held:
                    self._kept.storage.record_heartbeat(held[0])
                self._say()
                if self._kept.attributes().get(WANTED) == HALT:
                    self._halt.set()
            except KeyError:
                self._halt.set()  # thrown away
            except Exception as error:  # the work itself will find out whether that stays so
                sys.stderr.write(f"{self.worker}: no sign of life could be given: {error}\n")
