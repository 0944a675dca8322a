"""The benchmarks judge rightly: agreement, ratios, goals; how fast anything is, no test asks."""

import contextlib
import gzip
import sys
import urllib.error
import urllib.request

import numpy as np
import pytest

from benchmarks import core, landscape, maps, pages, results, training
from benchmarks.agreement import Judge
from benchmarks.clock import by_turns, digits, ratio
from benchmarks.goals import GOALS, Goal
from benchmarks.peers import network, ours, reference
from benchmarks.peers.pages import Drawn
from benchmarks.peers.served import served
from benchmarks.peers.works import Contestant, basins, race, works

RACE = race()._replace(steps=30)
MAP = basins()[0]._replace(steps=30, starts=np.array([[1.0, -4.0, 0.5], [2.0, 3.0, -5.0]]))


@pytest.mark.parametrize("work", [RACE, MAP], ids=["race", "map"])
def test_what_computes_the_same_agrees(work):
    assert Judge(work).verdict(reference.contestants(work)["ours, reference loop"]).startswith("agrees")


@pytest.mark.parametrize("work", [RACE, MAP], ids=["race", "map"])
def test_one_wrong_number_disagrees(work):
    def wrong():
        answer = reference.answer(work)
        answer[..., 1] *= 1.0 + 1e-8
        return answer

    assert Judge(work).verdict(Contestant(wrong, work.steps)).startswith("DISAGREES")


def test_runs_that_blow_up_agree_wherever_they_were_stopped():
    wild = MAP._replace(rules=({"kind": "momentum", "lr": 1.0, "momentum": 0.9},))
    assert Judge(wild).verdict(Contestant(lambda: np.full((2, 3), np.nan), wild.steps)).startswith("agrees")
    assert Judge(MAP).verdict(Contestant(lambda: np.full((2, 3), np.nan), MAP.steps)).startswith("DISAGREES")


def test_all_that_is_ours_agrees():
    for work in (RACE, MAP):
        for name, contestant in ours.contestants(work).items():
            assert Judge(work).verdict(contestant).startswith("agrees"), name


def test_a_ratio_is_taken_round_by_round():
    assert ratio([2.0, 9.0, 4.0], [1.0, 3.0, 4.0]) == (2.0, 1.0, 3.0)


def test_all_take_their_turn_in_every_round():
    order = []
    taken = by_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3, least=0.0)
    assert [len(each) for each in taken.values()] == [3, 3]
    assert "".join(order[-6:]) == "ababab"


@pytest.mark.parametrize(
    ("number", "text"), [(0.0123, "0.0123"), (1.5, "1.50"), (37.04, "37.0"), (250, "250"), (37449, "37,400"), (0, "0")]
)
def test_numbers_have_three_digits(number, text):
    assert digits(number) == text


def test_a_goal_is_measured_against_the_quickest_of_its_rivals():
    goal = Goal("W1", ("slow", "quick"), "ours", least=3.0)
    times = {"slow": [9.0, 9.0], "quick": [4.0, 2.0], "ours": [1.0, 1.0]}
    assert goal.measured(times).median == 3.0
    assert goal.line(times).endswith("met")
    assert goal._replace(least=3.1).line(times).endswith("MISSED")


def test_a_goal_whose_rival_is_not_installed_is_not_measured():
    assert Goal("W1", ("absent",), "ours", most=1.0).line({"ours": [1.0]}).endswith("not measured")


def test_every_goal_is_of_work_that_is_done():
    assert {goal.work for goal in GOALS} <= {work.name for work in works()} | {
        f"W4 {rule}" for rule in network.RULES
    } | {"W5"}


def test_the_network_of_the_benchmarks_is_trained_alike_by_the_textbook_and_by_the_trainer():
    book, own = training.textbook(np.float64), network.ours(network.RULES[training.TEXTBOOK])
    np.testing.assert_allclose(own, book, atol=training.NEAR)


def test_a_slice_of_the_benchmarks_is_as_high_by_the_network_itself():
    p = np.random.default_rng(0).uniform(-1, 1, (2, 3))
    for _, plane in landscape.planes():
        np.testing.assert_allclose(landscape.plainly(plane, p), plane.value(p), rtol=landscape.NEAR)


def test_a_peer_that_is_not_installed_is_named_and_left_out(capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "benchmarks.peers.optax_scan", None)
    assert core.load("optax_scan") is None
    assert "optax_scan" in capsys.readouterr().out


@pytest.mark.parametrize("asked", [maps.basin([maps.MOMENTUM, maps.ADAM], 8), maps.sweep("loss", 8)])
@pytest.mark.parametrize("way", [maps.alone, maps.whole, maps.events, maps.first])
def test_a_map_can_be_measured_in_every_way(asked, way):
    way(asked)


def test_the_page_of_another_is_served_whole_and_asks_nobody_else(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "page.html").write_text("<script src=https://far.example/d3/d3.js></script>")
    (tmp_path / "secret").write_text("not to be had")
    with served({"https://far.example": "/near"}, tmp_path / "inside") as address:
        with urllib.request.urlopen(f"{address}/page.html?again") as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.read()) == b"<script src=/near/d3/d3.js></script>"
        for gone in ("nothing", "../secret", ""):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{address}/{gone}")
            assert refused.value.code == 404
            refused.value.close()


def test_a_page_that_is_not_installed_is_named_and_the_others_are_measured(monkeypatch, capsys):
    @contextlib.contextmanager
    def there():
        yield Drawn("there", "/", picture="1", path="1", at="body")

    @contextlib.contextmanager
    def missing():
        raise ImportError("no npm here")
        yield

    monkeypatch.setattr(pages, "PAGES", (missing, there))
    with contextlib.ExitStack() as stack:
        assert [page.name for page in pages.entered(stack)] == ["there"]
    assert "left out: missing (no npm here)" in capsys.readouterr().out


def test_what_a_chapter_prints_is_written_where_its_section_is(tmp_path):
    place = tmp_path / "RESULTS.md"
    place.write_text("# Measured\n\n## By hand\n\nwords\n\n## `load`\n\nold\n\n## `page`\n\nstays\n")

    def failing(minutes):
        print(minutes, "minutes")
        sys.exit(1)

    results.measured("load", [], lambda: print("new"), place)
    with pytest.raises(SystemExit):
        results.measured("soak", ["2"], failing, place)
    sections = place.read_text().split("\n## ")
    assert [section.partition("\n")[0] for section in sections[1:]] == ["By hand", "`load`", "`page`", "`soak`"]
    assert "`make bench ARGS=load`" in sections[2] and "```\nnew\n```" in sections[2] and "old" not in sections[2]
    assert "stays" in sections[3]
    assert '`make bench ARGS="soak 2"`' in sections[4] and "2 minutes" in sections[4]
