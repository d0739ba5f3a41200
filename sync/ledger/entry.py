"""Entries: what may be stated in a log, and the one place where their bytes are read.

An entry is one line of UTF-8 JSON, exactly as `msgspec.json.encode` writes the struct of its kind: the keys in the
order of the struct, `kind` first, no white space, defaults left out. `decode` reads a line once and holds it against
that spelling, so a line has one meaning; the line itself is what is stored, hashed and sent, for ever.

What cannot be read is not an error, because a log must never stick behind one bad entry: it is `Quarantined`, with why.

    future    its kind, or a key of it or of an object in it, is unknown here: somebody wrote it with a newer program
    invalid   it breaks the format, or its own kind's rules

Both are stored, receipted and left out of every projection. New kinds and fields may come; those that stand here
never change their meaning.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sync.encoding.limits import MAX_COUNT, MAX_ENTRY, MAX_HEADS, MAX_NAME, MAX_TOPICS
from sync.encoding.patterns import is_commune
from sync.encoding.spelling import unbase64
from sync.encoding.types import (
    Base64Hash,
    Count,
    Day,
    DeviceId,
    Index,
    InviteId,
    Label,
    Line,
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
from sync.encoding.unicode import is_nfc
from sync.errors import BadInput
from sync.ledger import directive as directives
from sync.ledger.directive import ALL_READ, Directive, Unread
from sync.ledger.figures import Figures
from sync.ledger.origins import LogKind
from sync.ledger.unknown_keys import loose, unknown_keys

Base = Annotated[tuple[Base64Hash, ...], Meta(max_length=MAX_HEADS)]
"""The leaf hashes of the entries that this one builds on: the heads that its author saw. Empty on the first."""

Heads = Annotated[tuple[Base64Hash, ...], Meta(min_length=1, max_length=MAX_HEADS)]
NoteSignature = Annotated[str, Meta(max_length=92)]
"""A signature as a note has it: 4 bytes of the key's id, and 64 of Ed25519, in base64."""
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


class Noted(Stated, frozen=True, kw_only=True, tag="noted"):
    """Somebody at the unit has read a directive: the edition that stands in the registry at index `position`."""

    directive: Slug
    position: Index


class Join(Stated, frozen=True, kw_only=True, tag="join"):
    """The first entry of a laptop's log: the key it made, the hub it means, and that it holds the invite's secret."""

    hub: VerifierKey
    unit: UnitCode
    invite: InviteId
    key: VerifierKey
    proof: Base64Hash


class Hub(Stated, frozen=True, kw_only=True, tag="hub"):
    """The first entry of a registry: whose it is, and the verifier key (type 0x04) of its receipts."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    province: UnitCode
    cosigner: VerifierKey


class Unit(Stated, frozen=True, kw_only=True, tag="unit"):
    """A unit that reports: an official code with the dates between which the code means this unit."""

    code: UnitCode
    name: Label
    type: Line
    valid_from: Day
    valid_to: Day | None = None


class Device(Stated, frozen=True, kw_only=True, tag="device"):
    """A laptop is enrolled for a unit; `key` is the verifier key of its log."""

    unit: UnitCode
    key: VerifierKey
    invite: InviteId


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


class Acceptance(Stated, frozen=True, kw_only=True, tag="acceptance"):
    """The hub durably held the first `size` entries of a laptop's log, with this root, at its own time `at`."""

    device: DeviceId
    size: Size
    root: Base64Hash


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
    | Join
    | Hub
    | Unit
    | Device
    | Directed
    | Reorganised
    | Revoked
    | Acceptance
    | Review
    | Reminder
)
"""All kinds but the one that nearly all entries are of."""

Entry = Activity | Uncommon

QuarantineReason = Literal["future", "invalid"]


class Quarantined(Struct, frozen=True):
    """An entry that stays in its log and out of every projection. `detail` is for a technician, in English."""

    why: QuarantineReason
    detail: str


def _check_fields(entry: Activity) -> None:
    fields = entry.fields
    if not entry.base and (fields.title is UNSET or fields.date is UNSET):
        raise BadInput("bad-entry", why="a first entry sets title and date")
    if fields.date is not UNSET:
        datetime.date.fromisoformat(fields.date)
    if entry.base:
        _check_hashes(*entry.base)


def _check_hashes(*hashes: str) -> None:
    for text in hashes:
        unbase64(text, length=32)


def _check_report(entry: Report) -> None:
    _check_hashes(entry.root, *entry.base)
    devices = [position.device for position in entry.covers]
    if sorted(set(devices)) != devices:
        raise BadInput("bad-entry", why="covers is not sorted by device, each once")
    figures = entry.figures
    for part in (figures.channels, figures.topics, figures.directives, figures.tasks):
        if sorted(part) != list(part) or not all(tally.activities for tally in part.values()):
            raise BadInput("bad-entry", why="figures not in order of their codes, or of no activity")


def _check_review(entry: Review) -> None:
    _check_hashes(*entry.heads)
    if (entry.record is None) == (entry.period is None):
        raise BadInput("bad-entry", why="a review is about an activity or about a report")
    if entry.verdict == "returned" and not entry.comment:
        raise BadInput("bad-entry", why="what is returned says why")


def _check_unit(entry: Unit) -> None:
    datetime.date.fromisoformat(entry.valid_from)
    if entry.valid_to is not None:
        datetime.date.fromisoformat(entry.valid_to)


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
    Retraction: (LogKind.DEVICE, lambda entry: _check_hashes(*entry.base)),
    Report: (LogKind.DEVICE, _check_report),
    Noted: (LogKind.DEVICE, None),
    Join: (LogKind.DEVICE, lambda entry: _check_hashes(entry.proof)),
    Hub: (LogKind.REGISTRY, None),
    Unit: (LogKind.REGISTRY, _check_unit),
    Device: (LogKind.REGISTRY, None),
    Directed: (LogKind.REGISTRY, None),  # read by `_directed`
    Reorganised: (LogKind.REGISTRY, _check_reorganised),
    Revoked: (LogKind.REGISTRY, None),
    Acceptance: (LogKind.ACCEPTANCES, lambda entry: _check_hashes(entry.root)),
    Review: (LogKind.DESK, _check_review),
    Reminder: (LogKind.DESK, None),
}
"""Each kind: the kind of log it may stand in, and what its struct cannot say of it."""

_TAGS: Final[dict[str, type[Entry]]] = {str(struct.__struct_config__.tag): struct for struct in KINDS}
_decoder: Final = msgspec.json.Decoder(Entry)
_encoder: Final = msgspec.json.Encoder()


def new_salt(random_bytes: RandomBytes) -> str:
    """The salt of a new entry."""
    return random_bytes(8).hex()


def encode(entry: Entry) -> bytes:
    """The line of an entry, without its newline. `BadInput` if it is not one that `decode` takes: only our own
    unchecked input can bring that about, and it must not reach a log."""
    if isinstance(entry, DirectedInPart):
        raise BadInput("bad-entry", why="a directive that was not read whole")
    line = _encoder.encode(entry)
    kind, _ = KINDS[type(entry)]
    held = decode(line, kind)
    if isinstance(held, Quarantined):
        raise BadInput("bad-entry", why=held.detail)
    if isinstance(held, DirectedInPart):
        raise BadInput("bad-entry", why="a directive that this program could not read again")
    return line


def decode(line: bytes, log: LogKind) -> Entry | Quarantined:
    """Read one line (no newline) of a log of this kind. Never raises for what a line may contain."""
    if not 0 < len(line) <= MAX_ENTRY:
        return Quarantined("invalid", f"{len(line)} bytes; at least 1, at most {MAX_ENTRY}")
    try:
        entry: Entry = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # ValidationError is a DecodeError
        return _in_part(line, log)
    if isinstance(entry, Directed):
        return _in_part(line, log)
    if _encoder.encode(entry) != line:
        return Quarantined("invalid", "not in its one canonical spelling")
    if not line.isascii() and not is_nfc(line.decode("utf-8")):
        return Quarantined("invalid", "text is not in Unicode form NFC")
    return _checked(entry, log)


def _checked(entry: Entry, log: LogKind) -> Entry | Quarantined:
    """What the struct of an entry cannot say of it."""
    kind, check = KINDS[Directed if isinstance(entry, Directed) else type(entry)]
    if kind is not log:
        return Quarantined("invalid", f"does not belong in a {log.value} log")
    try:
        if entry.seen is not None:
            _check_hashes(entry.seen.root)
        if check is not None:
            check(entry)
    except (BadInput, ValueError) as error:
        return Quarantined("invalid", str(error))
    return entry


def _in_part(line: bytes, log: LogKind) -> Entry | Quarantined:
    """Read a line that is not quite of a kind known here: a directive, one from the future, or one that is wrong."""
    try:
        value = loose(line)
        kind = value.get("kind")
        if not isinstance(kind, str) or next(iter(value)) != "kind":
            return Quarantined("invalid", "it does not begin with its kind")
        struct = _TAGS.get(kind)
        if struct is None:
            return Quarantined("future", f"kind {kind[:40]!r} is unknown here")
        if KINDS[struct][0] is not log:
            return Quarantined("invalid", f"does not belong in a {log.value} log")
        inside = ("directive",) if struct is Directed else ()
        unknown = unknown_keys(value, struct, but=inside)
        if unknown:
            return Quarantined("future", f"field {min(unknown)[:40]!r} is unknown here")
        return _directed(value) if struct is Directed else Quarantined("invalid", _wrong(line))
    except BadInput as error:
        return Quarantined("invalid", str(error))


def _directed(value: dict[str, Any]) -> Entry | Quarantined:
    """The entry of an object of this kind that holds no unknown key but inside the directive."""
    directive, unread = directives.read(value.get("directive"))
    try:
        stated = msgspec.convert(value | {"directive": msgspec.to_builtins(directive)}, type=Directed)
    except msgspec.ValidationError as error:
        return Quarantined("invalid", str(error))
    outside = {key: inner for key, inner in value.items() if key != "directive"}
    written = {key: inner for key, inner in msgspec.to_builtins(stated).items() if key != "directive"}
    if list(outside.items()) != list(written.items()):
        return Quarantined("invalid", "not in its one canonical spelling")
    entry: Entry = stated
    if unread != ALL_READ:
        entry = DirectedInPart(salt=stated.salt, at=stated.at, seen=stated.seen, directive=directive, unread=unread)
    return _checked(entry, LogKind.REGISTRY)


def _wrong(line: bytes) -> str:
    """What the decoder says against a line of a known kind."""
    try:
        _decoder.decode(line)
    except msgspec.DecodeError as error:
        return str(error)
    raise AssertionError("it was refused before")
