"""What a person may have meant by a character or name that is not of the grammar."""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Sequence

from optim_core.expression.grammar import ATOMS, CONSTANTS, FUNCTIONS, LETTERS, VARIABLES, example
from optim_core.expression.misspelt import Misspelt
from optim_core.fields import Text

_SIGNS = {
    **dict.fromkeys("×·⋅∙∗✕", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("−–—‐‑", "-"),
    **dict.fromkeys("[{", "("),
    **dict.fromkeys("]}", ")"),
    "π": "pi",
    "√": "sqrt()",
    "≤": "<=",
    "≥": ">=",
    "½": "1/2",
    "¼": "1/4",
    "ℯ": "e",
    "|": "abs()",
    **dict(zip("хуасе", "xyace", strict=True)),  # Cyrillic letters that look the same
    **{sign: f"^{digit}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
_NAMES = {  # functions of other places
    "ln": "log({})",
    "lg": "log({})/log(10)",
    "log10": "log({})/log(10)",
    "log2": "log({})/log(2)",
    "lb": "log({})/log(2)",
    "tg": "tan({})",
    "ctg": "1/tan({})",
    "pow": "x^2",
    "power": "x^2",
    "square": "({})^2",
    "cbrt": "where({0} < 0, -abs({0})^(1/3), {0}^(1/3))",
    "sgn": "where({0} < 0, -1, where({0} > 0, 1, 0))",
    "sign": "where({0} < 0, -1, where({0} > 0, 1, 0))",
    "hypot": "sqrt({}^2 + y^2)",
    "expit": "sigmoid({})",
    "logistic": "sigmoid({})",
    "silu": "{0}*sigmoid({0})",
    "swish": "{0}*sigmoid({0})",
    "leakyrelu": "max({0}, 0.01*{0})",
    "if": "where({} > 0, 1, -1)",
    "cot": "1/tan({})",
    "sec": "1/cos({})",
    "csc": "1/sin({})",
    "cosh": "(exp({0}) + exp(-{0}))/2",
    "sinh": "(exp({0}) - exp(-{0}))/2",
    "sech": "2/(exp({0}) + exp(-{0}))",
    "expm1": "exp({}) - 1",
    "log1p": "log(1 + {})",
    "exp2": "2^{}",
    "maximum": "max({}, y)",
    "minimum": "min({}, y)",
    "absolute": "abs({})",
}
_ELSEWHERE = frozenset(  # names of other things than those of the grammar that they are like
    "asin acos atan atan2 asinh acosh atanh arcsin arccos arctan arctan2 arcsinh arccosh arctanh coth csch sinc "  # noqa: SIM905
    "elu gelu selu celu prelu mod tau inf nan not argmin argmax mean median sum exponential".split()
)
_KNOWN = re.compile(r"[0-9]+|" + "|".join(sorted([*FUNCTIONS, *ATOMS], key=len, reverse=True)))


def instead_of_a_character(sign: str) -> str:
    """What to write for it, or nothing."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize(
        "NFKC", sign
    )  # full-width letters and the like, which Python would take for plain ones
    return plain if plain != sign and plain.isascii() and plain.isprintable() and plain.strip() else ""


def legible(sign: str) -> Text:
    """A sign as it is named in a sentence; what cannot be seen is described."""
    kind, number = unicodedata.category(sign), f"U+{ord(sign):04X}"
    if unicodedata.combining(sign) or kind[0] == "M":
        return Text(f"the mark on the letter before it ({number})", f"앞 글자에 붙는 {number}")
    if kind[0] in "LNPS":
        return Text(f"“{sign}”", f"“{sign}”")
    if kind == "Cc":
        return Text(f"a control character that cannot be seen ({number})", f"보이지 않는 제어 문자 {number}")
    return Text(f"a character that cannot be seen ({number})", f"보이지 않는 {number}")


def nested(joint: str) -> str:
    """How two conditions are asked one after the other: both of them, or one of them."""
    either = joint in ("or", "||", "∨")
    return "where(x < 0, 1, where(y < 0, 1, 2))" if either else "where(x < 0, where(y < 0, 1, 2), 2)"


def misnamed(name: str, at: int, called: bool) -> Misspelt:
    """What to say of an unknown name; `called` if a bracket follows."""
    length = len(name)
    if name.lower() in ("and", "or"):
        return Misspelt("joined", at, length, seen=name, write=nested(name.lower()))
    if name.lower() not in _ELSEWHERE:
        if write := _meant(name):
            return Misspelt("typo", at, length, seen=_short(name), write=write)
        near = difflib.get_close_matches(name.lower(), list(FUNCTIONS), 1, 0.75)
        parts = _parts(name)
        if parts and not (near and called and parts[0] not in VARIABLES):
            if any(part.isdigit() and before not in FUNCTIONS for before, part in itertools.pairwise(parts)):
                return _numbered(name, at, parts, called)
            return Misspelt("times", at, length, seen=_short(name), write=_product(parts, called))
        if near:
            return Misspelt("typo", at, length, seen=_short(name), write=example(near[0]))
    known = ", ".join([*VARIABLES, *CONSTANTS, *LETTERS, *FUNCTIONS])
    return Misspelt("name", at, length, seen=_short(name), known=known)


def _numbered(name: str, at: int, parts: Sequence[str], called: bool) -> Misspelt:
    """A name with a digit behind a letter: x1 is another name for x, and x2 may be a power or a product."""
    first, *rest = parts
    if len(rest) == 1 and first in VARIABLES and rest[0] in ("0", "1"):
        return Misspelt("numbered", at, len(name), seen=_short(name), write=" or ".join(VARIABLES))
    if len(rest) == 1 and first in LETTERS:
        return Misspelt("numbered", at, len(name), seen=_short(name), write=", ".join(LETTERS))
    power, product = (_product(parts, called, sign) for sign in "^*")
    return Misspelt("either", at, len(name), seen=_short(name), power=power, product=product)


def _meant(name: str) -> str:
    """A function of another place, or a name in capitals."""
    small = name.lower()
    if small in _NAMES:
        return _NAMES[small].format("x")
    if small in FUNCTIONS:
        return example(small)
    return small if small in ATOMS else ""


def _parts(name: str) -> Sequence[str]:
    """A name as known ones side by side, the longest first; none if it is not made of these, or is rather a word."""
    parts: list[str] = []
    at = 0
    while at < len(name):
        match = _KNOWN.match(name, at)
        if match is None or len(parts) == 4:
            return ()
        parts.append(match[0])
        at = match.end()
    before = next((i for i, part in enumerate(parts) if part in FUNCTIONS), 0)
    is_word = before > 1 or (len(parts) > 2 and not any(len(part) > 1 or part in VARIABLES for part in parts))
    return () if is_word else parts


def _product(parts: Sequence[str], called: bool, digits: str = "^") -> str:
    """Parts with the signs between them that are missing: sin(x), x*y, x^2."""
    text = ""
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if part in FUNCTIONS:
            rest = _product(parts[i + 1 :], called, digits) if not last else ("…" if called else "x")
            return f"{text}{'*' if text else ''}{part}({rest})"
        joint = "" if not text else digits if part.isdigit() else "*"
        text += joint + part
    return f"{text}*(…)" if called else text


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19]}…"
