"""Files made of a race: notebook, page and handout."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from app.export.notebook import notebook
from optim_core import Rule, Surface
from tests.test_export_code import race, told, walked


def valid(book):
    """The rules of the notebook format 4.5, as its schema states them."""
    assert book["nbformat"] == 4 and book["nbformat_minor"] == 5
    assert set(book) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    kernel = book["metadata"]["kernelspec"]
    assert kernel["name"] and kernel["display_name"] and book["metadata"]["language_info"]["name"] == "python"
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", i) for i in ids)
    for cell in book["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"outputs", "execution_count"}
            assert cell["outputs"] == [] and cell["execution_count"] is None
        else:
            assert cell["cell_type"] == "markdown"
        assert set(cell) == wanted and cell["metadata"] == {}
        assert isinstance(cell["source"], list) and all(isinstance(line, str) for line in cell["source"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    return book


@pytest.mark.parametrize("kind", ["adam", "lbfgs", "random-search"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_notebook_is_valid_and_its_cells_walk_the_path(kind, language):
    spec = race(kind, "tumours", noise={"kind": "gaussian"}, run={"schedules": {}, "label": "a *b* [c](d) $e$"})
    book = valid(json.loads(notebook(spec, 0, language, "http://127.0.0.1/?lang=en#surface=tumours")))
    code = "\n\n".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code")
    names, said = told(code)
    np.testing.assert_array_equal(names["path"], walked(spec))
    assert "matplotlib" in said  # it is not installed here, and the notebook says so instead of failing
    words = "".join(book["cells"][0]["source"])
    assert "http://127.0.0.1/?lang=en#surface=tumours" in words and r"a \*b\* \[c\]\(d\) \$e\$" in words


def test_every_formula_is_in_its_notebook():
    for family, name in ((Rule, "adam"), (Surface, "rosenbrock")):
        text = notebook(race("adam"), 0, "en", "")
        for line in family.registry[name]().lines():
            assert json.dumps(f"$${line}$$")[1:-1] in text
