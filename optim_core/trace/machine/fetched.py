"""What comes into a loop from arrays: lines of LLVM's assembly that fetch it, and the names it then has."""

from __future__ import annotations

from collections.abc import Sequence

from optim_core.trace.machine.functions import Width
from optim_core.trace.tape import Node


class Fetched:
    """Nodes by name; a loop has `%width` runs, of which it works on those from `%lane` on."""

    def __init__(self, width: Width) -> None:
        self._width = width
        self.names: dict[Node, str] = {}

    def numbers(self, nodes: Sequence[Node], letter: str, array: str, row: str = "0", suffix: str = "") -> list[str]:
        """One number for all lanes: a row of an array (rows, nodes)."""
        lines = []
        for name, k in self._named(nodes, letter):
            one = f"{name}{suffix}" if self._width.lanes == 1 else f"{name}.one"
            lines += [*_index(name, row, len(nodes), k), *_at(name, array, f"{name}.index", "double", one)]
            if self._width.lanes > 1:
                lines += spread(self._width, f"{name}{suffix}", f"double {one}")
        return lines

    def vectors(self, nodes: Sequence[Node], letter: str, array: str, row: str = "0", suffix: str = "") -> list[str]:
        """A number for each lane: a row of an array (rows, nodes, width)."""
        lines = []
        for name, k in self._named(nodes, letter):
            lines += [
                *_index(name, row, len(nodes), k),
                f"{name}.start = mul i64 {name}.index, %width",
                f"{name}.lane = add i64 {name}.start, %lane",
                *_at(name, array, f"{name}.lane", self._width.number, f"{name}{suffix}"),
            ]
        return lines

    def _named(self, nodes: Sequence[Node], letter: str) -> list[tuple[str, int]]:
        self.names |= {node: f"%{letter}{k}" for k, node in enumerate(nodes)}
        return [(f"%{letter}{k}", k) for k in range(len(nodes))]


def spread(width: Width, name: str, number: str) -> list[str]:
    """Lines that put a number, given with its type, into each lane."""
    kind, value = number.split()
    vector = f"<{width.lanes} x {kind}>"
    return [
        f"{name}.alone = insertelement {vector} poison, {kind} {value}, i64 0",
        f"{name} = shufflevector {vector} {name}.alone, {vector} poison, <{width.lanes} x i32> zeroinitializer",
    ]


def _index(name: str, row: str, columns: int, column: int) -> list[str]:
    return [f"{name}.row = mul i64 {row}, {columns}", f"{name}.index = add i64 {name}.row, {column}"]


def _at(name: str, array: str, index: str, kind: str, result: str) -> list[str]:
    return [
        f"{name}.place = getelementptr double, ptr %{array}, i64 {index}",
        f"{result} = load {kind}, ptr {name}.place, align 8",
    ]
