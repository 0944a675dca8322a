"""A training of one's own on the page of networks: files chosen and dropped, read, compared, taken away again."""

from __future__ import annotations

import base64
import csv
import re

import numpy as np
from playwright.sync_api import expect

from optim_core import Rule
from optim_core.recording.sample import sample
from tests.browser.conftest import sideways
from tests.browser.test_axe import violations_in
from tests.test_recording import packed

DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const told = { dataTransfer, bubbles: true, cancelable: true };
  for (const what of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(what, told));
}"""


# Pixels of a unit, across and up, by the numbers that stand farthest apart.
UNITS = """(stage) => {
  const found = { x: [], y: [] };
  for (const text of stage.querySelectorAll(".axes .tick-label")) {
    const at = [text.getAttribute("x"), text.getAttribute("y")].map(Number);
    const value = Number(text.textContent.replace("−", "-"));
    found[text.getAttribute("text-anchor") === "end" ? "y" : "x"].push([value, at]);
  }
  const unit = (axis, i) => Math.abs((axis.at(-1)[1][i] - axis[0][1][i]) / (axis.at(-1)[0] - axis[0][0]));
  return [unit(found.x, 0), unit(found.y, 1)];
}"""


def file(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def ready(page):
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)


def test_files_are_compared_and_bad_ones_told_of(visit):
    """Chosen together: a training in the plane of its path, one that blew up, and one that is none."""
    page = visit("networks#tab=own", wait=False)
    ready(page)
    expect(page.get_by_test_id("own-none")).to_be_visible()
    good = sample(Rule.registry["momentum"](lr=0.05), "path", "moons")
    blown = packed(version=1, train_loss=[2.0, 9.0, np.inf, np.nan], title="=blown")
    page.expected.append("status of 422")
    page.get_by_test_id("own-input").set_input_files(
        [file("good.npz", good), file("bad.npz", packed(version=1, loss=[1.0])), file("blown.npz", blown)]
    )
    expect(page.get_by_test_id("own-recording")).to_have_count(2)
    expect(page.get_by_test_id("own-faults")).to_contain_text("bad.npz train_loss is missing")
    expect(page.get_by_test_id("own-plane-0-facts")).to_contain_text(re.compile(r"holds 9\d(\.\d)? % of the path"))
    assert page.get_by_test_id("own-plane-1").count() == 0
    loss = page.get_by_test_id("study-figure-own-loss")
    expect(loss.locator(".study-legend li")).to_have_text(["moons: training", "moons: validation", "=blown: training"])
    expect(loss.locator(".study-mark-name")).to_have_text("=blown: no number any more")
    expect(page.locator("[data-testid^=study-figure-own-layers]")).to_have_count(1)

    stage, told = page.get_by_test_id("own-plate-0-stage"), page.get_by_test_id("own-plate-0-told")
    across, up = stage.evaluate(UNITS)
    assert abs(across / up - 1) < 0.02, "a unit is as long on both axes"
    expect(page.get_by_test_id("own-plane-0")).to_contain_text(
        re.compile(r"Pale is low \(0\.\d+\).* from line to line loss × [\d.]+")
    )
    stage.press("Home")
    expect(told).to_contain_text(re.compile(r"Point 0 of 60: .* loss .* away from the plane"))
    stage.press("End")
    expect(told).to_contain_text("Point 60 of 60: (0, 0): loss 0.0")
    page.locator("[name^=own-view][value=main]").check(force=True)
    expect(page.get_by_test_id("own-plane-0-facts")).to_contain_text("No plane holds more.")

    with page.expect_download() as taken:
        page.get_by_test_id("own-take-csv").click()
    rows = list(csv.DictReader(taken.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 61 + 4 and rows[61]["recording"] == "'=blown" and rows[-1]["train_loss"] == ""
    with page.expect_download() as taken:
        page.get_by_test_id("own-take-svg").click()
    drawing = taken.value.path().read_text()
    assert "<path" in drawing and "moons: training" in drawing
    page.get_by_test_id("recorder-text").locator("summary").click()
    expect(page.get_by_test_id("recorder-text")).to_contain_text("np.savez_compressed")
    page.get_by_test_id("recording-form").locator("summary").click()
    assert not violations_in(page, "light", "dark")

    for left in (1, 0):
        page.get_by_test_id("own-remove").first.click()
        expect(page.get_by_test_id("own-recording")).to_have_count(left)
    expect(page.get_by_test_id("own-none")).to_be_visible()
    assert page.url.endswith("networks#tab=own")


def test_on_a_phone_a_file_to_try_opens_and_a_dropped_one_joins_it(visit):
    page = visit("networks?lang=ko#tab=own", width=390, height=844, wait=False)
    ready(page)
    files, figures = (page.get_by_test_id(name).bounding_box()["y"] for name in ("own-files", "own"))
    assert files < figures
    page.expected.append("503")
    full = {"status": 503, "headers": {"Retry-After": "1"}, "json": {"detail": "Full.", "field": ""}}
    page.route("**/api/recording?*", lambda route: route.fulfill(**full), times=1)  # and it is asked again by itself
    page.get_by_test_id("own-try-adam").click()
    expect(page.get_by_test_id("own-plane-0-facts")).to_contain_text("경로는 평면을 벗어납니다")
    only = packed(version=1, train_loss=[2.0, 1.0], weights=np.random.default_rng(0).standard_normal((5, 9)))
    page.evaluate(DROP, ["only.npz", base64.b64encode(only).decode()])
    expect(page.get_by_test_id("own-recording")).to_have_count(2)
    expect(page.get_by_test_id("own-plane-1")).to_contain_text("경로만 보입니다")
    assert not sideways(page)
