"""What does not fit together, as a request is told of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from optim_core.noise import Misfit


@contextlib.contextmanager
def misfits_told(place: str = "") -> Iterator[None]:
    """What does not fit is told of its field, which stands at `place`."""
    try:
        yield
    except Misfit as misfit:
        facts = {"field": place + misfit.field, **misfit.text._asdict()}
        raise PydanticCustomError("misfit", "does not fit", facts) from misfit
