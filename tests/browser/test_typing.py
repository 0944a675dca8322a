"""A loss that somebody types: checked at every pause, kept where it is wrong, and shared as a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app import i18n
from optim_core.surfaces.examples import EXAMPLES
from tests.browser.conftest import answered, drawn, races, settled, sideways, told, turn_to, until
from tests.browser.test_axe import violations_in

KIND = "surface=formula"
UNREAD = "status of 422"  # what the browser logs of an answer that says no


def typed(page, text):
    """Write over what stands there, key by key, and hear what the server says of it."""
    box = page.get_by_test_id("typed")
    box.click()
    box.press("Control+a")
    with page.expect_response(re.compile("/api/formula")):
        box.press_sequentially(text)


def left_of(element, sign):
    """Where the sign of that number begins on the screen, in a box that shows its text in one line."""
    return element.evaluate(
        """(element, sign) => {
          const style = getComputedStyle(element);
          const ruler = document.createElement("canvas").getContext("2d");
          ruler.font = `${style.fontSize} ${style.fontFamily}`;
          const { left } = element.getBoundingClientRect();
          const before = ruler.measureText(element.value.slice(0, sign)).width;
          return left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft) + before;
        }""",
        sign,
    )


def sent(page):
    """The surface of the last race that was asked for."""
    told(page)
    return [r.post_data_json for r in page.asked if r.method == "POST" and "/api/race" in r.url][-1]["surface"]


def test_where_no_minimum_is_known_nobody_is_sent_to_one_and_where_all_is_seen_nothing_is_fitted(visit):
    page = visit("?lang=en#surface=formula:f=x%2By")
    expect(page.get_by_test_id("hint")).to_have_text(i18n.text("en", "race.hint-open"))
    page.goto(page.url.replace("/?", "/maps?"))
    page.locator("body[data-ready]").wait_for(state="attached")
    page.locator(".side summary").evaluate_all("all => all.forEach((one) => (one.parentElement.open = true))")
    expect(page.locator(".window-name")).to_be_visible()
    expect(page.get_by_test_id("fit-window")).to_be_hidden()


def test_what_cannot_be_read_is_marked_under_its_very_character_and_the_race_stays(visit):
    page = visit(f"#{KIND}")
    page.expected.append(UNREAD)
    before = races(page)
    typed(page, "x^2 + 3y")
    fault, caret = page.get_by_test_id("typed-fault"), page.get_by_test_id("caret").locator(".caret-mark")
    expect(fault).to_contain_text("3*y")
    box = page.get_by_test_id("typed")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert box.get_attribute("aria-describedby") == fault.get_attribute("id")
    assert caret.text_content() == "^^"
    assert caret.bounding_box()["x"] == pytest.approx(left_of(box, 6), abs=1.5)
    expect(page.get_by_test_id("typed-stale")).to_be_visible()
    assert races(page) == before, "nothing is asked for that cannot be run"
    box.press("End")
    box.press("ArrowLeft")
    with page.expect_response(re.compile("/api/race")):
        box.press_sequentially("*")
    assert sent(page) == {"kind": "formula", "f": "x^2 + 3*y"}
    expect(fault).to_be_hidden()
    expect(page.get_by_test_id("caret")).to_be_hidden()


def test_a_long_formula_is_marked_under_a_piece_of_itself(visit):
    page = visit(f"?lang=ko#{KIND}", width=390, height=844, wait=False)
    answered(page)
    page.expected.append(UNREAD)
    typed(page, "sin(x)*cos(y) + log(x + 7) + abs(y)*a + max(x,y)^2/30 + 3y")
    caret = page.get_by_test_id("caret")
    expect(caret.locator(".caret-text")).to_contain_text("+ 3y")
    mark, text = (caret.locator(f".caret-{part}").bounding_box() for part in ("mark", "text"))
    assert mark["x"] + mark["width"] == pytest.approx(text["x"] + text["width"], abs=30) and mark["y"] > text["y"]
    assert re.search("[가-힣]", page.get_by_test_id("typed-fault").text_content())
    assert sideways(page) == 0


def test_axe_finds_nothing_in_the_editor(visit):
    page = visit(f"#{KIND}:f=abs(x)%2Blog(y)%2Ba%2Bwhere(x%3C1_x_y)")
    page.expected.append(UNREAD)
    for fold in ("Its gradient", "Examples"):
        page.locator("#surface summary", has_text=fold).click()
    typed(page, "abs(x) + 3y")
    expect(page.get_by_test_id("typed-stale")).to_be_visible()
    assert violations_in(page, "light", "dark") == []


def test_letters_become_sliders_while_one_types_and_keep_their_values(visit):
    page = visit(f"#{KIND}")
    slider = page.locator("[data-slider='surface.b']")
    expect(slider).to_be_hidden()
    typed(page, "x^2 + b*y^2")
    expect(slider).to_be_visible()
    number = page.locator("[data-field='surface.b']")
    number.fill("4")
    number.press("Enter")
    until(lambda: sent(page).get("b") == 4)
    typed(page, "x^2 + y^2")
    expect(slider).to_be_hidden()
    typed(page, "x^2 + b*abs(y)")
    expect(number).to_have_value("4")
    expect(page.get_by_test_id("typed-badges")).to_contain_text("|u|")
    until(lambda: sent(page) == {"kind": "formula", "f": "x^2 + b*abs(y)", "b": 4})


def test_a_link_holds_the_formula_and_what_chat_programs_make_of_it(visit):
    page = visit(f"#{KIND}")
    text = "max(x, y)^2 + where(x <= 1, (a*x)^2, 2*x) + abs(y)"
    typed(page, text)
    page.get_by_test_id("typed").press("Enter")
    page.wait_for_url(re.compile("where"))
    spelt = page.url.partition("#")[2]
    assert not set(spelt.split("f=")[1].split("&")[0]) & set(" ^*(),<>=~'!|")
    once = spelt.replace("%20", " ").replace("%5E", "^").replace("%2A", "*").replace("%28", "(").replace("%29", ")")
    twice = spelt.replace("%", "%25")
    for passed_on in (spelt, once, twice):
        turn_to(page, f"#{passed_on}")
        answered(page)
        expect(page.get_by_test_id("typed")).to_have_value(text)
        assert sent(page)["f"] == text


def test_a_link_that_holds_no_formula_is_said_to_be_broken(visit):
    page = visit("", wait=False)
    for piece in ("f=%00x", "f=%E0%A4%A", f"f={'x' * 501}", "domain=1_0_0_1", "domain=0_1", "domain=a_b_c_d", "g=x"):
        turn_to(page, f"#{KIND}:{piece}")
        expect(page.get_by_test_id("error")).to_contain_text(i18n.text("en", "link.broken", what="“").split("“")[-1])
        expect(page.get_by_test_id("surface")).to_have_value("formula")


def test_of_a_link_that_was_hurt_on_its_way_all_is_kept_that_can_be_read(visit):
    page = visit("", wait=False)
    spelt = f"{KIND.lstrip('#')}:f=sin%28x%29%2By%5E2,domain=-2_2_-2_2&start=1,1"
    escaped = spelt.replace("%", "%25").replace("=", "%3D").replace("&", "%26").replace(",", "%2C").replace(":", "%3A")
    for hurt in (f"{spelt}.", f"{spelt})", f"{spelt}),", spelt.replace("&", "&amp;"), escaped):
        turn_to(page, f"#{hurt}")
        expect(page.get_by_test_id("typed")).to_have_value("sin(x)+y^2")
        expect(page.get_by_test_id("start-x")).to_have_value("1")
        expect(page.get_by_test_id("error")).to_be_hidden()
    turn_to(page, f"#{spelt},colour=red&steps=many&run=adam:lr=0.5,speed=9")
    expect(page.get_by_test_id("typed")).to_have_value("sin(x)+y^2")
    for piece in ("colour", "many", "speed"):
        expect(page.get_by_test_id("error")).to_contain_text(piece)
    expect(page.locator("[data-run] [data-field='lr']")).to_have_value("0.5")


def test_a_link_with_a_slip_shows_the_slip(visit):
    page = visit(f"#{KIND}:f=x%5E2%20%2B%203y", wait=False)
    page.expected.append(UNREAD)
    expect(page.get_by_test_id("typed-fault")).to_contain_text("3*y")
    expect(page.get_by_test_id("typed")).to_have_value("x^2 + 3y")


def test_what_cannot_be_read_is_still_there_in_the_other_language(visit):
    page = visit(f"?lang=en#{KIND.lstrip('#')}:f=x%5E2%2By%5E2", wait=False)
    page.expected += [UNREAD] * 4
    page.get_by_test_id("typed").fill("x^2 + 3y")
    expect(page.get_by_test_id("typed-fault")).to_contain_text("3*y")
    page.get_by_test_id("lang-ko").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_test_id("typed")).to_have_value("x^2 + 3y")
    expect(page.get_by_test_id("typed-fault")).to_contain_text("3*y")
    page.reload()
    expect(page.get_by_test_id("typed")).to_have_value("x^2+y^2")


def test_an_example_is_taken_whole_and_back_leads_from_it(visit):
    page = visit("")
    page.get_by_test_id("surface").select_option("formula")
    until(lambda: sent(page)["kind"] == "formula")
    page.get_by_test_id("examples").locator("summary").click()
    example = EXAMPLES[1]
    page.get_by_role("button", name=example.title.en).click()
    expect(page.get_by_test_id("typed")).to_have_value(example.settings["f"])
    until(lambda: sent(page).get("domain") == list(example.settings["domain"]))
    settled(page)
    page.go_back()
    expect(page.get_by_test_id("typed")).not_to_have_value(example.settings["f"])
    page.go_back()
    expect(page.get_by_test_id("surface")).not_to_have_value("formula")


def test_an_answer_about_a_formula_that_has_gone_changes_nothing(visit):
    page = visit(f"#{KIND}:f=x%5E2")
    held = []
    page.route("**/api/formula*", lambda route: held.append(route))
    box = page.get_by_test_id("typed")
    box.click()
    box.press("End")
    box.press_sequentially(" + 5*y^2")
    until(lambda: (told(page), held)[1], what="the question about what was typed")
    page.get_by_test_id("surface").select_option("bowl")
    until(lambda: sent(page) == {"kind": "bowl"})
    for route in held:
        route.continue_()
    page.unroute("**/api/formula*")
    answered(page)
    page.wait_for_timeout(500)
    assert sent(page) == {"kind": "bowl"} and "formula" not in page.url


def test_the_window_is_fitted_to_what_is_seen(visit):
    page = visit(f"#{KIND}:f=x%5E2%2By%5E2&view=-1.234,1,-0.5,0.5")
    page.locator("#surface summary", has_text=i18n.text("en", "run.more")).click()
    page.get_by_test_id("fit-window").click()
    until(lambda: "domain" in sent(page))
    x0, x1, y0, y1 = sent(page)["domain"]
    assert -1.4 <= x0 <= -1.234 and 1 <= x1 <= 1.2 and -0.6 <= y0 <= -0.5 and 0.5 <= y1 <= 0.6
    assert "view=" not in page.url and "domain=" in page.url
    drawn(page)
    expect(page.get_by_test_id("fit-window")).to_be_disabled()


def test_undo_takes_back_what_was_typed(visit):
    page = visit(f"#{KIND}:f=x%5E2")
    box = page.get_by_test_id("typed")
    box.click()
    box.press("End")
    with page.expect_response(re.compile("/api/race")):
        box.press_sequentially(" + y^2")
    for _ in range(12):
        box.press("Control+z")
    expect(box).to_have_value("x^2")
    until(lambda: sent(page) == {"kind": "formula", "f": "x^2"})
