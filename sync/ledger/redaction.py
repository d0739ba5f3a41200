"""What stands in the place of an entry that the province has redacted: all of it but its salt and its texts.

The hub says it again in its registry, by its own word: who counted the entry counts the same, and nobody learns what it
said. Without the salt the texts cannot be guessed from the leaf hash, which stays.
"""

from __future__ import annotations

from typing import Final

from msgspec import structs

from sync.encoding.types import Hash
from sync.ledger.entry import Activity, Entry, Fields, Narrative, Reminder, Report, Retraction, Review

REMOVED: Final = "(đã gỡ bỏ)"
"""What every text of a redacted entry reads from then on, whoever shows it."""

Redactable = Activity | Retraction | Report | Review | Reminder
_SALT: Final = 8
_TEXTS: Final = ("title", "text", "place")


def is_redactable(entry: object) -> bool:
    """Whether an entry is of a kind that has texts of people, and was read whole."""
    return type(entry) in (Activity, Retraction, Report, Review, Reminder)


def has_texts(entry: Entry) -> bool:
    """Whether an entry has any text that would go."""
    if isinstance(entry, Report):
        return entry.narrative != Narrative()
    if isinstance(entry, Activity):
        return entry.fields != _without_texts(entry.fields)
    return isinstance(entry, Retraction) or (isinstance(entry, Review | Reminder) and bool(entry.comment))


def without_texts(entry: Redactable, leaf: Hash) -> Redactable:
    """An entry as it stands once it is redacted: the beginning of its leaf hash for its salt, and each of its texts gone.
    Numbers, days and codes stay, the number of a task among them."""
    salt = leaf[:_SALT].hex()
    if isinstance(entry, Activity):
        return structs.replace(entry, salt=salt, fields=_without_texts(entry.fields))
    if isinstance(entry, Retraction):
        return structs.replace(entry, salt=salt, reason=REMOVED)
    if isinstance(entry, Report):
        said = {name: _gone(getattr(entry.narrative, name)) for name in Narrative.__struct_fields__}
        return structs.replace(entry, salt=salt, narrative=Narrative(**said))
    return structs.replace(entry, salt=salt, comment=_gone(entry.comment))


def _without_texts(fields: Fields) -> Fields:
    gone: dict[str, object] = {name: REMOVED for name in _TEXTS if isinstance(said := getattr(fields, name), str) and said}
    if isinstance(fields.places, tuple) and fields.places:
        gone["places"] = (REMOVED,)
    return structs.replace(fields, **gone)


def _gone(text: str) -> str:
    return REMOVED if text else ""
