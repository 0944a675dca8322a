"""Assets: found by name only, kept for good under their hash, compressed once."""

import gzip
import os
import re
import time

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app import asset_files, assets, resources, whole_scripts

SCRIPT = "import { clamp } from './clamp.js';\n" * 50


@pytest.fixture
def static(tmp_path, monkeypatch):
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "main.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "dot.png").write_bytes(b"\x89PNG not really")
    (folder / ".secret").write_text("hidden", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    store = assets.Store(folder)
    monkeypatch.setattr(assets, "store", lambda: store)
    return folder


@pytest.fixture
def visitor(static):
    app = FastAPI()
    app.include_router(assets.router)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def look_again():
    assets.store()._looked = float("-inf")


def test_an_address_is_relative_and_under_the_hash_of_all(static):
    shelf = assets.store().shelf()
    assert assets.url("js/main.js") == f"assets/{shelf.hash}/js/main.js"
    assert assets.url("dot.png", page="/maps") == f"assets/{shelf.hash}/dot.png"
    assert assets.url("dot.png", page="/lessons/3") == f"../assets/{shelf.hash}/dot.png"


def test_a_name_that_does_not_exist_has_no_address(static):
    with pytest.raises(LookupError, match="no-such"):
        assets.url("js/no-such.js")


def test_the_right_hash_is_kept_for_good_and_another_is_asked_for_again(visitor):
    right = visitor.get(assets.url("js/main.js"))
    wrong = visitor.get("assets/0123456789abcdef/js/main.js")
    assert right.status_code == wrong.status_code == 200
    assert right.text == wrong.text == SCRIPT
    assert right.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert wrong.headers["cache-control"] == "no-cache"


def test_an_asset_says_what_it_is(visitor):
    answer = visitor.get(assets.url("js/main.js"))
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert visitor.get(assets.url("dot.png")).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("*", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip; q=0.0, *", None),
        ("gzip;q=nonsense", None),
        ("br", None),
        ("", None),
    ],
)
def test_gzip_goes_only_to_those_who_take_it(visitor, accepted, encoding):
    answer = visitor.get(assets.url("js/main.js"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == SCRIPT


def test_a_picture_is_sent_as_it_is(visitor):
    answer = visitor.get(assets.url("dot.png"), headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers


def test_an_asset_is_compressed_once(visitor, monkeypatch):
    calls = []
    compress = gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *args, **kw: calls.append(1) or compress(*args, **kw))
    for _ in range(3):
        visitor.get(assets.url("js/main.js"), headers={"Accept-Encoding": "gzip"})
    assert len(calls) == 1


def test_a_packed_neighbour_saves_compressing_unless_it_is_older(static):
    path = static / "js" / "main.js"
    packed = gzip.compress(SCRIPT.encode(), 1, mtime=7)
    neighbour = path.with_name("main.js.gz")
    neighbour.write_bytes(packed)
    stamp = path.stat().st_mtime_ns
    os.utime(neighbour, ns=(stamp, stamp))
    shelf = asset_files.read(static)
    assert shelf["js/main.js"].gzipped() == packed
    assert "js/main.js.gz" not in shelf
    os.utime(neighbour, ns=(stamp - 10**9, stamp - 10**9))
    assert asset_files.read(static)["js/main.js"].gzipped() != packed


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_a_browser_has_is_not_sent_again(visitor, encoding):
    first = visitor.get(assets.url("js/main.js"), headers={"Accept-Encoding": encoding})
    for told in (
        first.headers["etag"],
        f"W/{first.headers['etag']}",
        f'"other", {first.headers["etag"]}',
        "*",
    ):
        again = visitor.get(assets.url("js/main.js"), headers={"Accept-Encoding": encoding, "If-None-Match": told})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]


def test_the_two_encodings_have_two_etags(visitor):
    tags = {
        visitor.get(assets.url("js/main.js"), headers={"Accept-Encoding": e}).headers["etag"]
        for e in ("gzip", "identity")
    }
    assert len(tags) == 2


def test_head_has_the_length_and_no_body(visitor):
    answer = visitor.head(assets.url("js/main.js"), headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(SCRIPT))
    assert answer.content == b""


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "%2e%2e/outside.txt",
        "..%2foutside.txt",
        "js/../../outside.txt",
        "js/%2e%2e/%2e%2e/outside.txt",
        "..%5coutside.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "js/main.js%00",
        "js/main.js%00.css",
        "%00",
        ".secret",
        "js",
        "js/",
        "",
        "JS/MAIN.JS",
        "js//main.js",
        "js/main.js/",
        "link.txt",
        "a" * 5000,
        "%ff%fe",
    ],
)
def test_only_names_on_the_shelf_are_served(visitor, static, name):
    (static / "link.txt").symlink_to(static.parent / "outside.txt")
    look_again()
    answer = visitor.get(f"/assets/{assets.store().shelf().hash}/{name}")
    assert answer.status_code == 404
    assert "outside" not in answer.text
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_an_edited_file_is_seen_without_a_restart(visitor, static):
    before = assets.url("js/main.js")
    (static / "js" / "main.js").write_text("edited();\n", encoding="utf-8")
    look_again()
    assert assets.url("js/main.js") != before
    assert visitor.get(before).headers["cache-control"] == "no-cache"
    assert visitor.get(assets.url("js/main.js")).text == "edited();\n"


def test_looking_for_edits_costs_nothing_within_a_second(static, monkeypatch):
    assets.store().shelf()
    monkeypatch.setattr(asset_files, "paths", lambda folder: pytest.fail("looked again"))
    deadline = time.monotonic() + 0.2
    while time.monotonic() < deadline:
        assets.store().shelf()


def test_plotly_comes_from_the_wheel_unless_our_own_is_there(static):
    wheel = asset_files.read(static)
    assert len(wheel[asset_files.PLOTLY].body) > 4_000_000
    assert len(wheel[asset_files.PLOTLY_SPACE].body) < 100, "the full file draws in space as well"
    (static / "vendor").mkdir()
    for name in ("plotly-2d.js", "plotly-3d.js", "plotly-core.js", "plotly-alone.js"):
        (static / "vendor" / name).write_text(f"import './{name}';", encoding="utf-8")
    shelf = asset_files.read(static)
    assert shelf[asset_files.PLOTLY].body == b"import './plotly-2d.js';"
    assert shelf[asset_files.PLOTLY_SPACE].body == b"import './plotly-3d.js';"
    assert shelf.hash != wheel.hash


def test_half_a_bundle_is_none(static):
    """Two cores on one page would not know of each other's traces."""
    (static / "vendor").mkdir()
    for name in ("plotly-2d.js", "plotly-3d.js", "plotly-core.js"):
        (static / "vendor" / name).write_text("window.Plotly={};", encoding="utf-8")
    for name in (asset_files.PLOTLY, asset_files.PLOTLY_ALONE):
        assert len(asset_files.read(static)[name].body) > 4_000_000


def test_the_hash_changes_with_a_name_as_with_a_content(static):
    before = asset_files.read(static).hash
    (static / "dot.png").rename(static / "spot.png")
    assert asset_files.read(static).hash != before


def test_a_page_names_every_module_its_script_imports(client, monkeypatch):
    apart = assets.Store(resources.folder("static"))
    monkeypatch.setattr(whole_scripts, "fresh", lambda table, digests: {})
    monkeypatch.setattr(assets, "store", lambda: apart)
    page = client.get("/").text
    lesson = client.get("/lessons/020-step-size").text
    in_lessons = set(re.findall(r'rel="modulepreload" href="\.\./assets/\w+/(js/[^"]+)"', lesson))
    on_maps, on_gradients, on_search, on_networks = (
        set(re.findall(r'rel="modulepreload" href="assets/\w+/(js/[^"]+)"', client.get(path).text))
        for path in ("/maps", "/gradients", "/search", "/networks")
    )
    named = re.findall(r'rel="modulepreload" href="assets/\w+/(js/[^"]+)"', page)
    static_folder = resources.folder("static")
    scripts = {path.relative_to(static_folder).as_posix() for path in (static_folder / "js").rglob("*.js")}
    assert len(named) == len(set(named))
    assert named.index("js/panels/figure.js") < named.index("js/main.js") < named.index("js/panels/runs.js")
    awaited = {
        f"js/{folder}/{file}"
        for name in {*named, *in_lessons, *on_maps, *on_gradients, *on_search, *on_networks}
        for folder, file in re.findall(r"""import\("\.\./(\w+)/([\w-]+\.js)"\)""", (static_folder / name).read_text())
    } | {name for name in scripts if name.startswith(("js/views/", "js/instruments/", "js/bench/", "js/panels/study"))}
    later = set(asset_files.imported(assets.store().shelf(), *awaited)) - set(named)
    assert "js/takeaway/dialog.js" in later, "what a click asks for is not waited for on arrival"
    dressers = {
        "js/theme.js",
        "js/query.js",
        "js/formulas.js",
        "js/missing.js",
    }  # no modules: they stand beside a page's own
    lists = {"js/lessons.js", "js/glossary.js"}
    assert in_lessons >= {"js/lesson.js", "js/lesson/guide.js", "js/panels/chart.js", "js/panels/figure.js"}
    assert on_maps >= {"js/maps.js", "js/panels/map.js", "js/panels/runs.js"}
    elsewhere = {"js/trails.js", "js/race.js", "js/panels/figure.js", "js/panels/loss.js", "js/panels/chart.js"}
    assert not on_maps & elsewhere, "a page names only what it needs"
    assert not {"js/panels/map.js", "js/panels/chart.js"} & set(named)
    assert on_gradients >= {"js/gradients.js", "js/panels/figure.js", "js/panels/check.js"}
    assert not {"js/panels/check.js", "js/panels/tabs.js"} & ({*named} | on_maps)
    assert on_search >= {"js/search.js", "js/panels/tabs.js", "js/panels/master.js"}
    assert on_networks >= {"js/networks.js", "js/panels/dataset.js", "js/panels/study.js"}
    others = in_lessons | on_maps | on_gradients | on_search | on_networks
    assert scripts - set(named) - others == dressers | lists | later - others
