"""From the bytes of a file to a recording in which every array is what it should be, or one sentence about why not."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text
from optim_core.recording.archive import Archive, odd
from optim_core.recording.faults import fault, missing
from optim_core.recording.form import LETTERS, NUMBERS, PARTS, REQUIRED, SIDES, VERSION, Part

EVEN = 1e-3  # of a step: as far may places of an axis be from even ones
UNKNOWN = 5  # names that are told of


class Recording(NamedTuple):
    """A training as it was recorded.

    Attributes:
        numbers: the arrays of numbers that are there, float64, by name.
        words: those of words.
        diverged: the epoch from which on the training loss has no value; None where it always has.
        unknown: names of members that are not read, some of them.
    """

    numbers: dict[str, Array]
    words: dict[str, list[str]]
    diverged: int | None
    unknown: list[str]


def read(data: bytes) -> Recording:
    """A recording of these bytes; nothing in them is run. Raises Unreadable."""
    archive = Archive(data, PARTS, NUMBERS)
    for name in REQUIRED:
        if name not in archive.names:
            raise missing(name)
    _versioned(archive.array("version"))
    for name in PARTS:
        for other in PARTS[name].needs if name in archive.names else ():
            if other not in archive.names:
                raise missing(other, name)
    lengths: dict[str, tuple[int, str]] = {}
    numbers: dict[str, Array] = {}
    words: dict[str, list[str]] = {}
    for name, part in PARTS.items():
        if name in archive.names and name != "version":
            array = archive.array(name)
            _shaped(name, part, array, lengths)
            if part.kind == "text":
                words[name] = _words(name, array)
            else:
                numbers[name] = _numbers(name, part, array)
    known = np.isfinite(numbers["train_loss"])
    diverged = None if known.all() else int(np.argmin(known))
    return Recording(numbers, words, diverged, [_plain(name) for name in archive.unknown[:UNKNOWN]])


def _versioned(array: np.ndarray) -> None:
    if array.shape == () and array.dtype.kind in "iu" and int(array) == VERSION:
        return
    given = _given(array)
    raise fault(
        "version",
        f"version must be the number {VERSION}, the one that is read here; it is {given.en}.",
        f"version: 여기서 읽는 숫자 {VERSION}이어야 하는데 {given.ko}입니다.",
    )


def _given(array: np.ndarray) -> Text:
    if array.dtype.kind == "U":
        return Text("text", "글자")
    if array.shape:
        return Text("a list", "목록")
    return Text(f"{array:g}", f"{array:g}")


def _shaped(name: str, part: Part, array: np.ndarray, lengths: dict[str, tuple[int, str]]) -> None:
    """Raises Unreadable where a shape is not as declared, or not as that of another array."""
    shape = array.shape
    fixed = all(side == given for side, given in zip(part.sides, shape, strict=False) if isinstance(side, int))
    if len(shape) != len(part.sides) or not fixed:
        raise fault(
            name,
            f"{name} must have the shape {part.shape}, not {shape}.",
            f"{name}: 모양이 {part.shape}여야 하는데 {shape}입니다.",
        )
    for side, given in zip(part.sides, shape, strict=True):
        if isinstance(side, int):
            continue
        low, high, title, _ = SIDES[side]
        if not low <= given <= high:
            raise fault(
                name,
                f"{name} may have {low} to {high:,} {title.en}; it has {given}.",
                f"{name}: {title.ko} 수는 {low}~{high:,}이어야 하는데 {given}입니다.",
            )
        before, first = lengths.setdefault(side, (given, name))
        if before != given:
            raise fault(
                name,
                f"{name} has {given} {title.en}, but {first} has {before}.",
                f"{name}: {title.ko} 수가 {given}인데 {first}에서는 {before}입니다.",
            )


def _words(name: str, array: np.ndarray) -> list[str]:
    if array.dtype.kind != "U":
        raise fault(name, f"{name} must hold words (str).", f"{name}: 글자(str)여야 합니다.")
    try:
        return [_plain(word) for word in array.reshape(-1).tolist()]
    except (ValueError, SystemError) as error:  # NumPy raises the one or the other, by the letter
        raise fault(
            name, f"{name} holds letters that do not exist.", f"{name}: 존재하지 않는 글자가 들어 있습니다."
        ) from error


def _plain(word: str) -> str:
    """A word without what moves a cursor, as long as may be."""
    return "".join(sign for sign in word[:LETTERS] if unicodedata.category(sign)[0] != "C").strip()


def _numbers(name: str, part: Part, array: np.ndarray) -> Array:
    if array.dtype.kind == "U":
        raise odd(name, array.dtype)
    values = array.astype(np.float64)
    known = _known(name, part, values)
    low, high = float(known.min()), float(known.max())
    if not part.low <= low <= high <= part.high:
        beyond = low if low < part.low else high
        raise fault(
            name,
            f"{name} must lie between {part.low:g} and {part.high:g}; it has {beyond:g}.",
            f"{name}: {part.low:g}에서 {part.high:g} 사이여야 하는데 {beyond:g}이(가) 있습니다.",
        )
    if part.rising:
        _risen(name, values)
    return values


def _known(name: str, part: Part, values: Array) -> Array:
    """Those that are numbers. Raises Unreadable where some are missing that must not be."""
    finite = np.isfinite(values)
    if part.missing == "anywhere":
        if not finite.any():
            raise fault(name, f"{name} holds no number at all.", f"{name}: 숫자가 하나도 없습니다.")
        return values[finite]
    sound: np.ndarray = np.all(finite.reshape(len(values), -1), axis=1)
    first = len(sound) if sound.all() else int(np.argmin(sound))
    if part.missing == "nowhere" and first < len(sound):
        raise fault(
            name,
            f"{name} has a value that is no number, at [{first}].",
            f"{name}: [{first}]에 숫자가 아닌 값이 있습니다.",
        )
    if not first:
        raise fault(name, f"{name} does not begin with a number.", f"{name}: 첫 값이 숫자가 아닙니다.")
    if sound[first:].any():
        again = first + int(np.argmax(sound[first:]))
        raise fault(
            name,
            f"{name} has no number at [{first}], but has one at [{again}]: only its end may be missing.",
            f"{name}: [{first}]은(는) 숫자가 아닌데 [{again}]은(는) 숫자입니다. 빠진 값은 끝에만 올 수 있습니다.",
        )
    return values[:first]


def _risen(name: str, values: Array) -> None:
    """Raises Unreadable where places do not go up by even steps."""
    steps = np.diff(values)
    mean = (values[-1] - values[0]) / len(steps)
    if not (0 < mean < np.inf and (np.abs(steps - mean) <= EVEN * mean).all()):
        raise fault(name, f"{name} must go up in even steps.", f"{name}: 고른 간격으로 커져야 합니다.")
