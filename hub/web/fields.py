"""What an activity says, field by field, in the words of people: what a field is called, and its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET, Struct

from hub.naming import Names, labels, number
from hub.web.render import day
from sync.ledger.entry import Activity, Fields, Retraction
from sync.ledger.figures import task_key
from sync.ledger.merge import Value, Values
from sync.ledger.vocabulary import vocabulary
from sync.wording.i18n import N_, catalogue, language

_ = catalogue("hub")

_NAMES: Final[dict[str, str]] = {
    "title": N_("Title"),
    "date": N_("Date"),
    "directive": N_("Directive"),
    "task": N_("Task"),
    "topics": N_("Topics"),
    "channel": N_("Channel"),
    "text": N_("Text"),
    "place": N_("Place"),
    "quantity": N_("Quantity"),
    "audience": N_("People"),
    "minutes": N_("Minutes"),
    "language": N_("Language"),
    "retracted": N_("Taken back"),
}


class Line(Struct, frozen=True):
    """A field as it is shown."""

    name: str
    text: str


class Wording:
    """Tells the fields of one activity; what it says of directive and channel tells more of the others."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values

    def lines(self) -> list[Line]:
        """What the activity is at last; fields that say nothing are left out."""
        told = ((name, getattr(self._values, name)) for name in Values.__struct_fields__)
        return [Line(self.name(name), self.value(name, value)) for name, value in told if value not in (None, "", ())]

    def changes(self, entry: Activity | Retraction) -> list[Line]:
        """What one entry of its history set."""
        if isinstance(entry, Retraction):
            return [Line(self.name("retracted"), entry.reason)]
        return [Line(self.name(name), self.value(name, value)) for name, value in _set(entry.fields)]

    def name(self, field: str) -> str:
        """What a field is called; of quantity and people, what its channel counts so."""
        channel = vocabulary().channels.get(self._values.channel or "")
        if channel is not None and field in ("quantity", "audience"):
            vi, en = (
                (channel.quantity_vi, channel.quantity_en) if field == "quantity" else (channel.reach_vi, channel.reach_en)
            )
            counted = en if language() == "en" else vi
            if counted:
                return f"{_(_NAMES[field])} ({counted})"
        return _(_NAMES[field])

    def value(self, field: str, value: Value) -> str:
        """A value of a field in words."""
        if value is None or value == ():
            return "–"
        known = vocabulary()
        if isinstance(value, tuple):
            return labels(known.topics, value)
        if isinstance(value, int):
            return number(value)
        if field == "date":
            return day(value)
        if field == "directive":
            named = self._names.directive(value)
            return value if named == "–" else named
        if field == "task" and self._values.directive:
            return self._names.task(task_key(self._values.directive, value))
        terms = {"channel": known.channels, "language": known.languages}.get(field)
        return value if terms is None else labels(terms, (value,))


def _set(fields: Fields) -> Iterator[tuple[str, Value]]:
    for name in Fields.__struct_fields__:
        value = getattr(fields, name)
        if value is not UNSET:
            yield name, value
