"""The walk through a parcel: all of it in order, nothing read ahead, and a fault is where it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.encoding.types import Origin, Size
from sync.errors import BadInput
from sync.exchange.parcel import ONE_EXCHANGE, End, Event, Header, Limits, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of, ranges_of

HEADER = Header(soxa=1, kind="push", hub="soxa.example", device="a" * 16)
entry_lines = st.lists(st.binary(min_size=1, max_size=60).map(lambda data: data.replace(b"\n", b"?")), max_size=20)


def head(count: int, start: int = 0) -> RangeHead:
    return RangeHead(
        origin=Origin("soxa.example/device/" + "a" * 16), start=Size(start), end=Size(start + count), checkpoint="note\n"
    )


def written(ranges: list[list[bytes]]) -> bytes:
    writer = ParcelWriter()
    pieces = [writer.header(HEADER)]
    for start, lines in enumerate(ranges):
        pieces += [writer.range(head(len(lines), start)), writer.entries(lines)]
    return b"".join([*pieces, writer.end()])


def portions(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@settings(max_examples=60)
@given(ranges=st.lists(entry_lines, max_size=4), size=st.sampled_from([1, 7, 100_000]))
def test_a_walk_meets_every_range_with_its_entries(ranges: list[list[bytes]], size: int) -> None:
    header, incoming = ranges_of(events_of(portions(written(ranges), size), ONE_EXCHANGE))
    assert header == HEADER
    met = [(each.head, [line for lines in each for line in lines]) for each in incoming]
    assert met == [(head(len(lines), start), lines) for start, lines in enumerate(ranges)]


@settings(max_examples=60)
@given(ranges=st.lists(entry_lines, max_size=4), size=st.sampled_from([1, 7, 100_000]), kept=st.integers(0, 2))
def test_what_is_left_of_a_range_is_passed_over(ranges: list[list[bytes]], size: int, kept: int) -> None:
    _header, incoming = ranges_of(events_of(portions(written(ranges), size), ONE_EXCHANGE))
    met = []
    for each in incoming:
        met.append(each.head)
        for _lines, _number in zip(each, range(kept), strict=False):
            pass
    assert met == [head(len(lines), start) for start, lines in enumerate(ranges)]


def test_a_range_ends_before_the_line_after_it_is_read() -> None:
    """The last entry ends its range at once, so a line after it that cannot be read is met outside of it."""
    writer = ParcelWriter()
    data = writer.header(HEADER) + writer.range(head(2)) + writer.entries([b"x", b"y"]) + writer.range(head(0, start=-1))
    _header, incoming = ranges_of(events_of([data + writer.end()], ONE_EXCHANGE))
    first = next(incoming)
    assert [line for lines in first for line in lines] == [b"x", b"y"]
    with pytest.raises(BadInput) as refused:
        next(incoming)
    assert refused.value.code == "bad-parcel"


def test_a_range_without_entries_reads_nothing() -> None:
    events: list[Event] = [HEADER, head(0)]
    _header, incoming = ranges_of(iter(events))
    assert list(next(incoming)) == []


def test_the_line_after_a_range_is_reached_past_its_entries_and_only_once() -> None:
    _header, incoming = ranges_of(events_of([written([[b"x"], [b"y", b"z"]])], ONE_EXCHANGE))
    first = next(incoming)
    assert first.reach_next() == first.reach_next() == head(2, start=1)
    second = next(incoming)
    assert [line for lines in second for line in lines] == [b"y", b"z"]
    assert second.reach_next() == End(2, 3)
    assert list(incoming) == []


def test_wherever_a_parcel_is_cut_its_last_range_is_not_whole() -> None:
    """The guard of who commits range by range: `reach_next` raises unless the parcel goes on or ends."""
    data = written([[b'{"kind":"x"}'] * 20])
    whole, codes = [], []
    for at in range(len(data)):
        try:
            header, incoming = ranges_of(events_of([data[:at]], ONE_EXCHANGE))
            assert header == HEADER
            for each in incoming:
                whole.append((at, each.reach_next()))
        except BadInput as refused:
            codes.append(refused.code)
        else:
            pytest.fail(f"cut at {at}")
    begun = codes.index("cut-parcel")
    assert codes == ["not-a-parcel"] * begun + ["cut-parcel"] * (len(data) - begun)
    # Only what comes after the last line, the checksum of the frame, may be missing from a range that is whole.
    assert all(at > len(data) - 8 and line == End(1, 20) for at, line in whole)


def test_who_looks_at_the_beginning_alone_is_not_told_of_an_end_that_is_missing() -> None:
    data = written([[b"x"]])
    assert len(list(events_of([data], ONE_EXCHANGE, whole=False))) == 4
    assert next(events_of([data[:-1]], ONE_EXCHANGE, whole=False)) == HEADER
    assert list(events_of([b""], ONE_EXCHANGE, whole=False)) == []
    with pytest.raises(BadInput):
        list(events_of([data[:-1]], ONE_EXCHANGE))


def test_a_parcel_that_is_too_big_is_refused_on_the_way() -> None:
    lines = [[b"{}"] * 500, [b"{}"] * 500]
    _header, incoming = ranges_of(events_of([written(lines)], Limits(decompressed=1_000_000, entries=999)))
    with pytest.raises(BadInput) as refused:
        for each in incoming:
            each.reach_next()
    assert refused.value.code == "parcel-too-big"


def test_what_is_no_parcel_has_no_header() -> None:
    with pytest.raises(BadInput) as refused:
        ranges_of(events_of([b"<html>"], ONE_EXCHANGE))
    assert refused.value.code == "not-a-parcel"
