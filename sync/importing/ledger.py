"""The ledger that a table is taken into, as importing asks for it: a laptop's own, or what the hub has of a unit. Each keeps
of every row that was taken where it came from, and none of that leaves the machine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from sync.encoding.types import Instant

if TYPE_CHECKING:
    from sync.importing.answers import Answers
    from sync.ledger.entry import Activity, Citation, Retraction
    from sync.ledger.merge import Record, Values
    from sync.ledger.registry import Registry


GONE: Final = b"null"
"""What a row says that is no longer in its list."""


class TakenRow(Struct, frozen=True):
    """A row of a file that was taken."""

    record: str
    number: int
    """That of the import."""
    sheet: str
    row: int
    """Its number in the sheet."""
    known: bytes
    """The fingerprint of its cells."""
    said: bytes
    """The fields that it gave: JSON."""
    before: bytes | None
    """What its record was before, if it was one already: the values (JSON) of the fields that the row changed; of an
    activity that was taken back with its row, the reason."""

    @property
    def is_gone(self) -> bool:
        """Whether the import found the row no longer in its list, and took the activity back."""
        return self.said == GONE


class PastImport(Struct, frozen=True, kw_only=True):
    """An import that was made."""

    id: int
    at: Instant
    """POSIX seconds."""
    file: str
    """The file's name."""
    digest: str
    """The SHA-256 of its bytes, in hex."""
    undone: bool
    titles: Mapping[str, str] = {}
    """By its name, what stood above each sheet or table."""


class StandingActivity(Struct, frozen=True):
    """An activity that is there and not taken back."""

    record: str
    values: Values
    others: bool
    """Whether others stated all that there is of it: no entry of it stands in the log that imports are signed in."""
    entered: bool
    """Whether the province entered it, or some of it."""
    altered: bool = False
    """Whether an entry of it rotted: what is shown may not be what was signed."""
    elsewhere: bool = True
    """Whether others have stated some of it."""


class ImportTables(Protocol):
    """What is kept of the imports that were made."""

    def begin(self, *, at: Instant, file: str, digest: str, titles: Mapping[str, str]) -> int:
        """Keep a new import, in the transaction that takes its first rows; its number. `titles` as of `PastImport`."""

    def keep(self, rows: Iterable[TakenRow]) -> None:
        """Keep rows that were taken, and their fingerprints; in the transaction that takes them."""

    def imports(self) -> list[PastImport]:
        """All imports, the newest first."""

    def newest_rows(self) -> list[TakenRow]:
        """Of each record that came from a file and was not taken back with it, the row that was taken last, in the order of
        files and rows."""

    def first_imports(self) -> Mapping[str, int]:
        """The number of the import that took each record first, of those that came from a file and were not taken back with
        it."""

    def rows_of(self, number: int) -> list[TakenRow]:
        """The rows that an import took."""

    def undo(self, number: int, *, but: Collection[str]) -> None:
        """Forget the rows of an import, and what later ones found of the records that it made, and say that it was taken
        back; in the transaction that does so. Of some of the records that it made the rows may be left: then they are all
        that there is of the import, which can be taken back still."""

    def known_alone(self) -> set[bytes]:
        """The fingerprints that are all that is kept of a row: an older program took it."""

    def answers(self, shape: str) -> Answers | None:
        """What was answered for files of a shape."""

    def keep_answers(self, shape: str, answers: Answers) -> None:
        """Keep what was answered for files of a shape."""


class ImportLedger(Protocol):
    """A unit's activities, to which imports are signed."""

    @property
    def unit(self) -> str:
        """The unit's code."""

    @property
    def imports(self) -> ImportTables:
        """What is kept of the imports that were made."""

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction: everything inside happens or nothing does."""

    def registry(self) -> Registry:
        """What the hub's registry says, as far as it is held."""

    def state(self, entries: Sequence[Activity | Retraction]) -> None:
        """Sign entries and save them, in the open transaction."""

    def next_seen(self) -> Citation | None:
        """What the next entry should cite."""

    def record(self, record: str) -> Record:
        """A record, by its id."""

    def records(self, records: Collection[str]) -> Mapping[str, Record]:
        """Records, by their ids."""

    def activities(self, dates: Collection[str]) -> Iterable[StandingActivity]:
        """The activities that stand whose first day (ISO) is one of these."""

    def has_others(self) -> bool:
        """Whether others state something for the unit: nothing can stand twice without."""

    def standing(self, records: Collection[str]) -> set[str]:
        """The records, of some, that were not taken back."""

    def reported(self) -> Iterable[str]:
        """The names of the periods of which the unit has sent a report that answers."""
