"""`python -m app`: starts the server and says where it is; `lessons [FOLDER]` checks lessons, `worker` trains."""

import asyncio
import contextlib
import importlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from app import heads, logs, patience, seats, stopping
from app.listening import announcement, listeners, make_room
from app.middleware import security_headers
from app.processes import FAILED, Keeper
from app.settings import ONE_THREAD, Settings, read_or_exit

# For readers to take what is said last. To let go of all else takes its time, too: a container gets 5 s at the least.
GRACE_SECONDS = 3


class AnnouncedServer(uvicorn.Server):
    """uvicorn's server that tells once it answers."""

    def __init__(self, config: uvicorn.Config, answering: Callable[[], None]) -> None:
        super().__init__(config)
        self._answering = answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then speak."""
        await super().startup(sockets)
        if self.started:
            self._answering()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go whoever waits for heavy work, then stop."""
        from app.pool import heavy  # which the first page does without
        from app.workers import crew

        stopping.begin()
        leaving = asyncio.create_task(asyncio.to_thread(crew.close))  # they may take as long as the readers
        await asyncio.to_thread(heavy.close)
        await super().shutdown(sockets)
        await leaving


def is_worth_logging(record: logging.LogRecord) -> bool:
    """Whether a line of uvicorn's log says something: that streams end when the server stops does not."""
    cancelled = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cancelled and not str(record.msg).startswith("Cancel %s running task(s)")


def serve(settings: Settings) -> int:
    """Serve until told to stop, in as many processes as the settings say; the exit status."""
    try:
        bound = listeners(settings, count := seats.wanted(settings))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    make_room()
    if count == 1:
        return serve_at(settings, bound[0], lambda: _announce(bound[0]))
    for name in ("app.main", "app.pool.heavy", "app.workers.crew"):  # once for all of them
        importlib.import_module(name)
    return Keeper(bound, lambda own, answering: serve_at(settings, own, answering), GRACE_SECONDS + 2).run()


def serve_at(settings: Settings, bound: socket.socket, answering: Callable[[], None]) -> int:
    """Serve in this process; the exit status."""
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        http=patience.protocol(settings, security_headers(settings.frame_ancestors)),
        h11_max_incomplete_event_size=heads.MOST,
        log_config=None,
        log_level="warning",
        access_log=False,  # no address in logs
        proxy_headers=False,  # and none is ever asked for
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    logging.getLogger("uvicorn.error").addFilter(is_worth_logging)
    # uvicorn stops, then raises the signal once more: a stop that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server = AnnouncedServer(config, answering)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[bound])
    return 0 if server.started else FAILED


def _announce(bound: socket.socket) -> None:
    sys.stdout.write(announcement(bound))
    sys.stdout.flush()


def main() -> None:
    """The command `ravine`."""
    for name, count in ONE_THREAD.items():  # NumPy is not there yet, and asks once
        os.environ.setdefault(name, count)
    match sys.argv[1:]:
        case []:
            settings = read_or_exit()
            logs.begin()
            sys.exit(serve(settings))
        case ["lessons", *folder] if len(folder) <= 1:
            from app.check_lessons import check  # which brings the whole course along: the server starts without it

            sys.exit(check(Path(folder[0]) if folder else None))
        case ["worker", *arguments]:
            from app.workers.worker import main as work

            sys.exit(work(arguments))
    sys.stderr.write("Usage: ravine, ravine lessons [FOLDER], or ravine worker [SEARCH]\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
