"""The arrays of a stranger's `.npz` file: sizes are known before anything is unpacked, and objects are never made."""

from __future__ import annotations

import io
import math
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from typing import IO

import numpy as np
from numpy.lib import format as npy

from optim_core.recording.faults import Unreadable, damaged, fault, no_archive, too_large

MEMBERS = 200
HEAD = 10_000  # bytes of the head of an array
WIDEST = 8  # bytes of a number
_ENDING = ".npy"
_READ = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# What zipfile raises at bytes that are no archive, or only some way into one.
_TRIPS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
_NUMBERS, _WORDS = "fiu", "U"


class Archive:
    """The members of a file, none of them unpacked yet."""

    def __init__(self, data: bytes, known: Collection[str], numbers: int) -> None:
        """`known` names are kept, which may hold so many `numbers` together. Raises Unreadable."""
        if not data.startswith(b"PK"):
            raise no_archive()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _TRIPS as error:
            raise damaged("file") from error
        members = self._zip.infolist()
        if len(members) > MEMBERS:
            raise fault(
                "file",
                f"The file holds {len(members)} arrays; at most {MEMBERS} are read.",
                f"배열이 {len(members)}개 들어 있습니다. {MEMBERS}개까지 읽습니다.",
            )
        self._left = numbers
        self._numbers = numbers
        self._members: dict[str, zipfile.ZipInfo] = {}
        self.unknown: list[str] = []
        for member in members:
            self._sort(member, known)

    @property
    def names(self) -> Mapping[str, object]:
        """The known arrays that are there."""
        return self._members

    def _sort(self, member: zipfile.ZipInfo, known: Collection[str]) -> None:
        name = member.filename.removesuffix(_ENDING)
        if name not in known or name == member.filename:
            self.unknown.append(member.filename)
            return
        if name in self._members:
            raise fault(name, f"{name} is in the file twice.", f"{name}: 파일에 두 번 들어 있습니다.")
        if member.flag_bits & _ENCRYPTED or member.compress_type not in _PACKINGS:
            raise fault(
                name,
                f"{name} is packed in a way that NumPy does not write.",
                f"{name}: NumPy가 쓰지 않는 방식으로 압축되어 있습니다.",
            )
        if member.file_size > WIDEST * self._numbers + HEAD:
            raise too_large(name, self._numbers)
        self._members[name] = member

    def array(self, name: str) -> np.ndarray:
        """One of them, of numbers or of words. Raises Unreadable."""
        try:
            with self._zip.open(self._members[name]) as stream:
                return self._read(name, stream)
        except Unreadable:
            raise
        except _TRIPS as error:
            raise damaged(name) from error

    def _read(self, name: str, stream: IO[bytes]) -> np.ndarray:
        shape, fortran, dtype = _head(name, stream)
        count = math.prod(shape)
        room = max(count, count * dtype.itemsize // WIDEST)
        if room > self._left or any(side > self._numbers for side in shape):
            raise too_large(name, self._numbers)
        self._left -= room
        size = count * dtype.itemsize
        data = stream.read(size + 1)
        if len(data) != size:
            raise damaged(name)
        if not size:
            return np.zeros(shape, dtype)
        return np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")


def _head(name: str, stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Shape, whether columns come first, and type of an array. Raises Unreadable."""
    try:
        read = _READ[npy.read_magic(stream)]
        shape, fortran, dtype = read(stream, max_header_size=HEAD)
    except Exception as error:  # a stranger's head may trip NumPy's reader anywhere
        raise fault(name, f"{name} is no array as NumPy writes one.", f"{name}: NumPy가 쓴 배열이 아닙니다.") from error
    if dtype.hasobject:
        raise fault(
            name,
            f"{name} holds Python objects, which are never read: save plain numbers.",
            f"{name}: 파이썬 객체가 들어 있어 읽지 않습니다. 숫자만 저장하세요.",
        )
    if dtype.kind not in _NUMBERS + _WORDS or (dtype.kind in _NUMBERS and dtype.itemsize > WIDEST):
        raise odd(name, dtype)
    if any(side < 0 for side in shape):
        raise damaged(name)
    return shape, fortran, dtype


def odd(name: str, dtype: np.dtype) -> Unreadable:
    """Numbers or words of a kind that is not read."""
    said = str(dtype)[:40]
    return fault(
        name,
        f"{name} must hold real numbers of at most 64 bits, not {said}.",
        f"{name}: 64비트 이하의 실수여야 하는데 {said}입니다.",
    )
