"""The file of receipts: what the hub has signed, as a laptop holds it, for whoever holds it against a bundle.

Lines of JSON, as a parcel's lines are spelled:

    {"line":"receipts", ...}      once, first: whose it is
    {"line":"receipt", ...}       then each receipt on a laptop's log, with its acceptance where the hub told that
    {"line":"head", ...}          then each signed head of one of the hub's own logs, and how it came
    {"line":"end", ...}           once, last: how many came before

Nobody signs the file: each of its notes is signed by the hub, and what is said of them beside is the laptop's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from sync.encoding.limits import MAX_CHECKPOINT, MAX_NAME
from sync.encoding.spelling import is_shallow
from sync.encoding.types import Posix, Sum
from sync.encoding.unicode import is_nfc
from sync.errors import BadInput, SoxaError
from sync.exchange.ranges import ReceiptedBy
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint

VERSION: Final = 1
MAX_FILE: Final = 64 * 2**20
"""Bytes of a file: decades of a laptop's exchanges."""
MAX_LINE: Final = 256 * 1024

How = Literal["taken", "cited", "doubted", "asked", "contradicts"]
"""How a laptop came by a head: it took it; a colleague's log cites it; it came, or was asked for, without a proof that
holds; it contradicts one that was taken."""


class ReceiptsHeader(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="receipts", tag_field="line"):
    """The first line: whose receipts these are."""

    soxa: int
    hub: Annotated[str, Meta(max_length=MAX_NAME)]
    device: Annotated[str, Meta(max_length=16)]
    """The laptop that wrote it."""
    made: Posix
    """When, by that laptop's clock."""


class ReceiptLine(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="receipt", tag_field="line"
):
    """A receipt on a laptop's log."""

    note: Annotated[str, Meta(max_length=MAX_CHECKPOINT)]
    acceptance: ReceiptedBy | None = None
    """Where in the acceptances it stands, and how, if the hub told that."""


class HeadLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="head", tag_field="line"):
    """A signed head of one of the hub's own logs."""

    note: Annotated[str, Meta(max_length=MAX_CHECKPOINT)]
    how: How


class _End(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="end", tag_field="line"):
    """The last line."""

    receipts: Sum
    heads: Sum


class HeldWord(Struct, frozen=True):
    """All that a file of receipts holds."""

    header: ReceiptsHeader
    receipts: tuple[ReceiptLine, ...]
    heads: tuple[HeadLine, ...]


_Line = ReceiptsHeader | ReceiptLine | HeadLine | _End
_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[_Line]] = msgspec.json.Decoder(_Line)


def written(word: HeldWord) -> Iterator[bytes]:
    """The file's lines, each with its newline."""
    end = _End(receipts=len(word.receipts), heads=len(word.heads))
    for line in (word.header, *word.receipts, *word.heads, end):
        yield _encoder.encode(line) + b"\n"


def parse(data: bytes) -> HeldWord:
    """Read a file of receipts: its form alone, no signature is checked. `BadInput`: `not-receipts` if it does not begin as
    one, `newer-receipts` if a newer program wrote it, else `bad-receipts`, with the line that is wrong."""
    first, _newline, rest = data.partition(b"\n")
    header = _read(first, 1, "not-receipts")
    if not isinstance(header, ReceiptsHeader):
        raise BadInput("not-receipts", line=1, why="its first line")
    if header.soxa != VERSION:
        raise BadInput("newer-receipts", version=header.soxa)
    if len(data) > MAX_FILE or not rest.endswith(b"\n"):
        raise BadInput("bad-receipts", line=0, why="it is cut off, or too big")
    *lines, last = enumerate(rest[:-1].split(b"\n"), 2)
    read = [(number, _read(line, number)) for number, line in lines]
    receipts = tuple(line for _number, line in read if isinstance(line, ReceiptLine))
    heads = tuple(line for _number, line in read if isinstance(line, HeadLine))
    if [line for _number, line in read] != [*receipts, *heads]:
        raise BadInput("bad-receipts", line=0, why="a line out of its place")
    end = _read(last[1], last[0])
    if end != _End(receipts=len(receipts), heads=len(heads)):
        raise BadInput("bad-receipts", line=last[0], why="the counts at its end do not agree")
    _check_notes(header, receipts, heads)
    return HeldWord(header, receipts, heads)


def _read(line: bytes, number: int, code: str = "bad-receipts") -> _Line:
    if len(line) > MAX_LINE or not is_shallow(line):
        raise BadInput(code, line=number, why="it is too long or too deep")
    try:
        read = _decoder.decode(line)
        if _encoder.encode(read) == line and is_nfc(line.decode("utf-8")):
            return read
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(code, line=number, why=str(error)[:200]) from None
    raise BadInput(code, line=number, why="it is not in its one spelling")


def _check_notes(header: ReceiptsHeader, receipts: Sequence[ReceiptLine], heads: Sequence[HeadLine]) -> None:
    """Each note is a checkpoint of a log of this hub: a receipt's of a laptop's, a head's of the hub's own. None stands
    twice."""
    seen: set[str] = set()
    lines: list[ReceiptLine | HeadLine] = [*receipts, *heads]
    for number, line in enumerate(lines, 2):
        try:
            parsed = origins.parse(head_of(line).origin)
        except SoxaError as error:
            raise BadInput("bad-receipts", line=number, why=error.code) from None
        if parsed.hub != header.hub or (parsed.kind is LogKind.DEVICE) is not isinstance(line, ReceiptLine):
            raise BadInput("bad-receipts", line=number, why="a note of another log")
        if line.note in seen:
            raise BadInput("bad-receipts", line=number, why="a note that stands twice")
        seen.add(line.note)


def head_of(line: ReceiptLine | HeadLine) -> Checkpoint:
    """The head that a line's note says."""
    return checkpoints.parse(line.note).checkpoint


_Noted = TypeVar("_Noted", ReceiptLine, HeadLine)


def in_order(lines: Iterable[_Noted]) -> tuple[_Noted, ...]:
    """Lines by their logs and sizes, each note once: of several lines of one note the first."""
    first: dict[str, _Noted] = {}
    for line in lines:
        first.setdefault(line.note, line)
    return tuple(sorted(first.values(), key=lambda line: (head_of(line).origin, head_of(line).size, line.note)))
