"""What was taken out of a folder, or of a file, in which a laptop's work could go no further."""

from __future__ import annotations

from msgspec import Struct

from sync.encoding.types import DeviceId


class DamagedEntry(Struct, frozen=True):
    """An entry that could not be carried, for its bytes are not those that were signed."""

    record: str
    """The activity that it is of; empty where that cannot be told."""
    title: str
    date: str


class Rescued(Struct, kw_only=True):
    """What was taken out of a folder, or of a file."""

    device: DeviceId
    """The laptop that it was of."""
    hub: str = ""
    """The hub that it was a laptop of, where that is another than this laptop's: then all is stated anew."""
    entries: int = 0
    """Activities, revisions, retractions and read marks that go on in this laptop's log."""
    there: int = 0
    """Entries that this laptop has already."""
    regained: int = 0
    """Entries of this laptop's own log that were here no more, and were taken back."""
    activities: int = 0
    """Of another hub: the activities that stand and are here now, all of them or what the others had not brought."""
    colleagues: int = 0
    """Of another hub: the activities of colleagues alone that stand, are not here and were not asked for."""
    unread: int = 0
    """Of another hub: entries that only a newer program can read."""
    drafts: int = 0
    reports: tuple[str, ...] = ()
    """The periods of reports that were not sent: their texts are kept, to be sent again."""
    damaged: tuple[DamagedEntry, ...] = ()
    """What could not be carried. What was shown of each activity is a draft."""
