"""Bundles as files (Parcels), written from sync/PROTOCOL.md alone."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress

from tests.independent import forms as f
from tests.independent.forms import Object, Refused, need

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

f.tables("""
header line:/header soxa:one kind:/bundle hub:hub
range line:/range origin:origin from:zero to:size checkpoint:note witnessed:note[0-16]=[]
end line:/end ranges:size entries:size by:origin="" signature:vouch=""
""")


def unpack(data: bytes) -> bytes:
    """What one zstd frame with a checksum holds (Parcels)."""
    need(data[:4] == b"\x28\xb5\x2f\xfd" and data[4:] and data[4] & 0x04, "bad-parcel", "no frame with a checksum")
    reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
    with suppress(zstd.ZstdError):
        raw = bytes(reader.decompress(data))
        need(reader.eof and not reader.unused_data, "bad-parcel", "cut, or something after the frame")
        return raw
    raise Refused("bad-parcel", "the frame")


def parse_head(line: bytes, word: str, *meaningless: str) -> Object:
    """A line of a bundle that is no entry; some keys say nothing in bundles, and may not stand there (Parcels)."""
    value, table = f.parse_line(line, 256 * 1024), f.TABLES[word]
    right = next(iter(value), None) == "line" and f.in_order(value, table) and f.fits(value, table)
    need(right and not {*meaningless} & set(value), "bad-parcel", word)
    return value


def check_signed(raw: bytes, key: f.Key) -> None:
    """The lines of a push or a reply, signed under this key (Who signs a parcel)."""
    before, _newline, last = raw.removesuffix(b"\n").rpartition(b"\n")
    end = parse_head(last, "end")
    need(end.get("by"), "unsigned")
    digest = hashlib.sha256(before + b"\n").digest()
    message = b"soxa parcel v1\n" + digest + f"\n{end['ranges']}\n{end['entries']}\n".encode()
    signature = f.unbase64(end.get("signature", ""), 64)
    need(end["by"] == key.name and signature and key.verifies(signature, message), "bad-signature")


def parse_bundle(data: bytes) -> tuple[str, list[tuple[f.Checkpoint, list[bytes]]]]:
    """The hub and the logs of a bundle."""
    raw = unpack(data)
    need(raw.endswith(b"\n"), "cut-parcel")
    first, *lines = raw[:-1].split(b"\n")
    hub = parse_head(first, "header", "device", "cursors", "more", "held", "refusal", "wanted", "answers", "proofs")["hub"]
    ranges: list[tuple[f.Checkpoint, list[bytes]]] = []
    place = 0
    while lines[place : place + 1] and lines[place].startswith(b'{"line":"range"'):
        head = parse_head(lines[place], "range", "acceptance", "mend", "grown", "inclusion")
        entries = lines[place + 1 : place + 1 + head["to"]]
        more = [line for line in entries if f.redacted_leaf(line[:45]) and line[45:46] == b"{"]
        need(not more, "bad-parcel", "behind a leaf hash")
        need(len(entries) == head["to"] and all(0 < len(line) <= f.MAX_ENTRY for line in entries), "bad-parcel", "entries")
        ranges.append((f.parse_checkpoint(head["checkpoint"].encode()), entries))
        need(ranges[-1][0].origin == head["origin"], "wrong-origin", head["origin"])
        place += 1 + head["to"]
    need(place == len(lines) - 1 and len(ranges) <= 100_000, "bad-parcel", "no end where it should be")
    end, total = parse_head(lines[place], "end"), sum(len(entries) for _head, entries in ranges)
    need((end["ranges"], end["entries"]) == (len(ranges), total), "bad-parcel", "counts")
    return hub, ranges
