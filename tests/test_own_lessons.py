"""A school's own lessons: a folder is enough, and a mistake is told by file and line while the others stay open."""

from __future__ import annotations

import os
import shutil

import pytest

from app.check_lessons import check
from app.teaching import proof
from app.teaching.faults import Fault
from app.teaching.shelf import OWN, read, shelf

PLAN = """\
minutes = 6

[[step]]
id = "down"
expect = ["final_loss(a) < 1e-3"]
[step.spec]
surface = { kind = "bowl" }
steps = 50
runs = [
  { label = "a", optimizer = { kind = "gradient-descent", lr = 0.2 } },
]

[[step]]
id = "up"
[step.spec]
surface = { kind = "bowl" }
runs = [{ label = "b", optimizer = { kind = "adam" } }]
"""
TEXT = """\
+++
title = "Ours"
summary = "A lesson of our school."
able = ["walk"]
+++

## Down we go {#down}

Some *text* with $x^2$, a [term](term:learning-rate) and <script>alert(1)</script>.

### Predict

Where does it go?

- [x] Down
- [ ] Up

### Why

Because of the slope.

## Up we go {#up}

More.
"""


@pytest.fixture
def school(tmp_path, monkeypatch):
    """`school(toml, markdown)` writes the lesson 900-ours; RAVINE_LESSONS points at its folder."""
    monkeypatch.setenv("RAVINE_LESSONS", str(tmp_path))

    def write(plan=PLAN, text=TEXT, name="900-ours"):
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        (place / "lesson.toml").write_text(plan)
        (place / "en.md").write_text(text)
        return place

    return write


def test_a_folder_is_a_lesson(client, school):
    school()
    page = client.get("/lessons", headers={"Accept-Language": "en"}).text
    assert "lessons/900-ours" in page and "A lesson of our school." in page
    lesson = client.get("/lessons/900-ours", headers={"Accept-Language": "en"}).text
    assert "<em>text</em>" in lesson and "<math" in lesson and "../glossary#learning-rate" in lesson
    assert "<script>alert" not in lesson and "&lt;script&gt;" in lesson
    assert client.get("/handouts/900-ours").status_code == 200


def test_a_lesson_in_one_language_is_shown_to_readers_of_the_other(client, school):
    school()
    page = client.get("/lessons/900-ours?lang=ko").text
    assert 'lang="en"' in page and "Down we go" in page and "이 수업은 아직 한국어로" in page


def test_a_changed_file_is_read_again(client, school):
    school()
    client.get("/lessons/900-ours")
    school(text=TEXT.replace("Down we go", "Downhill from here"))
    assert "Downhill from here" in client.get("/lessons/900-ours").text


def test_a_lesson_that_is_not_there_is_not_found(client):
    assert client.get("/lessons/999-nothing").status_code == 404
    assert client.get("/handouts/999-nothing").status_code == 404


def line(text, part):
    return next(i for i, one in enumerate(text.splitlines(), 1) if part in one)


@pytest.mark.parametrize(
    ("plan", "text", "file", "part", "sentence"),
    [
        (PLAN.replace("minutes = 6", "minutes 6"), TEXT, "lesson.toml", "minutes", "Expected '='"),
        (PLAN.replace("minutes = 6", "minutes = 600"), TEXT, "lesson.toml", "minutes", "at most 90"),
        (PLAN.replace("lr = 0.2", "lr = -1"), TEXT, "lesson.toml", "lr = -1", "lr"),
        (PLAN.replace("minutes = 6", "minuets = 6"), TEXT, "lesson.toml", "minuets", "minuets"),
        (PLAN.replace("optimizer", "optimiser", 1), TEXT, "lesson.toml", "optimiser", "optimiser"),
        (PLAN.replace("lr = 0.2", "speed = 2"), TEXT, "lesson.toml", "speed", "speed"),
        (PLAN.replace('"adam"', '"madam"'), TEXT, "lesson.toml", "madam", "madam"),
        (PLAN.replace("steps = 50", "steps = 0"), TEXT, "lesson.toml", "steps = 0", "steps"),
        (PLAN.replace("final_loss(a)", "final_loss(z)"), TEXT, "lesson.toml", 'id = "down"', "none of a"),
        (PLAN.replace("final_loss(a)", "luck(a)"), TEXT, "lesson.toml", 'id = "down"', "there is no luck"),
        (PLAN.replace('label = "b"', 'label = "B 2"'), TEXT, "lesson.toml", 'id = "up"', "no name"),
        (PLAN.replace('id = "up"', 'id = "down"'), TEXT, "lesson.toml", 'id = "down"', "two steps"),
        (PLAN.replace("minutes = 6", 'minutes = 6\nthumbnail = "x"'), TEXT, "lesson.toml", "thumbnail", "no step"),
        (PLAN.replace('id = "up"', 'id = "up"\ninstrument = "harp"'), TEXT, "lesson.toml", 'id = "up"', "harp"),
        (
            PLAN.replace('id = "up"', 'id = "up"\nview = { view = "1,2" }'),
            TEXT,
            "lesson.toml",
            'id = "up"',
            "left,right",
        ),
        (
            PLAN.replace('id = "up"', 'id = "up"\nview = { view = "-inf,inf,-inf,inf" }'),
            TEXT,
            "lesson.toml",
            'id = "up"',
            "left,right",
        ),
        (PLAN.replace('id = "up"', 'id = "up"\ncolour = "red"'), TEXT, "lesson.toml", "colour", "colour"),
        (PLAN, TEXT.replace("+++\n", "", 1), "en.md", "title", "begins with +++"),
        (PLAN, TEXT.replace('title = "Ours"', "title = Ours"), "en.md", "title", "Invalid value"),
        (PLAN, TEXT.replace("summary = ", "sumary = "), "en.md", "+++", "summary"),
        (PLAN, TEXT.replace(" {#down}", ""), "en.md", "## Down", "ends with its id"),
        (PLAN, TEXT.replace("More.", "Some\nmore $a_b_c$."), "en.md", "more $", "no formula: a_b_c"),
        (PLAN, TEXT.replace("More.", f"${'{' * 3000}$"), "en.md", "${{{", "no formula"),
        (PLAN, TEXT.replace('able = ["walk"]', f"able = {'[' * 3000}"), "en.md", "+++", "cannot be read"),
        (f"a = {'[' * 3000}\n{PLAN}", TEXT, "lesson.toml", "a = [", "cannot be read"),
        (PLAN.replace("minutes = 6", f"minutes = {'9' * 5000}"), TEXT, "lesson.toml", "minutes", "cannot be read"),
        (PLAN, TEXT + "word " * 100_000, "en.md", "+++", "may have 100 kB"),
        (PLAN, TEXT.replace("{#up}", "{#down}"), "en.md", "## Up", "two steps"),
        (PLAN, TEXT.replace("{#up}", "{#sideways}"), "en.md", "## Up", "no step sideways"),
        (PLAN, TEXT.replace("### Why", "### Whither"), "en.md", "### Whither", "not Whither"),
        (PLAN, TEXT.replace("[x]", "[ ]"), "en.md", "## Down", "one of them is right"),
        (PLAN, TEXT.replace("- [x] Down", "- Down"), "en.md", "## Down", "begins with"),
        (PLAN, TEXT[: TEXT.index("### Why")] + TEXT[TEXT.index("## Up") :], "en.md", "## Down", "### Why"),
    ],
)
def test_a_mistake_is_told_by_file_and_line(school, plan, text, file, part, sentence):
    place = school(plan, text)
    with pytest.raises(Fault) as caught:
        read(place)
    wanted = line(plan if file == "lesson.toml" else text, part)
    at = caught.value
    assert (at.file, sentence in str(at)) == (f"900-ours/{file}", True), str(at)
    near = [wanted] if plan.count('id = "down"') == 1 else range(1, 20)
    assert at.line in near or abs(at.line - wanted) <= 1, str(at)


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_files_of_other_editors_are_read(school, ends):
    place = school()
    for name, text in (("lesson.toml", PLAN), ("en.md", TEXT)):
        (place / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", ends).encode())
    assert read(place).written["en"].title == "Ours"


def test_a_file_in_another_encoding_is_told_how_to_be_saved(school):
    place = school()
    (place / "ko.md").write_bytes(TEXT.replace("Ours", "우리").encode("cp949"))
    with pytest.raises(Fault, match=r"ko\.md, line 2: this is no UTF-8"):
        read(place)


def test_links_that_lead_nowhere_and_pipes_break_nothing(client, school, tmp_path):
    school()
    (tmp_path / "901-loop").symlink_to("901-loop")
    nowhere, pipe, folder = school(name="902-nowhere"), school(name="903-pipe"), school(name="904-folder")
    (nowhere / "lesson.toml").unlink()
    (nowhere / "lesson.toml").symlink_to("lesson.toml")
    (pipe / "lesson.toml").unlink()
    os.mkfifo(pipe / "lesson.toml")
    (folder / "ko.md").mkdir()
    page = client.get("/lessons", headers={"Accept-Language": "en"}).text
    assert "lessons/900-ours" in page
    assert [fault.file for fault in shelf().faults] == [
        "901-loop",
        "902-nowhere/lesson.toml",
        "903-pipe/lesson.toml",
        "904-folder/ko.md",
    ]
    assert check(tmp_path) == 1


def test_own_lessons_come_after_those_of_ravine(school):
    school(name="001-first")
    assert list(shelf().lessons)[-1] == "001-first"


@pytest.mark.parametrize(
    "claim", ["9**9**9**9 < 1", "1 / 0 < 2", "log(0) < 1", "(-1)**0.5 < 1", "loss_at(a, 1e999) < 1"]
)
def test_a_claim_that_cannot_be_worked_out_does_not_hold(school, claim):
    assert proof.failures(read(school(PLAN.replace("final_loss(a) < 1e-3", claim))).steps[0].plan) == [claim]


def test_a_broken_lesson_is_named_and_the_others_open(client, school):
    school(PLAN.replace("lr = 0.2", "lr = -1"))
    page = client.get("/lessons", headers={"Accept-Language": "en"}).text
    assert "900-ours/lesson.toml, line 11:" in page or "900-ours/lesson.toml, line 10:" in page
    assert "020-step-size" in page and client.get("/lessons/020-step-size").status_code == 200
    assert client.get("/lessons/900-ours").status_code == 404


def test_a_folder_that_is_not_there_breaks_nothing(client, monkeypatch):
    monkeypatch.setenv("RAVINE_LESSONS", "/nowhere/at/all")
    assert client.get("/lessons").status_code == 200


def test_a_name_that_ravine_has_already_is_refused(school):
    school(name="020-step-size")
    assert "already" in str(shelf().faults[0])


def test_languages_have_to_agree_on_the_answer(school):
    place = school()
    korean = TEXT.replace("### Predict", "### 예측").replace("### Why", "### 이유")
    (place / "ko.md").write_text(korean.replace("[x] Down", "[ ] 아래").replace("[ ] Up", "[x] 위"))
    with pytest.raises(Fault, match="choices of down"):
        read(place)


def test_the_author_is_told_which_claim_does_not_hold(school, capsys):
    place = school(PLAN.replace("< 1e-3", "> 1e3"))
    assert proof.failures(read(place).steps[0].plan) == ["final_loss(a) > 1e3"]
    assert check(place.parent) == 1
    assert "step down: this does not hold: final_loss(a) > 1e3" in capsys.readouterr().out


def test_a_folder_without_mistakes_has_nothing_to_mend(school, capsys):
    assert check(school().parent) == 0
    assert "1 lessons, 0 to mend." in capsys.readouterr().out


def test_a_lesson_of_ours_can_be_copied_and_changed(school, tmp_path):
    shutil.copytree(OWN / "020-step-size", tmp_path / "910-copied")
    assert "910-copied" in shelf().lessons


def test_a_school_with_one_language_says_the_words_of_its_figures_once(school):
    named = PLAN.replace('id = "up"', 'id = "up"\nnames = { b = { en = "ours" } }')
    assert read(school(named)).steps[1].plan.names["b"]["ko"] == "ours"
