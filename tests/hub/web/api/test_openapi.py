"""The API's description: of just what is served, and what other systems were told, until that is changed on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hub.web.routes import ROUTES
from tests import published
from tests.hub.web.api.reading import described
from tests.hub.web.province import Province


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def patterns(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "pattern" and isinstance(inner, str):
                yield inner
            yield from patterns(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner)


def test_the_description_is_the_one_that_was_published() -> None:
    published.check("hub/web/api/openapi.json")


def test_every_route_of_the_api_is_described_and_nothing_else() -> None:
    served = {route.path for route in ROUTES if route.path.startswith("/api/")}
    assert set(described()["paths"]) == served - {"/api/openapi.json", "/api/calendar.ics"}  # which answers no JSON
    assert {route.method for route in ROUTES if route.path.startswith("/api/")} == {"GET"}


def test_the_description_holds_together() -> None:
    document = described()
    assert document["openapi"] == "3.1.0"
    for reference in references(document):
        at: Any = document
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]
    ids = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(set(ids)) == len(ids)
    for path, item in document["paths"].items():
        named = {one["name"] for one in item["get"]["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path)), path
        assert set(item["get"]["responses"]) >= {"200", "400", "401", "404"}
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
    assert not [pattern for pattern in patterns(document) if "\\Z" in pattern], "no pattern of JSON Schema ends so"


def test_anybody_may_read_the_description_and_nobody_else_the_rest(province: Province) -> None:
    with province.visitor() as visitor:
        assert visitor.get("/api/openapi.json").json() == described()
        for path in described()["paths"]:
            for headers in ({}, {"Authorization": "Bearer soxa-read-" + "x" * 43}, {"Authorization": "Bearer x"}):
                refused = visitor.get(path, headers=headers)
                assert (refused.status_code, refused.json()["error"]) == (401, "not-signed-in"), path
        assert visitor.post("/api/v1/units").status_code == 405
