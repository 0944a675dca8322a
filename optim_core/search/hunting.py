"""One strategy on its way through one budget: what it asked for, how far that is trained, what it has spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.search.strategy import Hunt, Strategy, Wave
from optim_core.search.target import Course


class Tried(NamedTuple):
    """What one strategy, in one repeat, has tried in one wave: n trials, the new ones before those that went on.

    Attributes:
        strategy: its place in the list.
        number: of the trial, counted from 0 for each strategy and repeat; the same again when it goes on.
        settings: the values tried, (n,) each by name; places: the shares of the space they were asked for at (d, n).
        epochs: done by the trial so far; ended: whether that is a whole training.
        spent: epochs of the strategy up to and with this trial.
        score: infinite where the training failed; told: what the target says besides; all (n,).
        stage, window: as in `Wave`.
    """

    strategy: int
    repeat: int
    number: np.ndarray
    settings: Mapping[str, np.ndarray]
    places: Array
    epochs: np.ndarray
    ended: np.ndarray
    spent: np.ndarray
    score: Array
    told: Mapping[str, Array]
    stage: int
    window: Array | None


class Trial(NamedTuple):
    """A training that was begun: which of a course, with which settings, from which place (d,)."""

    course: Course
    at: int
    settings: Mapping[str, Any]
    place: Array


class Hunting:
    """A search under way: once it has thought, `wave` is what it asks for now, unless it is `over`."""

    def __init__(self, strategy: int, repeat: int, rule: Strategy, hunt: Hunt) -> None:
        self.strategy, self.repeat = strategy, repeat
        self._kind, self._hunt = rule.kind, hunt
        self._waves = rule.waves(hunt)
        self._trials: list[Trial] = []
        self._spent = 0
        self._scores: Array | None = None  # of the last wave, which it has not been told yet
        self.over = False
        self.wave: Wave

    def begin(self, course: Course, first: int, settings: Mapping[str, np.ndarray]) -> None:
        """Its new trials are those of a course from the `first` on, with these settings, (n,) each."""
        for i, place in enumerate(self.wave.places.T):
            own = {name: values[i] for name, values in settings.items()}
            self._trials.append(Trial(course, first + i, own, place))

    def asked(self) -> list[Trial]:
        """What is to be trained now."""
        return [self._trials[number] for number in self._numbers().tolist()]

    def answer(self, score: Array, told: Mapping[str, Array]) -> Tried:
        """Note what these have come to, (n,) each: it has to think about that."""
        wave, numbers, trials = self.wave, self._numbers(), self.asked()
        spent = self._spent + wave.epochs * np.arange(1, len(trials) + 1)
        epochs = np.array([trial.course.epochs[trial.at] for trial in trials])
        tried = Tried(
            self.strategy,
            self.repeat,
            numbers,
            {name: np.array([trial.settings[name] for trial in trials]) for name in self._hunt.space.dimensions},
            np.stack([trial.place for trial in trials], axis=1),
            epochs,
            epochs == self._hunt.epochs,
            spent,
            score,
            told,
            wave.stage,
            wave.window,
        )
        self._spent, self._scores = int(spent[-1]), score
        return tried

    def _numbers(self) -> np.ndarray:
        fresh = np.arange(self.wave.places.shape[1])
        return np.concatenate([len(self._trials) - len(fresh) + fresh, np.array(self.wave.on, dtype=int)])

    def think(self) -> Iterator[None]:
        """To its next wave, or its end; each None is a moment at which it may be stopped.

        Raises ValueError where a strategy asks for more than its budget or than a whole training, or for nothing.
        """
        scores, self._scores = self._scores, None
        try:
            while (wave := next(self._waves) if scores is None else self._waves.send(scores)) is None:
                scores = None
                yield None
        except StopIteration:
            self.over = True
            return
        left = self._hunt.budget - self._spent
        done = max((int(self._trials[i].course.epochs[self._trials[i].at]) for i in wave.on), default=0)
        if not 0 < wave.cost <= left or done + wave.epochs > self._hunt.epochs:
            wants = f"{wave.cost} epochs, {wave.epochs} for each"
            raise ValueError(f"{self._kind} wants {wants}; {left} are left, and a training has {self._hunt.epochs}")
        self.wave = wave
