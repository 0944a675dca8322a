"""How long the server waits for a slow or silent connection; uvicorn by itself waits for ever."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import ClassVar, Literal

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from app import heads, i18n
from app.settings import Settings

Part = Literal["head", "body"]
Headers = list[tuple[bytes, bytes]]
LEAVING = 1.0  # seconds for any of these waits once the server stops


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to three waits: for a head, for a body, for a reader.

    A head or a body that dribbles in is one wait; a reader has the whole time again whenever it took some.
    """

    seconds: ClassVar[dict[Part, float]] = {"head": 10, "body": 15}
    reader_seconds: ClassVar[float] = 30
    headers_of_refusals: ClassVar[Headers] = []

    _awaited: Part | None = None
    _arrival: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _unread = 0
    _leaving = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connected, and should say what they want."""
        super().connection_made(transport)
        self._await("head")

    def data_received(self, data: bytes) -> None:
        """Some of a request has come."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """An answer is done; some of the next request may be here already."""
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here on another protocol has the connection."""
        self._await(None)
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited of somebody who left."""
        self._await(None)
        self._stop_reading_timer()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The reader is behind."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """The reader caught up."""
        self._stop_reading_timer()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP, or too long, is refused as all else that is wrong; in the middle of an answer, by an end."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self._give_up()
            return
        status, field, said_of = 400, "request", msg
        if getattr(sys.exception(), "error_status_hint", 0) == 431:
            status, key, field = heads.too_much(self.conn.trailing_data[0])
            said_of = i18n.text(i18n.DEFAULT, key)
        said = json.dumps({"detail": said_of, "field": field}).encode()
        own = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(said)),
            (b"connection", b"close"),
        ]
        reason = HTTPStatus(status).phrase.encode()
        head = h11.Response(status_code=status, headers=own + self.headers_of_refusals, reason=reason)
        for event in (head, h11.Data(data=said), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def shutdown(self) -> None:
        """The server stops: nobody who stands still holds it up."""
        super().shutdown()
        self._leaving = True
        if self._reading is not None:
            self._stop_reading_timer()
            self._watch_reader()
        awaited = self._awaited
        self._await(None)
        self._await(awaited)

    def _look(self) -> None:
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._await("body")
        elif state is h11.IDLE and self.conn.trailing_data[0]:
            self._await("head")
        else:
            self._await(None)  # between two requests uvicorn's keep-alive time counts

    def _await(self, part: Part | None) -> None:
        if part == self._awaited:
            return
        if self._arrival is not None:
            self._arrival.cancel()
        self._awaited = part
        self._arrival = None if part is None else self._after(self.seconds[part], self._give_up)

    def _watch_reader(self) -> None:
        self._unread = self.transport.get_write_buffer_size()
        self._reading = self._after(self.reader_seconds, self._check_reader)

    def _check_reader(self) -> None:
        if self.transport.get_write_buffer_size() < self._unread:
            self._watch_reader()
        else:
            self._give_up()

    def _stop_reading_timer(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _after(self, seconds: float, what: Callable[[], None]) -> asyncio.TimerHandle:
        return self.loop.call_later(min(seconds, LEAVING) if self._leaving else seconds, what)

    def _give_up(self) -> None:
        # Not close(), which would wait for the same reader.
        self.transport.abort()


def protocol(settings: Settings, headers: Mapping[str, str]) -> type[PatientProtocol]:
    """The protocol class with the waits that the settings name, and the headers of what it answers itself."""

    class Configured(PatientProtocol):
        seconds: ClassVar[dict[Part, float]] = {"head": settings.head_seconds, "body": settings.body_seconds}
        reader_seconds: ClassVar[float] = settings.reader_seconds
        headers_of_refusals: ClassVar[Headers] = [(k.encode(), v.encode()) for k, v in headers.items()]

    return Configured
