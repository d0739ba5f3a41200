"""Values that go into the store and come out of it: whose laptop it is, how far a log is held, records in lists and whole,
what reporting asks for. Values only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from sync.encoding.types import NOTHING, DeviceId, Hash, Index, Instant, Origin, Size
from sync.errors import DayFull, Fact
from sync.ledger.entry import Activity, Reminder, Report, Retraction, Review, Verdict
from sync.ledger.future_day import dated_after
from sync.ledger.merge import Record, Values
from sync.ledger.period import Period
from sync.log.merkle import Frontier

if TYPE_CHECKING:
    from sync.ledger.report_verdict import JudgedReport

RecordStatus = Literal["conflict", "held", "returned", "unsent", "retracted", "accepted", "received"]
"""Where a record stands; of several, the first in this order, which is the order in which somebody must act.

    conflict    two people set it differently without seeing each other
    held        the hub holds back an entry of it
    returned    the province returned it as it stands now, to be revised
    unsent      no receipt covers some own entry of it
    retracted   it was taken back
    accepted    the province accepted it as it stands now
    received    the hub has all of it that was written here
"""


Colleagues = Literal["line", "stick", "none"]
"""How what the unit's other laptops log is brought here: with every exchange, by USB stick alone, or not at all."""


class Membership(Struct, frozen=True, kw_only=True):
    """The membership of a laptop in a unit, under a hub."""

    hub: str
    """The hub's name."""
    key: str
    """The verifier key of the hub's registry."""
    url: str
    """Where the hub answers; empty if it is reached by USB stick only."""
    unit: str
    unit_name: str
    device: DeviceId
    """The laptop's id."""
    officer: str | None
    """Stays on this laptop: no name ever enters a log."""
    invite: str


class LogExtent(Struct, frozen=True):
    """The extent to which a log is held."""

    origin: Origin
    size: Size
    frontier: Frontier
    """Its edge, at `size`; empty for a log of which only checkpoints are held. A copy: change it as you like."""
    checkpoint: str
    """The signed note at `size`; empty if nothing is held."""
    acked: Size = NOTHING
    """Of the own log: how many entries a receipt of the hub covers."""
    receipt: str | None = None
    """Of the own log: the note with that receipt."""
    receipt_time: Instant | None = None
    """The hub's time on it, POSIX seconds."""


Why = Literal["cited", "doubted", "asked"]
"""Why a signed head of the acceptances is not proven: a colleague cited it, what came with it proved nothing, or it was
asked for in vain."""


class HubWord(Struct, frozen=True):
    """A signed head of the acceptances that is not proven to be of the history that is held."""

    note: str
    size: Size
    why: Why


class KeptReceipt(Struct, frozen=True):
    """A receipt on the own log that is kept: the first for its size."""

    acked: Size
    note: str
    """Empty of one that an older program took: it kept the time alone."""
    time: Instant
    """The hub's time on it, POSIX seconds."""
    index: Index | None
    """Where in the hub's acceptances it stands, if the hub told that."""
    line: bytes | None
    """That acceptance, as it stands there."""


class HubState(Struct, frozen=True, omit_defaults=True):
    """What is known of the hub as a whole."""

    asking: bool = False
    """Whether it was restored from a copy, and is gathering what it lacks."""
    goes_on: bool = False
    """Whether it has gone on since, and asks for what it was not given until then."""
    generation: int = 1
    restored_at: Instant | None = None
    """When it was restored, by its clock; None if it never was since this laptop knows it."""
    receipted: Size = NOTHING
    """How much of the own log it had receipted before."""
    offered: int = 1
    """The generation to which was shown what it has lost."""
    shown: int = 0
    """Of how many of the heads that contradict each other it was shown what is held in their place."""


class StoredDraft(Struct, frozen=True):
    """A draft as it is kept. `id` is 0 for what was never kept; `record` is the activity that it revises, if it does."""

    id: int
    record: str | None
    typed: bytes
    at: Instant
    """POSIX seconds."""


class DayLimit(Struct, frozen=True):
    """How much a hub takes a day, of a laptop or of its unit: entries, and MiB of them."""

    entries: int = 50_000
    mib: int = 64

    @classmethod
    def of(cls, refused: DayFull) -> DayLimit | None:
        """What such a refusal says of it, if it does."""
        entries, mib = refused.facts.get("entries"), refused.facts.get("mib")
        return cls(entries, mib) if isinstance(entries, int) and isinstance(mib, int) and min(entries, mib) > 0 else None


class PastExchange(Struct, frozen=True):
    """A past exchange. `how` is line, file out or file in; `outcome` is done, cancelled or an error's code, and `facts` are
    that error's."""

    at: Instant
    how: str
    sent: int
    received: int
    sent_bytes: int
    received_bytes: int
    outcome: str
    facts: dict[str, Fact] = {}


class ActivityFilter(Struct, frozen=True, kw_only=True):
    """The activities that are wanted. An empty topic, channel or task asks for those that name none."""

    search: str | None = None
    """Words as typed, any accents."""
    period: Period | None = None
    topic: str | None = None
    channel: str | None = None
    directive: str | None = None
    """Its id."""
    task: str | None = None
    language: str | None = None
    audience: str | None = None
    """A group of people whom it was for."""
    body: str | None = None
    status: RecordStatus | None = None
    dated_after: bool = False
    """Only those that are dated after the day on which the hub took them."""
    counting: bool = False
    """Only those that figures count: not taken back."""
    limit: int = 1_000_000


class ActivityRow(Struct, frozen=True):
    """An activity in a list, by its record."""

    record: str
    status: RecordStatus
    values: Values
    retracted: str | None = None
    """The reason, if it is taken back, whatever its status."""
    entered: bool = False
    """Whether the province entered it for the unit, or some of it."""
    taken: Instant | None = None
    """When, or of what others wrote by when, the hub had taken what was written last of it, POSIX seconds: its time on the
    first receipt that covers that, or that of the last exchange."""
    erased: bool = False
    """Whether the province erased texts of it."""
    altered: bool = False
    """Whether an entry of it rotted: what is shown may not be what was signed."""

    @property
    def dated_after(self) -> bool:
        """Whether it is dated after the day on which the hub took it."""
        return self.taken is not None and dated_after(self.values.last_day, self.taken)


class QuarantinedRow(Struct, frozen=True):
    """An own entry that the hub holds back; `record` is None if it is not about an activity."""

    index: int
    why: str
    detail: str
    record: str | None


class HubFinding(Struct, frozen=True):
    """What the hub says of an own entry that it does not hold back; `record` is None if it is not about an activity.

    void-seen      what it cites does not hold: it counts, and proves nothing of its time
    covers-more    a report of entries that the province does not have yet: it waits
    false-report   a report that the entries contradict: it answers no duty

    A newer hub may have other words.
    """

    index: int
    why: str
    detail: str
    """For a technician, in English."""
    record: str | None


class HistoryLine(Struct, frozen=True, kw_only=True):
    """An entry of a record, in its history."""

    leaf: Hash
    """Its leaf hash: its name for ever."""
    device: DeviceId
    index: int
    """Its place in the device's log."""
    received: bool
    """Whether the hub is known to hold it."""
    quarantined: QuarantinedRow | None
    """What the hub says of it, if it holds it back."""
    findings: tuple[HubFinding, ...] = ()
    """Of an own entry: what else the hub says of it."""
    entry: Activity | Retraction
    entered: bool = False
    """Whether no laptop of the unit wrote it: the province entered it for the unit."""
    own: bool = False
    """Whether it stands in the own log."""
    after: Instant | None = None
    """Of an own entry: the hub's time, POSIX seconds, after which it was made, as far as its log proves it: that of the
    newest acceptance of this log below the size that the entry, or one before it, cites."""
    receipt: Instant | None = None
    """Of an own entry: the hub's time on the first receipt that covers it."""


class RecordReview(Struct, frozen=True):
    """The province's answer to a record."""

    verdict: Verdict
    comment: str
    at: Instant
    """POSIX seconds by the hub's clock."""


class RecordEntry(Struct, frozen=True):
    """An entry of a record as it is held: the log in which it stands, what was signed of it, and its bytes."""

    origin: Origin
    leaf: Hash
    line: bytes


class RecordPage(Struct, frozen=True):
    """A record whole, and how it came to be; `history` in order of the claimed times."""

    record: Record
    status: RecordStatus
    history: tuple[HistoryLine, ...]
    review: RecordReview | None = None
    """What the province says of it as it stands now."""
    altered: bool = False
    """Whether an entry of it rotted: what is shown may not be what was signed."""
    taken: Instant | None = None
    """As `ActivityRow.taken`."""

    @property
    def entered(self) -> bool:
        """Whether the province entered it for the unit, or some of it."""
        return any(line.entered for line in self.history)

    @property
    def taken_exactly(self) -> bool:
        """Whether a receipt says when it was taken: others' receipts are not here."""
        return all(line.own for line in self.history)


class ReportHead(Struct, frozen=True, kw_only=True):
    """A report entry that no later one replaces."""

    leaf: Hash
    device: DeviceId
    index: int
    received: bool
    judged: JudgedReport
    """By what is held here, and of an own report by what the province says of it."""
    entry: Report
    entered: bool = False
    """Whether the province entered it for the unit."""
    erased: bool = False
    """Whether the province erased its texts."""


class RecordCounts(Struct, frozen=True, kw_only=True):
    """Counts of records and entries. Entries are the own log's, without joins."""

    records: int
    """Activities not taken back, of the whole unit as far as held."""
    unsent: int
    received: int
    quarantined: tuple[QuarantinedRow, ...]
    findings: tuple[HubFinding, ...]
    conflicts: int
    returned: int
    """Activities that the province returned, and that nobody has revised since."""


class HubMessage(Struct, frozen=True, kw_only=True):
    """A message of the province to this unit: a review or a reminder."""

    index: int
    """Its place in the unit's desk log."""
    entry: Review | Reminder
    title: str | None = None
    """Of the activity that it is about."""
    changed: bool = False
    """Of a review: whether the activity or report has changed since."""
    replaced: bool = False
    """Of a review: whether a later one has come."""

    @property
    def settled(self) -> bool:
        """Whether it asks for nothing any more."""
        return self.changed or self.replaced
