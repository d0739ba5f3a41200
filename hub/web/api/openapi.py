"""The description of the JSON API as OpenAPI 3.1, made from the same table that serves it. It is for programmers, and in
English, as the names in it are."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from hub.web.api.shapes import Fault
from hub.web.context import Page

_REFERENCE: Final = "#/components/schemas/{name}"
_FAULTS: Final = {
    "400": "A value of the address is none that it can have.",
    "401": "No read token, or one that has run out or was revoked.",
    "404": "There is nothing of the kind.",
    "503": "The hub cannot answer just now.",
}


class Parameter(Struct, frozen=True, kw_only=True):
    """A value of the address."""

    name: str
    what: str
    where: Literal["query", "path"] = "query"
    kind: Literal["string", "integer"] = "string"
    among: tuple[str, ...] = ()
    """The values there are; none named: any."""


class Endpoint(Struct, frozen=True, kw_only=True):
    """An endpoint: one question that may be asked of the API."""

    path: str
    what: str
    page: Page
    answer: Any
    """The type of what comes back."""
    parameters: tuple[Parameter, ...] = ()


def document(endpoints: tuple[Endpoint, ...]) -> bytes:
    """The description, as JSON."""
    answers, schemas = msgspec.json.schema_components(
        [Fault, *(endpoint.answer for endpoint in endpoints)], ref_template=_REFERENCE
    )
    fault, *shapes = answers
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "Sổ xã",
            "version": "1",
            "description": "What the province's desk shows, for other systems. Everything is read; nothing can be changed. "
            "Instants are POSIX seconds, days YYYY-MM-DD in Vietnam (UTC+7).",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            endpoint.path: {"get": _operation(endpoint, shape, fault)}
            for endpoint, shape in zip(endpoints, shapes, strict=True)
        },
        "components": {
            "schemas": {_PUBLISHED.get(name, name): _portable(schema) for name, schema in schemas.items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A read token that an admin of the desk makes."}
            },
        },
    }
    return msgspec.json.encode(described)


_PUBLISHED: Final = {"Signatory": "Signer", "LedgerHeads": "State"}
"""Schemas that other systems know by another name than the code has for them."""


def _portable(schema: Any) -> Any:
    """A schema under its published names, with the patterns of ECMA 262, as JSON Schema has them: a text ends at `$`, in
    Python at `\\Z`."""
    if isinstance(schema, dict):
        return {name: _portable_word(name, inner) for name, inner in schema.items()}
    return [_portable(inner) for inner in schema] if isinstance(schema, list | tuple) else schema


def _portable_word(key: str, value: Any) -> Any:
    if not isinstance(value, str):
        return _portable(value)
    if key == "pattern":
        return value.replace("\\Z", "$")
    if key == "title":
        return _PUBLISHED.get(value, value)
    folder, slash, name = value.rpartition("/")
    return folder + slash + _PUBLISHED.get(name, name) if key == "$ref" else value


def _operation(endpoint: Endpoint, shape: dict[str, Any], fault: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": endpoint.page.__name__,
        "summary": endpoint.what,
        "parameters": [_parameter(parameter) for parameter in endpoint.parameters],
        "responses": {
            "200": {"description": endpoint.what, "content": {"application/json": {"schema": shape}}},
            **{
                status: {"description": what, "content": {"application/json": {"schema": fault}}}
                for status, what in _FAULTS.items()
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": parameter.kind}
    if parameter.among:
        schema["enum"] = list(parameter.among)
    return {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.where == "path",
        "description": parameter.what,
        "schema": schema,
    }
