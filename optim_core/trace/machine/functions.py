"""Functions that no processor has as one instruction, in LLVM's assembly, as NumPy has them."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from typing import NamedTuple

TESTS = frozenset({"isnan", "isinf", "isfinite"})
_C_NAMES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "power": "pow"}
_NUMBERS = {"zero": 0.0, "one": 1.0, "less_one": -1.0, "ln_two": math.log(2.0), "infinite": math.inf}
_NEEDS = {"logaddexp": {"exp": 1, "log1p": 1}}
_BODIES = {  # of arguments %a and %b, the result %r; {v} is the type of numbers, {m} of truths, {s} the suffix of names
    "reciprocal": "%r = fdiv {v} {one}, %a",
    "isnan": "%r = fcmp uno {v} %a, %a",
    "isinf": """%size = call {v} @llvm.fabs.{s}({v} %a)
  %r = fcmp oeq {v} %size, {infinite}""",
    "isfinite": """%size = call {v} @llvm.fabs.{s}({v} %a)
  %r = fcmp olt {v} %size, {infinite}""",
    "maximum": """%more = fcmp oge {v} %a, %b
  %lost = fcmp uno {v} %a, %a
  %first = or {m} %more, %lost
  %r = select {m} %first, {v} %a, {v} %b""",
    "minimum": """%less = fcmp ole {v} %a, %b
  %lost = fcmp uno {v} %a, %a
  %first = or {m} %less, %lost
  %r = select {m} %first, {v} %a, {v} %b""",
    "sign": """%up = fcmp ogt {v} %a, {zero}
  %down = fcmp olt {v} %a, {zero}
  %level = fcmp oeq {v} %a, {zero}
  %none = select {m} %level, {v} {zero}, {v} %a
  %low = select {m} %down, {v} {less_one}, {v} %none
  %r = select {m} %up, {v} {one}, {v} %low""",
    "remainder": """%left = frem {v} %a, %b
  %none = fcmp oeq {v} %left, {zero}
  %left.below = fcmp olt {v} %left, {zero}
  %b.below = fcmp olt {v} %b, {zero}
  %apart = xor {m} %left.below, %b.below
  %up = fadd {v} %left, %b
  %moved = select {m} %apart, {v} %up, {v} %left
  %nothing = call {v} @llvm.copysign.{s}({v} {zero}, {v} %b)
  %r = select {m} %none, {v} %nothing, {v} %moved""",
    "logaddexp": """%apart = fsub {v} %a, %b
  %size = call {v} @llvm.fabs.{s}({v} %apart)
  %back = fneg {v} %size
  %small = call {v} @each.exp({v} %back)
  %more = call {v} @each.log1p({v} %small)
  %above = fcmp ogt {v} %a, %b
  %high = select {m} %above, {v} %a, {v} %b
  %sum = fadd {v} %high, %more
  %same = fcmp oeq {v} %a, %b
  %twice = fadd {v} %a, {ln_two}
  %r = select {m} %same, {v} %twice, {v} %sum""",
}


class Width(NamedTuple):
    """How many numbers a name stands for, one in each lane."""

    lanes: int

    @property
    def number(self) -> str:
        """Their type."""
        return self._of("double")

    @property
    def truth(self) -> str:
        """The type of as many truth values."""
        return self._of("i1")

    @property
    def suffix(self) -> str:
        """Their type in the names of functions."""
        return f"v{self.lanes}f64" if self.lanes > 1 else "f64"

    def all(self, text: str) -> str:
        """A constant, with its type, in each lane."""
        return f"splat ({text})" if self.lanes > 1 else text.split()[1]

    def literal(self, value: float) -> str:
        """A float in each lane, to the bit."""
        (bits,) = struct.unpack("<Q", struct.pack("<d", value))
        return self.all(f"double 0x{bits:016X}")

    def _of(self, kind: str) -> str:
        return f"<{self.lanes} x {kind}>" if self.lanes > 1 else kind


def definitions(called: Mapping[str, int], width: Width) -> str:
    """The functions `@each.name` for operations by name, with the number of their arguments."""
    for op in list(called):
        called = {**called, **_NEEDS.get(op, {})}
    return "\n".join(_definition(op, arguments, width) for op, arguments in called.items())


def _definition(op: str, arguments: int, width: Width) -> str:
    names = ("%a", "%b")[:arguments]
    before = ""
    if op in _BODIES:
        numbers = {name: width.literal(value) for name, value in _NUMBERS.items()}
        body, result = _BODIES[op].format(v=width.number, m=width.truth, s=width.suffix, **numbers), "%r"
    else:
        name = _C_NAMES.get(op, op)
        before = f"declare double @{name}({', '.join(['double'] * arguments)})\n"
        body, result = _laid_out(name, names, width)
    given = ", ".join(f"{width.number} {name}" for name in names)
    kind = width.truth if op in TESTS else width.number
    return f"{before}define internal {kind} @each.{op}({given}) alwaysinline {{\n  {body}\n  ret {kind} {result}\n}}"


def _laid_out(name: str, arguments: tuple[str, ...], width: Width) -> tuple[str, str]:
    """A function of the C library in one lane after the other, and the name of the result."""
    if width.lanes == 1:
        return f"%r = call double @{name}({', '.join(f'double {a}' for a in arguments)})", "%r"
    lines, result = [], "poison"
    for lane in range(width.lanes):
        lines += [f"{a}.{lane} = extractelement {width.number} {a}, i64 {lane}" for a in arguments]
        lines.append(f"%c.{lane} = call double @{name}({', '.join(f'double {a}.{lane}' for a in arguments)})")
        lines.append(f"%r.{lane} = insertelement {width.number} {result}, double %c.{lane}, i64 {lane}")
        result = f"%r.{lane}"
    return "\n  ".join(lines), result
