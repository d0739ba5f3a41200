"""Rows that the store takes and hands out, their fields by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, get_args

import msgspec
from msgspec import Struct

from sync.encoding.types import NOTHING, Index, Instant, Origin, Size
from sync.errors import BadInput, Fact
from sync.ledger import origins
from sync.ledger.answered_status import AnswerName
from sync.ledger.figures import CountedFields, Tally
from sync.ledger.origins import LogKind
from sync.ledger.report_verdict import JudgedReport, ReportVerdict
from sync.ledger.reporting_status import ReportReceipt
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier

ANSWERS: Final[tuple[AnswerName, ...]] = get_args(AnswerName)
"""The answers by their number in the table of records."""


class LogRow(Struct, frozen=True):
    """How much the hub has of a log."""

    id: int
    origin: Origin
    unit: str
    size: Size
    frontier: Frontier
    checkpoint: str
    """The signed note at `size`; a device's carries the receipt that was made when it was accepted."""
    seen_size: Size
    """Of a device's log: the size of the acceptances in the newest of its citations that are valid. Of the registry: how
    often it was mended at this size, so that what was read of it before is read anew."""

    @property
    def name(self) -> Origin:
        """The name under which its head is signed: of a log of the hub's own that of the newest generation, while the row is
        known by the first for ever."""
        return Origin(self.checkpoint.partition("\n")[0]) if self.checkpoint else self.origin

    @property
    def can_grow(self) -> bool:
        """Whether the edge of its tree is that of its signed head: else whatever is added would be signed over another."""
        if not self.size:
            return True
        try:
            return checkpoints.parse(self.checkpoint).checkpoint.root == self.frontier.root()
        except BadInput:
            return False


class AcceptedRow(Struct, frozen=True):
    """A size at which a device's log was accepted, the hub's time then (POSIX seconds), and the note."""

    size: Size
    at: Instant
    checkpoint: str
    acceptance: Index
    """Where in the hub's acceptances it says so."""


DamagedPart = Literal["entries", "head", "acceptance", "edge"]
"""What is damaged: entries, the signed head, what is kept of an accepted size (its receipt or its time), or the edge of the
tree, which is kept beside the head so that it can grow, and is made from the entries anew."""


class Damage(Struct, frozen=True):
    """A part of a log that is not what was signed."""

    origin: Origin
    unit: str
    """The code of the unit whose log it is, or that it speaks to; empty of the registry and the acceptances."""
    what: DamagedPart
    start: Index
    end: Size
    """Of entries: at least one from `start` up to, and without, `end` is damaged. Else the size that it is about, twice."""

    @property
    def kind(self) -> LogKind:
        """Who speaks in the log."""
        return origins.parse(self.origin).kind

    @property
    def is_held_by_laptops(self) -> bool:
        """Whether a laptop can give it back. Entries of the acceptances nobody else holds."""
        return self.kind is not LogKind.ACCEPTANCES or self.what != "entries"


WhyAsking = Literal["restored", "behind", "beside", "shown", "rebuilt", "witnessed"]
"""Why a hub asks what it lacks: a backup was put back; its database was older than, or another than, what it has signed; it
was shown a head of its own that it has not; it was made anew from its keys; a witness knew of more than it has."""


class Asking(Struct, frozen=True, kw_only=True):
    """The state of a hub that went back, and gathers what it lacks: it signs nothing of its own until that is closed."""

    since: Instant
    why: WhyAsking


class WaitingRange(Struct, frozen=True, kw_only=True):
    """A range of a laptop's log that waits until what the hub lacks is gathered; verified, and stored."""

    id: int = 0
    origin: Origin
    unit: str
    start: Size
    size: Size
    """Of the log, with it."""
    frontier: Frontier
    """Of the log at that size."""
    lines: Sequence[bytes]
    note: str
    """The signed head at that size, with the receipt that was given for it, then or before."""
    at: Instant
    brought: str
    """The laptop that brought it, by its id."""
    known: bool
    """Whether its own laptop is enrolled, or a receipt proves that it once was."""
    refused: str = ""
    """Why it was left out when the hub went on; empty while it waits."""


class ShownHead(Struct, frozen=True, kw_only=True):
    """A head of one of the hub's own logs that its key signed, and that the hub had not when it was shown."""

    origin: Origin
    """The log, by its first name."""
    generation: int
    size: Size
    note: str
    at: Instant
    brought: str
    """The laptop that showed it, by its id; empty for one that lay at the hub."""
    beside: bool = False
    """Whether it is not of the history that the hub holds."""
    start: Size = NOTHING
    lines: Sequence[bytes] = ()
    """Entries that came with it, from `start` on, where they are not taken."""


class QuarantineRow(Struct, frozen=True):
    """An entry of a device's log of which something does not count, and why: the entry, what it cites, or its report."""

    log: int
    idx: int
    why: str
    detail: str


class RecordKey(NamedTuple):
    """The unit that stated a record, and the record's id: the bytes of its UUID."""

    unit: str
    record: bytes


class RecordRow(Struct, frozen=True, gc=False):
    """A record as it is stored: the columns of `schema.record`, in their order. Made by the ten thousand, so the collector
    of garbage need not look through them: nothing in it can refer to it."""

    unit: str
    record: bytes
    date: str
    """On which it counts: its last day."""
    month: int
    began: str | None
    """Its first day, where that is another."""
    stands: bool
    """False: taken back, and counted nowhere."""
    conflicts: int
    answer: int
    """Its place in `ANSWERS`."""
    directive: str | None
    task: str | None
    topics: str
    """Codes, a space around each."""
    channel: str | None
    quantity: int | None
    audience: int | None
    minutes: int | None
    audiences: str
    """Codes, as of topics."""
    body: str | None
    languages: str
    """Every one of them, codes as of topics."""
    places: bytes
    """Of its entries, in the order in which they came (`hub.store.places`)."""


class RecordSummary(Struct, frozen=True, kw_only=True):
    """A record as lists show it."""

    unit: str
    """The unit that stated it."""
    record: bytes
    date: str
    """On which it counts: its last day."""
    began: str | None
    """Its first day, where that is another."""
    stands: bool
    conflicts: int
    answer: AnswerName
    counted: CountedFields
    places: bytes

    @property
    def entries(self) -> int:
        """How many entries it has: one more whenever somebody revises it."""
        return len(self.places) // 8


class GroupedTally(NamedTuple):
    """The sum of the records that share some values, one for each dimension that was asked for, as text."""

    values: tuple[str, ...]
    tally: Tally


class ReportRow(ReportReceipt, frozen=True, kw_only=True):
    """A report entry as it was received, where it stands, and what was found of it."""

    log: int
    idx: int
    verdict: ReportVerdict = "covers-more"
    code: str = ""
    """Of the verdict; empty of a valid report, and of one that has not been judged yet."""
    facts: str = "{}"
    """Of the verdict, as JSON."""

    @property
    def judged(self) -> JudgedReport:
        """The verdict on it."""
        return JudgedReport(self.verdict, self.code, msgspec.json.decode(self.facts, type=dict[str, Fact]))


class NotedRow(Struct, frozen=True, kw_only=True):
    """An entry that says that a directive was read, as it was received; times in POSIX seconds."""

    log: int
    idx: int
    unit: str
    directive: str
    position: int
    """In the registry: of the edition that was read, as the laptop says."""
    claimed: Instant
    received: Instant


class AnswerRow(Struct, frozen=True, kw_only=True):
    """An answer of the province, as it stands in a desk's log."""

    log: int
    idx: int
    unit: str
    record: bytes | None
    """The activity that it answers; None: a report."""
    period: str | None
    """The name of the report that it answers; None: an activity."""
    at: Instant
    verdict: str
    account: str | None
    """Who answered; kept here alone, in no log."""


class EnteredBy(Struct, frozen=True):
    """Who of the province entered some entries of a log, from one index up to, and without, another, and from what."""

    first: int
    after: int
    account: str | None
    source: str


class InviteRow(Struct, frozen=True):
    """An invite that was handed out."""

    id: str
    unit: str
    officer: str | None
    secret: bytes
    expires: Instant
    used_by: str | None
    made: Instant
    withdrawn: bool = False
    url: str = ""
    """Where its laptop reaches the hub; empty if by stick alone."""
    replaces: str = ""
    """The laptop whose place its own takes, by its id; empty for none."""


class LaptopContact(Struct, frozen=True):
    """When a laptop was last heard of, and whose it is."""

    id: str
    officer: str | None
    seen: Instant | None
    by_file: bool


class Quota(Struct, frozen=True, forbid_unknown_fields=True):
    """The most that a laptop, and all of a unit, may bring a day, by the hub's time: entries, and MiB of them."""

    entries: int = 50_000
    mib: int = 64
    unit_entries: int = 150_000
    unit_mib: int = 192


class WitnessRow(Struct, frozen=True, kw_only=True):
    """A witness that the hub asks, and how it answered last."""

    name: str
    vkey: str
    url: str
    added: Instant
    tried: Instant | None = None
    answered: Instant | None = None
    """When it last cosigned what it was asked to."""
    failures: int = 0
    """How often it has not, since."""
    trouble: str = ""
    """The code of what went wrong last; empty where nothing did."""
    facts: dict[str, Fact] = {}


class CosignedHead(Struct, frozen=True, kw_only=True):
    """The last head of a log, by its name of a generation, that a witness cosigned; of the size 0, and without a line, where
    it cosigned none."""

    witness: str
    origin: Origin
    size: Size
    note: str
    """The head as the hub signed it."""
    line: str
    """The witness's signature line."""
    time: Instant
    """As the witness says."""
    said: Size = NOTHING
    """How much of the log it says that it cosigned, where that was something else; unsigned."""


class WitnessAlarm(Struct, frozen=True, kw_only=True):
    """What a witness said that a person must hear of."""

    id: int = 0
    at: Instant
    witness: str
    origin: Origin
    kind: str
    size: Size
    """Of the log, as the hub held it."""
    said: Size | None
    """What the witness said of it, if it said a size."""
    settled: bool = False

    @property
    def is_ahead(self) -> bool:
        """Whether the witness knows more of the log than the hub, by its word."""
        return self.kind == "witness-ahead"
