"""Entries: what may be stated in a log, kind by kind: the struct of each, and what a struct cannot say of it.

An entry is one line of UTF-8 JSON, exactly as `msgspec.json.encode` writes the struct of its kind: the keys in the
order of the struct, `kind` first, no white space, defaults left out. Lines are read and written in `decode.py`.

New kinds and fields may come; those that stand here never change their meaning.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from sync.encoding.limits import (
    MAX_AUDIENCES,
    MAX_COUNT,
    MAX_ENTRY,
    MAX_GENERATION,
    MAX_HEADS,
    MAX_KEPT,
    MAX_LANGUAGES,
    MAX_LOST,
    MAX_NAME,
    MAX_NOTE,
    MAX_PLACES,
    MAX_REDACTED,
    MAX_SEAL_KEY,
    MAX_SPAN,
    MAX_TOPICS,
)
from sync.encoding.patterns import is_commune
from sync.encoding.spelling import unbase64
from sync.encoding.types import (
    Base64Hash,
    BodyCode,
    Count,
    Day,
    DeviceId,
    HexHash,
    Index,
    InviteId,
    Label,
    Line,
    NamedDevice,
    Origin,
    Posix,
    RandomBytes,
    RecordId,
    Salt,
    Size,
    Slug,
    Sum,
    Text,
    UnitCode,
    VerifierKey,
)
from sync.errors import BadInput
from sync.ledger.directive import Directive, Unread
from sync.ledger.figures import Figures
from sync.ledger.origins import LogKind
from sync.ledger.restores import HeldReceipt, KeptLog, WitnessedLog, check_heads, check_held, check_kept
from sync.ledger.span import is_span
from sync.ledger.succession import check_succession

Base = Annotated[tuple[Base64Hash, ...], Meta(max_length=MAX_HEADS)]
"""The leaf hashes of the entries that this one builds on: the heads that its author saw. Empty on the first."""

Heads = Annotated[tuple[Base64Hash, ...], Meta(min_length=1, max_length=MAX_HEADS)]
NoteSignature = Annotated[str, Meta(max_length=92)]
"""A signature as a note has it: 4 bytes of the key's id, and 64 of Ed25519, in base64."""
KeySignature = Annotated[str, Meta(max_length=88)]
"""64 bytes of Ed25519 in base64."""
Generation = Annotated[int, Meta(ge=2, le=MAX_GENERATION)]
KeptLogs = Annotated[tuple[KeptLog, ...], Meta(max_length=MAX_KEPT)]
SignedHead = Annotated[str, Meta(min_length=1, max_length=MAX_NOTE)]
Units = Annotated[tuple[UnitCode, ...], Meta(min_length=1, max_length=64)]

PeriodName = Annotated[str, Meta(min_length=4, max_length=120)]
Verdict = Literal["accepted", "returned"]
Level = Annotated[int, Meta(ge=1, le=MAX_COUNT)]


class Citation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The newest checkpoint of the hub's acceptances that the laptop held: the entry was made after it."""

    size: Size
    root: Base64Hash
    sig: NoteSignature = ""
    """The hub's signature on that checkpoint, as its note has it (base64): whoever has the citation can prove it."""


class Stated(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag_field="kind", gc=False):
    """The base of entries: what each carries. Entries hold no cycles, so the garbage collector is spared them."""

    salt: Salt
    at: Posix
    seen: Citation | None = None


class Fields(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):
    """The fields that an activity entry sets. Left out: untouched. `null`: emptied."""

    title: Label | UnsetType = UNSET
    date: Day | UnsetType = UNSET
    directive: Slug | UnsetType | None = UNSET
    task: Line | UnsetType | None = UNSET
    topics: Annotated[tuple[Slug, ...], Meta(max_length=MAX_TOPICS)] | UnsetType = UNSET
    channel: Slug | UnsetType | None = UNSET
    text: Text | UnsetType | None = UNSET
    place: Line | UnsetType | None = UNSET
    quantity: Count | UnsetType | None = UNSET
    audience: Count | UnsetType | None = UNSET
    minutes: Count | UnsetType | None = UNSET
    language: Slug | UnsetType | None = UNSET
    until: Day | UnsetType | None = UNSET
    """The last day of a span that began on `date`."""
    audiences: Annotated[tuple[Slug, ...], Meta(max_length=MAX_AUDIENCES)] | UnsetType = UNSET
    """Whom it was for; `audience` is how many they were. In order, each once."""
    body: Slug | UnsetType | None = UNSET
    """Which of the unit's bodies did it."""
    languages: Annotated[tuple[Slug, ...], Meta(max_length=MAX_LANGUAGES)] | UnsetType = UNSET
    """The languages that it was in besides `language`. In order, each once."""
    places: Annotated[tuple[Label, ...], Meta(max_length=MAX_PLACES)] | UnsetType = UNSET
    """The places where it was besides `place`."""


class Activity(Stated, frozen=True, kw_only=True, tag="activity"):
    """A laptop states an activity, or revises one: an empty `base` makes the record, else it builds on those heads."""

    record: RecordId
    base: Base = ()
    fields: Fields


class Retraction(Stated, frozen=True, kw_only=True, tag="retraction"):
    """A laptop takes an activity back. The history stays."""

    record: RecordId
    base: Heads
    reason: Label


class Position(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """So much of a laptop's log: its first `size` entries."""

    device: DeviceId
    size: Size


class Narrative(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What a report says in words."""

    results: Text = ""
    difficulties: Text = ""
    proposals: Text = ""


class Report(Stated, frozen=True, kw_only=True, tag="report"):
    """A unit closes a period. `covers` names the unit's logs as far as the author held them, its own log up to this
    entry; `records` and `root` commit to the activity versions counted (`figures.commitment`), so anyone who holds
    those logs recomputes every figure."""

    period: PeriodName
    base: Base = ()
    covers: Annotated[tuple[Position, ...], Meta(min_length=1, max_length=500)]
    records: Sum
    root: Base64Hash
    figures: Figures
    narrative: Narrative
    provisional: bool = False
    level: Level = 1
    """What its author's program reads: `sync.ledger.levels`."""


class ReportInPart(Report, frozen=True, kw_only=True, tag="report"):
    """A report of which only a newer program can read all: who closes which period, building on what, and how far the logs
    are covered, holds. What stands for its figures, its words and the mark *provisional* is nothing, and says nothing."""


class Noted(Stated, frozen=True, kw_only=True, tag="noted"):
    """Somebody at the unit has read a directive: the edition that stands in the registry at index `position`."""

    directive: Slug
    position: Index


class Join(Stated, frozen=True, kw_only=True, tag="join"):
    """The first entry of a laptop's log: the key it made, the hub it means, and that it holds the invite's secret; or that
    the key of the laptop whose place it takes says so."""

    hub: VerifierKey
    unit: UnitCode
    invite: InviteId
    key: VerifierKey
    proof: Base64Hash
    succeeds: NamedDevice = NamedDevice("")
    by: KeySignature = ""
    """What the key of `succeeds` signed: `sync.ledger.succession`."""


class Carried(Stated, frozen=True, kw_only=True, tag="carried"):
    """The next `count` entries are lines of another log of the unit, byte for byte, which could be sent no more: of the
    branch of `size` entries and this root, from the index `start` on. Its reports stay behind, and what is of one log
    alone."""

    device: DeviceId
    start: Index
    size: Size
    root: Base64Hash
    count: Size
    checkpoint: Text = ""
    """The note that the other log's key signed at that size, where there is one."""


class Hub(Stated, frozen=True, kw_only=True, tag="hub"):
    """The first entry of a registry: whose it is, and the verifier key (type 0x04) of its receipts."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    province: UnitCode
    cosigner: VerifierKey


class Seal(Stated, frozen=True, kw_only=True, tag="seal"):
    """A key that files for the hub may be sealed to. Of those of one suite the last counts."""

    suite: Level
    """How it seals: `sync.exchange.sealed` knows 1."""
    key: Annotated[str, Meta(min_length=1, max_length=MAX_SEAL_KEY)]
    """The public key: in suite 1 base64 of 32 bytes."""


class Unit(Stated, frozen=True, kw_only=True, tag="unit"):
    """A unit that reports: an official code with the dates between which the code means this unit."""

    code: UnitCode
    name: Label
    type: Line
    valid_from: Day
    valid_to: Day | None = None
    body: Slug | None = None
    """Its kind, an actor of the vocabulary. None: as its code says (`UnitHistory.kind`)."""
    reports_to: UnitCode | None = None
    """The unit to which it reports. None: as its code says (`UnitHistory.superior`)."""
    eid: BodyCode | None = None
    """Its electronic identification code."""


class Device(Stated, frozen=True, kw_only=True, tag="device"):
    """A laptop is enrolled for a unit; `key` is the verifier key of its log. Or, if `entered`, a log of the hub's own, in
    which it states what it enters for the unit."""

    unit: UnitCode
    key: VerifierKey
    invite: InviteId
    entered: bool = False
    succeeds: NamedDevice = NamedDevice("")
    """The laptop of the same unit whose place it takes: that one's log ends where it was accepted to."""


class Directed(Stated, frozen=True, kw_only=True, tag="directive"):
    """What the province asks for. A later entry with the same directive id takes its place; the earlier one stays."""

    directive: Directive


class DirectedInPart(Directed, frozen=True, kw_only=True, tag="directive"):
    """A directive of which only a newer program can read all. What of it is `directive` can be relied on."""

    unread: Unread


class Reorganised(Stated, frozen=True, kw_only=True, tag="reorganised"):
    """What the state did to units: those before, those after, and the first day (ISO) on which it holds. A code may stand
    on both sides: a unit that took in others under its own code, or gave a part away."""

    how: Literal["renamed", "merged", "split"]
    units: Units
    into: Units
    since: Day
    document: Line = ""
    """The number of the decision."""


class Revoked(Stated, frozen=True, kw_only=True, tag="revoked"):
    """A laptop is trusted no more: the first `size` entries of its log count, and nothing that its key signs after them."""

    device: DeviceId
    size: Size
    reason: Label


class Dispatched(Stated, frozen=True, kw_only=True, tag="dispatched"):
    """The province has sent its report upward: the document's number and day, to whom, and the digest of the annex as it
    was sent with it."""

    period: PeriodName
    number: Label
    date: Day
    recipient: Label
    annex: HexHash


class Restored(Stated, frozen=True, kw_only=True, tag="restored"):
    """The hub went back: from here on its own logs are of the next generation, and go on from what was kept of each, by its
    name before. What it had signed beyond that is `lost`, as far as anybody has shown it."""

    generation: Generation
    kept: KeptLogs
    """Rows that do not fit stand in the `Kept` that follow at once."""
    lost: Annotated[tuple[SignedHead, ...], Meta(max_length=MAX_LOST)] = ()
    witnessed: Annotated[tuple[WitnessedLog, ...], Meta(max_length=MAX_LOST)] = ()
    grown: KeptLogs = ()
    """How far the branch that stays was signed under the names before, where the hub had signed two histories."""
    since: Posix
    """The time of the last acceptance that was kept; 0 if there was none."""
    reason: Line = ""


class Kept(Stated, frozen=True, kw_only=True, tag="kept"):
    """More of the logs that a restore kept."""

    generation: Generation
    kept: Annotated[tuple[KeptLog, ...], Meta(min_length=1, max_length=MAX_KEPT)]


class Lost(Stated, frozen=True, kw_only=True, tag="lost"):
    """A further head that the hub had signed before it went back."""

    head: SignedHead


class RedactedEntry(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """The leaf hash of a redacted entry, and the line that says again what is left of it."""

    leaf: Base64Hash
    line: Annotated[str, Meta(min_length=1, max_length=MAX_ENTRY)]


class Redaction(Stated, frozen=True, kw_only=True, tag="redaction"):
    """Entries of a unit's logs, or of its desk, whose texts had to be erased: their bytes are gone, their leaf hashes stay,
    and what is left of them stands here by the hub's word."""

    unit: UnitCode
    entries: Annotated[tuple[RedactedEntry, ...], Meta(min_length=1, max_length=MAX_REDACTED)]
    reason: Label
    by: Line = ""
    """Who did it, as the hub calls them."""


class Acceptance(Stated, frozen=True, kw_only=True, tag="acceptance"):
    """The hub durably held the first `size` entries of a laptop's log, with this root, at its own time `at`."""

    device: DeviceId
    size: Size
    root: Base64Hash
    held: HeldReceipt | None = None
    """The first receipt on exactly this, which the hub had given before it went back."""


class Head(Stated, frozen=True, kw_only=True, tag="head"):
    """The registry or a desk has so many entries and this root now."""

    origin: Origin
    size: Size
    root: Base64Hash


class Clock(Stated, frozen=True, kw_only=True, tag="clock"):
    """The times of the entries from `first` to `last` are false: the hub's clock was wrong. The truth lies between the entry
    before the first of them and this one."""

    first: Index
    last: Index


class Review(Stated, frozen=True, kw_only=True, tag="review"):
    """The province's answer to an activity (`record`) or to a report (`period`), as it stood with these heads. What is
    returned is to be revised, and says why; an answer speaks of those heads only, so a revision awaits its own."""

    record: RecordId | None = None
    period: PeriodName | None = None
    heads: Heads
    verdict: Verdict
    comment: Text = ""


class Reminder(Stated, frozen=True, kw_only=True, tag="reminder"):
    """The province asks for a report that is due, or overdue."""

    period: PeriodName
    comment: Text = ""


Uncommon = (
    Retraction
    | Report
    | Noted
    | Carried
    | Join
    | Hub
    | Seal
    | Unit
    | Device
    | Directed
    | Reorganised
    | Revoked
    | Dispatched
    | Restored
    | Kept
    | Lost
    | Redaction
    | Acceptance
    | Head
    | Clock
    | Review
    | Reminder
)
"""All kinds but the one that nearly all entries are of."""

Entry = Activity | Uncommon


def _check_fields(entry: Activity) -> None:
    fields = entry.fields
    if not entry.base and (fields.title is UNSET or fields.date is UNSET):
        raise BadInput("bad-entry", why="a first entry sets title and date")
    if fields.date is not UNSET:
        datetime.date.fromisoformat(fields.date)
    if isinstance(fields.until, str):
        datetime.date.fromisoformat(fields.until)
        if fields.date is not UNSET and not is_span(fields.date, fields.until):
            raise BadInput("bad-entry", why=f"its last day is not 1 to {MAX_SPAN} days after the first")
    if fields.audiences is not UNSET and sorted(set(fields.audiences)) != list(fields.audiences):
        raise BadInput("bad-entry", why="audiences are not in order, each once")
    if fields.languages is not UNSET and sorted(set(fields.languages)) != list(fields.languages):
        raise BadInput("bad-entry", why="languages are not in order, each once")
    if entry.base:
        check_hashes(*entry.base)


def check_hashes(*hashes: str) -> None:
    """The rule for hashes: 32 bytes in the one spelling of base64. `BadInput` if one breaks it."""
    for text in hashes:
        unbase64(text, length=32)


def check_report_envelope(entry: Report) -> None:
    """The rules of what every program reads of a report, whoever wrote it. `BadInput` or `ValueError` if one is broken."""
    check_hashes(*entry.base)
    devices = [position.device for position in entry.covers]
    if sorted(set(devices)) != devices:
        raise BadInput("bad-entry", why="covers is not sorted by device, each once")


def _check_report(entry: Report) -> None:
    check_report_envelope(entry)
    check_hashes(entry.root)
    figures = entry.figures
    for part in figures.parts():
        if sorted(part) != list(part) or not all(tally.activities for tally in part.values()):
            raise BadInput("bad-entry", why="figures not in order of their codes, or of no activity")


def _check_review(entry: Review) -> None:
    check_hashes(*entry.heads)
    if (entry.record is None) == (entry.period is None):
        raise BadInput("bad-entry", why="a review is about an activity or about a report")
    if entry.verdict == "returned" and not entry.comment:
        raise BadInput("bad-entry", why="what is returned says why")


def _check_unit(entry: Unit) -> None:
    datetime.date.fromisoformat(entry.valid_from)
    if entry.valid_to is not None:
        datetime.date.fromisoformat(entry.valid_to)


def _check_dispatched(entry: Dispatched) -> None:
    datetime.date.fromisoformat(entry.date)


def _check_join(entry: Join) -> None:
    check_hashes(entry.proof)
    check_succession(entry.succeeds, entry.by, entry.invite, entry.proof)


def _check_seal(entry: Seal) -> None:
    if entry.suite == 1:
        unbase64(entry.key, length=32)


def _check_restored(entry: Restored) -> None:
    check_kept(entry.kept, entry.grown)
    check_heads(entry.lost)


def _check_acceptance(entry: Acceptance) -> None:
    check_hashes(entry.root)
    check_held(entry.held)


def _check_clock(entry: Clock) -> None:
    if entry.first > entry.last:
        raise BadInput("bad-entry", why="the last of them is before the first")


def _check_carried(entry: Carried) -> None:
    check_hashes(entry.root)
    if not 1 <= entry.count <= entry.size - entry.start:
        raise BadInput("bad-entry", why="more entries than that log had")


def _check_redaction(entry: Redaction) -> None:
    """The lines themselves are read by `decode`."""
    leaves = [redacted.leaf for redacted in entry.entries]
    check_hashes(*leaves)
    if len(set(leaves)) != len(leaves):
        raise BadInput("bad-entry", why="an entry is redacted twice")


def _check_reorganised(entry: Reorganised) -> None:
    datetime.date.fromisoformat(entry.since)
    before, after = set(entry.units), set(entry.into)
    if (len(before), len(after)) != (len(entry.units), len(entry.into)):
        raise BadInput("bad-entry", why="a unit stands twice on one side")
    fits = {
        "renamed": len(before) == 1 and before == after,
        "merged": len(after) == 1 and before != after,
        "split": len(before) == 1 and len(after) > 1,
    }
    if not fits[entry.how]:
        raise BadInput("bad-entry", why=f"these units cannot be {entry.how} into those")
    if entry.how != "renamed" and not all(map(is_commune, before | after)):
        raise BadInput("bad-entry", why="a province is neither merged nor split in its own registry")


KINDS: Final[dict[type[Entry], tuple[LogKind, Callable[[Any], None] | None]]] = {
    Activity: (LogKind.DEVICE, _check_fields),
    Retraction: (LogKind.DEVICE, lambda entry: check_hashes(*entry.base)),
    Report: (LogKind.DEVICE, _check_report),
    Noted: (LogKind.DEVICE, None),
    Carried: (LogKind.DEVICE, _check_carried),
    Join: (LogKind.DEVICE, _check_join),
    Hub: (LogKind.REGISTRY, None),
    Seal: (LogKind.REGISTRY, _check_seal),
    Unit: (LogKind.REGISTRY, _check_unit),
    Device: (LogKind.REGISTRY, None),
    Directed: (LogKind.REGISTRY, None),  # read by `decode`
    Reorganised: (LogKind.REGISTRY, _check_reorganised),
    Revoked: (LogKind.REGISTRY, None),
    Dispatched: (LogKind.REGISTRY, _check_dispatched),
    Restored: (LogKind.REGISTRY, _check_restored),
    Kept: (LogKind.REGISTRY, lambda entry: check_kept(entry.kept)),
    Lost: (LogKind.REGISTRY, None),
    Redaction: (LogKind.REGISTRY, _check_redaction),
    Acceptance: (LogKind.ACCEPTANCES, _check_acceptance),
    Head: (LogKind.ACCEPTANCES, lambda entry: check_hashes(entry.root)),
    Clock: (LogKind.ACCEPTANCES, _check_clock),
    Review: (LogKind.DESK, _check_review),
    Reminder: (LogKind.DESK, None),
}
"""Each kind: the kind of log it may stand in, and what its struct cannot say of it."""


def new_salt(random_bytes: RandomBytes) -> str:
    """The salt of a new entry."""
    return random_bytes(8).hex()
