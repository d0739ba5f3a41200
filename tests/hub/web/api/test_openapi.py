"""The API's description is what other systems were told: a change to it is made on purpose."""

from __future__ import annotations

from tests import published


def test_the_description_is_the_one_that_was_published() -> None:
    published.check("hub/web/api/openapi.json")
