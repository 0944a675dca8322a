"""What may be wrong with a recording: one sentence each, which names the array."""

from __future__ import annotations

from optim_core.fields import Text


class Unreadable(ValueError):  # noqa: N818 - a finding about a file, not a fault of ours
    """A file that is no recording; `array` is the one at fault, "file" where it is the file itself."""

    def __init__(self, array: str, text: Text) -> None:
        super().__init__(text.en)
        self.array = array
        self.text = text

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, Text]]:
        return Unreadable, (self.array, self.text)


def fault(array: str, en: str, ko: str) -> Unreadable:
    """A fault of one array, or of the whole file."""
    return Unreadable(array, Text(en, ko))


def no_archive() -> Unreadable:
    """Not what np.savez writes."""
    return fault("file", "This is no .npz file as np.savez writes it.", "np.savez로 저장한 .npz 파일이 아닙니다.")


def damaged(array: str) -> Unreadable:
    """Begun as one, and not gone on."""
    if array == "file":
        return fault(array, "The file is damaged or was cut off.", "파일이 손상되었거나 중간에 잘렸습니다.")
    return fault(array, f"{array} is damaged or was cut off.", f"{array}: 손상되었거나 중간에 잘렸습니다.")


def too_large(array: str, most: int) -> Unreadable:
    """More numbers than are read."""
    return fault(
        array,
        f"{array} is too large: all arrays together may hold {most:,} numbers.",
        f"{array}: 너무 큽니다. 모든 배열을 합쳐 숫자 {most:,}개까지 읽습니다.",
    )


def missing(array: str, wanted_by: str = "") -> Unreadable:
    """An array that has to be there."""
    if not wanted_by:
        return fault(array, f"{array} is missing from the file.", f"{array}: 파일에 없습니다.")
    return fault(
        array,
        f"{array} is missing: {wanted_by} says nothing without it.",
        f"{array}: 파일에 없습니다. {wanted_by}에 꼭 필요합니다.",
    )
