"""What the pool's tests have done by workers: each an entry, kind or not."""

import os
import time
from pathlib import Path


class PeculiarError(Exception):
    """One that pickle cannot take along."""

    def __init__(self, left, right):
        super().__init__("peculiar")


def count(most):
    for number in range(most):
        yield None
        yield number


def who(_):
    import sys

    yield os.getpid(), os.nice(0) if hasattr(os, "nice") else None, sorted(sys.modules), dict(os.environ)


def patient(seconds):
    """Works on, but may be stopped."""
    yield os.getpid()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)
        yield None
    yield "done"


def endless(path):
    """Never comes to a moment at which it may be stopped."""
    yield os.getpid()
    while True:
        time.sleep(0.01)


def deaf(_):
    """Holds the interpreter, so that no other thread of the worker gets a word in."""
    yield os.getpid()
    3 ** (10**8)


def bomb(_):
    hoard = []
    while True:
        hoard.append(bytearray(1 << 24))
        yield None


def plenty(path):
    """A hundred megabytes, each of them noted when it is made."""
    with Path(path).open("ab", buffering=0) as notes:
        for number in range(100):
            notes.write(b".")
            yield number, bytes(1 << 20)


def loud(text):
    print(text)
    yield text


def talkative(said):
    import warnings

    print(said)
    warnings.warn(said, stacklevel=1)
    yield 1
    raise LookupError(said)


def wrong(kind):
    yield 1
    raise {"value": ValueError("no such number"), "peculiar": PeculiarError(1, 2)}[kind]
