"""Pictures made on the server have the levels and the numbers of those that the page draws."""

from __future__ import annotations

import numpy as np
import pytest

from app.teaching.levels import levels, ticks

FIND = """() => new URL("traces/levels.js", document.querySelector("script[type=module]").src).href"""
LEVELS = "async ([url, asked]) => (await import(url)).levels(asked)"
TICKS = "async ([url, low, high, count]) => (await import(url)).linearTicks(low, high, count)"


@pytest.fixture
def module(visit):
    page = visit(wait=False)
    page.get_by_test_id("result").first.wait_for()
    url = page.evaluate(FIND)
    return lambda name, script, *given: page.evaluate(script, [url.replace("levels.js", name), *given])


def test_levels_and_ticks_are_those_of_the_page(module):
    for scale, low, high in (
        ("linear", 0, 12.5),
        ("linear", -3, -1.2),
        ("log", -8, 2.3),
        ("log", 0.2, 1),
        ("log", -1, 9),
    ):
        theirs = module("levels.js", LEVELS, {"scale": scale, "low": low, "high": high})
        expected = theirs["start"] + theirs["step"] * np.arange(theirs["count"])
        np.testing.assert_allclose(levels(np.array([low, high], dtype=float), scale), expected, rtol=1e-12, atol=1e-12)
    for low, high, count in ((-3, 3, 4.5), (-0.25, 0.75, 6), (0, 4000, 5), (-1.2, 1.2, 3)):
        theirs = module("ticks.js", TICKS, low, high, count)
        ours = ticks(low, high, count)
        assert [label for _, label in ours] == [tick["label"] for tick in theirs]
        np.testing.assert_allclose([at for at, _ in ours], [tick["at"] for tick in theirs], atol=1e-12)
