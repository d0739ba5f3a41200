"""What the JSON API answers, as types: the same that encode the answers describe them in its OpenAPI document.

No person is named in them but where a field says so; instants are POSIX seconds, days `YYYY-MM-DD` in Vietnam.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from sync.ledger.answered_status import AnswerName, CountedStatus
from sync.ledger.directive import Unread
from sync.ledger.entry import Fields, Narrative, Position, Reorganised, Verdict
from sync.ledger.figures import By, Figures
from sync.ledger.merge import Value, Values
from sync.ledger.reporting_status import ReportingStatus

Instant = Annotated[int, Meta(description="An instant in POSIX seconds, by the hub's clock.")]
Claimed = Annotated[int, Meta(description="POSIX seconds as the laptop's clock claims; nobody vouches for it.")]
Day = Annotated[str, Meta(description="A day in Vietnam, YYYY-MM-DD.")]
UnitCode = Annotated[str, Meta(description="The official code of a unit.")]
Base64Hash = Annotated[str, Meta(description="A leaf hash (RFC 6962, SHA-256) in base64: the name of an entry.")]
Page = Annotated[int, Meta(description="Which page this is, from 1.")]
Pages = Annotated[int, Meta(description="How many pages there are.")]
DeviceId = Annotated[str, Meta(description="A laptop's id, made of its key.")]


class Fault(Struct, frozen=True):
    """Why a request was not answered."""

    error: Annotated[str, Meta(description="A code that does not change.")]
    message: Annotated[str, Meta(description="The same in words, for a person.")]


# -- who has reported


class PeriodShape(Struct, frozen=True, kw_only=True):
    """A period: the days that it gathers, both inside, and the instant that it is due before."""

    name: str
    directive: Annotated[str | None, Meta(description="The id of the one directive it is about; null: all activities.")]
    start: Day
    end: Day
    due: Instant


class UnitStanding(Struct, frozen=True, kw_only=True):
    """Where one unit stands with a period. Verdicts rest on receipts, never on a laptop's clock alone."""

    unit: UnitCode
    name: str
    standing: Annotated[ReportingStatus, Meta(description="By receipts alone, whatever was answered.")]
    counts_as: Annotated[CountedStatus, Meta(description="By the reports that were not sent back.")]
    answer: Annotated[AnswerName | None, Meta(description="To its reports together.")]
    received: Instant | None
    claimed: Claimed | None
    provisional: bool
    unread: Annotated[bool, Meta(description="Whether a newer program wrote the newest of its reports.")]
    reports: Annotated[int, Meta(description="How many of its reports answer for the period.")]


class StatusShape(Struct, frozen=True, kw_only=True):
    """Who has reported for a period, and who has not."""

    period: PeriodShape
    now: Instant
    units: tuple[UnitStanding, ...]


class CellShape(Struct, frozen=True, kw_only=True):
    """A cell of the board: where one unit stands with one period."""

    standing: CountedStatus
    received: Instant | None
    provisional: bool
    unread: Annotated[bool, Meta(description="Whether a newer program wrote the newest report.")]
    entered: Annotated[bool, Meta(description="Whether the province entered the newest report for the unit.")]


class ColumnShape(Struct, frozen=True, kw_only=True):
    """A column of the board: one period with its sums by standing."""

    period: PeriodShape
    sums: dict[CountedStatus, int]


class LineShape(Struct, frozen=True, kw_only=True):
    """A unit's line of the board: its cells stand under the columns; null where it owed nothing."""

    unit: UnitCode
    name: str
    ended: bool
    cells: tuple[CellShape | None, ...]


class BoardShape(Struct, frozen=True, kw_only=True):
    """Every unit by every period of a year."""

    year: int
    columns: tuple[ColumnShape, ...]
    lines: tuple[LineShape, ...]


# -- counts and records


class SumsShape(Struct, frozen=True, kw_only=True):
    """What activities add up to. `quantity` is a sum only of what one channel counts, and null where others would join it:
    it is stated by channel, or where the filters ask for one."""

    activities: int
    quantity: int | None
    audience: int
    minutes: int


class CountShape(SumsShape, frozen=True, kw_only=True):
    """The activities under one key; the key is empty for those that name none."""

    key: str
    name: str


class CountsShape(Struct, frozen=True, kw_only=True):
    """Sums by one dimension. An activity with several topics counts under each, and once in the total."""

    by: By
    filters: Annotated[dict[str, str], Meta(description="What was asked for, as values of an address.")]
    rows: tuple[CountShape, ...]
    total: SumsShape


class ErasedShape(Struct, frozen=True, kw_only=True):
    """An act by which the province erased texts; the numbers beside them stand by its word."""

    at: Instant
    reason: str
    by: Annotated[str, Meta(description="Who did it, as was stated; may be empty.")]


class RecordShape(Struct, frozen=True, kw_only=True):
    """An activity as it stands."""

    unit: UnitCode
    unit_name: str
    counts_for: Annotated[str, Meta(description="The code of the unit that it counts for on its date.")]
    record: Annotated[str, Meta(description="Its id, a UUID of version 7; told apart by it together with the unit.")]
    month: Annotated[str | None, Meta(description="The reporting month whose window holds its date.")]
    fields: Values
    answer: AnswerName
    conflicts: Annotated[int, Meta(description="How many fields two people set to different values.")]
    taken_back: bool
    entered: Annotated[bool, Meta(description="Whether the province entered it for the unit, or some of it.")]
    erased: Annotated[
        ErasedShape | None, Meta(description="By which act the province erased texts of it last; null if it erased none.")
    ]


class RecordsShape(Struct, frozen=True, kw_only=True):
    """Some of the activities that were asked for, the newest day first."""

    filters: Annotated[dict[str, str], Meta(description="What was asked for, as values of an address.")]
    total: int
    page: Page
    pages: Pages
    records: tuple[RecordShape, ...]
    damaged: Annotated[
        tuple[str, ...], Meta(description="Ids of activities of this page of which what the hub holds is damaged; left out.")
    ]


class SideShape(Struct, frozen=True, kw_only=True):
    """A value of a field in conflict, and the entry that set it."""

    entry: Base64Hash
    value: Value


class ConflictShape(Struct, frozen=True, kw_only=True):
    """A field that was set to different values by two who did not see each other; the first value is the one shown."""

    field: str
    values: tuple[SideShape, ...]


class StepShape(Struct, frozen=True, kw_only=True):
    """An entry of a record's history, as the laptop stated it. `fields` are those it sets; null for one that takes back."""

    entry: Base64Hash
    device: DeviceId
    index: Annotated[int, Meta(description="Where it stands in that laptop's log, from 0.")]
    entered: Annotated[bool, Meta(description="Whether no laptop wrote it: the province entered it for the unit.")]
    claimed: Claimed
    after: Annotated[int | None, Meta(description="Made after this instant, by what the hub had signed; POSIX seconds.")]
    received: Instant
    base: Annotated[tuple[str, ...], Meta(description="The entries that it builds on.")]
    fields: Fields | None
    taken_back: Annotated[str | None, Meta(description="The reason, if the entry takes the record back.")]


class AnswerShape(Struct, frozen=True, kw_only=True):
    """An answer of the province, to the record as it stood with these entries."""

    at: Instant
    verdict: Verdict
    comment: str
    heads: tuple[Base64Hash, ...]


class RecordDetail(Struct, frozen=True, kw_only=True):
    """An activity whole: as it stands, where its authors disagree, who said what when, what the province answered."""

    record: RecordShape
    heads: Annotated[tuple[str, ...], Meta(description="The entries that nothing builds on yet.")]
    parallel: Annotated[bool, Meta(description="Whether some entries were made without seeing each other.")]
    taken_back: Annotated[str | None, Meta(description="The reason, if the unit took it back.")]
    conflicts: tuple[ConflictShape, ...]
    entries: Annotated[int, Meta(description="How many entries its history has.")]
    page: Page
    pages: Pages
    history: tuple[StepShape, ...]
    answers: Annotated[tuple[AnswerShape, ...], Meta(description="The newest first.")]


# -- units, laptops, directives


class UnitShape(Struct, frozen=True, kw_only=True):
    """A unit. `heir` is the code that its records count for today."""

    code: UnitCode
    name: str
    type: str
    valid_from: Day
    valid_to: Day | None
    stands: Annotated[bool, Meta(description="Whether there is such a unit today.")]
    heir: UnitCode
    laptops: Annotated[int, Meta(description="Those that are neither revoked nor replaced.")]


class ReorganisedShape(Struct, frozen=True, kw_only=True):
    """Units renamed, merged or split, from a day on."""

    how: Annotated[str, Meta(description="renamed, merged or split")]
    units: tuple[UnitCode, ...]
    into: tuple[UnitCode, ...]
    since: Day
    document: str

    @classmethod
    def of(cls, event: Reorganised) -> ReorganisedShape:
        """The shape of an event of the registry."""
        return cls(how=event.how, units=event.units, into=event.into, since=event.since, document=event.document)


class UnitsShape(Struct, frozen=True, kw_only=True):
    """The units of the province, and what happened to them."""

    units: tuple[UnitShape, ...]
    reorganisations: tuple[ReorganisedShape, ...]


class LaptopShape(Struct, frozen=True, kw_only=True):
    """A laptop that has joined."""

    id: DeviceId
    unit: UnitCode
    officer: Annotated[str | None, Meta(description="Whose it is; always null for a read token.")]
    enrolled: Instant
    seen: Annotated[int | None, Meta(description="When it was last heard of, in POSIX seconds.")]
    entries: Annotated[int, Meta(description="How many entries of its log the hub holds.")]
    revoked: Annotated[int | None, Meta(description="Since when it is trusted no more, in POSIX seconds.")]
    reason: str | None
    successor: Annotated[DeviceId | None, Meta(description="The laptop that took its place.")] = None
    succeeded: Annotated[int | None, Meta(description="When that was, in POSIX seconds.")] = None


class LaptopsShape(Struct, frozen=True, kw_only=True):
    """The laptops of all units."""

    laptops: tuple[LaptopShape, ...]


class DirectiveLine(Struct, frozen=True, kw_only=True):
    """A directive in short."""

    id: str
    name: Annotated[str, Meta(description="Its number, or its symbol where the number is blank.")]
    issued: Annotated[str, Meta(description="The day, month or year of issue, as far as the document says.")]
    issuer: str
    subject: str
    valid_from: Day | None
    valid_to: Day | None
    tasks: Annotated[int | None, Meta(description="How many; null: only a newer program can tell.")]
    duties: Annotated[int | None, Meta(description="How many reports it asks for; null: only a newer program can tell.")]
    unread: Annotated[Unread | None, Meta(description="What of it only a newer program can read; null: nothing.")]


class DirectivesShape(Struct, frozen=True, kw_only=True):
    """The directives in force."""

    directives: tuple[DirectiveLine, ...]


# -- reports


class ReportShape(Struct, frozen=True, kw_only=True):
    """A report as it was received. `figures` are the unit's own; those of the hub are under /counts and /annex."""

    entry: Base64Hash
    unit: UnitCode
    unit_name: str
    period: str
    received: Instant
    claimed: Claimed
    after: Annotated[int | None, Meta(description="Made after this instant, by what the hub had signed; POSIX seconds.")]
    provisional: bool
    covers: Annotated[tuple[Position, ...], Meta(description="So much of each laptop's log: [id, entries].")]
    figures: Annotated[Figures | None, Meta(description="Null where only a newer program can read them.")]
    narrative: Annotated[Narrative | None, Meta(description="As `figures`.")]
    answer: AnswerName


class ReportsShape(Struct, frozen=True, kw_only=True):
    """Some of the reports that answer for a period, in the order in which they were received."""

    period: PeriodShape
    total: int
    page: Page
    pages: Pages
    reports: tuple[ReportShape, ...]
