"""What a Newton step costs: measured on the reader's machine, memory by formula. No test knows how fast that is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until

PAGE = "?instrument=price#surface=bowl&run=gradient-descent"
MODULE = """async (call) => {
    const sheet = document.querySelector("link[href*='css/instruments.css']");
    const price = await import(new URL("../js/traces/price.js", sheet.href));
    const calls = {
        left: (n) => {
            const a = price.matrix(n);
            const x = price.solve(a.slice(), new Float64Array(n).fill(1), n);
            const rest = (i) => Math.abs(x.reduce((sum, part, j) => sum + a[i * n + j] * part, 0) - 1);
            return Math.max(...x.map((_, i) => rest(i)));
        },
        cube: () => price.exponent([100, 200, 400, 800].map((n) => ({ n, seconds: 1e-9 * n ** 3 }))),
        far: () => price.lasting([{ n: 100, seconds: 2 }, { n: 200, seconds: 3 }], 2000),
        best: () => price.faster(price.faster([{ n: 9, seconds: 2 }], { n: 9, seconds: 3 }), { n: 4, seconds: 1 }),
        times: () => [5e-6, 0.02, 90, 600, 86400, 1e6, 4e9].map((seconds) => price.inTime(seconds)),
    };
    return calls[call[0]](...call.slice(1));
}"""


def told(page, row):
    return page.get_by_test_id(f"price-{row}").inner_text()


def measured(page):
    note = page.get_by_test_id("price-status").locator("p.told")
    until(lambda: "just now" in note.inner_text(), seconds=40, what="the machine to be measured")


def put(page, n):
    box = page.locator("[data-field=price-n]")
    box.fill(str(n))
    box.press("Enter")


@pytest.mark.parametrize(
    ("n", "hessian", "gradient"),
    [
        (1_000_000, "3725 GiB", "3.815 MiB"),
        (1_000_000_000, "3553 PiB", "3.725 GiB"),
    ],
)
def test_the_memory_is_exact(visit, n, hessian, gradient):
    page = visit(PAGE)
    put(page, n)
    expect(page.get_by_test_id("price-memory")).to_have_text(hessian)
    expect(page.get_by_test_id("price-gradient")).to_have_text(gradient)


def test_this_machine_is_measured_and_read_off_and_again(visit):
    page = visit(PAGE)
    measured(page)
    dots = page.get_by_test_id("price-here-chart").locator(".curve-spot")
    until(lambda: dots.count() >= 4, what="a dot for each size")
    expect(page.get_by_test_id("price-power")).to_have_text(re.compile(r"^\d\.\d\d \(theory 3\)$"))
    assert re.match(r"n = (141|200|283|400|566|800) in [\d.]+ (µs|ms|s)", told(page, "largest"))
    assert "–" not in told(page, "time")
    small = told(page, "time")
    put(page, 1_000_000_000)
    until(lambda: told(page, "time") != small and "years" in told(page, "time"), what="a billion to take years")
    page.get_by_test_id("price-again").click()
    expect(page.get_by_test_id("price-again")).to_have_attribute("aria-disabled", "true")
    measured(page)
    assert dots.count() >= 4


def test_the_page_answers_while_it_is_measured(visit):
    page = visit(PAGE)
    page.get_by_test_id("price-again").click()
    page.get_by_test_id("scrub").fill("3")
    expect(page.get_by_test_id("scrub")).to_have_value("3")
    until(lambda: page.evaluate("true") and len(page.workers) == 1, what="a worker that measures")


def test_the_equations_are_really_solved(visit):
    page = visit(PAGE)
    for n in (1, 2, 50, 141):
        assert page.evaluate(MODULE, ["left", n]) < 1e-10


def test_times_are_fitted_and_read_off_by_the_theory(visit):
    page = visit(PAGE)
    assert page.evaluate(MODULE, ["cube"]) == pytest.approx(3)
    assert page.evaluate(MODULE, ["far"]) == pytest.approx(3000)
    assert page.evaluate(MODULE, ["best"]) == [{"n": 4, "seconds": 1}, {"n": 9, "seconds": 2}]
    units = [one["unit"] for one in page.evaluate(MODULE, ["times"])]
    assert units == ["us", "ms", "s", "min", "h", "d", "y"]
