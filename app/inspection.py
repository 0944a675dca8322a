"""One run of a race looked into: a stretch of its updates, and any of them worked out line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.cache import ROOM, Cache
from app.courses import Course
from app.declared import build
from app.specs import Race
from app.wire import dumps, number
from app.work import Turn
from optim_core import Rule
from optim_core.fields import Array
from optim_core.formulas.figures import Filled, fill
from optim_core.formulas.replay import Replay
from optim_core.formulas.update import State, column
from optim_core.probe import Asked
from optim_core.walk import Moment, Status

STRETCH = 512  # updates that are walked, kept and sent together
_ASKED = 32  # questions of one update that are kept: a long search asks hundreds
_UPDATE, _QUESTION = 4000, 500  # bytes, about, that they take in memory
_stretches: Cache[Stretch] = Cache(100_000_000, room=ROOM)
_ends: Cache[int] = Cache(100_000)  # how many updates a run makes, where that is known


class Stretch:
    """Consecutive updates of a run from number `first` on; `onward` walks on from there, for one who asks first."""

    def __init__(self, first: int, tape: Tape) -> None:
        self.first = first
        self.rule = tape.rule
        self.onward: Tape | None = tape
        self._replay = tape.replay
        self._updates: list[tuple[Moment, Moment, State]] = []
        self._json = ""

    def __len__(self) -> int:
        return len(self._updates)

    @property
    def size(self) -> int:
        """Bytes, about."""
        return _UPDATE * len(self) + _QUESTION * sum(len(after.asked) for _, after, _ in self._updates)

    def add(self, before: Moment, after: Moment, state: State) -> None:
        """One more update, and what its formula begins with."""
        reached = after.x if after.lost is None else after.lost
        self._updates.append((before, after._replace(x=reached, asked=_some(after.asked)), state))

    def lines(self, at: int) -> list[Filled]:
        """Update number `at` line by line."""
        before, after, state = self._updates[at - self.first]
        worked = self._replay.lines(state, before, after)
        return fill(worked, self._replay.numbers(before), column(before.x), column(after.x))

    def json(self) -> str:
        """Points, inner vectors and questions of every update, as JSON; made once."""
        if not self._json:
            after = [led for _, led, _ in self._updates]
            shown = {name: [_flat(p.show[name]) for p in after] for name in self.rule.shows}
            self._json = dumps(
                {
                    "from": self.first,
                    "x": [_flat(before.x) for before, _, _ in self._updates],
                    "next": [_flat(p.x) for p in after],
                    "vectors": shown,
                    "asked": [[_question(a) for a in p.asked] for p in after],
                }
            )
        return self._json


class Tape:
    """A run being walked, with its formula beside it."""

    def __init__(self, spec: Race, run: int) -> None:
        course = Course(spec, spec.runs[run])
        self.rule: Rule = build(Rule, spec.runs[run].optimizer)
        self.replay = Replay(self.rule, course.surface)
        self._moments: Iterator[Moment] = course.single(self.rule, shows=True).moments()
        self._point = next(self._moments)
        self._state: State | None = None
        self.over = False

    async def stretch(self, turn: Turn) -> Stretch:
        """The next updates; shorter at the end of the run."""
        found = Stretch(self._point.t, self)
        while len(found) < STRETCH:
            await turn.over()
            after = next(self._moments, None)
            if after is None or Status(int(after.status[0])).off_map:
                self.over = True
                break
            before, self._point = self._point, after
            if before.begun == before.t:  # the rule begins, at the start of the run or after a power cut
                self._state = None
            state = self._state or self.replay.start(before, after)
            self._state = self.replay.after(state, before, after)
            found.add(before, after, state)
        return found


async def look(spec: Race, run: int, at: int) -> tuple[Stretch, int | None]:
    """The stretch that holds update `at`, or the last one of the run; and the number of updates, if it is known.

    Raises TooLong.
    """
    alone = spec.model_copy(update={"runs": [spec.runs[run]], "repeats": 1}).model_dump_json()
    end = _ends.get(alone)
    wanted = (at if end is None else max(min(at, end - 1), 0)) // STRETCH
    found = _stretches.get(f"{alone} {wanted}")
    if found is None:
        found = await _walked(spec, run, alone, wanted)
        _stretches.put(f"{alone} {found.first // STRETCH}", found, found.size)
    return found, _ends.get(alone)


async def _walked(spec: Race, run: int, alone: str, wanted: int) -> Stretch:
    turn = Turn()
    found = _stretches.get(f"{alone} {wanted - 1}")
    tape = found.onward if found else None
    if found is None or tape is None:
        found, tape = None, Tape(spec, run)
    else:
        found.onward = None
    while True:
        further = await tape.stretch(turn)
        if len(further) or found is None:
            found = further
        if tape.over or spec.longest <= found.first + len(found):
            _ends.put(alone, found.first + len(found), 1000)
            return found
        if found.first // STRETCH == wanted:
            return found


def _flat(value: Array) -> Any:
    """The only run of a batch: a number, a pair, or rows."""
    array = np.asarray(value, dtype=np.float64)
    plain = array[..., 0].tolist() if array.ndim else float(array)
    return plain if np.isfinite(array).all() else _finite(plain)


def _finite(plain: Any) -> Any:
    return [_finite(part) for part in plain] if isinstance(plain, list) else number(plain)


def _question(asked: Asked) -> dict[str, Any]:
    return {"what": asked.what, "at": _flat(asked.at), "answer": _flat(asked.answer)}


def _some(asked: list[Asked]) -> list[Asked]:
    """The first and the last questions of many."""
    return asked if len(asked) <= _ASKED else [*asked[: _ASKED // 2], *asked[-_ASKED // 2 :]]
