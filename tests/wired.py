"""What a real server answers, byte for byte: over a connection that stays, or to whatever bytes are sent."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from pathlib import Path
from typing import NamedTuple


class Answer(NamedTuple):
    """Status 0: the connection was closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def said(self):
        return json.loads(self.body)


class Line:
    """A connection to the server on a port of this machine, made again where the server closed it."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def ask(self, method, path, body=None, headers=None):
        try:
            return self._asked(method, path, body, headers or {})
        except (http.client.BadStatusLine, ConnectionError):  # it was closed meanwhile
            self.close()
            return self._asked(method, path, body, headers or {})

    def _asked(self, method, path, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.monotonic()
        self.connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            self.connection.putheader(name, value.encode("latin-1"))
        if body is not None:
            self.connection.putheader("Content-Length", str(len(body)))
        self.connection.endheaders(body)
        answer = self.connection.getresponse()
        told = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read(), 0.0)
        if told.headers.get("connection") == "close":
            self.close()
        return told._replace(seconds=time.monotonic() - began)


def sent(port, data, answers=1):
    """The answers to some bytes on a connection of their own, as many as come or as are wanted."""
    began, heard = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        try:
            line.sendall(data)
            while len(re.findall(rb"^HTTP/1\.1 (?!100)", heard, re.MULTILINE)) < answers or not _whole(heard):
                part = line.recv(65536)
                if not part:
                    break
                heard += part
        except (ConnectionError, TimeoutError):
            pass  # who is refused in the middle of a word may be hung up on
    seconds = time.monotonic() - began
    heads = re.findall(rb"^HTTP/1\.1 (?!100)(\d{3})", heard, re.MULTILINE)
    return [Answer(int(status), {}, heard, seconds) for status in heads] or [Answer(0, {}, heard, seconds)]


def _whole(heard):
    """Whether the last answer has all of its body."""
    last = [found.start() for found in re.finditer(rb"^HTTP/1\.1 \d", heard, re.MULTILINE)][-1:]
    head, _, body = heard[last[0] if last else 0 :].partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(length and len(body) >= int(length[1])) or body.endswith(b"0\r\n\r\n")


def resident(process):
    """The memory of a process in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
