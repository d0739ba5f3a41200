"""Parcels: what was written is what is read, in any portions; what is cut, foreign or a bomb is refused early."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.encoding.types import Origin, Size
from sync.errors import BadInput
from sync.exchange.parcel import (
    ONE_BUNDLE,
    ONE_EXCHANGE,
    ONE_FILE,
    Effort,
    End,
    Entries,
    Event,
    Header,
    Limits,
    ParcelReader,
    ParcelWriter,
)
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER = Header(soxa=1, kind="push", hub="soxa.example", device="a" * 16, cursors={Origin("soxa.example/registry"): Size(3)})
entry_lines = st.lists(st.binary(min_size=1, max_size=200).map(lambda data: data.replace(b"\n", b"?")), max_size=30)


def head(count: int) -> RangeHead:
    return RangeHead(
        origin=Origin("soxa.example/device/" + "a" * 16), start=Size(5), end=Size(5 + count), checkpoint="note\n"
    )


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


def fault(data: bytes, portion: int = 4096, limits: Limits = ONE_EXCHANGE) -> str:
    """The code with which a parcel is refused."""
    with pytest.raises(BadInput) as refused:
        read(data, portion, limits)
    return refused.value.code


def checked(data: bytes) -> bytes:
    """Bytes in one frame with a checksum, as a parcel is."""
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


def squeeze(*lines: bytes) -> bytes:
    return checked(b"".join(line + b"\n" for line in lines))


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


def test_pieces_without_bytes_between_others_change_nothing() -> None:
    writer, reader = ParcelWriter(), ParcelReader(ONE_EXCHANGE)
    events: list[Event] = []
    for piece in (writer.header(HEADER), writer.flush(), writer.range(head(1)), writer.entries([b"x"]), writer.flush()):
        for some in (piece, *[b""] * 40):
            events += reader.feed(some)
    assert events == [HEADER, head(1), Entries([b"x"])], "what was flushed is there before the rest"
    events += reader.feed(writer.end())
    reader.close()
    assert events[-1] == End(1, 1)


def test_a_parcel_cut_anywhere_is_refused() -> None:
    data = write([[b'{"kind":"x"}'] * 20])
    codes = []
    for at in range(len(data)):
        with pytest.raises(BadInput) as refused:
            read(data[:at], 64)
        codes.append(refused.value.code)
    begun = codes.index("cut-parcel")
    assert 0 < begun < len(codes)
    assert codes == ["not-a-parcel"] * begun + ["cut-parcel"] * (len(data) - begun)


def test_a_cut_parcel_says_how_many_entries_came() -> None:
    writer = ParcelWriter()
    data = writer.header(HEADER) + writer.range(head(3)) + writer.entries([b"x", b"y"]) + writer._zstd.flush()
    with pytest.raises(BadInput) as refused:
        read(data, 4096)
    assert (refused.value.code, refused.value.facts) == ("cut-parcel", {"entries": 2})


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


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><title>Wi-Fi</title></html>",
        b"PK\x03\x04",
        b"\x28\xb5\x2f\xfd",
        b"{}\n",
        checked(b""),
        checked(b"<html>\n"),
        checked(b"\xff\n"),
        checked(b'{"line":"end","ranges":0,"entries":0}\n'),
        checked(b"x" * (256 * 1024 + 1)),
    ],
)
def test_what_is_no_parcel_is_called_so(data: bytes) -> None:
    for portion in (1, 4096):
        assert fault(data, portion) == "not-a-parcel"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = checked(msgspec.json.encode(HEADER) + b"\n" + bytes(300 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(BadInput) as refused:
        read(bomb, 4096)
    assert refused.value.code == "parcel-too-big"


def test_a_few_bytes_that_unfold_to_very_many_good_lines_are_refused_and_what_folds_as_work_does_is_not() -> None:
    """Six kilobytes that would be stored as fifty megabytes: lines all alike. Those with salts fold by ten or so."""
    alike = written([b'{"kind":"later","x":1}'] * 190_000)
    assert len(alike) < 2_000
    with pytest.raises(BadInput, match="parcel-too-big"):
        read(alike, 4096)
    made = random.Random(1)
    salted = written(
        [b'{"kind":"later","salt":"%016x","x":"%s"}' % (made.getrandbits(64), b"y" * 200) for _ in range(50_000)]
    )
    assert sum(len(event.lines) for event in read(salted, 4096) if isinstance(event, Entries)) == 50_000


def written(lines: list[bytes]) -> bytes:
    """A parcel with one range of these lines."""
    writer = ParcelWriter(Effort.FILE)
    return writer.header(HEADER) + writer.range(head(len(lines))) + writer.entries(lines) + writer.end()


def test_a_parcel_has_as_many_entries_as_the_limit_and_no_more() -> None:
    data = write([[b"{}"] * 3_000, [b"{}"] * 2_000])
    assert len(read(data, 4096, Limits(decompressed=10_000_000, entries=5_000))) > 5
    with pytest.raises(BadInput) as refused:
        read(data, 4096, Limits(decompressed=10_000_000, entries=4_999))
    assert (refused.value.code, refused.value.facts) == ("parcel-too-big", {"limit": 4_999})


def test_a_bomb_whose_every_line_is_good_stops_at_the_decompressed_limit_to_the_byte() -> None:
    data = write([[b"x" * 65_535] * 40])
    whole = sum(len(piece) for piece in [zstd.decompress(data)])
    assert len(data) < 10_000 < 40 * 65_535 < whole
    for portion in (16, 100_000):
        assert read(data, portion, Limits(decompressed=whole, entries=40))
        with pytest.raises(BadInput) as refused:
            read(data, portion, Limits(decompressed=whole - 1, entries=40))
        assert (refused.value.code, refused.value.facts) == ("parcel-too-big", {"limit": whole - 1})


def test_a_bomb_is_refused_while_it_is_read_and_not_after() -> None:
    data = write([[b"x" * 65_535] * 40])
    reader, taken = ParcelReader(Limits(decompressed=600_000, entries=40)), 0
    with pytest.raises(BadInput, match="parcel-too-big"):
        for event in reader.feed(data):
            taken += len(event.lines) if isinstance(event, Entries) else 0
    assert 0 < taken < 10


def test_an_entry_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    for portion in (1, 16, 100_000):
        events = read(write([[b"x" * 65_535]]), portion)
        assert [len(line) for event in events if isinstance(event, Entries) for line in event.lines] == [65_535]
        with pytest.raises(BadInput) as refused:
            read(write([[b"x" * 65_536]]), portion)
        assert (refused.value.code, refused.value.facts) == ("parcel-too-big", {"limit": 65_535})


def test_one_entry_too_long_among_short_ones_is_refused() -> None:
    for place in range(3):
        lines = [b"{}", b"{}"]
        lines.insert(place, b"x" * 65_536)
        assert fault(write([lines]), 1_000_000) == "parcel-too-big"


def test_the_limits_are_those_that_the_protocol_states() -> None:
    assert Limits(decompressed=67_108_864, entries=200_000, ratio=100) == ONE_EXCHANGE
    assert Limits(decompressed=2_147_483_648, entries=4_000_000, ratio=100) == ONE_FILE
    assert Limits(decompressed=68_719_476_736, entries=100_000_000) == ONE_BUNDLE


def test_an_entry_that_never_ends_is_refused_at_its_limit() -> None:
    writer = ParcelWriter()
    opened = writer.header(HEADER) + writer.range(head(1)) + writer._zstd.compress(b"x" * 65_535)
    reader = ParcelReader(ONE_EXCHANGE)
    flush = writer._zstd.flush(zstd.ZstdCompressor.FLUSH_BLOCK)
    assert len(list(reader.feed(opened + flush))) == 2
    with pytest.raises(BadInput, match="parcel-too-big"):
        list(reader.feed(writer._zstd.compress(b"x") + writer._zstd.flush(zstd.ZstdCompressor.FLUSH_BLOCK)))


def long_header(size: int) -> bytes:
    """A header line of exactly so many bytes, all in the reasons why entries are held back."""
    held = [[0, "", "ổ" * 300] for _ in range(280)]
    bare = b'{"line":"header","soxa":1,"kind":"reply","hub":"h","held":' + msgspec.json.encode(held) + b"}"
    fill = size - len(bare)
    extra = [[0, "", "x" * 300] for _ in range(fill // 310)]
    held += [*extra, [0, "", ""]]
    line = b'{"line":"header","soxa":1,"kind":"reply","hub":"h","held":' + msgspec.json.encode(held) + b"}"
    held[-1] = [0, "", "x" * (size - len(line))]
    line = b'{"line":"header","soxa":1,"kind":"reply","hub":"h","held":' + msgspec.json.encode(held) + b"}"
    assert len(line) == size
    return line


@pytest.mark.parametrize("portion", [64, 1_000_000])
def test_a_head_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(portion: int) -> None:
    assert len(read(squeeze(long_header(256 * 1024), GOOD_END), portion)) == 2
    assert fault(squeeze(long_header(256 * 1024 + 1), GOOD_END), portion) == "not-a-parcel"


def test_a_range_head_is_bounded_as_a_header_is() -> None:
    for noise in (b"x" * 256 * 1024, b"x" * (256 * 1024 + 1)):
        for portion in (64, 1_000_000):
            code = "bad-parcel" if len(noise) == 256 * 1024 else "parcel-too-big"
            assert fault(squeeze(GOOD_HEAD, noise), portion) == code


def test_a_parcel_has_a_hundred_thousand_ranges_and_no_more() -> None:
    line = b'{"line":"range","origin":"o","from":0,"to":0,"checkpoint":"c"}'
    end = b'{"line":"end","ranges":%d,"entries":0}'
    folded = Limits(decompressed=ONE_EXCHANGE.decompressed, entries=1)  # lines so alike that the line would not take them
    assert len(read(squeeze(GOOD_HEAD, *[line] * 100_000, end % 100_000), 4096, folded)) == 100_002
    assert fault(squeeze(GOOD_HEAD, *[line] * 100_001, end % 100_001), limits=folded) == "bad-parcel"


def test_a_window_of_eight_megabytes_is_taken_and_a_larger_one_is_refused_however_little_is_in_it() -> None:
    for window, noise in ((23, 10), (24, 10), (27, 9 * 1024 * 1024)):
        options: dict[int, int] = {zstd.CompressionParameter.window_log: window, zstd.CompressionParameter.checksum_flag: 1}
        compressor = zstd.ZstdCompressor(options=options)
        data = compressor.compress(GOOD_HEAD + b"\n" + GOOD_END + b"\n")
        if window == 23:
            assert len(read(data + compressor.flush(), 65_536)) == 2
            continue
        data += compressor.compress(random.Random(1).randbytes(noise))
        assert fault(data + compressor.flush(), 65_536) == "not-a-parcel"


GOOD_HEAD = b'{"line":"header","soxa":1,"kind":"push","hub":"h"}'
GOOD_END = b'{"line":"end","ranges":0,"entries":0}'


def test_a_header_leaves_out_what_is_not_so() -> None:
    assert msgspec.json.encode(Header(soxa=1, kind="push", hub="h")) == GOOD_HEAD
    assert not Header(soxa=1, kind="reply", hub="h").more


def test_a_writer_writes_as_many_entries_as_it_said() -> None:
    writer = ParcelWriter()
    writer.header(HEADER)
    with pytest.raises(AssertionError):
        ParcelWriter().entries([b"x"])
    writer.range(head(2))
    assert writer.entries([]) == b""
    calls: list[Callable[[], bytes]] = [lambda: writer.range(head(0)), writer.end, lambda: writer.entries([b"x"] * 3)]
    for wrong in calls:
        with pytest.raises(AssertionError):
            wrong()


def test_the_smallest_parcel_is_a_header_and_an_end() -> None:
    assert read(squeeze(GOOD_HEAD, GOOD_END), 4096) == [Header(soxa=1, kind="push", hub="h"), End(0, 0)]


RANGE = b'{"line":"range","origin":"o","from":0,"to":1,"checkpoint":"c"}'


@pytest.mark.parametrize(
    "lines",
    [
        (GOOD_HEAD, GOOD_HEAD, GOOD_END),
        (GOOD_HEAD, GOOD_END, GOOD_END),
        (GOOD_HEAD, b'{"line":"end","ranges":1,"entries":0}'),
        (GOOD_HEAD, b'{"line":"end","entries":0,"ranges":0}'),
        (GOOD_HEAD, b'{"line":"end", "ranges":0,"entries":0}'),
        (GOOD_HEAD, b'{"line":"end","ranges":0,"entries":1}'),
        (GOOD_HEAD, RANGE, b"x", b'{"line":"end","ranges":0,"entries":1}'),
        (GOOD_HEAD, RANGE, b"x", b'{"line":"end","ranges":1,"entries":0}'),
        (GOOD_HEAD, GOOD_END, RANGE, b"x", GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":2,"to":1,"checkpoint":"c"}', GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":-1,"to":0,"checkpoint":"c"}', GOOD_END),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":0,"to":9007199254740993,"checkpoint":"c"}'),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":0,"to":1,"new":1,"checkpoint":"c"}'),
        (GOOD_HEAD, b'{"line":"range","origin":"o","from":0,"to":1,"checkpoint":"c","new":1,"new":1}'),
        (GOOD_HEAD, RANGE, b"", GOOD_END),
        (GOOD_HEAD, b"not json", GOOD_END),
        (GOOD_HEAD, b"\xff", GOOD_END),
        (GOOD_HEAD, b"", GOOD_END),
        (b'{"line":"header","soxa":1, "kind":"push","hub":"h"}', GOOD_END),
        (b'{"line":"header","soxa":1,"kind":"push","hub":"h","hub":"h"}', GOOD_END),
    ],
)
def test_a_parcel_that_is_not_in_order_is_refused(lines: tuple[bytes, ...]) -> None:
    for portion in (1, 4096):
        assert fault(squeeze(*lines), portion) == "bad-parcel"


def test_a_parcel_of_another_version_says_which() -> None:
    for version in (0, 2):
        with pytest.raises(BadInput) as refused:
            read(squeeze(b'{"line":"header","soxa":%d,"kind":"push","hub":"h"}' % version, GOOD_END), 4096)
        assert (refused.value.code, refused.value.facts) == ("newer-parcel", {"version": version})


def header_with(**fields: object) -> bytes:
    return msgspec.json.encode({"line": "header", "soxa": 1, "kind": "reply", "hub": "h", **fields})


def range_with(**fields: object) -> bytes:
    return msgspec.json.encode({"line": "range", "origin": "o", "from": 0, "to": 0, "checkpoint": "c", **fields})


@pytest.mark.parametrize(
    ("line", "longest"),
    [
        (lambda size: header_with(hub="h" * size), 100),
        (lambda size: header_with(device="d" * size), 16),
        (lambda size: header_with(cursors={f"o{number}": 1 for number in range(size)}), 1_000),
        (lambda size: header_with(cursors={"o" * size: 1}), 200),
        (lambda size: header_with(held=[[0, "", ""]] * size), 1_000),
        (lambda size: header_with(held=[[0, "w" * size, ""]]), 20),
        (lambda size: header_with(held=[[0, "", "d" * size]]), 300),
        (lambda size: header_with(refusal={"code": "c" * size, "facts": {}}), 60),
        (lambda size: header_with(cursors={"o": size}), 2**53),
        (lambda size: header_with(held=[[size, "", ""]]), 2**53),
        (lambda size: range_with(origin="o" * size), 200),
        (lambda size: range_with(checkpoint="c" * size), 8_000),
        (lambda size: range_with(**{"from": size, "to": size}), 2**53),
    ],
)
def test_a_field_of_a_head_is_as_long_as_its_limit_and_no_longer(line: Callable[[int], bytes], longest: int) -> None:
    for size in (longest, longest + 1):
        first, *rest = [line(size)] if b'"header"' in line(0) else [GOOD_HEAD, line(size)]
        data = squeeze(first, *rest, b'{"line":"end","ranges":%d,"entries":0}' % len(rest))
        if size == longest:
            assert len(read(data, 4096)) == 2 + len(rest)
        else:
            assert fault(data) == ("bad-parcel" if rest else "not-a-parcel")


@pytest.mark.parametrize(
    "line",
    [
        header_with(kind="pull"),
        header_with(new=1.5),
        header_with(new=1, kind="pull"),
        header_with(held=[[0, "", "", 1]]),
        header_with(held=[[-1, "", ""]]),
        header_with(cursors={"o": -1}),
        header_with(refusal={"new": 1, "code": "c", "facts": {}}),
        header_with(refusal={"code": "c", "facts": {"a": 1.5}}),
    ],
)
def test_a_header_that_says_more_or_other_than_it_may_is_none(line: bytes) -> None:
    assert fault(squeeze(line, GOOD_END)) == "not-a-parcel"


def test_keys_that_a_newer_program_added_are_passed_over() -> None:
    refusal = {"code": "c", "facts": {}, "new": {"a": [1]}}
    header = header_with(refusal=refusal, new=[{"kind": "x"}], newer=None)
    head = range_with(acceptance={"index": 4, "entry": "x", "new": 1}, new=1)
    events = read(squeeze(header, head, b'{"line":"end","ranges":1,"entries":0,"new":"x"}'), 4096)
    known = (header_with(refusal={"code": "c", "facts": {}}), range_with(acceptance={"index": 4, "entry": "x"}))
    assert events == read(squeeze(*known, b'{"line":"end","ranges":1,"entries":0}'), 4096)


def test_a_frame_without_a_checksum_is_refused() -> None:
    assert fault(zstd.compress(GOOD_HEAD + b"\n" + GOOD_END + b"\n"), 1) == "bad-parcel"
    assert fault(zstd.compress(GOOD_HEAD + b"\n" + GOOD_END + b"\n"), 4096) == "bad-parcel"


def test_counts_at_the_end_are_bounded() -> None:
    for line in (b'{"line":"end","ranges":0,"entries":9007199254740993}', b'{"line":"end","new":1,"ranges":0,"entries":0}'):
        assert fault(squeeze(GOOD_HEAD, line)) == "bad-parcel"


def test_bytes_after_the_end_are_refused() -> None:
    good = squeeze(GOOD_HEAD, GOOD_END)
    for more in (b"x", good):
        for portion in (1, 4096):
            assert fault(good + more, portion) == "bad-parcel"


def test_bytes_after_the_end_are_refused_where_they_are_met() -> None:
    with pytest.raises(BadInput, match="bad-parcel"):
        list(ParcelReader(ONE_EXCHANGE).feed(squeeze(GOOD_HEAD, GOOD_END) + b"x"))
    reader = ParcelReader(ONE_EXCHANGE)
    assert list(reader.feed(squeeze(GOOD_HEAD, GOOD_END)))
    assert list(reader.feed(b"")) == []
    with pytest.raises(BadInput, match="bad-parcel"):
        list(reader.feed(b"x"))


def test_bytes_after_the_end_are_refused_also_by_who_stops_reading_there() -> None:
    reader = ParcelReader(ONE_EXCHANGE)
    events = reader.feed(squeeze(GOOD_HEAD, GOOD_END) + b"x")
    assert [next(events), next(events)][-1] == End(0, 0)
    with pytest.raises(BadInput, match="bad-parcel"):
        reader.close()


def test_a_frame_that_ends_before_the_parcel_does_is_cut() -> None:
    assert fault(squeeze(GOOD_HEAD)) == "cut-parcel"
    assert fault(checked(GOOD_HEAD + b"\n" + GOOD_END)) == "cut-parcel"


def test_a_parcel_whose_frame_does_not_end_is_cut_even_if_its_last_line_is_here() -> None:
    compressor = zstd.ZstdCompressor(options={zstd.CompressionParameter.checksum_flag: 1})
    data = compressor.compress(GOOD_HEAD + b"\n" + GOOD_END + b"\n")
    assert fault(data + compressor.flush(zstd.ZstdCompressor.FLUSH_BLOCK)) == "cut-parcel"


def test_what_follows_the_last_line_within_the_frame_is_refused() -> None:
    assert fault(checked(GOOD_HEAD + b"\n" + GOOD_END + b"\nx\n")) == "bad-parcel"


def test_damage_is_told_from_what_is_no_parcel_by_whether_a_header_came() -> None:
    writer = ParcelWriter()
    data = writer.header(HEADER) + writer._zstd.flush(zstd.ZstdCompressor.FLUSH_BLOCK)
    assert fault(data + b"\xff" * 40, len(data)) == "bad-parcel"


def test_of_why_a_line_cannot_be_read_two_hundred_characters_are_told() -> None:
    with pytest.raises(BadInput) as refused:
        read(squeeze(header_with(kind="p" * 300)), 4096)
    why = str(refused.value.facts["why"])
    assert (refused.value.code, len(why)) == ("not-a-parcel", 200)
    assert why.endswith("p" * 100)


def test_a_line_of_a_parcel_is_in_form_nfc_as_entries_are() -> None:
    composed = GOOD_HEAD.replace(b"}", ',"held":[[0,"invalid","ế"]]}'.encode()).replace(b'"push"', b'"reply"')
    assert read(squeeze(composed, GOOD_END), 4096)
    assert fault(squeeze(composed.replace("ế".encode(), "e\u0302\u0301".encode()), GOOD_END)) == "bad-parcel"


def test_a_small_parcel_is_smaller_than_one_made_for_a_line_that_waits_and_is_read_alike() -> None:
    def parcel(effort: Effort) -> bytes:
        writer = ParcelWriter(effort)
        line = b'{"kind":"activity","salt":"%016x","fields":{"title":"Ph\xc3\xa1t loa","date":"2026-10-28"}}'
        lines = [line % 7**at for at in range(9)]
        head = RangeHead(
            origin=Origin("soxa.example/device/kze7e7bqcghqjedt"), start=Size(0), end=Size(9), checkpoint="note"
        )
        header = Header(soxa=1, kind="push", hub="soxa.example", device="kze7e7bqcghqjedt")
        return writer.header(header) + writer.range(head) + writer.entries(lines) + writer.end()

    small, usual = parcel(Effort.SMALL), parcel(Effort.LINE)
    assert len(small) < len(usual)
    read = [list(events_of([each], ONE_EXCHANGE)) for each in (small, usual)]
    assert read[0] == read[1]
