"""All lessons, those of Ravine and those a school mounts: read again when a file has changed."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, TypeVar

from app import i18n
from app.settings import Settings
from app.teaching import glossary, markdown, plan
from app.teaching.faults import Fault
from app.teaching.markdown import Section, Writing
from app.teaching.plan import StepPlan

OWN = Path(str(files("app"))) / "lessons"
LARGEST = 100_000  # bytes of a file; Markdown of megabytes takes minutes to read
_NAME = re.compile(r"\d+-[a-z0-9]+(-[a-z0-9]+)*")

Read = TypeVar("Read")


class Step(NamedTuple):
    """A step of a lesson: what it does, and what it says in each language."""

    plan: StepPlan
    said: Mapping[str, Section]


class Lesson(NamedTuple):
    """A lesson. `slug` is the name of its folder; `languages` are those it is written in."""

    slug: str
    minutes: int
    thumbnail: StepPlan
    steps: Sequence[Step]
    written: Mapping[str, Writing]

    def language(self, wanted: str) -> str:
        """The language asked for if the lesson has it, else one that it has."""
        return wanted if wanted in self.written else next(iter(self.written))

    def step(self, id_: str) -> Step | None:
        """The step with an id."""
        return next((step for step in self.steps if step.plan.id == id_), None)


class Shelf(NamedTuple):
    """The lessons by slug, in order, and what was wrong with the files of others; `edition` grows with each change."""

    lessons: Mapping[str, Lesson]
    faults: Sequence[Fault]
    edition: int

    def after(self, slug: str) -> Lesson | None:
        """The lesson after one."""
        order = list(self.lessons)
        return next((self.lessons[one] for one in order[order.index(slug) + 1 :]), None)


_kept: tuple[object, Shelf] | None = None
_reading = threading.Lock()  # once for all who ask while it is read


def shelf() -> Shelf:
    """Every lesson there is now."""
    global _kept
    folders = [OWN, *([Path(own)] if (own := Settings.of_environment().lessons) else [])]
    seen = tuple((str(f), s.st_mtime_ns, s.st_ctime_ns, s.st_size) for folder in folders for f, s in _stamps(folder))
    with _reading:
        if _kept is None or _kept[0] != seen:
            _kept = seen, _read_all(folders, _kept[1].edition + 1 if _kept else 1)
        return _kept[1]


def _stamps(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for place in listed(folder):
        for file in (place / "lesson.toml", *(place / f"{language}.md" for language in i18n.LANGUAGES)):
            with contextlib.suppress(OSError):  # not there, not ours to read, or a link that leads nowhere
                yield file, file.stat()


def listed(folder: Path) -> list[Path]:
    """What may be a lesson in a folder: a folder, or a link that should lead to one."""
    try:
        return sorted(place for place in folder.iterdir() if not place.name.startswith((".", "_")))
    except OSError:
        return []


def _read_all(folders: Sequence[Path], edition: int) -> Shelf:
    found: dict[str, Lesson] = {}
    faults: list[Fault] = []
    for folder in folders:
        for place in listed(folder):
            try:
                if not _is_folder(place):
                    continue
                if place.name in found:
                    raise Fault(place.name, 1, "there is a lesson of that name already")
                found[place.name] = read(place)
            except Fault as fault:
                faults.append(fault)
    return Shelf(found, faults, edition)


def _is_folder(place: Path) -> bool:
    """Raises Fault where that cannot be known."""
    try:
        return stat.S_ISDIR(place.stat().st_mode)
    except OSError as error:
        raise Fault(place.name, 1, f"the folder cannot be read: {error.strerror}") from None


def read(place: Path) -> Lesson:
    """The lesson in a folder. Raises Fault."""
    if not _NAME.fullmatch(place.name):
        raise Fault(place.name, 1, "a lesson's folder is called by a number and words: 900-our-lesson")
    file = f"{place.name}/lesson.toml"
    planned = _understood(plan.read, file, _text(place / "lesson.toml", file))
    written = {}
    for language in i18n.LANGUAGES:
        page = f"{place.name}/{language}.md"
        if os.path.lexists(place / f"{language}.md"):
            written[language] = _understood(markdown.read, page, _text(place / f"{language}.md", page), language)
            _agree(page, planned.steps, written[language])
    if not written:
        raise Fault(f"{place.name}/{i18n.DEFAULT}.md", 1, "the file is missing")
    _same_answers(place.name, planned.steps, written)
    steps = [
        Step(one, {language: words.sections[one.id] for language, words in written.items()}) for one in planned.steps
    ]
    thumbnail = next(one for one in planned.steps if one.id == planned.thumbnail)
    return Lesson(place.name, planned.minutes, thumbnail, steps, written)


def _understood(reader: Callable[..., Read], file: str, *rest: str) -> Read:
    """What a reader makes of a file. Raises Fault, also of what no author writes and libraries stumble over."""
    try:
        return reader(file, *rest)
    except Fault:
        raise
    except (RecursionError, ValueError) as error:  # brackets in brackets in brackets, numbers of thousands of digits
        raise Fault(file, 1, f"the file cannot be read: {error}") from None


def _text(path: Path, name: str) -> str:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for
            raise Fault(name, 1, "this is no file")
        if about.st_size > LARGEST:
            raise Fault(name, 1, f"the file may have {LARGEST // 1000} kB, it has {about.st_size // 1000} kB")
        said = path.read_bytes()
    except FileNotFoundError:
        raise Fault(name, 1, "the file is missing") from None
    except OSError as error:
        raise Fault(name, 1, f"the file cannot be read: {error.strerror}") from None
    try:
        return said.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = said.count(b"\n", 0, error.start) + 1
        raise Fault(name, line, "this is no UTF-8; save the file as UTF-8 in your editor") from None


def _agree(page: str, steps: Sequence[StepPlan], writing: Writing) -> None:
    """Every step has its text, in the same order, and every term is in the glossary."""
    planned, said = [step.id for step in steps], list(writing.sections)
    for one in said:
        if one not in planned:
            raise Fault(page, writing.sections[one].line, f"lesson.toml has no step {one}")
    for one in planned:
        if one not in said:
            raise Fault(page, 1, f"the step {one} has no text")
    if planned != said:
        raise Fault(page, 1, f"the steps stand in another order than in lesson.toml: {', '.join(planned)}")
    known = glossary.terms()
    for section in writing.sections.values():
        for term in section.terms:
            if term not in known:
                raise Fault(page, section.line, f"the glossary has no term {term}")


def _same_answers(name: str, steps: Sequence[StepPlan], written: Mapping[str, Writing]) -> None:
    for step in steps:
        asked = {language: words.sections[step.id].question for language, words in written.items()}
        facts = {q and (len(q.choices), q.answer) for q in asked.values()}
        if len(facts) > 1:
            language = list(written)[-1]
            line = written[language].sections[step.id].line
            raise Fault(f"{name}/{language}.md", line, f"the choices of {step.id} are not those of the other language")
