"""A draft as its row has it: what is typed, and whether some of it was read off an entry that is damaged."""

from __future__ import annotations

import msgspec

from sync.activities.draft import ActivityDraft


class TypedDraft(ActivityDraft, frozen=True, kw_only=True):
    """A draft with what is known of where it came from. A program that does not know the mark reads the rest."""

    damaged: bool = False


def typed_bytes(draft: ActivityDraft, *, damaged: bool = False) -> bytes:
    """A draft as its row has it."""
    marked = TypedDraft(**msgspec.structs.asdict(draft) | {"damaged": True}) if damaged else draft
    return msgspec.json.encode(marked)


def plain(typed: TypedDraft) -> ActivityDraft:
    """The draft alone."""
    return msgspec.convert(msgspec.structs.asdict(typed), ActivityDraft)


def said_in(draft: ActivityDraft) -> dict[str, str | tuple[str, ...]]:
    """The fields of which a draft says something, be it that they are to be emptied."""
    given = msgspec.structs.asdict(draft)
    return {name: given[name] for name in ActivityDraft.__struct_fields__ if given[name] is not None}
