"""Two languages, nothing missing in either."""

from __future__ import annotations

import re
import string

import pytest

from app import i18n
from app.resources import folder
from optim_core.catalog import FAMILIES
from optim_core.fields import Choice, Text
from optim_core.networks.dataset import Dataset
from optim_core.registry import load
from optim_core.study import Study

load("optim_core.studies")


def keys_in_templates():
    for path in folder("templates").glob("*.html"):
        for key in re.findall(r"""\bt\(\s*["']([a-z0-9_.-]+)["']""", path.read_text()):
            yield path.name, key


def keys_in_scripts():
    for path in (folder("static") / "js").rglob("*.js"):
        for key in re.findall(r"""\bt\(\s*["'`]([a-z0-9_.-]+)["'`]""", path.read_text()):
            yield path.name, key


def test_both_languages_have_the_same_strings():
    assert set(i18n.strings("en")) == set(i18n.strings("ko"))


def test_every_string_that_is_used_exists():
    used = [*keys_in_templates(), *keys_in_scripts()]
    assert len(used) > 30
    missing = [(name, key) for name, key in used if key not in i18n.strings("en")]
    assert not missing


def test_translations_have_the_same_placeholders():
    for key, english in i18n.strings("en").items():
        both = [
            {name for _, name, _, _ in string.Formatter().parse(s) if name} for s in (english, i18n.strings("ko")[key])
        ]
        if not key.startswith("error."):  # a sentence of an error may leave out a fact
            assert both[0] == both[1], key


def test_korean_strings_are_korean():
    for key, korean in i18n.strings("ko").items():
        if re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", korean):
            pytest.fail(f"{key} looks untranslated: {korean}")


def texts(declared):
    yield declared.title
    yield declared.summary
    for setting in declared.settings().values():
        yield setting.help
        if isinstance(setting, Choice):
            yield from setting.options.values()
    for vector in getattr(declared, "shows", {}).values():
        yield vector.help
    for figure in getattr(declared, "figures", ()):
        yield from (figure.title, figure.across.title, figure.up.title)
        yield from (named.title for named in (*figure.series, *figure.bands))
    for fact in getattr(declared, "facts", {}).values():
        yield fact.title


@pytest.mark.parametrize(
    "declared", [d for f in (*FAMILIES.values(), Study, Dataset) for d in f.registry.values()], ids=lambda d: d.kind
)
def test_declarations_speak_both_languages(declared):
    for text in texts(declared):
        assert isinstance(text, Text) and text.en.strip() and text.ko.strip()
    assert re.search("[가-힣]", declared.summary.ko) and not re.search("[가-힣]", declared.summary.en)
    assert declared.summary.en.rstrip()[-1] in ".:" and declared.__doc__


@pytest.mark.parametrize(
    ("query", "header", "chosen"),
    [
        ("ko", "en", "ko"),
        (None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, "fr, en;q=0.5, ko;q=0.7", "ko"),
        (None, "fr", "en"),
        (None, None, "en"),
        ("xx", "ko", "ko"),
        (None, "ko;q=0", "en"),
        (None, ";;q=x,,", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(query, header, chosen):
    assert i18n.choose(query, header) == chosen
