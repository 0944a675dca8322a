"""What a recording may hold: every array with its shape, its meaning and what its numbers may be.

The reader, its sentences, the table on the page and the tests all go by this list.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from optim_core.fields import Text

VERSION = 1
NUMBERS = 2_000_000  # in all arrays of a file together
LETTERS = 80  # of a name
FAR = 1e30  # beyond this squares of distances have no value


class Side(NamedTuple):
    """A length that several arrays share; all of them must agree on it.

    Attributes:
        low, high: how long it may be.
        title: what is counted along it, a word in the plural.
        symbol: the letter for it in a shape.
    """

    low: int
    high: int
    title: Text
    symbol: str


SIDES = {
    "epochs": Side(2, 10_000, Text("values", "값"), "E"),
    "layers": Side(1, 100, Text("layers", "층"), "L"),
    "points": Side(2, 500, Text("points of the path", "경로의 점"), "K"),
    "weights": Side(2, 1_000_000, Text("weights", "가중치"), "P"),
    "columns": Side(3, 400, Text("columns of the grid", "격자의 열"), "nx"),
    "rows": Side(3, 400, Text("rows of the grid", "격자의 행"), "ny"),
}


class Part(NamedTuple):
    """One array of a recording.

    Attributes:
        sides: names in SIDES, or fixed lengths; none for a single number or word.
        help: what it is, for whoever writes one.
        kind: numbers, whole numbers, or words.
        low, high: between which its numbers lie.
        missing: whether numbers may be missing (NaN, inf): nowhere; from some place on to the end, as of a training
            that blew up; or here and there.
        rising: whether each is larger than the one before, by the same step.
        needs: arrays without which it says nothing.
    """

    sides: tuple[str | int, ...]
    help: Text
    kind: Literal["number", "whole", "text"] = "number"
    low: float = -float("inf")
    high: float = float("inf")
    missing: Literal["nowhere", "at the end", "anywhere"] = "nowhere"
    rising: bool = False
    needs: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        """Its shape as NumPy writes one, with letters: (E, L)."""
        letters = [side if isinstance(side, int) else SIDES[side].symbol for side in self.sides]
        return f"({letters[0]},)" if len(letters) == 1 else f"({', '.join(map(str, letters))})"


PARTS: dict[str, Part] = {
    "version": Part((), Text("version of this format: 1", "이 형식의 버전: 1"), kind="whole"),
    "title": Part((), Text("what the training is called", "학습의 이름"), kind="text"),
    "train_loss": Part(
        ("epochs",),
        Text(
            "loss on the training data before the first update, after the first epoch, after the second ...",
            "첫 업데이트 전, 첫 에폭 뒤, 둘째 에폭 뒤 …의 학습 데이터 손실",
        ),
        missing="at the end",
    ),
    "validation_loss": Part(
        ("epochs",), Text("loss on the validation data", "검증 데이터의 손실"), missing="at the end"
    ),
    "train_accuracy": Part(
        ("epochs",),
        Text("share of right answers on the training data", "학습 데이터의 정답 비율"),
        low=0.0,
        high=1.0,
        missing="at the end",
    ),
    "validation_accuracy": Part(
        ("epochs",),
        Text("share of right answers on the validation data", "검증 데이터의 정답 비율"),
        low=0.0,
        high=1.0,
        missing="at the end",
    ),
    "gradient_norms": Part(
        ("epochs", "layers"),
        Text("length of the gradient in the weights of each layer", "층마다 가중치 기울기의 길이"),
        low=0.0,
        missing="at the end",
    ),
    "layers": Part(
        ("layers",),
        Text("what the layers are called, first to last", "층의 이름, 첫 층부터"),
        kind="text",
        needs=("gradient_norms",),
    ),
    "axis_x": Part(
        ("columns",),
        Text("places along the plane's first direction, evenly spaced", "평면의 첫째 방향에서 고른 간격의 위치"),
        low=-FAR,
        high=FAR,
        rising=True,
        needs=("grid",),
    ),
    "axis_y": Part(
        ("rows",),
        Text("places along its second direction, evenly spaced", "둘째 방향에서 고른 간격의 위치"),
        low=-FAR,
        high=FAR,
        rising=True,
        needs=("grid",),
    ),
    "grid": Part(
        ("rows", "columns"),
        Text(
            "loss at each place of the plane; grid[j, i] at axis_x[i], axis_y[j]",
            "평면 각 위치의 손실: grid[j, i]는 axis_x[i], axis_y[j]에서",
        ),
        missing="anywhere",
        needs=("axis_x", "axis_y"),
    ),
    "axis_names": Part(
        (2,), Text("what the two directions are called", "두 방향의 이름"), kind="text", needs=("grid",)
    ),
    "path": Part(
        ("points", 2),
        Text(
            "the training's path in the plane; not needed with weights and directions",
            "평면 위의 학습 경로. weights와 directions가 있으면 필요 없음",
        ),
        low=-FAR,
        high=FAR,
        missing="at the end",
        needs=("grid",),
    ),
    "weights": Part(
        ("points", "weights"),
        Text(
            "all weights as one row, at the start and then as often as you like; the last row is (0, 0) of the plane",
            "모든 가중치를 한 행으로, 처음부터 원하는 만큼 자주. 마지막 행이 평면의 (0, 0)",
        ),
        low=-FAR,
        high=FAR,
        missing="at the end",
    ),
    "directions": Part(
        (2, "weights"),
        Text("the two directions of the plane, as rows of weights", "평면의 두 방향을 가중치 행으로"),
        low=-FAR,
        high=FAR,
        needs=("grid", "weights"),
    ),
}
REQUIRED = ("version", "train_loss")
