"""One script in place of many is sent only while it is made of the modules that are there."""

import json
from hashlib import sha256

import pytest

from app import asset_files, assets, whole_scripts

MODULES = {
    "js/main.js": 'import { a } from "./store.js";\n',
    "js/store.js": "export const a = 1;\n",
    "js/panels/runs.js": "export const mount = () => {};\n",
    "js/panels/loss.js": "export const mount = () => {};\n",
}
INSIDE = ["js/main.js", "js/panels/runs.js", "js/store.js"]


@pytest.fixture
def static(tmp_path, monkeypatch):
    """A folder with the modules of one page, and the one script of all but the last."""
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    own = tmp_path / "vendor" / "own"
    own.mkdir(parents=True)
    (own / "main.js").write_text("const a=1;", encoding="utf-8")
    made = {"js/main.js": {name: sha256(MODULES[name].encode()).hexdigest() for name in INSIDE}}
    (own / "made-of.json").write_text(json.dumps(made), encoding="utf-8")
    monkeypatch.setattr(assets, "store", lambda: assets.Store(tmp_path))
    monkeypatch.setattr(asset_files.plotly_files, "wheel_file", lambda: tmp_path / "js" / "store.js")
    return tmp_path


def scripts(*panels):
    """What the page names, without the hash."""
    address, others = assets.scripts("js/main.js", panels)
    return [one.split("/", 2)[2] for one in (address, *(other for other, _ in others))]


APART = ["js/main.js", "js/store.js", "js/main.js", "js/panels/runs.js"]


def test_one_script_stands_for_all_of_a_page(static):
    shelf = assets.store().shelf()
    assert scripts("runs") == ["js/main.whole.js"] and shelf["js/main.whole.js"].body == b"const a=1;"
    assert "js/store.js" in shelf, "a worker may still want a module by itself"
    assert not [name for name in shelf if name.startswith("vendor/own/")], "it has one address"
    assert assets.scripts("js/main.js", ["runs"], "/lessons/3")[0].startswith("../assets/")


@pytest.mark.parametrize("name", INSIDE)
def test_an_edited_module_is_never_hidden_by_an_older_script(static, name):
    hash_before = assets.store().shelf().hash
    (static / name).write_text(MODULES[name] + "// edited\n", encoding="utf-8")
    assert scripts("runs") == APART
    assert "js/main.whole.js" not in assets.store().shelf() and assets.store().shelf().hash != hash_before
    (static / name).write_text(MODULES[name], encoding="utf-8")
    assert scripts("runs") == ["js/main.whole.js"], "what was undone is as it was"


def test_a_page_with_another_panel_than_its_script_has_loads_its_modules(static):
    assert scripts("runs", "loss") == [*APART, "js/panels/loss.js"]
    (static / "js/panels/loss.js").write_text("export const mount = () => 1;\n", encoding="utf-8")
    assert scripts("runs") == ["js/main.whole.js"], "an edit elsewhere is none of its business"


def test_half_of_what_was_made_is_nothing(static):
    own = static / "vendor" / "own"
    (static / "js/panels/runs.js").rename(static / "js/panels/walks.js")
    assert scripts("walks") == ["js/main.js", "js/store.js", "js/main.js", "js/panels/walks.js"]
    (static / "js/panels/walks.js").rename(static / "js/panels/runs.js")
    table = (own / whole_scripts.MADE_OF).read_text(encoding="utf-8")
    (own / whole_scripts.MADE_OF).write_text(table[:50], encoding="utf-8")
    assert scripts("runs") == APART
    (own / whole_scripts.MADE_OF).write_text(table, encoding="utf-8")
    (own / "main.js").unlink()
    assert scripts("runs") == APART
