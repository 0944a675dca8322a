"""What the server says of itself: one line of JSON each on stderr, and in it nothing that anybody asked, typed or is.

An error is its type and where it was raised, never its words, which may be somebody's. What other libraries say is
kept as far as it is the same each time.
"""

from __future__ import annotations

import datetime
import errno
import json
import logging
import re
import secrets
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = ("app", "optim_core")
DEEP = 40  # frames of an error that are told; the middle of more is left out
HOUSE = str(Path(__file__).resolve().parent.parent) + "/"
_log = logging.getLogger(__name__)


def begin() -> None:
    """From now on everything this process has to say is said like this."""
    said = logging.StreamHandler(sys.stderr)
    said.setFormatter(Lines())
    said.addFilter(_is_news)
    logging.basicConfig(handlers=[said], level=logging.WARNING, force=True)
    logging.getLogger("app").setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk behind stderr is no reason for a traceback there
    warnings.showwarning = _warned
    sys.excepthook = _ended
    sys.unraisablehook = lambda lost: _log.error("an error was lost", exc_info=lost.exc_value)
    threading.excepthook = lambda ended: _log.error("a thread ended", exc_info=ended.exc_value)


def failure(log: logging.Logger, event: str, error: BaseException, **facts: Any) -> str:
    """Log what nobody expected; the number by which the log has it, for whoever met with it."""
    number = secrets.token_hex(4)
    log.error(event, exc_info=error, extra={"facts": {"failure": number, **facts}})
    error.told = True  # type: ignore[attr-defined]
    return number


def trace(error: BaseException) -> list[dict[str, Any]]:
    """An error and what led to it, the last first: `type`, `frames` from the outermost in, and `code` of the system."""
    return [_told(each) for each in _chain(error)] + getattr(error, "elsewhere", [])


class Lines(logging.Formatter):
    """A record as a line: time, level, event, who says it, `facts` of it, and the error if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Strings only of our own making."""
        when = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "time": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": _event(record),
            "logger": record.name,
            "process": record.process,
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = trace(record.exc_info[1])
        return json.dumps(line, default=lambda strange: type(strange).__name__)


def _event(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    said = str(record.msg).strip().split("\n")[0]
    if not record.args:  # put together by whoever says it: up to what may be different each time
        said = re.split(r"""[<({\[:='"\d](?!\))""", said)[0]
    return said.strip() or "something was said"


def _is_news(record: logging.LogRecord) -> bool:
    """Whether it was not said already; uvicorn tells once more of what the application has answered for."""
    return not (record.exc_info and getattr(record.exc_info[1], "told", False) and record.name.startswith("uvicorn"))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        first = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else None
        error = first or error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    frames = [
        f"{_place(f.f_code.co_filename)}:{n} {f.f_code.co_name}" for f, n in traceback.walk_tb(error.__traceback__)
    ]
    if len(frames) > DEEP:
        frames[DEEP // 2 : -DEEP // 2] = ["..."]
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = {"code": errno.errorcode.get(error.errno or 0)} if isinstance(error, OSError) and error.errno else {}
    return {"type": name, **code, "frames": frames}


def _place(file: str) -> str:
    """A file without the folders of this machine."""
    if file.startswith(HOUSE) and "/site-packages/" not in file:
        return file.removeprefix(HOUSE)
    return file.rpartition("/site-packages/")[2] if "/site-packages/" in file else Path(file).name


def _warned(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: Any = None
) -> None:
    _log.warning("a warning", extra={"facts": {"type": category.__name__, "at": f"{_place(filename)}:{lineno}"}})


def _ended(kind: type[BaseException], error: BaseException, traced: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("the process ended", exc_info=error.with_traceback(traced))
