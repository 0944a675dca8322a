"""What one address of the API answers: whole, in events, or with the field and the sentence of a refusal."""

from __future__ import annotations

import json
from typing import NamedTuple


class Address(NamedTuple):
    """A path that is asked by POST."""

    path: str

    def answer(self, client, body, accept="application/json", **headers):
        return client.post(self.path, json=body, headers={"Accept": accept} | headers)

    def whole(self, client, body):
        told = self.answer(client, body)
        assert told.status_code == 200, told.text
        return told.json()

    def refused(self, client, body, language="en"):
        told = self.answer(client, body, **{"Accept-Language": language})
        assert told.status_code == 422, told.text
        return told.json()["field"], told.json()["detail"]

    def events(self, client, body):
        for block in self.answer(client, body, "text/event-stream").text.strip().split("\n\n"):
            name, data = block.split("\n")
            yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
