"""Who asks."""

from __future__ import annotations

import os
from typing import NamedTuple


class Client(NamedTuple):
    """A page by its token, and the address that it comes from: a whole class may have the same one.

    What is nobody's in particular has a token that says what it is, and no address.
    """

    token: str
    address: str = ""


def everybody(what: str) -> Client:
    """Whose work is for all who come: this process has each such work done once, and so may others."""
    return Client(f"{what} {os.getpid()}")
