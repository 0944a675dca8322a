"""Pictures of races made on the server: right, small, the same every time, and in words as well."""

from __future__ import annotations

import gzip
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from app.export import looks
from app.specs import race_model
from app.teaching import lines
from app.teaching.levels import levels, ticks
from app.teaching.picture import MOST, svg
from app.teaching.plot import Plot, fitted
from optim_core import Surface

SVG = "{http://www.w3.org/2000/svg}"
FAST = {"kind": "gradient-descent", "lr": 0.1}
TOO_FAST = {"kind": "gradient-descent", "lr": 3.0}


def race(kind="bowl", runs=(FAST,), **more):
    asked = {"surface": {"kind": kind}, "steps": 60, "runs": [_run(run) for run in runs]} | more
    return race_model().model_validate_json(json.dumps(asked))


def _run(run):
    return run if "optimizer" in run else {"optimizer": run}


def drawing(made):
    return next(ET.fromstring(made).iter(f"{SVG}svg"))


def paths(made, name):
    return [path for path in drawing(made).iter(f"{SVG}path") if name in path.get("class", "").split()]


def points(d):
    """Where a path of ours leads: M and l only."""
    found = []
    for start, ways in re.findall(r"M(-?\d+ -?\d+)l([^Mz]*)", d):
        place = np.array(start.split(), dtype=int)
        moves = np.array(re.findall(r"-?\d+", ways), dtype=int).reshape(-1, 2)
        found.append(place + np.vstack(([0, 0], np.cumsum(moves, axis=0))))
    return np.vstack(found)


@pytest.mark.parametrize("kind", Surface.registry)
@pytest.mark.parametrize("detail", ["thumbnail", "figure"])
def test_every_surface_has_its_picture_and_a_thumbnail_is_small(kind, detail):
    runs = [{"kind": kind} for kind in ("gradient-descent", "momentum", "adam", "rmsprop")]
    made = svg(race(kind, runs, steps=200), "en", (320, 200), detail)
    assert len(paths(made, "casing")) >= 3, "a run may have hardly moved, but not two of these"
    assert sum("band-" in path.get("class", "") for path in drawing(made).iter(f"{SVG}path")) > 4
    assert detail == "figure" or len(gzip.compress(made.encode())) <= MOST


def test_noise_that_keeps_a_run_in_one_place_does_not_make_a_thumbnail_large():
    noisy = race("bowl", [FAST] * 3, steps=3000, noise={"kind": "gaussian", "sigma": 3.0})
    assert len(gzip.compress(svg(noisy, "en").encode())) <= MOST


def test_a_run_that_diverges_is_cut_off_near_the_plot_and_ends_with_a_cross():
    made = svg(race("bowl", [TOO_FAST]), "en", (300, 200))
    (line,) = paths(made, "line")
    where = points(line.get("d"))
    assert (where.min(axis=0) >= -20).all() and (where.max(axis=0) <= np.array((620, 420))).all()
    (mark,) = paths(made, "break")
    x, y = map(int, re.findall(r"translate\((-?\d+) (-?\d+)\)", mark.get("transform"))[0])
    assert 0 < x < 600 and 0 < y < 400
    assert not paths(made, "head")


def test_a_path_leads_from_the_start_to_the_end():
    spec = race("bowl", [FAST], start=[2.0, 1.5])
    where = points(paths(svg(spec, "en", (200, 200), window=(-2, 2, -2, 2)), "line")[0].get("d"))
    assert where[0].tolist() == [400, 50], "right edge, a quarter below the top; in half pixels"
    assert np.hypot(*(where[-1] - 200)) < 3, "the middle"


def test_before_the_run_there_is_its_start_only():
    made = svg(race("bowl").model_copy(update={"steps": 0}), "en", detail="figure")
    plot = next(part for part in drawing(made) if part.get("class") == "picture-plot")
    drawn = {part.get("class") for part in plot.iter()}
    assert "begin" in drawn and not drawn & {"head", "run-0 line"}


def test_a_figure_has_everything_inside_and_says_what_is_what():
    names = ["느린 것", "A <fast> & daring run with a name far too long for one row of the key, honestly"]
    made = svg(race("ravine", [FAST, {"kind": "momentum"}]), "ko", (420, 280), "figure", names=names)
    top = drawing(made)
    _, _, width, height = map(float, top.get("viewBox").split())
    for text in top.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width and 0 <= float(text.get("y")) <= height
    for group in top.iter(f"{SVG}g"):
        if group.get("transform", "").startswith("translate"):
            x, y = map(float, re.findall(r"[\d.]+", group.get("transform"))[:2])
            assert 0 <= x <= width and 0 <= y + 20 <= height
    words = [text.text for text in top.iter(f"{SVG}text")]
    assert "느린 것" in words and "시작점" in words and "최소점" in words
    assert [word for word in words if word.startswith("A <fast> &") and word.endswith("…")]


def test_a_thumbnail_has_no_words_but_those_for_screen_readers():
    made = drawing(svg(race("ravine"), "ko"))
    assert not list(made.iter(f"{SVG}text"))
    assert made.get("role") == "img"
    assert made.find(f"{SVG}title").text == "위에서 본 협곡"
    assert "60스텝" in made.find(f"{SVG}desc").text


def test_the_words_say_where_runs_end_and_which_blow_up():
    said = drawing(svg(race("bowl", [FAST | {"lr": 1.0}, TOO_FAST], start=[2.0, 1.5]), "en")).find(f"{SVG}desc").text
    assert "Gradient descent: at (0, 0) after 60 steps." in said
    assert re.search(r"Gradient descent: diverged in step \d+\.", said)


def test_the_same_race_gives_the_same_picture():
    noisy = race("ravine", [FAST], noise={"kind": "gaussian"}, seed=3)
    assert svg(noisy, "en") == svg(noisy, "en")
    assert svg(noisy, "en") != svg(race("ravine", [FAST], noise={"kind": "gaussian"}, seed=4), "en")


def test_no_two_runs_differ_by_their_colour_only():
    made = drawing(svg(race("bowl", [FAST] * 12), "en", detail="figure"))
    (key,) = (group for group in made.iter(f"{SVG}g") if group.get("class") == "key")
    looked = [
        (line.get("stroke-dasharray"), head.get("d"))
        for line, head in (
            group.findall(f"{SVG}path") for group in key.iter(f"{SVG}g") if "run-" in group.get("class", "")
        )
    ]
    assert len(set(looked)) == len(looked) == 12


def test_dash_and_head_are_those_of_the_race_page():
    assert looks.shape(0).dash == [] and looks.shape(1).dash == [9, 5]
    heads = {looks.shape(slot).head for slot in range(6)}
    assert len(heads) == 6 and looks.shape(6).head == looks.shape(1).head, "with the first dash comes the second head"
    assert looks.break_sign("diverged") != looks.break_sign("left") and looks.colours() == 8


def test_a_picture_is_of_numbers_and_classes_only():
    """The page's policy lets no style in, and no address may stand in it that a reader's browser would ask."""
    made = svg(race("rosenbrock"), "en", detail="figure")
    assert "style=" not in made and "<script" not in made and "href" not in made and " id=" not in made
    assert "nan" not in made.lower().replace("nance", "")


def test_the_ground_is_nested_from_low_to_high():
    surface = Surface.registry["bowl"]()
    plot = Plot(surface, (-3, 3, -3, 3), 200, 200, 1.0)
    shades = [int(k) for k in re.findall(r'class="band-(\d+)"', plot.ground(plot.heights(61, 1), 0.3))]
    assert shades[0] == 0 and shades == sorted(set(shades)) and shades[-1] == 14


class Shore(Surface, kind=None):
    """Nothing to the right of x = 0.2."""

    holes = True

    def value(self, p):
        return np.where(p[0] > 0.2, np.nan, p[0] ** 2 + p[1])

    def inside(self, p):
        return p[0] <= 0.2


def test_the_ground_goes_on_a_little_beneath_a_hole_which_is_hatched():
    plot = Plot(Shore(), (-1, 1, -1, 1), 100, 100, 1.0)
    heights = plot.heights(41, 3)
    assert np.isfinite(heights).all()
    assert abs(heights[20, 25] - heights[20, 24]) < 0.1, "no cliff at the rim"
    rim, hatch = ET.fromstring(f"<g>{plot.hole()}</g>")
    corners = np.array(re.findall(r"(\d+) (\d+)", rim.get("d")), dtype=int)
    assert corners[:, 0].min() == 120 and corners[:, 0].max() == 200
    starts = np.array(re.findall(r"M(\d+) (\d+)l", hatch.get("d")), dtype=int)
    assert len(starts) > 5 and starts[:, 0].min() >= 120


def test_a_window_keeps_the_shape_of_things_unless_it_would_be_nearly_empty():
    assert fitted((-3, 3, -1, 1), 1.5) == (-3, 3, -2, 2)
    assert fitted((-1, 1, -1, 1), 2) == (-2, 2, -1, 1)
    assert fitted((-3, 3, -0.1, 0.1), 1) == (-3, 3, -0.1, 0.1)


def test_a_window_is_shown_as_it_is_where_it_has_the_shape_of_the_plot():
    once = race("bowl", [FAST | {"lr": 1.0}])
    wide, square = (svg(once, "en", size, window=(-2, 2, -1, 1)) for size in ((200, 100), (100, 100)))
    assert points(paths(wide, "line")[0].get("d"))[-1].tolist() == [200, 100]
    assert points(paths(square, "line")[0].get("d"))[-1].tolist() == [100, 100], "widened about its middle"


def test_levels_and_ticks_are_round():
    assert levels(np.array([0.0, 12.0]), "linear").tolist() == list(range(1, 12))
    assert levels(np.array([-9.0, 0.0]), "log")[0] >= -4.5, "nothing deeper than a grid can show"
    assert ticks(-1, 1, 4) == [(-1.0, "−1.0"), (-0.5, "−0.5"), (0.0, "0.0"), (0.5, "0.5"), (1.0, "1.0")]
    assert [label for _, label in ticks(0, 3e5, 3)] == ["0", "100,000", "200,000", "300,000"]


def test_a_simpler_line_stays_near_and_keeps_its_ends():
    turn = np.linspace(0, 2 * np.pi, 400)
    circle = 100 * np.stack((np.cos(turn), np.sin(turn)), axis=1)
    two = np.vstack((circle, circle + 300))
    kept, offsets = lines.simplified(two, np.array([0, 400, 800]), 0.3)
    assert len(kept) < 150 and offsets[-1] == len(kept)
    for start, end, middle in ((0, offsets[1], 0), (offsets[1], offsets[2], 300)):
        loop = kept[start:end] - middle
        assert np.allclose(loop[0], (100, 0)) and np.allclose(loop[-1], (100, 0))
        between = (loop[1:] + loop[:-1]) / 2
        assert np.abs(np.hypot(*between.T) - 100).max() < 1.5


def test_a_run_that_bounces_is_drawn_there_and_back_once():
    line = np.array([(10.0, 10.0), (90.0, 10.0)] * 200)
    seen, offsets = lines.clipped(line, 100, 100, 5, 4)
    assert len(seen) == 2 and offsets.tolist() == [0, 2]


def test_a_line_from_far_away_enters_where_it_should():
    seen, _ = lines.clipped(np.array([(-1e12, -1e12), (50.0, 50.0), (50.0, 1e12)]), 100, 100, 5, 4)
    assert np.allclose(seen[0], (-5, -5)) and np.allclose(seen[-1], (50, 105))


def test_a_figure_of_a_repeated_race_has_the_cloud_of_its_ends_and_a_thumbnail_has_not():
    noise = {"kind": "gaussian", "sigma": 1.0}
    figure, thumbnail = (svg(race(noise=noise, repeats=30), "en", detail=one) for one in ("figure", "thumbnail"))
    (cloud,) = paths(figure, "cloud")
    dots = cloud.get("d").split("M")[1:]
    assert len(dots) == 30 and len(set(dots)) > 15
    assert paths(figure, "faint") and not paths(thumbnail, "faint")
    assert not paths(thumbnail, "cloud") and not paths(svg(race(noise=noise), "en", detail="figure"), "cloud")
    before = race(noise=noise, repeats=30).model_copy(update={"steps": 0})
    assert not paths(svg(before, "en", detail="figure"), "cloud")
    wild = {"optimizer": FAST | {"lr": 0.45}, "start": [1.3, 1.0]}
    (cloud,) = paths(svg(race("double-well", [wild], noise=noise, repeats=40), "en", detail="figure"), "cloud")
    assert 0 < cloud.get("d").count("M") < 40, "who diverged is nowhere"
