"""The directions of imports, the sizes of files and the words of the house, as DESIGN states them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE, APP, SCRIPTS = ROOT / "optim_core", ROOT / "app", ROOT / "static/js"

# Lower floors never import higher ones; a folder of one class a file is one module here.
FLOORS = [
    ["fields", "data", "cut", "graphs", "validation"],
    ["registry", "algebra", "laws", "gradcheck", "expression", "backprop"],
    ["rule", "surface", "schedule", "terms"],
    ["noise", "geometry", "study", "edge"],
    ["probe"],
    ["linesearch", "cost"],
    ["noises", "optimizers", "surfaces", "schedules"],
    ["walk"],
    ["stretch", "ends", "networks"],
    ["trace"],
    ["single", "many"],
    ["record", "batch", "formulas", "claims", "price", "recording"],
    ["maps"],
    ["search"],
    ["studies"],
    ["catalog"],
]
APP_FLOORS = [
    [
        "wishes",
        "logs",
        "tally",
        "kin",
        "resources",
        "settings",
        "setting_values",
        "wire",
        "cache",
        "i18n",
        "arrival",
        "formulas",
        "ground",
        "holes",
        "asset_files",
        "plotly_files",
        "whole_scripts",
        "stopping",
        "pointing",
        "later",
        "starts",
        "misfits",
        "seats",
        "share",
        "listening",
        "endings",
        "clients",
        "counts",
        "sums",
    ],
    [
        "heads",
        "patience",
        "limits",
        "annotations",
        "assets",
        "middleware",
        "answered",
        "printed_formulas",
        "worked_lines",
    ],
    ["declared", "specs", "sentences", "packed", "together", "heartbeat"],
    ["ready"],
    ["bodies", "courses", "windows", "swept"],
    ["access"],
    ["work"],
    ["pool"],
    ["failures"],
    ["answers", "crowds", "doors", "frames", "lanes"],
    [
        "streams",
        "export",
        "inspection",
        "wanted",
        "forms",
        "maps",
        "trials",
        "studies",
        "search",
        "training",
        "workers",
        "recordings",
    ],
    ["teaching", "lessons", "everything", "samples", "page_data", "grids"],
    ["health", "metrics_api"],
    ["places"],
    [
        "api",
        "inspect_api",
        "typed_api",
        "local_api",
        "check_api",
        "chart_api",
        "tuning",
        "maps_api",
        "study_api",
        "training_api",
        "searches_api",
        "search_api",
        "exports",
        "pages",
    ],
    ["lesson_pages", "reference_pages", "check_lessons", "recording_api"],
    ["openapi"],
    ["openapi_api"],
    ["main", "processes"],
    ["__main__"],
]
LIMITS = {"optim_core": 200, "app": 200, "optim_core/optimizers": 200, "static/js": 150}
RULE_LINES = 45  # of one optimizer's class, docstring and declarations excluded
FORBIDDEN_NAMES = re.compile(r"(^|_)(new|v2|utils?|helpers?|manager)(_|$)")


def python_files(folder):
    return sorted(p for p in folder.rglob("*.py") if "__pycache__" not in p.parts)


def imported(path):
    """Every module a file imports while it loads, imports for type checking only left out."""
    tree = ast.parse(path.read_text())
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor_of(name, floors):
    return next((i for i, names in enumerate(floors) if name in names), None)


def assert_downwards(package, folder, floors):
    for path in python_files(folder):
        module = path.relative_to(folder).parts[0].removesuffix(".py")
        if module == "__init__":
            continue
        mine = floor_of(module, floors)
        assert mine is not None, f"{path.relative_to(ROOT)} has no floor in the house"
        for name in imported(path):
            if not name.startswith(f"{package}.") or len(name.split(".")) < 2:
                continue
            theirs = floor_of(name.split(".")[1], floors)
            if theirs is not None:
                assert theirs <= mine, f"{path.relative_to(ROOT)} imports {name}, which is above it"


def test_imports_of_the_core_point_downwards():
    assert_downwards("optim_core", CORE, FLOORS)


def test_imports_of_the_app_point_downwards():
    assert_downwards("app", APP, APP_FLOORS)


def test_the_core_needs_numpy_and_the_standard_library_only():
    import sys

    allowed = set(sys.stdlib_module_names) | {"numpy", "optim_core"}
    compiler = CORE / "trace/machine/native.py"
    extra = {compiler: {"llvmlite"}}  # and only when it is asked for: tests run without it
    for path in python_files(CORE):
        for name in imported(path):
            assert name.split(".")[0] in allowed | extra.get(path, set()), f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("folder", LIMITS)
def test_files_are_small(folder):
    suffix = "*.js" if folder.endswith("js") else "*.py"
    for path in (ROOT / folder).rglob(suffix):
        lines = len(path.read_text().splitlines())
        assert lines <= LIMITS[folder] * 1.25, f"{path.relative_to(ROOT)} has {lines} lines: split it by idea"


def test_an_optimizer_is_short():
    for path in python_files(CORE / "optimizers"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                methods = [m for m in node.body if isinstance(m, ast.FunctionDef)]
                lines = sum((m.end_lineno or 0) - m.lineno + 1 for m in methods)
                assert lines <= RULE_LINES, f"{node.name} needs {lines} lines of code"


def test_names_say_what_a_thing_is():
    for folder, suffix in ((CORE, "*.py"), (APP, "*.py"), (SCRIPTS, "*.js")):
        for path in folder.rglob(suffix):
            assert not FORBIDDEN_NAMES.search(path.stem.replace("-", "_")), path


def test_nothing_branches_on_the_name_of_anything_registered():
    from optim_core.catalog import whole

    kinds = {entry["kind"] for family in whole().values() for entry in family}
    plain = {
        "ravine",
        "none",
        "constant",
        "linear",
        "step",
        "cyclic",
        "exponential",
        "plateau",
        "differences",
        "scales",
        "saddle",
        "chain",
        "cliff",
        "momentum",
        "formula",
        "race",
        "grid",
        "random",
        "stopping",
        "halving",
        "learning-curves",
    }
    word = re.compile(r"""(?<!kind=)["'`]({})["'`]""".format("|".join(map(re.escape, sorted(kinds - plain)))))
    for path in [*python_files(APP), *SCRIPTS.rglob("*.js")]:
        if path.name == "arrival.py":
            continue
        found = word.search(path.read_text())
        assert not found, f"{path.relative_to(ROOT)} names {found and found[1]}"


IMPORT = re.compile(r"""^\s*import\s[^"']*["'](\.[^"']+)["']""", re.MULTILINE)
ONLY_IN = {
    r"\bfetch\(": {"api.js", "stream.js"},
    r"\b(location|history)\.(search|hash|href|pushState|replaceState)": {"link.js", "query.js"},
    r"\bPlotly\.": {"plot.js"},
}


def code_of(path):
    """A script without its comments."""
    return re.sub(r"/\*.*?\*/|(?<![:\w])//.*", "", path.read_text(), flags=re.S)


def script_imports(path):
    return [(path.parent / name).resolve() for name in IMPORT.findall(path.read_text())]


def test_no_panel_imports_another_panel():
    panels = SCRIPTS / "panels"
    for path in panels.rglob("*.js"):
        assert not [p for p in script_imports(path) if panels in p.parents], path.name


def test_traces_are_pure():
    """They may import one another and plain numbers, never the store, the page or the server."""
    for path in (SCRIPTS / "traces").rglob("*.js"):
        assert not re.search(r"\b(document|window|fetch|localStorage)\b", code_of(path)), path.name
        for imported_path in script_imports(path):
            assert imported_path.parent == path.parent or imported_path.name in ("arrays.js", "numbers.js"), path.name


@pytest.mark.parametrize("what", ONLY_IN)
def test_each_door_has_one_keeper(what):
    for path in SCRIPTS.rglob("*.js"):
        if re.search(what, code_of(path)):
            assert path.name in ONLY_IN[what], f"{path.name} uses {what}"


def test_every_script_that_is_imported_exists():
    for path in SCRIPTS.rglob("*.js"):
        for target in script_imports(path):
            assert target.is_file(), f"{path.name} imports {target.name}"
