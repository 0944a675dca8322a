"""The loops that make updates, in LLVM's assembly: steps inside groups of runs, and steps of one run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from optim_core.edge import OUTSIDE
from optim_core.trace.machine.fetched import spread
from optim_core.trace.machine.functions import Width
from optim_core.walk import Status

_LANES = """
define void @lanes(i64 %width, i64 %updates, i64 %first, double %far, double %slow, ptr %state, ptr %shared, ptr %own,
                   ptr %steps, ptr %lanes, ptr %status, ptr %ended) {{
start:
  {shared}
  br label %group
group:
  %lane = phi i64 [0, %start], [%lane.next, %left]
  %status.place = getelementptr i64, ptr %status, i64 %lane
  %ended.place = getelementptr i64, ptr %ended, i64 %lane
  %status.before = load {i}, ptr %status.place, align 8
  %runs.first = icmp eq {i} %status.before, zeroinitializer
  {state}
  %runs.bits = bitcast {m} %runs.first to i{n}
  %idle = icmp eq i{n} %runs.bits, 0
  br i1 %idle, label %left, label %step
step:
  %t = phi i64 [0, %group], [%t.next, %on]
  %runs = phi {m} [%runs.first, %group], [%stays, %on]
  {body}
  %goes = and {m} %runs, %steep
  %stays = and {m} %goes, %near
  %ends = xor {m} %runs, %stays
  %ends.bits = bitcast {m} %ends to i{n}
  %event = icmp ne i{n} %ends.bits, 0
  br i1 %event, label %told, label %on, !prof !0
told:
  %now = add i64 %first, %t
  %then = add i64 %now, 1
  {told}
  %stays.bits = bitcast {m} %stays to i{n}
  %none = icmp eq i{n} %stays.bits, 0
  br i1 %none, label %left, label %on
on:
  %t.next = add i64 %t, 1
  %more = icmp slt i64 %t.next, %updates
  br i1 %more, label %step, label %through
through:
  {kept}
  br label %left
left:
  %lane.next = add i64 %lane, {n}
  %rest = icmp slt i64 %lane.next, %width
  br i1 %rest, label %group, label %done
done:
  ret void
}}
!0 = !{{!"branch_weights", i32 1, i32 1000}}
"""
_PATH = """
define void @path(i64 %updates, i64 %length, ptr %state, ptr %shared, ptr %steps, ptr %path) {{
start:
  {shared}
  {state}
  br label %step
step:
  %t = phi i64 [0, %start], [%t.next, %step]
  {body}
  {kept}
  %t.next = add i64 %t, 1
  %more = icmp slt i64 %t.next, %updates
  br i1 %more, label %step, label %done
done:
  {last}
  ret void
}}
"""
_BOUNDS = (("ole", "%far.all"), ("oge", "%far.back"))
_ENDS = (("olt", math.inf), ("ogt", -math.inf))


def lanes(
    width: Width,
    dimensions: int,
    shared: Sequence[str],
    state: Sequence[str],
    body: Sequence[str],
    after: Sequence[str],
    slope: str | None,
) -> str:
    """Groups of runs, one after the other, each until it has made its updates or all its runs have ended.

    Args:
        shared, state, body: lines before the loops, for each group, and for each step.
        after: names of the state after a step, whose first `dimensions` are the point.
        slope: name of the squared length of the gradient before it, where runs end by that.
    """
    v, m, there = width.number, width.truth, after[:dimensions]
    whole = f"<{width.lanes} x i64>"
    heads = [f"%p{k} = phi {v} [%p{k}.first, %group], [{name}, %on]" for k, name in enumerate(after)]
    steep = f"%steep = fcmp ugt {v} {slope}, %slow.all" if slope else f"%steep = or {m} {width.all('i1 true')}, %runs"
    near = _all(m, "near", [f"fcmp {side} {v} {x}, {end}" for x in there for side, end in _BOUNDS])
    finite = _all(m, "finite", [f"fcmp {side} {v} {x}, {width.literal(end)}" for x in there for side, end in _ENDS])
    far, lost, arrived, left = (
        width.all(f"i64 {status:d}") for status in (Status.FAR_AWAY, Status.NOT_A_NUMBER, Status.CONVERGED, Status.LEFT)
    )
    told = [
        *spread(width, "%now.all", "i64 %now"),
        *spread(width, "%then.all", "i64 %then"),
        *finite,
        f"%blown = select {m} %finite, {whole} {far}, {whole} {lost}",
        f"%outside = fcmp oeq {v} {there[0]}, {width.literal(OUTSIDE)}",
        f"%gone = select {m} %outside, {whole} {left}, {whole} %blown",
        f"%why = select {m} %goes, {whole} %gone, {whole} {arrived}",
        f"%when = select {m} %goes, {whole} %then.all, {whole} %now.all",
        *_put(m, "%ends", whole, "%why", "%status"),
        *_put(m, "%ends", whole, "%when", "%ended"),
        *(line for k in range(dimensions) for line in _put(m, "%ends", v, f"%p{k}", f"%p{k}")),
    ]
    kept = [line for k, name in enumerate(there) for line in _put(m, "%stays", v, name, f"%p{k}", ".last")]
    kept += [f"store {v} {name}, ptr %p{k}.place, align 8" for k, name in enumerate(after) if k >= dimensions]
    return _LANES.format(
        n=width.lanes,
        m=m,
        i=whole,
        shared=_lines(
            [
                *shared,
                *spread(width, "%slow.all", "double %slow"),
                *spread(width, "%far.all", "double %far"),
                f"%far.back = fneg {v} %far.all",
            ]
        ),
        state=_lines(state),
        body=_lines([*heads, *body, steep, *near]),
        told=_lines(told),
        kept=_lines(kept),
    )


def path(
    shared: Sequence[str], state: Sequence[str], body: Sequence[str], after: Sequence[str], kept: Sequence[str]
) -> str:
    """One run, whose states and those of its numbers that are kept have these names after a step."""
    heads = [f"%p{k} = phi double [%p{k}.first, %start], [{name}, %step]" for k, name in enumerate(after)]
    keeping = [
        line
        for k, name in enumerate(kept)
        for line in (
            f"%kept{k}.row = mul i64 %length, {k}",
            f"%kept{k}.index = add i64 %kept{k}.row, %t",
            f"%kept{k}.place = getelementptr double, ptr %path, i64 %kept{k}.index",
            f"store double {name}, ptr %kept{k}.place, align 8",
        )
    ]
    last = [f"store double {name}, ptr %p{k}.place, align 8" for k, name in enumerate(after)]
    return _PATH.format(
        shared=_lines(shared),
        state=_lines(state),
        body=_lines([*heads, *body]),
        kept=_lines(keeping),
        last=_lines(last),
    )


def _all(kind: str, name: str, tests: Sequence[str]) -> list[str]:
    """Lines for whether all these tests hold."""
    lines, before = [], "splat (i1 true)"
    for k, test in enumerate(tests):
        so_far = f"%{name}" if k == len(tests) - 1 else f"%{name}.to{k}"
        lines += [f"%{name}.is{k} = {test}", f"{so_far} = and {kind} {before}, %{name}.is{k}"]
        before = so_far
    return lines


def _put(mask: str, which: str, kind: str, value: str, name: str, suffix: str = "") -> list[str]:
    """Lines that write values to `name.place` in the lanes in question."""
    return [
        f"{name}.old{suffix} = load {kind}, ptr {name}.place, align 8",
        f"{name}.put{suffix} = select {mask} {which}, {kind} {value}, {kind} {name}.old{suffix}",
        f"store {kind} {name}.put{suffix}, ptr {name}.place, align 8",
    ]


def _lines(lines: Iterable[str]) -> str:
    return "\n  ".join(lines)
