"""Who asks the same at the same time shares one computation; who asks later gets what was kept."""

import asyncio
import contextlib

import pytest

from app.together import PIECE, Together, begun, in_pieces
from tests.coroutines import finish


class Source:
    """Parts that come one by one; notes how far it got."""

    def __init__(self, *parts):
        self.parts, self.begun, self.told = parts, 0, 0

    async def __call__(self):
        self.begun += 1
        for part in self.parts:
            await asyncio.sleep(0.001)
            if isinstance(part, Exception):
                raise part
            self.told += 1
            yield part


def together(size=10_000):
    return Together(size, len, lambda told: () if told[-1].startswith(b"failed") else in_pieces(told), is_news)


def is_news(part):
    return part.startswith(b"place")


async def heard(shared, source, question="q"):
    return [part async for part in shared.answer(question, source)]


def test_those_who_ask_at_once_all_hear_everything_and_it_is_made_once():
    source, shared = Source(b"a", b"b", b"c"), together()

    async def crowd():
        return await asyncio.gather(*(heard(shared, source) for _ in range(50)))

    assert finish(crowd()) == [[b"a", b"b", b"c"]] * 50
    assert source.begun == 1


def test_who_comes_in_the_middle_hears_it_from_the_start():
    source, shared = Source(b"a", b"b", b"c"), together()

    async def both():
        first = shared.answer("q", source)
        assert await anext(first) == b"a"
        late = await heard(shared, source)
        return late, [part async for part in first]

    assert finish(both()) == ([b"a", b"b", b"c"], [b"b", b"c"])
    assert source.begun == 1


def test_nothing_is_made_before_the_quickest_wants_it():
    source, shared = Source(b"a", b"b", b"c"), together()

    async def standing_still():
        quick, slow = shared.answer("q", source), shared.answer("q", source)
        assert await anext(slow) == await anext(quick) == b"a"
        assert await anext(quick) == b"b"
        await asyncio.sleep(0.05)
        assert source.told == 2
        assert [part async for part in slow] == [b"b", b"c"]

    finish(standing_still())


@pytest.mark.parametrize("leaving", [0, 1])
def test_one_who_leaves_takes_nothing_from_the_others(leaving):
    """Not even the first, for whom it was begun."""
    source, shared = Source(b"a", b"b", b"c"), together()

    async def one_leaves():
        asking = [asyncio.create_task(heard(shared, source)) for _ in range(3)]
        while not source.told:
            await asyncio.sleep(0)
        gone = asking.pop(leaving)
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone
        return await asyncio.gather(*asking)

    assert finish(one_leaves()) == [[b"a", b"b", b"c"]] * 2
    assert source.begun == 1


def test_when_all_have_left_the_work_stops_and_the_next_one_has_it_begun_anew():
    source, shared = Source(b"a", *[b"b"] * 1000), together()

    async def all_leave():
        asking = [asyncio.create_task(heard(shared, source)) for _ in range(3)]
        await asyncio.sleep(0.01)
        for one in asking:
            one.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        await asyncio.sleep(0.01)
        told = source.told
        await asyncio.sleep(0.05)
        assert source.told == told < 1001
        assert len(await heard(shared, source)) == 1001

    finish(all_leave())
    assert source.begun == 2


@pytest.mark.parametrize("end", [b"failed: no", RuntimeError("broken")])
def test_what_failed_is_told_to_all_but_not_kept(end):
    source, shared = Source(b"a", end), together()

    async def twice():
        for _ in range(2):
            answers = await asyncio.gather(*(heard(shared, source) for _ in range(3)), return_exceptions=True)
            assert answers == ([end] * 3 if isinstance(end, Exception) else [[b"a", end]] * 3)

    finish(twice())
    assert source.begun == 2


def test_what_is_kept_is_the_same_in_pieces_of_a_size_that_may_wait_for_a_reader():
    source, shared = Source(b"a" * PIECE, b"b" * 3, b"c" * PIECE), together(10 * PIECE)

    async def later():
        return await heard(shared, source), await heard(shared, source)

    first, again = finish(later())
    assert b"".join(first) == b"".join(again) and max(map(len, again)) <= PIECE
    assert source.begun == 1


def test_news_are_heard_as_they_come_but_not_by_who_comes_later():
    source, shared = Source(b"place 2", b"place 1", b"a", b"place 0", b"b"), together()

    async def both():
        first = shared.answer("q", source)
        early = [await anext(first), await anext(first)]
        late = await heard(shared, source)
        return early, late, await heard(shared, source)

    early, late, kept = finish(both())
    assert early == [b"place 2", b"place 1"]
    assert late == [b"place 1", b"a", b"place 0", b"b"] and kept == [b"ab"]
    assert source.begun == 1


def test_who_leaves_stops_the_making_at_once():
    stopped = []

    async def endless():
        try:
            yield b"a"
            await asyncio.Event().wait()
        finally:
            stopped.append(True)

    async def leave(after):
        reader = together().answer("q", endless)
        assert await anext(reader) == b"a"
        waiting = asyncio.create_task(anext(reader)) if after else None
        await asyncio.sleep(0.01)
        if waiting:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await reader.aclose()
        await asyncio.sleep(0)

    for after in (False, True):
        finish(leave(after))
    assert stopped == [True, True]


def test_what_refuses_an_answer_is_raised_before_it_is_begun():
    async def asked(*parts):
        return [part async for part in await begun(Source(*parts)())]

    assert finish(asked(b"a", b"b")) == [b"a", b"b"]
    with pytest.raises(RuntimeError, match="no room"):
        finish(begun(Source(RuntimeError("no room"))()))
