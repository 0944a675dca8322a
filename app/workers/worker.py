"""`python -m app worker [SEARCH] [--name NAME]`: takes trials of searches and trains them, until none is left."""

from __future__ import annotations

import argparse
import logging
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence

from optuna.trial import TrialState

from app import logs
from app.settings import Settings, read_or_exit
from app.workers import roll
from app.workers.badge import badge as new_badge
from app.workers.ledger import CREATED, HALT, WANTED, Kept, Ledger
from app.workers.pulse import Pulse
from app.workers.taking import Lost, Taken, recover, take
from app.workers.training import Training, broken
from app.workers.trouble import GONE, STRANGE, Trouble

_log = logging.getLogger(__name__)
SOON, LATER = 0.3, 1.0  # seconds until it asks again for a trial of a search, and for a search
OPEN = (TrialState.WAITING, TrialState.RUNNING)
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"


class Worker:
    """One process that works for searches. Setting `leaving` lets it leave, after this epoch."""

    def __init__(self, ledger: Ledger, name: str, badge: str = "") -> None:
        """Whoever has put it on the roll already gave it a `badge`."""
        self._ledger, self._name, self._badge = ledger, name, badge or new_badge()
        self._visited: dict[str, float] = {}  # when it last had a trial of each search
        self.leaving = threading.Event()

    def serve(self, search: str | None) -> None:
        """Until one search is over; without a name, for all there are and will be. Raises `Trouble`."""
        if search is not None:
            kept = self._ledger.get(search)
            if not self._work(kept):
                _say(f"{search} is {'over' if kept.goes_on else 'stopped: nobody works for it until it goes on'}.")
            return
        while not self.leaving.is_set():
            if not any(self._visit(name) for name in self._in_turn()):
                self.leaving.wait(LATER)

    def _in_turn(self) -> list[str]:
        """Searches that go on: first those with the fewest workers, and of these whose turn is the longest ago."""
        said = self._ledger.said()
        grace = self._ledger.settings.search_grace
        at_work = {name: roll.present(each, grace) for name, each in said.items() if each[WANTED] != HALT}
        return sorted(at_work, key=lambda name: (at_work[name], self._visited.get(name, 0.0), said[name][CREATED]))

    def _visit(self, name: str) -> bool:
        """One trial of a search, if it has any; whether it had."""
        try:
            worked = self._work(self._ledger.get(name), once=True)
        except Trouble as trouble:
            if trouble.status not in (GONE, STRANGE):
                raise
            return False
        if worked:
            self._visited[name] = time.monotonic()
        return worked

    def _work(self, kept: Kept, once: bool = False) -> bool:
        """To its end, or for `once` one trial; whether there was any work."""
        halt, worked = threading.Event(), False
        try:
            recover(kept)
            if not kept.goes_on or not kept.trials((TrialState.WAITING,) if once else OPEN):
                return False
            with Pulse(kept, self._name, self._badge, halt) as pulse:
                while not self.leaving.is_set() and kept.goes_on and not (once and worked):
                    recover(kept)
                    taken = take(kept, pulse.worker)
                    if taken is not None:
                        self._train(kept, taken, pulse, halt)
                        worked = True
                    elif kept.trials((TrialState.RUNNING,)) and not once:
                        self.leaving.wait(SOON)  # somebody may still give one back
                    else:
                        break
        except KeyError:
            raise Trouble("error.no_search", GONE, "name", name=kept.name) from None
        return worked or not once

    def _train(self, kept: Kept, taken: Taken, pulse: Pulse, halt: threading.Event) -> None:
        pulse.begin(taken)
        try:
            self._trained(kept, taken, pulse, halt)
        except Lost:
            _say(f"{pulse.worker}: trial {taken.number} of {kept.name} is no longer in these hands")
        finally:
            pulse.rest()

    def _trained(self, kept: Kept, taken: Taken, pulse: Pulse, halt: threading.Event) -> None:
        try:
            training = Training(kept, taken, lambda: self.leaving.is_set() or halt.is_set())
            at = f" from epoch {training.epoch}" if training.epoch else ""
            _say(f"{pulse.worker}: trial {taken.number} of {kept.name}{at}")
            training.run()
        except (Trouble, KeyError, Lost):
            raise
        except Exception as error:
            broken(kept, taken, error)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """The command; its exit status."""
    asked = _parser().parse_args(arguments)
    if hasattr(os, "nice"):
        os.nice(asked.nice)
    settings = Settings.of_environment() if asked.leash else read_or_exit()  # whoever holds the leash has checked them
    logs.begin()
    try:
        worker = Worker(Ledger(settings), asked.name, asked.badge)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: worker.leaving.set())
        if asked.leash:
            threading.Thread(target=_held, args=(worker.leaving,), daemon=True).start()
        worker.serve(asked.search)
    except Trouble as trouble:
        if asked.leash:
            said = trouble.key if "name" in trouble.facts else str(trouble)  # what somebody has typed is for no log
            _log.error("a worker ended", extra={"facts": {"reason": said}})
        else:
            sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def _held(leaving: threading.Event) -> None:
    """Who started it holds the other end of its input: when that is let go, nobody is there any more."""
    while os.read(0, 1):  # not by sys.stdin, whose lock a thread would take along to the end
        pass
    leaving.set()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m app worker", description="Takes trials of searches and trains them.")
    parser.add_argument("search", nargs="?", help="the search to work for, until it is over; else all there are")
    parser.add_argument("--name", type=_name, default=_own_name(), help="its name")
    parser.add_argument("--badge", default="", help=argparse.SUPPRESS)
    parser.add_argument("--nice", type=int, default=0, metavar="N", help="give way to others, 0 to 19")
    parser.add_argument("--leash", action="store_true", help="leave when the standard input is closed")
    return parser


def _own_name() -> str:
    return (
        f"{re.sub('[^A-Za-z0-9-]', '-', socket.gethostname().split('.')[0])[:24].strip('-') or 'worker'}-{os.getpid()}"
    )


def _name(text: str) -> str:
    if not re.fullmatch(NAME, text):
        raise argparse.ArgumentTypeError("a name has letters, digits, dots and dashes, at most 40")
    return text
