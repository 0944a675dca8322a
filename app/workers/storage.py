"""The database of searches: Optuna's, in a file of SQLite by default, or a PostgreSQL server that machines share."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from typing import Any

import optuna
from optuna.exceptions import StorageInternalError
from optuna.storages import RDBStorage
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from app.settings import Settings
from app.workers.place import SOME, folder
from app.workers.shelf import Shelf
from app.workers.trouble import Trouble

FILE = "searches.db"
PATIENCE = 60  # seconds for which a worker waits for a server that is silent, and anybody for others that write
SOON = 3  # and for which those wait for the server whom somebody asks
TRIES = 5  # two that make the same tables at once hinder each other; the next try finds them
FULL = "disk is full", "No space left on device"  # as SQLite and PostgreSQL say it
PULSES = 4  # signs of life within the time after which a worker counts as dead
optuna.logging.set_verbosity(optuna.logging.WARNING)
optuna.logging.disable_default_handler()
optuna.logging.enable_propagation()


def opened(settings: Settings, patience: int = PATIENCE) -> Shelf:
    """The storage, with its tables. Raises `Trouble`; so does all that its server leaves unanswered for so long."""
    url = settings.storage or f"sqlite:///{folder(settings) / FILE}"
    for left in reversed(range(TRIES)):
        try:
            return _opened(url, settings.search_grace, patience)
        except ImportError as error:
            raise Trouble("error.searches_driver", 503, "RAVINE_STORAGE") from error
        except (SQLAlchemyError, StorageInternalError, OSError) as error:
            if not left:
                raise _refused(error, full=_no_room(settings)) from error
            time.sleep(0.2)
        except (RuntimeError, TypeError, ValueError) as error:  # tables of another version; what no driver takes
            raise _refused(error) from error
    raise AssertionError


def reason(error: BaseException) -> str:
    """The innermost words of an error of the database, in one line."""
    while error.__cause__ is not None:
        error = error.__cause__
    error = getattr(error, "orig", None) or error
    words = error.args[0] if error.args else ""
    said = str(words.get("M", error) if isinstance(words, dict) else error)  # a dict is how PostgreSQL's driver has it
    return " ".join(said.split("\n")[0].split())[:160].rstrip(".")


@contextlib.contextmanager
def spoken() -> Iterator[None]:
    """What the database refuses, such as a full disk, or leaves unanswered, as a `Trouble`."""
    try:
        yield
    except (SQLAlchemyError, StorageInternalError, OSError) as error:
        raise _refused(error) from error


def _refused(error: BaseException, full: bool = False) -> Trouble:
    said = reason(error)
    if full or any(words in said for words in FULL):
        return Trouble("error.searches_disk", 503, "RAVINE_DATA")
    return Trouble("error.searches_storage", 503, "RAVINE_STORAGE", reason=said)


def _no_room(settings: Settings) -> bool:
    """Whether that is why a file cannot be opened, of which SQLite only says that it is an error."""
    return not settings.storage and shutil.disk_usage(folder(settings)).free < SOME


def _opened(url: str, grace: int, patience: int) -> Shelf:
    in_file = url.startswith("sqlite")
    how: dict[str, Any] = {"connect_args": {"timeout": PATIENCE if in_file else patience}, "pool_pre_ping": not in_file}
    storage = Shelf(
        url.replace("postgresql://", "postgresql+pg8000://", 1).replace("{", "{{").replace("}", "}}"), engine_kwargs=how
    )
    # Said here and not above, where Optuna would warn that they may change.
    storage.heartbeat_interval, storage.grace_period = max(1, grace // PULSES), grace
    if in_file:
        _sqlite(storage)
    return storage


def _sqlite(storage: RDBStorage) -> None:
    """Whoever reads in order to write keeps the others from writing in between: else two would take one trial.

    SQLAlchemy's own recipe. With a log beside it the file is neither waited for by readers nor hurt by a kill.
    """

    @event.listens_for(storage.engine, "connect")
    def _connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(storage.engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    storage.engine.dispose()  # those that were made before
