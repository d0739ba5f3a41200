"""The parsers that are fuzzed: each is given any bytes, and takes them or refuses them with an error of ours."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Final

import msgspec
from msgspec import Struct

from hub.registry.directives.yaml import parse_yaml
from sync.activities.dates import parse_days
from sync.annex import reader
from sync.audit.faults import Stop
from sync.audit.verify import Audit
from sync.encoding.types import DeviceId, Hash, Index, Instant, Size
from sync.errors import BadInput, SoxaError
from sync.exchange import signing
from sync.exchange.growth import HeldHead, is_proven
from sync.exchange.parcel import ONE_EXCHANGE, Event, ParcelReader
from sync.exchange.ranges import RangeHead, ReceiptedBy
from sync.exchange.walker import events_of
from sync.importing.answers import Answers
from sync.importing.planning import make_plan
from sync.ledger import directive, origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Entry
from sync.ledger.invite import parse_invite
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import keys, policy, proof, receipt, witness
from sync.log import note as notes
from sync.log.keys import Signer
from sync.log.note import Verifier
from sync.receipts import lines as receipts
from sync.tables import book_of
from tests.fuzz.seeds import ODS, WEB, parts, vectors_read, with_part, workbooks, zstd

_TODAY: Final = datetime.date(2026, 11, 27)
_KEY: Final = Signer("soxa.fuzz.example/registry", bytes(range(32)))
_DEVICE: Final = Signer("soxa.fuzz.example/device/kze7e7bqcghqjedt", bytes(range(1, 33)))


class Target(Struct, frozen=True):
    """A parser, and what it begins with."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Iterator[bytes]]
    most: int = 65_536
    """Bytes of the longest input."""


def attempt(target: Target, data: bytes) -> None:
    """Give a parser some bytes: it may refuse them, and raise nothing else."""
    with suppress(SoxaError):
        target.read(data)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("not-utf8") from error


def _of_text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(_text(data))


def _events(data: bytes) -> object:
    return sum(1 for _event in events_of([data[:100], data[100:]], ONE_EXCHANGE))


def _grown(data: bytes) -> object:
    """A head of the acceptances with its proofs, to a laptop that holds seven of them."""
    try:
        head = msgspec.json.decode(data, type=RangeHead)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput("bad-parcel") from error
    held, own = HeldHead(Size(7), Hash(bytes(32))), ReceiptedBy(index=Index(8), entry="acceptance 8")
    return is_proven(head, checkpoints.parse(head.checkpoint).checkpoint, held, own)


def _parcel_lines(data: bytes) -> object:
    """Lines of a parcel, in a frame that is right: what stands behind the compression."""
    return _events(zstd(data))


def _bundle_lines(data: bytes) -> object:
    """A bundle of an auditor: faults are told, and nothing is raised but what says that it is no bundle."""
    audit = Audit(_KEY.verifier)
    reading = ParcelReader(ONE_EXCHANGE)

    def events() -> Iterator[Event]:
        yield from reading.feed(zstd(data))
        reading.close()

    with suppress(Stop):
        try:
            audit.read(events(), lambda _count: None)
        except SoxaError as error:
            audit.broken(error)
    return audit.summary()


def _entry(data: bytes) -> object:
    """A line of a log of each kind: never anything raised, and what is read can be written again."""
    read = [decode(data, kind) for kind in LogKind]
    return [encode(entry) for entry in read if isinstance(entry, Entry)]


def _registry(data: bytes) -> object:
    registry = Registry(_KEY.verifier)
    registry.take(decode(line, LogKind.REGISTRY) for line in data.split(b"\n"))
    return registry


def _directive(data: bytes) -> object:
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput("bad-directive", field="", why=str(error)[:100]) from error
    return directive.read(value)


def _request(data: bytes) -> object:
    """The head of a request: two lines, the fields that say who signed."""
    first, _, rest = data.partition(b"\n")
    fields = {"signature-input": _text(first), "signature": _text(rest.partition(b"\n")[0])}
    fields["content-digest"] = _text(rest.partition(b"\n")[2])
    return signing.verify("POST", "http://x/sync", fields, b"", verifier=_DEVICE.verifier, now=Instant(1_793_000_000))


def _checkpoint(data: bytes) -> object:
    text = _text(data)
    signed = checkpoints.parse(text)
    with suppress(SoxaError):
        checkpoints.verify(text, _KEY.verifier)
    with suppress(SoxaError):
        receipt.receipt_time(signed.note, signed.checkpoint, receipt.cosigner_verifier(_KEY))
    return signed


def _table(suffix: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        book = book_of(data, f"a.{suffix}")
        return make_plan(book, file="a", answers=Answers(), today=_TODAY, directives=())

    return read


def _annex(suffix: str) -> Callable[[bytes], object]:
    return lambda data: reader.read(suffix, data)


def _lines_of(*words: str) -> Callable[[], Iterator[bytes]]:
    return lambda: vectors_read(*words)


def _each(*seeds: bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: iter(seeds)


def _signed_heads() -> Iterator[bytes]:
    url, now = "http://x/sync", Instant(1_793_000_000)
    fields = signing.sign("POST", url, b"", device=DeviceId("kze7e7bqcghqjedt"), signer=_DEVICE, now=now, nonce=bytes(16))
    lower = {name.lower(): value for name, value in fields.items()}
    yield "\n".join(lower[name] for name in ("signature-input", "signature", "content-digest")).encode()


def _frames() -> Iterator[bytes]:
    yield from map(zstd, vectors_read("bundle"))


def _workbook(suffix: str) -> Callable[[], Iterator[bytes]]:
    return lambda: workbooks(suffix)


def _invite(data: bytes) -> object:
    """What an invite says, under digits that are right."""
    body = "soxa-invite-1." + base64.urlsafe_b64encode(data).decode().rstrip("=")
    return parse_invite(f"{body}.{hashlib.sha256(body.encode()).hexdigest()[:8]}")


def _part(suffix: str, name: str) -> Callable[[bytes], object]:
    """A part of a table that is an archive, whose checksums are right."""
    return lambda data: _table(suffix)(with_part(suffix, name, data))


_SHEET: Final = "xl/worksheets/sheet1.xml"


def _days(typed: str) -> object:
    return parse_days(typed, _TODAY)


def _same_key(text: str) -> object:
    return Verifier.parse(text)


TARGETS: Final[dict[str, Target]] = {
    "parcel": Target(_events, _frames),
    "parcel-lines": Target(_parcel_lines, _lines_of("bundle")),
    "bundle": Target(_bundle_lines, _lines_of("bundle")),
    "entry": Target(_entry, _lines_of("entry", "report", "registry", "citation")),
    "registry": Target(_registry, _lines_of("registry")),
    "directive": Target(_directive, _lines_of("registry")),
    "yaml": Target(
        _of_text(lambda text: parse_yaml(text, "a.yaml")), _each(b"id: a\nkind: plan\nnumber: 1/KH-UBND\ndate: 2026-01-01\n")
    ),
    "note": Target(_of_text(notes.parse), _lines_of("note", "checkpoint", "receipt")),
    "checkpoint": Target(_checkpoint, _lines_of("checkpoint", "receipt")),
    "receipts": Target(receipts.parse, _lines_of("receipts")),
    "grown": Target(_grown, _lines_of("grown")),
    "proof": Target(_of_text(proof.parse), _lines_of("proof")),
    "verifier-key": Target(_of_text(_same_key), _lines_of("verifier-key")),
    "key-file": Target(_of_text(keys.parse_private), _lines_of("key-file")),
    "origin": Target(_of_text(origins.parse), _each(b"soxa.example/registry/2", b"soxa.example/device/kze7e7bqcghqjedt")),
    "invite": Target(
        _of_text(parse_invite), _each(b"soxa-invite-1.e30.00000000", b"soxa-invite-2.e30.00000000"), most=4_000
    ),
    "invite-body": Target(_invite, _each(b'{"hub":"a","key":"","unit":"1","unit_name":"","id":"","secret":"","expires":1}')),
    "request": Target(_request, _signed_heads),
    "policy": Target(policy.parse, _lines_of("policy")),
    "witness-request": Target(witness.parse_request, _lines_of("witness-request")),
    "witness-size": Target(witness.parse_size, _each(b"12\n", b"")),
    "days": Target(_of_text(_days), _each(b"3-5/11", "thứ ba, 3/11/2026".encode()), most=300),
    "csv": Target(_table("csv"), _workbook("csv")),
    "xlsx": Target(_table("xlsx"), _workbook("xlsx"), most=200_000),
    "xlsx-sheet": Target(_part("xlsx", _SHEET), lambda: parts("xlsx", _SHEET)),
    "xls": Target(_table("xls"), _workbook("xls"), most=200_000),
    "ods": Target(_table("ods"), _workbook("ods"), most=200_000),
    "ods-content": Target(_part("ods", "content.xml"), _each(ODS)),
    "html": Target(_table("xls"), _each(WEB)),
    "annex-xlsx": Target(_annex(".xlsx"), _workbook("xlsx"), most=200_000),
    "annex-csv": Target(_annex(".csv"), _workbook("csv")),
    "annex-json": Target(_annex(".json"), _each(b"{}")),
}
"""By name, every parser of what others write."""


def names() -> Sequence[str]:
    """The names of all targets."""
    return tuple(TARGETS)
