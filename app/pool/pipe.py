"""What the server and a worker say to each other: pickles, each after its length in bytes."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

HEAD = struct.Struct("<Q")


class Order(NamedTuple):
    """A job by its number, itself a pickle. `memory` is how many bytes it may take beyond what the worker has already.

    A number alone says that the job of that number is to be stopped, an entry alone that there soon will be such jobs.
    """

    number: int
    entry: str
    job: bytes
    memory: int


def packed(message: Any) -> bytes:
    """A message as it travels."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return HEAD.pack(len(body)) + body


def messages(pipe: BinaryIO) -> Iterator[Any]:
    """Message after message, until the other side has gone."""
    while len(head := pipe.read(HEAD.size)) == HEAD.size:
        body = pipe.read(HEAD.unpack(head)[0])
        if len(body) < HEAD.unpack(head)[0]:
            return
        yield pickle.loads(body)  # noqa: S301 - from a process of our own
