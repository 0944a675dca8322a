"""The study of a step: an exhibit that is computed but is no race, shown beside the figure and asked in claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, ValidationError

from app import i18n
from app.declared import Named, Strict
from app.sentences import refusal
from app.specs import Race
from app.studies.specs import Asked, asked_model
from app.teaching.places import Mistake
from optim_core.study import Study

SHOWN = "study"  # what claims call the study that a step shows
Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class Studied(Strict):
    """What a step has of studies. They stand where its race starts.

    `study` is the one that is shown, of which `figures` and `facts` may choose some; `studies`, by name, are further
    ones that only prove something.
    """

    study: Named | None = None
    studies: dict[Label, Named] = Field(default_factory=dict, max_length=12)
    figures: Sequence[str] = ()
    facts: Sequence[str] = ()

    def asked(self, race: Race) -> Mapping[str, Asked]:
        """Every study of the step by the name that claims know it by. Raises Mistake."""
        studies = {SHOWN: self.study} | self.studies if self.study else self.studies
        return {name: _asked(study, race) for name, study in studies.items() if study}

    def check(self, race: Race) -> dict[str, type[Study]]:
        """The class of each, unless one cannot be worked out or what is to be shown does not exist. Raises Mistake."""
        if SHOWN in self.studies:
            raise Mistake(f"{SHOWN} is what the study that is shown is called in claims")
        declared = {name: asked.declared for name, asked in self.asked(race).items()}
        shown = declared.get(SHOWN)
        for chosen, known in (
            (self.figures, [figure.name for figure in shown.figures] if shown else []),
            (self.facts, list(shown.facts) if shown else []),
        ):
            for name in chosen:
                if name not in known:
                    raise Mistake(f"the study has no {name}; it has {', '.join(known) or 'nothing to show'}")
        return declared


def _asked(study: Named, race: Race) -> Asked:
    try:
        return asked_model()(study=study, surface=race.surface, start=race.start)
    except ValidationError as error:
        raise Mistake(refusal(error, i18n.DEFAULT).sentence) from None
