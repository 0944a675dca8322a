"""What the study of a step found, as it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.declared import build
from app.formulas import mathml, plain
from app.teaching import study_plot, study_strokes
from app.teaching.plan import StepPlan
from app.teaching.studied import SHOWN
from optim_core.fields import Choice, Text
from optim_core.study import Figure, Findings, Study, Value

RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
Line = tuple[str, Markup, str]  # the title of a fact, its symbol as MathML, what was found


def printed(plan: StepPlan, found: Findings, language: str) -> Sequence[Line]:
    """A line for each fact that the step shows and its study found."""
    if plan.study is None:
        return []
    lines = []
    for name, fact in Study.registry[plan.study.kind].facts.items():
        if name in found.facts and name in (plan.facts or found.facts):
            unit = f" {getattr(fact.unit, language)}" if fact.unit else ""
            symbol = mathml(fact.symbol, "inline") if fact.symbol else Markup()
            lines.append((getattr(fact.title, language), symbol, _said(found.facts[name], language) + unit))
    return lines


def charts(plan: StepPlan, found: Findings, language: str) -> Sequence[Markup]:
    """The figures that the step shows, as its study found them."""
    if plan.study is None:
        return []
    study = build(Study, plan.asked(plan.spec)[SHOWN].study)
    slots = study_strokes.slots_of(study.figures)
    return [
        study_plot.svg(
            called(figure, study),
            found.columns[figure.name],
            [m for m in found.marks if m.figure == figure.name],
            slots,
            language,
        )
        for figure in study.figures
        if figure.name in (plan.figures or [figure.name])
    ]


def called(figure: Figure, study: Study) -> Figure:
    """With the words that the chosen option gives to its title and its axes."""
    if not isinstance(setting := study.settings().get(figure.of), Choice):
        return figure
    option = getattr(study, figure.of)
    said = setting.options[option]
    title = Text(*(f"{a} · {b}" for a, b in zip(figure.title, said, strict=True)))
    across, up = (axis._replace(title=axis.titles.get(option, axis.title)) for axis in (figure.across, figure.up))
    return figure._replace(title=title, across=across, up=up)


def _said(value: Value, language: str) -> str:
    if isinstance(value, Text):
        return str(getattr(value, language))
    return value if isinstance(value, str) else _power(plain(float(f"{value:.3g}")))


def _power(number: str) -> str:
    """1.39e-10 as the text around it has such numbers, 1.39×10⁻¹⁰."""
    digits, _, exponent = number.replace("-", "−").partition("e")
    if not exponent:
        return digits
    ten = f"10{exponent.translate(RAISED)}"
    return ten if digits == "1" else f"{digits}×{ten}"
