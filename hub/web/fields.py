"""What an activity says, field by field, as pages show it: what a field is called, and its value."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, Struct

from sync.ledger.entry import Activity, Fields, Retraction
from sync.ledger.figures import task_key
from sync.ledger.merge import Value, Values
from sync.wording.directive_names import shown_names
from sync.wording.fields import counted_words, field_title, field_value
from sync.wording.names import Names


class FieldLine(Struct, frozen=True):
    """A field as it is shown."""

    name: str
    text: str


class FieldWording:
    """Tells the fields of one activity; what it says of directive and channel tells more of the others."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values
        self._directives = shown_names(names.known())

    def lines(self) -> list[FieldLine]:
        """What the activity is at last; fields that say nothing are left out."""
        told = ((name, getattr(self._values, name)) for name in Values.__struct_fields__)
        return [FieldLine(self.name(name), self.value(name, value)) for name, value in told if value not in (None, "", ())]

    def changes(self, entry: Activity | Retraction) -> list[FieldLine]:
        """What one entry of its history set."""
        if isinstance(entry, Retraction):
            return [FieldLine(self.name("retracted"), entry.reason)]
        return [FieldLine(self.name(name), self.value(name, value)) for name, value in _set(entry.fields)]

    def name(self, field: str) -> str:
        """What a field is called; of quantity and people, what its channel counts so."""
        counted = counted_words(field, self._values.channel)
        return f"{field_title(field)} ({counted})" if counted else field_title(field)

    def value(self, field: str, value: Value) -> str:
        """A value of a field in words."""
        if field == "task" and isinstance(value, str) and self._values.directive:
            return self._names.task(task_key(self._values.directive, value))
        return field_value(field, value, self._directives)


def _set(fields: Fields) -> Iterator[tuple[str, Value]]:
    for name in Fields.__struct_fields__:
        value = getattr(fields, name)
        if value is not UNSET:
            yield name, value
