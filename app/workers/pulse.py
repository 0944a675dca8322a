"""Signs of life of a worker, and its ear for what is wanted, beside its work."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from types import TracebackType
from typing import Self

from app.endings import KILL
from app.workers.ledger import HALT, WANTED, Kept
from app.workers.roll import enter, entry, is_doomed, named
from app.workers.taking import Lost, Taken, look
from app.workers.trouble import GONE, Trouble

BEAT = 1.0  # seconds between two signs, at most
_log = logging.getLogger(__name__)


class Pulse:
    """What the storage knows of one worker in one search, kept up by a thread.

    `halt` is set when the search is to stop, or is gone.
    """

    def __init__(self, kept: Kept, name: str, badge: str, halt: threading.Event) -> None:
        """Another worker that is here under this name keeps it; this one gets something besides."""
        self._kept, self._halt = kept, halt
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._taken: Taken | None = None
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._row = entry(badge, os.getpid())
        self.worker = enter(kept, named(name), self._row)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The last word: it left by itself, or something broke."""
        self._over.set()
        self._thread.join()
        with contextlib.suppress(Trouble):
            self._say("left" if kind is None else "broke")

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
            self._row["trial"] = taken and taken.number

    def _say(self, ended: str | None = None) -> None:
        with self._lock:
            row = dict(self._row)
        self.worker = enter(self._kept, named(self.worker), row, ended)

    def _beat(self) -> None:
        pause = min(BEAT, self._kept.storage.get_heartbeat_interval() or BEAT)
        while not self._over.wait(pause):
            try:
                with self._lock:
                    taken = self._taken
                if taken is not None:
                    self._live(taken)
                said = self._kept.attributes()
                if is_doomed(said, self._row["badge"]):
                    os.kill(os.getpid(), KILL)
                if said.get(WANTED) != HALT:
                    self._say()
                else:
                    self._halt.set()
            except Exception as error:  # where that is not all, the work itself will find out
                if isinstance(error, Trouble) and error.status == GONE:
                    self._halt.set()
                _log.warning("a worker could give no sign of life", extra={"facts": {"type": type(error).__qualname__}})

    def _live(self, taken: Taken) -> None:
        """A sign of life; none for a trial that another has by now, whose own signs would be drowned."""
        with contextlib.suppress(Lost):
            look(self._kept, taken)
            self._kept.storage.record_heartbeat(taken.key)
