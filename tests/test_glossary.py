"""The glossary: complete in both languages, in order, and a bad file is told of by its line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from app.i18n import LANGUAGES
from app.teaching.faults import Fault
from app.teaching.glossary import in_order, read, terms
from app.teaching.shelf import shelf

GOOD = """
[step]
en = { name = "step", text = "One move." }
ko = { name = "스텝", text = "한 번의 이동입니다." }
formula = '\\frac{a}{b}'
see = ["slope"]

[slope]
en = { name = "slope", text = "How steep it is." }
ko = { name = "경사", text = "가파른 정도입니다." }
"""


class Ids(HTMLParser):
    """The ids of a page, and the places on it to which its links lead."""

    def __init__(self):
        super().__init__()
        self.ids, self.links = [], []

    def handle_starttag(self, tag, attrs):
        here = dict(attrs)
        if "id" in here:
            self.ids.append(here["id"])
        if tag == "a" and here.get("href", "").startswith("#"):
            self.links.append(here["href"][1:])


@pytest.fixture(params=LANGUAGES)
def page(client, request):
    return client.get(f"/glossary?lang={request.param}").text, request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_says_in_each_language_what_it_is_in_a_sentence_or_two(language):
    for term in terms().values():
        text = term.text[language]
        ends = re.findall(r"[.!?](?=\s|$)", text)
        assert 1 <= len(ends) <= 2 and text.endswith("."), f"{term.id}: {text}"
        assert len(text) <= 240, f"{term.id} says too much: {len(text)}"
        assert bool(re.search("[가-힣]", text)) == (language == "ko"), f"{term.id}: {text}"
        assert "  " not in text and text == text.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_have_the_same_name(language):
    names = [term.name[language].casefold() for term in terms().values()]
    assert len(names) == len(set(names)) > 60


def test_korean_sentences_end_politely():
    for term in terms().values():
        assert re.search(r"니다(\([^)]*\))?\.$", term.text["ko"]), f"{term.id}: {term.text['ko']}"


def test_momentum_is_not_called_a_moment_of_time():
    for term in terms().values():
        assert "순간" not in term.name["ko"] + term.text["ko"], term.id


def test_whoever_follows_the_links_sees_every_term():
    linked = {other for term in terms().values() for other in term.see}
    alone = {term.id for term in terms().values() if not term.see and term.id not in linked}
    assert not alone


def test_every_term_that_a_lesson_links_to_is_in_the_glossary():
    for slug, lesson in shelf().lessons.items():
        for language, writing in lesson.written.items():
            for id_, section in writing.sections.items():
                missing = set(section.terms) - terms().keys()
                assert not missing, f"{slug}, {id_}, {language}: no term {', '.join(sorted(missing))}"


def test_terms_stand_in_the_order_of_their_names():
    names = [term.name["en"].casefold() for term in in_order("en")]
    assert names == sorted(names) and names.index("adam") < names.index("momentum") < names.index("warm-up")
    korean = [term.name["ko"] for term in in_order("ko")]
    assert korean.index("Adam") < korean.index("경사하강법") < korean.index("모멘텀") < korean.index("헤시안")


def test_the_page_has_every_term_in_both_languages_with_an_anchor(page):
    html, language = page
    told = Ids()
    told.feed(html)
    assert [id_ for id_ in told.ids if id_ in terms()] == [term.id for term in in_order(language)]
    assert set(told.links) - {"main"} <= set(told.ids)
    assert "경사하강법" in html and "Gradient descent with the gradient of a random mini-batch" in html
    assert html.count("<math") == sum(bool(term.formula) for term in terms().values())


def test_the_other_language_says_which_it_is(page):
    html, language = page
    (other,) = set(LANGUAGES) - {language}
    assert html.count(f'<div class="said other" lang="{other}">') == len(terms())


def test_the_header_leads_to_the_glossary(client):
    assert 'href="./glossary?lang=ko"' in client.get("/?lang=ko").text
    assert re.search(r'href="./glossary\?lang=en" aria-current="page"', client.get("/glossary?lang=en").text)


def test_a_good_file_is_read():
    found = read(GOOD)
    assert list(found) == ["step", "slope"]
    assert found["step"].name == {"en": "step", "ko": "스텝"} and found["step"].see == ("slope",)
    assert found["slope"].formula == "" and found["slope"].see == ()


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"),
    [
        ('see = ["slope"]', 'see = ["slopes"]', 2, "there is no other term 'slopes'"),
        ('see = ["slope"]', 'see = ["step"]', 2, "there is no other term 'step'"),
        ('see = ["slope"]', 'see = "slope"', 2, "see is a list"),
        ('see = ["slope"]', 'sea = ["slope"]', 2, "no sea in a term"),
        ("[slope]", "[Slope]", 2, "there is no other term 'slope'"),
        ("[step]", "[Step]", 2, "small letters"),
        ("[slope]", "[step]", 8, ""),
        ('ko = { name = "경사", text = "가파른 정도입니다." }', "", 8, "slope: ko has a name and a text"),
        ('text = "How steep it is."', 'text = " "', 8, "slope: en: name and text may not be empty"),
        ('"How steep it is."', '"How steep it is.', 9, ""),
        ("\\frac{a}{b}", "\\fraction{a}{b}", 2, "no LaTeX that can be shown"),
        ("\\frac{a}{b}", "\\frac{a}{", 2, "no LaTeX that can be shown"),
    ],
)
def test_a_bad_file_is_told_of_by_its_line(good, bad, line, said):
    assert good in GOOD
    with pytest.raises(Fault) as raised:
        read(GOOD.replace(good, bad), "our-words.toml")
    assert raised.value.line == line and str(raised.value).startswith(f"our-words.toml, line {line}: ")
    assert said in raised.value.sentence
