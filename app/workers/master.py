"""The master of all searches: begins, starts, stops and looks on. It blocks, so that it is asked in a thread."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import os
import shlex
import signal
import threading
from pathlib import Path
from typing import Any

import optuna

from app.seats import here
from app.settings import Settings
from app.wire import harmless
from app.workers import roll, rows, storage, view
from app.workers.crew import Crew
from app.workers.ledger import GO, HALT, WANTED, Kept, Ledger
from app.workers.specs import Search
from app.workers.taking import recover, recover_from
from app.workers.trouble import GONE, Trouble


class Master:
    """Of the storage that the settings name. Everything raises `Trouble`."""

    def __init__(self, settings: Settings) -> None:
        self._ledger = Ledger(settings, storage.SOON)
        self._crew = Crew(settings.search_workers, seats=here())
        self._most, self._grace, self._command = settings.search_workers, settings.search_grace, _command(settings)

    def begin(self, search: Search) -> dict[str, Any]:
        """Keep one more; its name."""
        return {"name": self._ledger.begin(search)}

    def all(self) -> list[dict[str, Any]]:
        """A line of each, the last one first."""
        told = []
        for name in self._ledger.names():
            with contextlib.suppress(Trouble):  # thrown away by now, or of a target that is not known here
                told.append(view.brief(self._ledger.get(name), self._grace))
        return told

    def state(self, name: str) -> dict[str, Any]:
        """All that is known of one. Trials of workers that went silent wait again from now on."""
        kept = self._ledger.get(name)
        with _still_there(name):
            with contextlib.suppress(Trouble):  # nothing can be written on a full disk, but looked at
                recover(kept)
            started = roll.hired(kept.attributes(), self._grace) | self._ours(kept)
            local = {"started": sorted(started), "most": self._most, "room": self._crew.room, "command": self._command}
            return view.whole(kept, self._grace) | {"local": local}

    def start(self, name: str, count: int) -> dict[str, Any]:
        """Let so many more workers of this machine join; their names."""
        kept = self._ledger.get(name)
        kept.put(WANTED, GO)
        enter, ended = functools.partial(roll.numbered, kept), functools.partial(self._ended, kept)
        return {"workers": self._crew.start(name, count, enter, ended)}

    def stop(self, name: str) -> dict[str, Any]:
        """All its workers, on any machine, give back what they have and leave."""
        self._ledger.get(name).put(WANTED, HALT)
        return {}

    def resume(self, name: str) -> dict[str, Any]:
        """Workers may take its trials again."""
        self._ledger.get(name).put(WANTED, GO)
        return {}

    def kill(self, name: str, worker: str) -> dict[str, Any]:
        """Pull the plug of a worker that was started here, or by another process or server that shares the storage."""
        kept = self._ledger.get(name)
        said = kept.attributes()
        badge = roll.workers(said).get(worker, {}).get("badge", "")
        if not self._crew.kill(name, badge):
            if worker not in roll.hired(said, self._grace):
                raise Trouble("error.searches_not_ours", 404, "worker", name=worker)
            roll.doom(kept, badge)
        return {}

    def remove(self, name: str) -> dict[str, Any]:
        """Throw one away, workers, checkpoints and all."""
        self._crew.close(name, 0.0)  # what they have goes, too
        self._ledger.remove(name)
        return {}

    def table(self, name: str) -> bytes:
        """Its trials, a row each."""
        told = self.state(name)
        settings, tells = [axis["name"] for axis in told["spec"]["axes"]], [each["name"] for each in told["tells"]]
        out = io.StringIO()
        writer = csv.writer(out)
        head = ["trial", "state", *settings, "epochs", "score", *tells, "worker", "times_taken"]
        writer.writerow(head)
        for trial in told["trials"]:
            tried, last = trial["settings"] or {}, trial["told"]
            writer.writerow(
                [
                    trial["number"],
                    trial["state"],
                    *(_cell(tried.get(setting)) for setting in settings),
                    len(trial["scores"]),
                    trial["score"],
                    *(last.get(each, [None])[-1] if last.get(each) else None for each in tells),
                    _cell(trial["worker"]),
                    len(trial["spans"]),
                ]
            )
        return out.getvalue().encode()

    def database(self, name: str) -> bytes:
        """A database of SQLite with this search alone, as Optuna opens it anywhere."""
        kept = self._ledger.get(name)
        with storage.spoken():
            alone = optuna.storages.RDBStorage("sqlite:///:memory:")  # there may be no disk that takes it
            try:
                rows.copy(kept.storage, kept.number, alone)
                with contextlib.closing(alone.engine.raw_connection()) as connection:
                    found: Any = connection.driver_connection
                    return bytes(found.serialize())
            finally:
                alone.engine.dispose()

    def _ours(self, kept: Kept) -> set[str]:
        badges = self._crew.badges(kept.name)
        return {worker for worker, row in roll.workers(kept.attributes()).items() if row.get("badge") in badges}

    def _ended(self, kept: Kept, badge: str, status: int) -> None:
        """A worker of ours is gone: what it held waits again at once, not only when its silence is noticed."""
        pulled = os.name == "posix" and status == -signal.SIGKILL
        with contextlib.suppress(Trouble, KeyError):
            name = roll.strike(kept, badge, "killed" if pulled else "broke" if status else "left")
            if name:
                recover_from(kept, name)


@contextlib.contextmanager
def _still_there(name: str) -> Any:
    """A search that is thrown away while it is looked at is none."""
    try:
        yield
    except KeyError:
        raise Trouble("error.no_search", GONE, "name", name=name) from None


def _command(settings: Settings) -> str:
    """What starts a worker that finds the same searches. Everybody reads it, so it names no server."""
    places = {
        "STORAGE": settings.storage and _public(settings.storage),
        "DATA": settings.data and _whole(settings.data),
    }
    return " ".join(
        [*(f"RAVINE_{name}={shlex.quote(place)}" for name, place in places.items() if place), "make worker"]
    )


def _public(storage: str) -> str:
    return storage if storage.startswith("sqlite") else "postgresql://USER:PASSWORD@HOST/NAME"


def _whole(folder: str) -> str:
    return str(Path(folder).absolute())


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value


_making = threading.Lock()


def master() -> Master:
    """The one of this process, whoever asks first. Raises `Trouble` where searches cannot be kept."""
    with _making:
        return _master()


@functools.cache
def _master() -> Master:
    return Master(Settings.of_environment())
