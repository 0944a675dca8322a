"""What can be wrong with a search or with the place where searches are kept, as one sentence."""

from __future__ import annotations

from typing import Any

from app import i18n

GONE, STRANGE = 404, 409  # the status where a search is no more, and where it is not to be had like this


class Trouble(Exception):  # noqa: N818 - it is said to a person
    """Something that a person can put right; it says what in the language of whoever reads it.

    `key` names the sentence, `field` what it speaks of and `status` is that of the answer to a request.
    """

    def __init__(self, key: str, status: int = 422, field: str = "", **facts: Any) -> None:
        self.key, self.status, self.field, self.facts = key, status, field, facts
        super().__init__(self.sentence(i18n.DEFAULT))

    def sentence(self, language: str) -> str:
        """What is wrong, and what would help."""
        return i18n.text(language, self.key, field=self.field, **self.facts)
