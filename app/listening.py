"""Where the server listens: sockets bound as the settings say, and what is said of them."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys

from app.settings import Settings

BACKLOG = 2048  # connections that wait to be taken
OPEN = 65_536  # files and connections of a process
UNSENT = 256 * 1024  # bytes: a reader who stands still is noticed once so much waits for him


def listeners(settings: Settings, count: int = 1) -> list[socket.socket]:
    """So many sockets at one address; the system deals connections out among them.

    From one socket that all processes share, whoever looks first takes a whole burst.
    Raises `OSError` with a sentence for whoever starts Ravine.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        raise OSError(f"RAVINE_HOST is {settings.host!r}, which is no address that is known here.") from None
    address = found[0]
    made: list[socket.socket] = []
    try:
        if count > 1:
            _bound(address, shared=False).close()  # sockets that share would share with another server as well
        for _ in range(count):
            made.append(_bound(address, shared=count > 1))
            address = (*address[:4], made[0].getsockname())  # where the system chose the port, all have that one
        for each in made:
            each.listen(BACKLOG)
    except OSError as error:
        for each in made:
            each.close()
        raise OSError(_reason(error, settings)) from None
    return made


def make_room() -> None:
    """Let there be as many connections as the system allows: often its limit begins at 1024, or lower."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY:
            enough = OPEN if hard == resource.RLIM_INFINITY else min(OPEN, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))


def announcement(bound: socket.socket) -> str:
    """Where the server is, for people."""
    host, port = bound.getsockname()[:2]
    path = f"{Settings.of_environment().root_path}/"
    if host in ("0.0.0.0", "::"):  # noqa: S104
        return (
            f"Ravine is running on http://127.0.0.1:{port}{path} and every other address of this machine"
            " (Ctrl+C stops it).\n"
        )
    shown = f"[{host}]" if ":" in host else host
    return f"Ravine is running on http://{shown}:{port}{path} (Ctrl+C stops it).\n"


def _bound(found: tuple, shared: bool) -> socket.socket:  # type: ignore[type-arg]
    family, kind, protocol, _, address = found
    bound = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            # Without it a restart would find its own port taken for a minute.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if shared:
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # Computing for a reader who stands still stops then.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


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
