"""Parcels: what was written is what is read, in any portions; what is cut, foreign or a bomb is refused early."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.encoding import Origin
from sync.errors import BadInput
from sync.exchange.parcel import ONE_EXCHANGE, End, Entries, Event, Header, Limits, ParcelReader, ParcelWriter
from sync.exchange.ranges import RangeHead

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER = Header(soxa=1, kind="push", hub="soxa.example", device="a" * 16, cursors={Origin("soxa.example/registry"): 3})
entry_lines = st.lists(st.binary(min_size=1, max_size=200).map(lambda data: data.replace(b"\n", b"?")), max_size=30)


def head(count: int) -> RangeHead:
    return RangeHead(origin=Origin("soxa.example/device/" + "a" * 16), start=5, end=5 + count, checkpoint="note\n")


def write(ranges: Sequence[Sequence[bytes]]) -> bytes:
    writer = ParcelWriter()
    pieces = [writer.header(HEADER)]
    for lines in ranges:
        pieces += [writer.range(head(len(lines))), writer.entries(lines)]
    return b"".join([*pieces, writer.end()])


def read(data: bytes, portion: int, limits: Limits = ONE_EXCHANGE) -> list[Event]:
    reader = ParcelReader(limits)
    events = [event for at in range(0, len(data), portion) for event in reader.feed(data[at : at + portion])]
    reader.close()
    return events


def squeeze(*lines: bytes) -> bytes:
    return zstd.compress(b"".join(line + b"\n" for line in lines))


@settings(max_examples=60)
@given(ranges=st.lists(entry_lines, max_size=4), portion=st.sampled_from([1, 7, 100_000]))
def test_a_parcel_reads_back_whole_and_byte_by_byte(ranges: list[list[bytes]], portion: int) -> None:
    events = read(write(ranges), portion)
    assert events[0] == HEADER
    assert events[-1] == End(len(ranges), sum(map(len, ranges)))
    heads = [event for event in events if isinstance(event, RangeHead)]
    assert [one.end - one.start for one in heads] == [len(lines) for lines in ranges]
    found = [line for event in events if isinstance(event, Entries) for line in event.lines]
    assert found == [line for lines in ranges for line in lines]


def test_a_parcel_cut_anywhere_is_refused() -> None:
    data = write([[b'{"kind":"x"}'] * 20])
    for at in range(len(data)):
        with pytest.raises(BadInput) as refused:
            read(data[:at], 64)
        assert refused.value.code in {"cut-parcel", "not-a-parcel"}


def test_a_parcel_with_a_damaged_byte_is_refused_or_reads_the_same() -> None:
    data = write([[b'{"kind":"x","n":%d}' % number for number in range(40)]])
    expected = read(data, 4096)
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 1 << (at % 8)
        try:
            assert read(bytes(damaged), 4096) == expected
        except BadInput:
            continue


@pytest.mark.parametrize("data", [b"", b"<html><title>Wi-Fi</title></html>", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"{}\n"])
def test_what_is_no_parcel_is_called_so(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read(data, 4096)
    assert refused.value.code in {"not-a-parcel", "bad-parcel"}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstd.compress(msgspec.json.encode(HEADER) + b"\n" + bytes(300 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(BadInput) as refused:
        read(bomb, 4096)
    assert refused.value.code == "parcel-too-big"


def test_a_bomb_of_many_small_lines_stops_at_the_limit() -> None:
    lines = [b"{}"] * 5_000
    with pytest.raises(BadInput) as refused:
        read(write([lines]), 4096, Limits(decompressed=10_000_000, entries=4_999))
    assert refused.value.code == "parcel-too-big"


def test_a_window_that_would_take_much_memory_is_refused() -> None:
    options: dict[int, int] = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.checksum_flag: 1}
    noise = random.Random(1).randbytes(9 * 1024 * 1024)
    compressor = zstd.ZstdCompressor(options=options)
    data = compressor.compress(noise) + compressor.flush()
    with pytest.raises(BadInput):
        read(data, 65_536)


GOOD_HEAD = b'{"line":"header","soxa":1,"kind":"push","hub":"h"}'
GOOD_END = b'{"line":"end","ranges":0,"entries":0}'


def test_the_smallest_parcel_is_a_header_and_an_end() -> None:
    assert read(squeeze(GOOD_HEAD, GOOD_END), 4096) == [Header(soxa=1, kind="push", hub="h"), End(0, 0)]


@pytest.mark.parametrize(
    "lines",
    [
        (GOOD_END,),
        (GOOD_HEAD, GOOD_HEAD, GOOD_END),
        (GOOD_HEAD, GOOD_END, GOOD_END),
        (GOOD_HEAD, b'{"line":"end","ranges":1,"entries":0}'),
        (GOOD_HEAD, b'{"line":"end","entries":0,"ranges":0}'),
        (GOOD_HEAD, b'{"line":"end", "ranges":0,"entries":0}'),
        (b'{"line":"header","soxa":2,"kind":"push","hub":"h"}', GOOD_END),
        (b'{"line":"header","soxa":1,"kind":"push","hub":"h","new":1}', GOOD_END),
        (b'{"line":"header","soxa":1,"kind":"push","hub":"h","hub":"h"}', GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":2,"to":1,"checkpoint":"c"}', GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":-1,"to":0,"checkpoint":"c"}', GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":0,"to":1,"checkpoint":"c"}', b"", GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":0,"to":1,"checkpoint":"c"}', b"x" * 65_536, GOOD_END),
        (GOOD_HEAD, b"not json", GOOD_END),
    ],
)
def test_a_parcel_that_is_not_in_order_is_refused(lines: tuple[bytes, ...]) -> None:
    with pytest.raises(BadInput):
        read(squeeze(*lines), 4096)


def test_bytes_after_the_end_are_refused() -> None:
    good = squeeze(GOOD_HEAD, GOOD_END)
    for more in (b"x", good):
        for portion in (1, 4096):
            with pytest.raises(BadInput):
                read(good + more, portion)
