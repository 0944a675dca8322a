"""In which order what is made of other things is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, Self, TypeVar


class Made(Protocol):
    """An operation with what it is applied to, or something without any."""

    @property
    def args(self) -> Sequence[Self]:
        """What it is made of."""


Part = TypeVar("Part", bound=Made)


def ordered(wanted: Iterable[Part], below: Callable[[Part], Sequence[Part]] = lambda part: part.args) -> Iterator[Part]:
    """Everything that the wanted parts need, and they themselves: each once, after what it needs.

    What a part needs is what it is made of, or what `below` says.
    """
    seen: set[int] = set()
    pending = [(part, False) for part in reversed(list(wanted))]
    while pending:
        part, ready = pending.pop()
        if ready:
            yield part
        elif id(part) not in seen:
            seen.add(id(part))
            pending.append((part, True))
            pending.extend((arg, False) for arg in reversed(below(part)) if id(arg) not in seen)
