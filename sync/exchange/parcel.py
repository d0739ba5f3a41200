"""Parcels: the one file and body format. A push, an answer, a USB transfer and an audit bundle are all parcels.

JSON lines in one zstd frame (RFC 8878) with its checksum:

    {"line":"header", ...}        once, first
    {"line":"range", ...}         then per range its head
    <entry>                       and its `to - from` entry lines, byte for byte as their author wrote them
    {"line":"end", ...}           once, last: counts, so that a parcel that was cut is told from a whole one; and, where
                                  somebody vouches for all before it, who, and their signature (`answers`)

Sans-IO: a writer gives bytes, a reader is fed bytes and gives events. The reader holds one piece of at most
`_PIECE` decompressed bytes and one unfinished line, never a parcel, and every limit is checked before memory is
taken. Lines other than entries must stand in their one canonical spelling.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from sync.encoding.limits import MAX_ENTRY, MAX_NAME, MAX_ORIGIN, MAX_PROVEN
from sync.encoding.spelling import is_shallow, tobase64
from sync.encoding.types import Index, Origin, Posix, Size, Sum
from sync.encoding.unicode import is_nfc
from sync.errors import BadInput
from sync.exchange.answers import ParcelSignature, signed_message
from sync.exchange.ranges import RangeHead
from sync.ledger.unknown_keys import loose, unknown_keys, without_unknown
from sync.log.keys import Signer
from sync.log.redacted import is_kept, wire_lines

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

VERSION: Final = 1
SUFFIX: Final = ".soxa"

MAX_WANTED: Final = 64
"""Parts that a parcel asks for again."""
MAX_SEALED_TO: Final = 44
"""Letters of a key that an answer may be sealed to."""
MAX_ASKED: Final = 88
"""Letters by which an answer names what it answers."""

_PIECE: Final = 256 * 1024
_MAX_HEAD: Final = 256 * 1024
"""Bytes in a header line: a thousand cursors of long names fit."""
_FREE: Final = 1024 * 1024
"""Bytes that may unfold from any few."""
_WINDOW_LOG: Final = 23
"""A reader needs at most an 8 MiB window, whatever a sender asks for."""
_MAX_RANGES: Final = 100_000
_MAGIC: Final = bytes.fromhex("28b52ffd")
_CHECKSUM: Final = 0x04
"""The flag of a frame's descriptor (RFC 8878 section 3.1.1.1.1), the byte after its magic number."""


class Limits(Struct, frozen=True):
    """What a reader puts up with."""

    decompressed: int
    """Bytes in all."""
    entries: int
    """Entries in all."""
    ratio: int | None = None
    """How many bytes each byte may unfold to, after the first `_FREE`; None where that is not bounded."""


ONE_EXCHANGE: Final = Limits(decompressed=64 * 1024 * 1024, entries=200_000, ratio=100)
"""A request or an answer on the line: far more than a chunk, and soon refused if it is a bomb."""
ONE_FILE: Final = Limits(decompressed=2 * 1024**3, entries=4_000_000, ratio=100)
"""A USB transfer: years of a unit's work."""
ONE_BUNDLE: Final = Limits(decompressed=64 * 1024**3, entries=100_000_000)
"""An audit bundle: a province's decades. It is read once, in flat memory."""


class QuarantinedEntry(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """The hub stored this entry of the laptop's log, and left it out of its projection."""

    index: Index
    why: Annotated[str, Meta(max_length=20)]
    detail: Annotated[str, Meta(max_length=300)]


class WantedRange(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """A part of a log that is damaged where the parcel comes from: entries from an index up to, and without, another; or, of
    equal ones, the signed head of that size."""

    origin: Origin
    start: Size
    end: Size


class Refusal(Struct, frozen=True, forbid_unknown_fields=True):
    """The hub took nothing more: an error's code, and the facts to say it with."""

    code: Annotated[str, Meta(max_length=60)]
    facts: dict[str, str | int | None]


class Header(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="header", tag_field="line"
):
    """Who sends what. `soxa` is the version; a reader refuses any other."""

    soxa: int
    kind: Literal["push", "reply", "bundle"]
    hub: Annotated[str, Meta(max_length=MAX_NAME)]
    device: Annotated[str, Meta(max_length=16)] = ""
    """The laptop whose exchange this is; empty in a bundle."""
    cursors: Annotated[dict[Origin, Size], Meta(max_length=1_000)] = {}
    """In a push: how far the laptop holds each log that it follows, its own included (as far as a receipt covers)."""
    more: bool = False
    """In a reply: the hub has more than fits one answer; ask again."""
    held: Annotated[tuple[QuarantinedEntry, ...], Meta(max_length=1_000)] = ()
    """In a reply: the entries of the laptop's log that the hub holds back."""
    refusal: Refusal | None = None
    """In a reply."""
    budget: Size | None = None
    """In a push: bytes of entries that the reply may bring beside its receipt, in parts that each prove themselves; None for
    whatever fits one answer."""
    tail: bool = False
    """In a push: its sender's log went back, and the reply is to bring it again from the cursor on."""
    asking: bool = False
    """In a reply: the hub went back, and asks its laptops for what it lacks; it says no more than receipts and its registry
    until that is closed."""
    alone: bool = False
    """In a push: its sender wants no logs of the unit's other laptops now."""
    claimed: Posix | None = None
    """In a reply: when somebody else last claimed the place that its reader took of another laptop."""
    wanted: Annotated[tuple[WantedRange, ...], Meta(max_length=MAX_WANTED)] = ()
    """What its sender holds that is damaged, and asks for again."""
    answers: Annotated[str, Meta(max_length=MAX_ASKED)] = ""
    """In a reply: what it answers, the nonce of a request or SHA-256 of a file."""
    proofs: Annotated[tuple[Size, ...], Meta(max_length=MAX_PROVEN)] | None = None
    """In a push: that its sender takes no head of the acceptances that is not proven to go on from the one that it holds;
    and sizes of heads that it came to know otherwise, from which that is to be proven, too."""
    seal: Annotated[str, Meta(max_length=MAX_SEALED_TO)] = ""
    """In a push: the key of suite 1 that a file which answers it may be sealed to, in base64."""


class End(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="end", tag_field="line"):
    """The last line: how many ranges and entries came before it, and who vouches for all of it."""

    ranges: Sum
    entries: Sum
    by: Annotated[str, Meta(max_length=MAX_ORIGIN)] = ""
    """The name of the key that signs the parcel; empty where nobody does."""
    signature: Annotated[str, Meta(max_length=88)] = ""
    """As `answers` says."""


class Entries(Struct, frozen=True):
    """Some entry lines, in order, of the range whose head came last. No newlines."""

    lines: list[bytes]


Event = Header | RangeHead | Entries | End

_KINDS: Final[dict[str, type[Header | RangeHead | End]]] = {"header": Header, "range": RangeHead, "end": End}
_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[Header | RangeHead | End]] = msgspec.json.Decoder(Header | RangeHead | End)


class Effort(Enum):
    """How hard a writer squeezes. Readers need not know."""

    LINE = "line"
    """While a line waits: a greedy search that looks deep, for matches of 6 bytes and more, is on entries twice as fast
    as zstd's level 9 and gives less."""
    FILE = "file"
    """While a person copies a file."""
    SMALL = "small"
    """Where there are some kilobytes of entries at most, and every byte of the parcel counts: a search of everything."""


_P: Final = zstd.CompressionParameter
_HANDS: Final = 2 if _P.nb_workers.bounds()[1] >= 2 else 0
"""Threads that squeeze, where the library was built with them: a laptop has two cores, and the line waits."""
_JOB: Final = 1024 * 1024 if _HANDS else 0
"""Bytes that one of them takes at a time; below it nothing is shared out."""
_OPTIONS: Final[dict[Effort, dict[int, int]]] = {
    Effort.LINE: {
        _P.compression_level: 6,
        _P.strategy: zstd.Strategy.greedy,
        _P.search_log: 6,
        _P.min_match: 6,
        _P.hash_log: 17,
    },
    Effort.FILE: {_P.compression_level: 12},
    Effort.SMALL: {
        _P.compression_level: 19,
        _P.strategy: zstd.Strategy.btultra2,
        _P.min_match: 3,
        _P.hash_log: 15,
        _P.chain_log: 16,
        _P.window_log: 16,
        _P.nb_workers: 0,
        _P.job_size: 0,
    },
}
MOST_SMALL: Final = 8 * 1024
"""Bytes of entries up to which a parcel is small."""
_ALWAYS: Final[dict[int, int]] = {
    _P.window_log: _WINDOW_LOG,
    _P.checksum_flag: 1,
    _P.nb_workers: _HANDS,
    _P.job_size: _JOB,
}


class ParcelWriter:
    """Writes one parcel. Each call gives the compressed bytes that are ready, perhaps none; `end` gives the rest."""

    def __init__(self, effort: Effort = Effort.LINE, signer: Signer | None = None) -> None:
        """`signer` vouches for the parcel; None where nobody does."""
        self._zstd = zstd.ZstdCompressor(options=_ALWAYS | _OPTIONS[effort])
        self._signer = signer
        self._hash = hashlib.sha256()
        self._ranges = 0
        self._entries = 0
        self._open = 0

    def header(self, header: Header) -> bytes:
        """Must be the first."""
        return self._line(header)

    def range(self, head: RangeHead) -> bytes:
        """Open a range; exactly `to - from` entries must follow."""
        assert self._open == 0, "the range before is not complete"
        self._ranges += 1
        self._open = head.end - head.start
        return self._line(head)

    def entries(self, lines: Sequence[bytes]) -> bytes:
        """Some entries of the range just opened; of a redacted one its leaf hash alone leaves."""
        lines = wire_lines(lines)
        self._open -= len(lines)
        assert self._open >= 0, "more entries than the range has"
        self._entries += len(lines)
        return self._write(b"\n".join(lines) + b"\n") if lines else b""

    def flush(self) -> bytes:
        """The bytes of all that was written so far: a reader has it, whatever comes of the rest."""
        return self._zstd.flush(zstd.ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        """Close the parcel."""
        assert self._open == 0, "the last range is not complete"
        end = End(self._ranges, self._entries)
        if self._signer is not None:
            signature = self._signer.sign(signed_message(self._hash.digest(), self._ranges, self._entries))
            end = End(self._ranges, self._entries, self._signer.name, tobase64(signature))
        return self._line(end) + self._zstd.flush(zstd.ZstdCompressor.FLUSH_FRAME)

    def _line(self, line: Header | RangeHead | End) -> bytes:
        return self._write(_encoder.encode(line) + b"\n")

    def _write(self, data: bytes) -> bytes:
        if self._signer is not None:
            self._hash.update(data)
        return self._zstd.compress(data)


def _read(line: bytes) -> Header | RangeHead | End:
    """A line that is no entry; `msgspec.DecodeError` if it is none of ours, `BadInput("bad-parcel")` if it is spelled
    otherwise than it is written."""
    if not is_shallow(line):
        raise BadInput("bad-parcel", why="objects and lists lie too deep within each other")
    try:
        read = _decoder.decode(line)
    except msgspec.ValidationError as error:
        return _read_in_part(line, str(error))
    if _encoder.encode(read) != line or not is_nfc(line.decode("utf-8")):
        raise BadInput("bad-parcel", why="a line is not in its one canonical spelling")
    return read


def _read_in_part(line: bytes, error: str) -> Header | RangeHead | End:
    """A line to which a newer program has added keys: they stand after those known here, and are passed over."""
    try:
        value = loose(line)
        kind = _KINDS.get(str(value.get("line")))
        if kind is None or next(iter(value)) != "line" or not unknown_keys(value, kind):
            raise msgspec.ValidationError(error)
    except BadInput as refused:
        raise msgspec.ValidationError(str(refused)) from None
    known = without_unknown(value, kind)
    read = msgspec.convert(known, type=kind)
    if _encoder.encode(read) != _encoder.encode(known):
        raise msgspec.ValidationError("a line is not in its one canonical spelling")
    return read


MAGIC_SIZE: Final = len(_MAGIC)
"""Bytes by which `may_be_parcel` tells."""


def may_be_parcel(beginning: bytes) -> bool:
    """Whether bytes begin as a parcel does; a page never does."""
    return beginning.startswith(_MAGIC)


class ParcelReader:
    """Reads one parcel as it comes: `for event in reader.feed(data)`, then `reader.close()`.

    Raises `BadInput`: `not-a-parcel` (no zstd frame, no header), `newer-parcel` (another version), `bad-parcel` (grammar or
    spelling), `parcel-too-big` (a limit), `cut-parcel` (from `close`: it did not end).
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        self._zstd = zstd.ZstdDecompressor(options=options)
        self._rest = b""
        self._came = self._bytes = 0
        self._beginning: bytes | None = b""
        """The frame's first bytes, until they are looked at."""
        self._started = False
        self._ended = False
        self._left = 0
        self._ranges = 0
        self._entries = 0
        self._hash = hashlib.sha256()
        self._is_signable = True
        self.signed: ParcelSignature | None = None
        """Who says to vouch for the parcel, once it has ended; None if nobody does."""

    def feed(self, data: bytes) -> Iterator[Event]:
        """The events that these bytes complete. Consume them all before feeding more."""
        if self._beginning is not None:
            self._beginning += data[: len(_MAGIC) + 1]
            self._check_frame(self._beginning)
        self._came += len(data)
        while True:
            if self._zstd.eof:
                if data or self._zstd.unused_data:
                    raise BadInput("bad-parcel", why="bytes after the end")
                return
            if not data and self._zstd.needs_input:  # asked for nothing often enough, the library calls it a fault
                return
            try:
                piece = self._zstd.decompress(data, max_length=_PIECE)
            except zstd.ZstdError as error:
                raise BadInput("bad-parcel" if self._started else "not-a-parcel", why=str(error)) from None
            data = b""
            self._bytes += len(piece)
            self._check_unfolded()
            yield from self._lines(piece)

    def _check_unfolded(self) -> None:
        limit = self._limits.decompressed
        if self._limits.ratio is not None:
            limit = min(limit, max(_FREE, self._limits.ratio * self._came))
        if self._bytes > limit:
            raise BadInput("parcel-too-big", limit=limit)

    def _check_frame(self, beginning: bytes) -> None:
        """A frame without a checksum is none of ours: bytes that rot in it would not be noticed."""
        if len(beginning) > len(_MAGIC):
            if beginning.startswith(_MAGIC) and not beginning[len(_MAGIC)] & _CHECKSUM:
                raise BadInput("bad-parcel", why="a frame without a checksum")
            self._beginning = None

    def close(self) -> None:
        """Say that no more bytes come."""
        if not self._started:
            raise BadInput("not-a-parcel", why="it ends before its header")
        if not (self._ended and self._zstd.eof):
            raise BadInput("cut-parcel", entries=self._entries)
        if self._zstd.unused_data:
            raise BadInput("bad-parcel", why="bytes after the end")

    def _lines(self, piece: bytes) -> Iterator[Event]:
        lines = (self._rest + piece).split(b"\n")
        self._rest = lines.pop()
        place = 0
        while place < len(lines):
            if self._left:
                batch = lines[place : place + self._left]
                place += len(batch)
                yield self._take_entries(batch)
            else:
                yield self._take_line(lines[place])
                place += 1
        self._check_length(len(self._rest), MAX_ENTRY if self._left else _MAX_HEAD)

    def _check_length(self, length: int, limit: int) -> None:
        """Hold a line, or what there is of it yet, against its limit: the same however the bytes come in."""
        if length > limit:
            raise BadInput("parcel-too-big" if self._started else "not-a-parcel", limit=limit)

    def _take_entries(self, batch: list[bytes]) -> Entries:
        self._left -= len(batch)
        self._entries += len(batch)
        if self._entries > self._limits.entries:
            raise BadInput("parcel-too-big", limit=self._limits.entries)
        self._check_length(max(map(len, batch)), MAX_ENTRY)
        if b"" in batch:
            raise BadInput("bad-parcel", why="an empty entry")
        if any(map(is_kept, batch)):
            raise BadInput("bad-parcel", why="more than the leaf hash of a redacted entry")
        self._note(batch)
        return Entries(batch)

    def _note(self, lines: Sequence[bytes]) -> None:
        """Keep count of what its author signs; nobody signs a bundle, which is big."""
        if self._is_signable:
            self._hash.update(b"\n".join(lines) + b"\n")

    def _take_line(self, line: bytes) -> Header | RangeHead | End:
        self._check_length(len(line), _MAX_HEAD)
        try:
            read = _read(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadInput("bad-parcel" if self._started else "not-a-parcel", why=str(error)[:200]) from None
        if isinstance(read, Header) == self._started or self._ended:
            raise BadInput("bad-parcel" if self._started else "not-a-parcel", why="a line out of its place")
        if isinstance(read, End) and read.by:
            message = signed_message(self._hash.digest(), read.ranges, read.entries)
            self.signed = ParcelSignature(read.by, read.signature, message)
        if isinstance(read, Header):
            self._started = True
            self._is_signable = read.kind != "bundle"
            if read.soxa != VERSION:
                raise BadInput("newer-parcel", version=read.soxa)
        elif isinstance(read, RangeHead):
            self._ranges += 1
            self._left = read.end - read.start
            if self._left < 0 or self._ranges > _MAX_RANGES:
                raise BadInput("bad-parcel", why="a range that ends before it starts, or too many ranges")
        else:
            self._ended = True
            if (read.ranges, read.entries) != (self._ranges, self._entries):
                raise BadInput("bad-parcel", why="the counts at its end do not agree")
        self._note([line])
        return read
