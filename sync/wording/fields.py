"""The fields of an activity in words: what each is called, and its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from sync.ledger.activity_fields import BY_CODE
from sync.ledger.entry import Activity, Retraction
from sync.ledger.merge import Value
from sync.ledger.vocabulary import vocabulary
from sync.wording.dates import day
from sync.wording.i18n import N_, catalogue, language
from sync.wording.names import term, terms
from sync.wording.numbers import number

_ = catalogue("sync")

_NAMES: Final[dict[str, str]] = {
    "title": N_("title"),
    "date": N_("date"),
    "until": N_("until the day"),
    "directive": N_("directive"),
    "task": N_("task"),
    "topics": N_("topics"),
    "channel": N_("channel"),
    "text": N_("text"),
    "place": N_("place"),
    "quantity": N_("quantity"),
    "audience": N_("people"),
    "audiences": N_("for whom"),
    "body": N_("which body"),
    "minutes": N_("minutes"),
    "language": N_("language"),
    "languages": N_("other languages"),
    "places": N_("other places"),
    "retracted": N_("taken back"),
}


def field_name(code: str) -> str:
    """What a field is called, as within a sentence."""
    return _(_NAMES[code])


def field_title(code: str) -> str:
    """What a field is called, as at the head of a column."""
    name = field_name(code)
    return name[:1].upper() + name[1:]


def field_value(code: str, value: Value | list[str], directives: Mapping[str, str]) -> str:
    """A field's value; `directives` are their names, by id. A dash for one that is empty."""
    if value is None or value in ((), []):
        return "–"
    field = BY_CODE.get(code)
    if field is not None and field.kind == "lines" and isinstance(value, tuple | list):
        return "; ".join(value)
    if isinstance(value, tuple | list):
        return terms(field.terms if field is not None and field.terms is not None else "topics", value)
    if isinstance(value, int):
        return number(value)
    if field is None:
        return value
    if field.kind == "day":
        return day(value)
    if field.kind == "directive":
        return directives.get(value, value)
    return value if field.terms is None else term(field.terms, value)


def entry_in_words(entry: Activity | Retraction, directives: Mapping[str, str]) -> str:
    """What an entry of an activity changed, on one line."""
    if isinstance(entry, Retraction):
        return _("taken back: {reason}").format(reason=entry.reason)
    told = msgspec.to_builtins(entry.fields)
    changes = (f"{field_name(code)}: {field_value(code, value, directives)}" for code, value in told.items())
    return ", ".join(changes) or _("kept as shown")


def counted_words(code: str, channel: str | None) -> str:
    """What a number counts on a channel, in words; empty for another field, or where the channel does not say."""
    known = vocabulary().channels.get(channel or "")
    if known is None or code not in ("quantity", "audience"):
        return ""
    if code == "quantity":
        return known.quantity_en if language() == "en" else known.quantity_vi
    return known.reach_en if language() == "en" else known.reach_vi
