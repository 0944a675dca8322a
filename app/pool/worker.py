"""`python -m app.pool.worker SERVER`: does one job after another for the process of that number, and ends with it.

A job is an `entry`, "module:function", and what the function is called with. It is a generator: what it yields goes to
the server, except None, which is only a moment at which it may be stopped. What the module wants to have before its
first job, it makes in a function `ready`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from app import logs
from app.endings import end_with
from app.pool.pipe import Order, messages, packed

NICE = 10  # a race goes first, wherever the two want the same core


class Orders:
    """What the server says, heard beside the work."""

    def __init__(self, pipe: BinaryIO) -> None:
        self.jobs: SimpleQueue[Order | str] = SimpleQueue()
        self.stopped = 0  # the number of the last job that is to be stopped
        threading.Thread(target=self._listen, args=(pipe,), daemon=True).start()

    def _listen(self, pipe: BinaryIO) -> None:
        for said in messages(pipe):
            if isinstance(said, Order | str):
                self.jobs.put(said)
            else:
                self.stopped = said
        os._exit(0)  # in the middle of whatever it is: nobody is there who could hear of it


def main() -> None:
    """Work until the server has gone."""
    logs.begin()
    _give_way()
    end_with(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches all: the server decides
    pipes = _own_pipes()
    orders, answers = Orders(pipes[0]), pipes[1]

    def tell(*message: Any) -> None:
        answers.write(packed(message))
        answers.flush()

    while True:
        match orders.jobs.get():
            case Order() as order:
                _do(order, orders, tell)
            case entry:
                with contextlib.suppress(Exception):  # a job will tell
                    _loaded(entry)


def _do(order: Order, orders: Orders, tell: Callable[..., None]) -> None:
    try:
        begin = _loaded(order.entry)
        tell("begun")
        with _at_most(order.memory), contextlib.closing(begin(pickle.loads(order.job))) as parts:  # noqa: S301
            for part in parts:
                if orders.stopped == order.number:
                    break
                if part is not None:
                    tell("part", part)
        tell("end")
    except MemoryError:
        tell("memory")
        os._exit(1)  # a fresh one takes its place: who knows what could not be made here
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:
        tell("error", _portable(error), logs.trace(error))


def _loaded(entry: str) -> Any:
    module, _, name = entry.partition(":")
    loaded = importlib.import_module(module)
    getattr(loaded, "ready", lambda: None)()
    return getattr(loaded, name)


def _portable(error: Exception) -> Exception:
    """An error as it can be raised over there; one that does not survive the way, as its words."""
    try:
        return pickle.loads(pickle.dumps(error))  # noqa: S301 - its own
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")


@contextlib.contextmanager
def _at_most(memory: int) -> Iterator[None]:
    """No more than that many bytes on top, where the system can say no to more."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory, before[1]))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where orders come from and where answers go. A job reads nothing; what it prints is no answer and no log."""
    orders, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return os.fdopen(orders, "rb"), os.fdopen(answers, "wb", buffering=1 << 16)


def _give_way() -> None:
    if hasattr(os, "nice"):  # Windows is told when the process is made
        os.nice(NICE)


if __name__ == "__main__":
    main()
