"""The plotly.js that pages load, and its style rules as a file of their own."""

import re
from importlib.resources import files
from pathlib import Path

# The wheel's file is one function inside another, which V8 parses twice. Only the outer one is cut off.
_HEAD = re.compile(
    r"\A(?P<licence>/\*\*.*?\*/\s*)\(\s*function\s*\(root, factory\).{0,400}?"
    r"\(typeof self !== \"undefined\" \? self : this, \(\) => \{\s*",
    re.DOTALL,
)
_TAIL = re.compile(r"(?P<keep>window\.Plotly = Plotly;\s*)return Plotly;\s*\}\)\);\s*\Z")

# The style sheet of maps, which no page has; our policy would refuse it, with an error in the console.
_MAP_STYLE = re.compile(r"if\(!document\.getElementById\(\"[0-9a-f]{64}\"\)\)")

_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`"
_RULE = re.compile(rf"\s*(?P<selector>{_STRING}|[A-Za-z_$]\w*)\s*:\s*(?P<style>{_STRING})\s*(?P<end>[,}}])")
_FIRST_RULE = re.compile(r"\{(?=\s*[\"'`]X,X div[\"'`]\s*:)")


def wheel_file() -> Path:
    """The full plotly.js inside the installed plotly package."""
    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))


def uncovered(script: str) -> str:
    """`script` without its UMD wrapper, or unchanged if it is not wrapped the way we know.

    The licence comment stays, and `window.Plotly` is defined either way.
    """
    head = _HEAD.match(script)
    tail = _TAIL.search(script, max(0, len(script) - 200))
    if head is None or tail is None:
        return script
    return head["licence"] + script[head.end() : tail.start()] + tail["keep"]


def prepared(script: str) -> str:
    """The wheel's `script` as we serve it: without its wrapper and without the styles of maps."""
    return _MAP_STYLE.sub("if(false)", uncovered(script), count=1)


def style_rules(script: str) -> str:
    """The rules plotly.js would add to a page by script, as CSS; empty if they are not found.

    Empty is safe: plotly.js then writes the rules into the empty sheet itself.
    """
    start = _FIRST_RULE.search(script)
    if start is None:
        return ""
    rules: list[str] = []
    position = start.end()
    while rule := _RULE.match(script, position):
        selector = _unquoted(rule["selector"])
        selector = selector.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        rules.append(f"{selector}{{{_unquoted(rule['style'])}}}\n")
        if rule["end"] == "}":
            # plotly.js puts each rule before the last one, so the first of the list wins a tie.
            return "".join(reversed(rules))
        position = rule.end()
    return ""


def _unquoted(literal: str) -> str:
    """A JavaScript string literal's text; a bare key is its own text."""
    return re.sub(r"\\(.)", r"\1", literal[1:-1]) if literal[0] in "\"'`" else literal
