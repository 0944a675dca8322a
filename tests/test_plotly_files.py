"""The wheel's plotly.js without its wrapper, and its style rules as CSS."""

import json
import re
from pathlib import Path

import pytest

from app import plotly_files

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def full():
    return plotly_files.wheel_file().read_text(encoding="utf-8")


def test_the_wrapper_is_cut_off_and_the_licence_stays(full):
    cut = plotly_files.uncovered(full)
    assert cut.startswith("/**\n* plotly.js v")
    assert "Licensed under the MIT license" in cut[:300]
    assert "factory" not in cut[:600]
    assert cut.rstrip().endswith("window.Plotly = Plotly;")
    assert 150 < len(full) - len(cut) < 400


def test_the_styles_of_maps_are_left_out(full):
    ready = plotly_files.prepared(full)
    assert ready.count("if(false){var ") == full.count("if(false){var ") + 1


@pytest.mark.parametrize("script", ["", "window.Plotly={};", "/** licence */ (function(root, factory) {"])
def test_a_file_of_another_shape_is_left_alone(script):
    assert plotly_files.uncovered(script) == script


def test_half_a_wrapper_is_left_alone(full):
    assert plotly_files.uncovered(full[:-20]) == full[:-20]
    assert plotly_files.uncovered(full[10:]) == full[10:]


def test_the_style_rules_are_all_there(full):
    css = plotly_files.style_rules(full)
    assert ".js-plotly-plot .plotly .main-svg{position:absolute;top:0;left:0;pointer-events:none;}\n" in css
    assert ".plotly-notifier p{margin:0;}\n" in css
    assert '"Open Sans"' in css
    assert css.count("\n") > 60
    assert all(re.fullmatch(r"[^{}]+\{(?:[\w-]+:[^{};]+;)+\}", line) for line in css.splitlines())


def test_the_first_rule_of_plotly_is_the_last_of_the_sheet(full):
    """plotly.js inserts each rule before the others."""
    css = plotly_files.style_rules(full)
    assert css.splitlines()[-1].startswith(".js-plotly-plot .plotly,.js-plotly-plot .plotly div{")


@pytest.mark.parametrize(
    ("script", "css"),
    [
        ("", ""),
        ("var a={b:1}", ""),
        ('r={"X,X div":"a:b;",Y:\'c:"d";\'};', '.plotly-notifier{c:"d";}\n'),
        ('r={"X,X div":"a:\\"b\\";"};', '.js-plotly-plot .plotly,.js-plotly-plot .plotly div{a:"b";}'),
        ('r = { "X,X div" : "a:b;", "X a:hover" : "c:d;" }', ".js-plotly-plot .plotly a:hover{c:d;}\n"),
        ('r={"X,X div":"a:b;","X a":broken}', None),
    ],
)
def test_the_rules_are_read_in_either_quotes_and_only_whole(script, css):
    found = plotly_files.style_rules(script)
    if css is None:
        assert found == ""
    else:
        assert found.startswith(css)


def test_our_bundle_is_of_the_same_plotly_as_the_wheel(full):
    version = re.search(r"plotly\.js v([\d.]+)", full)[1]
    package = json.loads((ROOT / "bundle" / "package.json").read_text(encoding="utf-8"))
    assert package["dependencies"]["plotly.js"] == version
    lock = json.loads((ROOT / "bundle" / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]["node_modules/plotly.js"]["version"] == version
