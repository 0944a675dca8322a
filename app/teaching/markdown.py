"""The Markdown of a lesson: its steps, their questions and answers, as HTML without a script or a stranger's markup."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from app import i18n
from app.formulas import mathml
from app.teaching.faults import Fault, spoken

_HEADING = re.compile(r"(.+?)\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}")
_CHOICE = re.compile(r"\[([ xX])\]\s+")
_TERM = re.compile(r"\]\(term:([^)\s]+)\)")
_FRONT = re.compile(r"\+\+\+\n(.*?\n)\+\+\+\n", re.S)


class _NoFormula(ValueError):  # noqa: N818 - a finding about a text
    """LaTeX that cannot be shown."""


class Question(NamedTuple):
    """What is asked before the run, and each choice, as HTML; `answer` is the number of the right one, from 0."""

    asked: Markup
    choices: Sequence[Markup]
    answer: int


class Section(NamedTuple):
    """What one step says: its title, text, question and explanation as HTML.

    `line` is where it stands in its file, `source` its Markdown as it was written, `terms` the terms it links to.
    """

    title: Markup
    text: Markup
    question: Question | None
    why: Markup | None
    line: int
    source: str
    terms: Sequence[str]


class Writing(NamedTuple):
    """A lesson in one language: `able` is what the student will be able to do; sections by the id of their step."""

    title: str
    summary: str
    able: Sequence[str]
    sections: Mapping[str, Section]


def read(file: str, text: str, language: str) -> Writing:
    """The Markdown file of a lesson. Raises Fault."""
    front = _FRONT.match(text)
    if not front:
        raise Fault(file, 1, "the file begins with +++, its title, summary and able, and +++")
    head = _head(file, front[1])
    tokens = _PARSER.parse(text[front.end() :])
    below = text[: front.end()].count("\n")  # lines above what the parser saw
    sections: dict[str, Section] = {}
    lines = text.splitlines()
    blocks = list(_blocks(tokens, 2))
    if not blocks or blocks[0][0] is None:
        raise Fault(file, below + 1, "the first thing after +++ is a step: ## Its title {#its-id}")
    for heading, body in blocks:
        if heading is None:
            continue
        first, last = _lines(heading, body, below)
        said = _HEADING.fullmatch(heading.content)
        if not said:
            raise Fault(file, first, "the heading of a step ends with its id: ## Its title {#its-id}")
        if said[2] in sections:
            raise Fault(file, first, f"there are two steps with the id {said[2]}")
        source = "\n".join(lines[first - 1 : last])
        try:
            sections[said[2]] = _section(file, first, said[1], body, language, below, source)
        except _NoFormula as formula:
            at = _line_of(lines, first, last, str(formula))
            raise Fault(file, at, f"this is no formula: {str(formula)[:80]}") from None
    return Writing(head["title"], head["summary"], head["able"], sections)


def _line_of(lines: Sequence[str], first: int, last: int, latex: str) -> int:
    """The line on which a formula of a block begins."""
    begin = latex.splitlines()[0] if latex else "$"
    return next((at for at in range(first, last + 1) if begin in lines[at - 1]), first)


def _head(file: str, text: str) -> dict[str, Any]:
    try:
        head = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise Fault(file, 1 + int(place[1]) if place else 1, spoken(error)) from None
    wanted = {"title": str, "summary": str, "able": list}
    for name, kind in wanted.items():
        if not isinstance(head.get(name), kind) or not head[name]:
            raise Fault(file, 1, f"between the +++ there is {name} = {'[...]' if kind is list else '...'}")
    if strange := sorted(head.keys() - wanted.keys()):
        raise Fault(file, 1, f"between the +++ nobody reads {strange[0]}")
    if not all(isinstance(one, str) for one in head["able"]):
        raise Fault(file, 1, "able is a list of sentences")
    return head


def _section(
    file: str, line: int, title: str, body: Sequence[Token], language: str, below: int, source: str
) -> Section:
    """A step from the blocks of its body."""
    names = {i18n.text(language, f"lesson.{part}-heading"): part for part in ("predict", "why")}
    text: Sequence[Token] = ()
    question, why = None, None
    for heading, inner in _blocks(body, 3):
        part = names.get(heading.content) if heading else ""
        if heading and not part:
            at = _lines(heading, inner, below)[0]
            raise Fault(file, at, f"a step has the headings {' and '.join(names)}, not {heading.content}")
        if not part:
            text = inner
        elif part == "predict":
            question = _question(file, line, inner)
        else:
            why = _html(inner)
    if question and not why:
        raise Fault(file, line, f"a prediction has its explanation under ### {list(names)[1]}")
    return Section(Markup(_PARSER.renderInline(title)), _html(text), question, why, line, source, _TERM.findall(source))  # noqa: S704


def _question(file: str, line: int, body: Sequence[Token]) -> Question:
    """What stands before the list, and the list with [ ] and one [x]."""
    first = next((i for i, token in enumerate(body) if token.type == "bullet_list_open"), len(body))
    choices: list[Markup] = []
    right: list[int] = []
    for token in body[first:]:
        if token.type != "inline":
            continue
        mark = _CHOICE.match(token.content)
        if not mark:
            raise Fault(file, line, "a choice begins with [ ] or, the right one, with [x]")
        if mark[1] != " ":
            right.append(len(choices))
        choices.append(Markup(_PARSER.renderInline(token.content[mark.end() :])))  # noqa: S704 - no HTML in it
    if len(choices) < 2 or len(right) != 1:
        raise Fault(file, line, "a prediction has two choices or more, and one of them is right: [x]")
    return Question(_html(body[:first]), choices, right[0])


def _blocks(tokens: Sequence[Token], level: int) -> list[tuple[Token | None, Sequence[Token]]]:
    """The tokens cut at the headings of a level: each heading's inline token (None before the first), what follows."""
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == f"h{level}"]
    found: list[tuple[Token | None, Sequence[Token]]] = []
    if not starts or starts[0] > 0:
        found.append((None, tokens[: starts[0] if starts else len(tokens)]))
    for i, end in itertools.pairwise([*starts, len(tokens)]):
        found.append((tokens[i + 1], tokens[i + 3 : end]))
    return found


def _lines(heading: Token, body: Sequence[Token], below: int) -> tuple[int, int]:
    """First and last line of a block in its file, from 1."""
    first = heading.map[0] if heading.map else 0
    last = max([first + 1, *(token.map[1] for token in body if token.map)])
    return below + first + 1, below + last


def _html(tokens: Sequence[Token]) -> Markup:
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))  # noqa: S704 - html is off


def _parser() -> MarkdownIt:
    """CommonMark with tables and formulas; no HTML, no pictures, and `term:` leads to the glossary."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    dollarmath_plugin(
        parser,
        allow_space=False,
        double_inline=True,
        renderer=lambda latex, options: _math(latex, "block" if options["display_mode"] else "inline"),
    )
    parser.add_render_rule("math_inline", lambda self, tokens, i, options, env: _math(tokens[i].content, "inline"))
    parser.add_render_rule("math_block", lambda self, tokens, i, options, env: _math(tokens[i].content, "block"))
    parser.add_render_rule("link_open", _link)
    return parser


def _math(latex: str, display: str) -> str:
    try:
        return str(mathml(latex.strip(), display))
    except Exception:  # the converter has many kinds of its own
        raise _NoFormula(latex.strip()) from None


def _link(self: Any, tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    address = str(tokens[i].attrs["href"])
    if address.startswith("term:"):
        tokens[i].attrs = {"href": f"../glossary#{address[5:]}", "class": "term"}
    elif not address.startswith("#"):
        tokens[i].attrs |= {"rel": "noopener"}
    return str(self.renderToken(tokens, i, options, env))


_PARSER = _parser()
