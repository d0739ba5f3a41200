"""Lines of logs, read and written: the one place where the bytes of entries become entries, and entries bytes.

`decode` reads a line once and holds it against the one spelling of its entry (`entry.py`), so a line has one meaning;
the line itself is what is stored, hashed and sent, for ever.

What cannot be read is not an error, because a log must never stick behind one bad entry: it is `Quarantined`, with why.

    future    its kind, or a key of it or of an object in it, is unknown here: somebody wrote it with a newer program
    invalid   it breaks the format, or its own kind's rules

Both are stored, receipted and left out of every projection. But of the entries on which others rest, the hub's own and a
laptop's `join`, new keys are passed over and what is known holds: a laptop must not be a stranger, nor a revocation nothing,
because a newer hub said one thing more of it. And of a newer program's report what says that there is one holds
(`ReportInPart`): its unit must not be called late because its laptop is ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, Literal, cast

import msgspec
from msgspec import Struct

from sync.encoding.limits import MAX_ENTRY
from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.unicode import is_nfc
from sync.errors import BadInput
from sync.ledger import directive as directives
from sync.ledger.directive import ALL_READ
from sync.ledger.entry import (
    KINDS,
    Directed,
    DirectedInPart,
    Entry,
    Join,
    Redaction,
    Report,
    ReportInPart,
    check_hashes,
    check_report_envelope,
)
from sync.ledger.levels import FIRST_LEVEL, LATER_FIGURES
from sync.ledger.origins import LogKind
from sync.ledger.redaction import Redactable, is_redactable, without_texts
from sync.ledger.unknown_keys import loose, unknown_keys, without_unknown
from sync.log.redacted import MARK, stand_in

QuarantineReason = Literal["future", "invalid"]


class Quarantined(Struct, frozen=True):
    """An entry that stays in its log and out of every projection. `detail` is for a technician, in English."""

    why: QuarantineReason
    detail: str


_RESTED_ON: Final = frozenset({struct for struct, (log, _check) in KINDS.items() if log is not LogKind.DEVICE} | {Join})
"""The kinds that are read by their known keys."""
_TAGS: Final[dict[str, type[Entry]]] = {str(struct.__struct_config__.tag): struct for struct in KINDS}
_READ_APART: Final = ("directive",)
"""The key of an entry whose object has rules of its own: `directive.read`."""
_OF_ITS_LEVEL: Final = frozenset({"records", "root", "figures", "narrative", "provisional"})
"""The keys of a report whose meaning its level decides."""
_NOTHING_READ: Final[dict[str, Any]] = {
    "records": 0,
    "root": tobase64(bytes(32)),
    "figures": {"total": [0, 0, 0, 0]},
    "narrative": {},
}
_encoder: Final = msgspec.json.Encoder()


@cache
def _decoder() -> msgspec.json.Decoder[Entry]:
    """Made when the first line is read: it is what this module costs, and a program that only shows reads none."""
    return msgspec.json.Decoder(Entry)


def encode(entry: Entry) -> bytes:
    """The line of an entry, without its newline. `BadInput` if it is not one that `decode` takes: only our own
    unchecked input can bring that about, and it must not reach a log."""
    if isinstance(entry, DirectedInPart | ReportInPart):
        raise BadInput("bad-entry", why="an entry that was not read whole")
    line = _encoder.encode(entry)
    kind, _ = KINDS[type(entry)]
    held = decode(line, kind)
    if isinstance(held, Quarantined):
        raise BadInput("bad-entry", why=held.detail)
    if isinstance(held, DirectedInPart | ReportInPart):
        raise BadInput("bad-entry", why="an entry that this program could not read again")
    return line


def decode(line: bytes, log: LogKind) -> Entry | Quarantined:
    """Read one line (no newline) of a log of this kind; in the place of a redacted entry what the hub says in its stead.
    Never raises for what a line may contain."""
    if line.startswith(MARK):
        line = stand_in(line)
    if not 0 < len(line) <= MAX_ENTRY:
        return Quarantined("invalid", f"{len(line)} bytes; at least 1, at most {MAX_ENTRY}")
    try:
        entry: Entry = _decoder().decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # ValidationError is a DecodeError
        return _in_part(line, log)
    if isinstance(entry, Directed):
        return _in_part(line, log)
    held = _strictly(entry, line, log)
    if isinstance(held, Quarantined) and isinstance(entry, Report):
        return _in_part(line, log, held)
    return held


def _strictly(entry: Entry, line: bytes, log: LogKind) -> Entry | Quarantined:
    """An entry that its struct takes, held against its one spelling and its own rules."""
    if _encoder.encode(entry) != line:
        return Quarantined("invalid", "not in its one canonical spelling")
    if not line.isascii() and not is_nfc(line.decode("utf-8")):
        return Quarantined("invalid", "text is not in Unicode form NFC")
    return _checked(entry, log)


def _checked(entry: Entry, log: LogKind) -> Entry | Quarantined:
    """What the struct of an entry cannot say of it."""
    kind, check = _rules(entry)
    if kind is not log:
        return Quarantined("invalid", f"does not belong in a {log.value} log")
    try:
        if entry.seen is not None:
            check_hashes(entry.seen.root)
        if check is not None:
            check(entry)
        if isinstance(entry, Redaction):
            _check_stand_ins(entry)
    except (BadInput, ValueError) as error:
        return Quarantined("invalid", str(error))
    return entry


def _check_stand_ins(entry: Redaction) -> None:
    """What is said again of each redacted entry is an entry without texts."""
    for redacted in entry.entries:
        line, leaf = redacted.line.encode("utf-8"), unbase64(redacted.leaf, length=32)
        desk = line.startswith((b'{"kind":"review"', b'{"kind":"reminder"'))
        stood = decode(line, LogKind.DESK if desk else LogKind.DEVICE)
        if line.startswith(MARK) or not is_redactable(stood) or without_texts(cast(Redactable, stood), leaf) != stood:
            raise BadInput("bad-entry", why="what stands for a redacted entry is none, or says more than it may")


def _rules(entry: Entry) -> tuple[LogKind, Callable[[Any], None] | None]:
    """The kind of log that an entry may stand in, and what holds of it beyond its struct."""
    if isinstance(entry, ReportInPart):
        return LogKind.DEVICE, check_report_envelope
    return KINDS[Directed if isinstance(entry, Directed) else type(entry)]


def _in_part(line: bytes, log: LogKind, wrong: Quarantined | None = None) -> Entry | Quarantined:
    """Read a line that is not quite of a kind known here: a directive, one from the future, or one that is wrong; `wrong` is
    what is known to be so."""
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
        unknown = unknown_keys(value, struct, but=_READ_APART)
        if struct is Report and (unknown or _is_newer(value)):
            return _reported(value)
        if unknown and struct not in _RESTED_ON:
            return Quarantined("future", f"field {min(unknown)[:40]!r} is unknown here")
        known = without_unknown(value, struct, but=_READ_APART) if unknown else value
        if struct is Directed:
            return _directed(known)
        return decode(_encoder.encode(known), log) if unknown else wrong or Quarantined("invalid", _wrong(line))
    except BadInput as error:
        return Quarantined("invalid", str(error))


def _is_newer(value: dict[str, Any]) -> bool:
    """Whether a report is of a level after the first, by what it says or has. One that breaks the rules of its level came
    all the same: who reads only what is before it takes it for such, and all readers must say alike who has reported."""
    level, figures = value.get("level"), value.get("figures")
    later = isinstance(figures, dict) and not LATER_FIGURES.isdisjoint(figures)
    return later or (type(level) is int and level > FIRST_LEVEL)


def _reported(value: dict[str, Any]) -> Entry | Quarantined:
    """The report of an object of this kind, as far as every program reads it."""
    known = without_unknown(value, Report)
    envelope = {key: inner for key, inner in known.items() if key not in _OF_ITS_LEVEL}
    try:
        report = msgspec.convert(envelope | _NOTHING_READ, type=ReportInPart)
    except msgspec.ValidationError as error:
        return Quarantined("invalid", str(error))
    written = {key: inner for key, inner in msgspec.to_builtins(report).items() if key not in _OF_ITS_LEVEL}
    if _encoder.encode(envelope) != _encoder.encode(written):
        return Quarantined("invalid", "not in its one canonical spelling")
    return _checked(report, LogKind.DEVICE)


def passed_over(line: bytes, entry: Entry) -> list[str]:
    """The keys of a line that are new here, where its entry was read by the others; those of a directive are apart."""
    line = stand_in(line)
    if _encoder.encode(entry) == line:
        return []
    struct = Directed if isinstance(entry, Directed) else type(entry)
    return unknown_keys(loose(line), struct, but=_READ_APART)


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
        _decoder().decode(line)
    except msgspec.DecodeError as error:
        return str(error)
    raise AssertionError("it was refused before")
