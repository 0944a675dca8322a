"""The words of a printed page: settings and formulas of a race, as a piece of HTML; the page adds what it shows."""

from __future__ import annotations

import jinja2

from app import i18n, resources
from app.declared import build
from app.export.words import race_line, racers
from app.formulas import mathml
from app.specs import Race
from optim_core import Surface


def handout(spec: Race, language: str, link: str) -> str:
    """Figure, results and date are for the page to fill in, at the places marked `data-...`."""
    runs = racers(spec, language)
    rules = {run.rule.lines(): run.rule for run in runs}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder("templates")), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("handout.html").render(
        t=lambda key, **values: i18n.text(language, key, **values),
        lang=language,
        mathml=mathml,
        surface=build(Surface, spec.surface),
        words=race_line(spec, language),
        runs=runs,
        rules=list(rules.values()),
        link=link,
    )
