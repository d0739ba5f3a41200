"""An activity as somebody typed it, before anything of it is read."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from sync.ledger.activity_fields import FIELDS
from sync.ledger.merge import Values
from sync.wording.dates import day

_SEVERAL: Final = frozenset(field.code for field in FIELDS if field.kind == "terms")
_DAYS: Final = tuple(field.code for field in FIELDS if field.kind == "day")


class ActivityDraft(Struct, frozen=True, kw_only=True):
    """An activity as typed. None: not said. Empty: to be emptied, where it may be."""

    title: str | None = None
    date: str | None = None
    directive: str | None = None
    task: str | None = None
    topics: tuple[str, ...] | None = None
    channel: str | None = None
    text: str | None = None
    place: str | None = None
    quantity: str | None = None
    audience: str | None = None
    minutes: str | None = None
    language: str | None = None
    until: str | None = None
    audiences: tuple[str, ...] | None = None
    body: str | None = None
    languages: tuple[str, ...] | None = None
    places: str | None = None
    """With `;` between."""


def as_typed(values: Values) -> ActivityDraft:
    """An activity as one would type it."""
    given: dict[str, Any] = msgspec.structs.asdict(values)
    draft: dict[str, Any] = {
        name: value if name in _SEVERAL else "" if value is None else str(value) for name, value in given.items()
    }
    draft["places"] = "; ".join(values.places)
    return ActivityDraft(**{**draft, **{name: day(draft[name]) for name in _DAYS if draft[name]}})
