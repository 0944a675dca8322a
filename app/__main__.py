"""`python -m app`: starts the server and says where it is; `lessons [FOLDER]` checks lessons, `worker` trains."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from app import patience, stopping
from app.settings import ONE_THREAD, Settings, read_or_exit

# For readers to take what is said last; much is to be let go besides, and 5 s is what a container gets at the least.
GRACE_SECONDS = 3


class AnnouncedServer(uvicorn.Server):
    """uvicorn's server that says its address once it answers there."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then speak."""
        await super().startup(sockets)
        if self.started and sockets:
            sys.stdout.write(_announcement(sockets[0]))
            sys.stdout.flush()

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


def listener(settings: Settings) -> socket.socket:
    """A socket bound as the settings say. Raises `OSError` with a sentence for whoever starts Ravine."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        raise OSError(f"RAVINE_HOST is {settings.host!r}, which is no address that is known here.") from None
    family, kind, protocol, _, address = found[0]
    bound = socket.socket(family, kind, protocol)
    if sys.platform != "win32":
        # Without it a restart would find its own port taken for a minute.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # A reader who stands still is noticed once this much waits for him, and computing for him stops.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 256 * 1024)
    try:
        bound.bind(address)
        bound.listen(2048)
    except OSError as error:
        bound.close()
        raise OSError(_reason(error, settings)) from None
    return bound


def serve(settings: Settings) -> int:
    """Serve until told to stop; the exit status."""
    try:
        bound = listener(settings)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        http=patience.protocol(settings),
        log_level="warning",
        access_log=False,  # no address in logs
        proxy_headers=False,  # and none is ever asked for
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    logging.getLogger("uvicorn.error").addFilter(is_worth_logging)
    # uvicorn stops, then raises the signal once more: a stop that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server = AnnouncedServer(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[bound])
    return 0 if server.started else 3


def main() -> None:
    """The command `ravine`."""
    for name, count in ONE_THREAD.items():  # NumPy is not there yet, and asks once
        os.environ.setdefault(name, count)
    match sys.argv[1:]:
        case []:
            sys.exit(serve(read_or_exit()))
        case ["lessons", *folder] if len(folder) <= 1:
            from app.check_lessons import check  # which brings the whole course along: the server starts without it

            sys.exit(check(Path(folder[0]) if folder else None))
        case ["worker", *arguments]:
            from app.workers.worker import main as work

            sys.exit(work(arguments))
    sys.stderr.write("Usage: ravine, ravine lessons [FOLDER], or ravine worker [SEARCH]\n")
    sys.exit(2)


def _announcement(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104
        return (
            f"Ravine is running on http://127.0.0.1:{port}/ and every other address of this machine"
            " (Ctrl+C stops it).\n"
        )
    shown = f"[{host}]" if ":" in host else host
    return f"Ravine is running on http://{shown}:{port}/ (Ctrl+C stops it).\n"


def _reason(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is in use already: stop the program that has it, or choose another port "
            f"with RAVINE_PORT={settings.port + 1 if settings.port < 65535 else 8000}."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {settings.port} is not allowed to this user: choose one from 1024 up with RAVINE_PORT."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"RAVINE_HOST is {settings.host!r}, which is no address of this machine."
    return f"Ravine cannot listen on {settings.host} port {settings.port}: {error.strerror}."


if __name__ == "__main__":
    main()
