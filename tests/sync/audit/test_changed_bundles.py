"""Somebody without a key has the bundle in their hands: whatever they change in it is found, and the log is named."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.audit import verify as verifying
from sync.encoding.types import Instant
from sync.errors import BadInput
from sync.exchange.parcel import Limits
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.log import checkpoint as checkpoints
from tests.sync.audit.bundles import (
    HEADER,
    HUB,
    Draft,
    Log,
    Province,
    Range,
    audited,
    bundle_of,
    lines_of,
    record,
    small,
    squeeze,
    story,
    told,
)

SMALL = small()
STORY = story()
LINES = lines_of(SMALL.draft().write())
LOGS = len(STORY.draft().ranges)


def logs_of_lines() -> list[str]:
    """For each line of the small bundle, the log that it belongs to; empty for its header and its end."""
    logs = [""]
    for line in LINES[1:-1]:
        logs.append(msgspec.json.decode(line)["origin"] if line.startswith(b'{"line":"range"') else logs[-1])
    return [*logs, ""]


@pytest.mark.parametrize(("number", "log"), list(enumerate(logs_of_lines())))
def test_a_changed_byte_anywhere_is_found_and_its_log_named(tmp_path: Path, number: int, log: str) -> None:
    before = sum(len(line) + 1 for line in LINES[:number])
    whole = b"".join(line + b"\n" for line in LINES)
    for at in range(before, before + len(LINES[number]) + 1):
        changed = bytearray(whole)
        changed[at] ^= 1 << (at % 8)
        summary = audited(tmp_path, squeeze(bytes(changed)), SMALL.key)
        assert summary.faults, (at, whole[at])
        assert not log or log in {fault.origin for fault in summary.faults}, (at, whole[at], summary.faults)


def drop(lines: list[bytes], at: int) -> None:
    del lines[at]


def duplicate(lines: list[bytes], at: int) -> None:
    lines.insert(at, lines[at])


def swap(lines: list[bytes], at: int) -> None:
    other = at + 1 if at + 1 < len(lines) else at - 1
    lines[at], lines[other] = lines[other], lines[at]


def add(lines: list[bytes], at: int) -> None:
    lines.insert(at + 1, b'{"kind":"added"}')


Change = Callable[[list[bytes], int], None]
CHANGES: list[Change] = [drop, duplicate, swap, add]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("log", range(LOGS))
def test_no_entry_is_dropped_doubled_swapped_or_added(tmp_path: Path, log: int, change: Change) -> None:
    """The counts are made to fit, and the checkpoints stay what they are."""
    for at in range(len(STORY.draft().ranges[log].lines)):
        draft = STORY.draft()
        changed = draft.ranges[log]
        change(changed.lines, at)
        summary = audited(tmp_path, draft.write(), STORY.key)
        assert changed.origin in {fault.origin for fault in summary.faults}, (at, summary.faults)


@pytest.mark.parametrize("change", CHANGES)
def test_no_line_is_dropped_doubled_swapped_or_added(tmp_path: Path, change: Change) -> None:
    """The counts are left as they are, so that the parcel's own form breaks."""
    for at in range(len(LINES)):
        lines = list(LINES)
        change(lines, at)
        assert audited(tmp_path, bundle_of(lines), SMALL.key).faults, at


@pytest.mark.parametrize("log", range(LOGS))
def test_no_log_is_left_out_or_comes_twice(tmp_path: Path, log: int) -> None:
    draft = STORY.draft()
    missing = draft.ranges.pop(log)
    summary = audited(tmp_path, draft.write(), STORY.key)
    assert missing.origin in {fault.origin for fault in summary.faults}
    draft = STORY.draft()
    draft.ranges.insert(log, draft.ranges[log])
    code = "bad-registry" if missing.origin == origins.registry(HUB) else "out-of-order"
    assert (missing.origin, code) in told(audited(tmp_path, draft.write(), STORY.key))


def test_logs_stand_in_their_order(tmp_path: Path) -> None:
    for one in range(LOGS):
        for other in range(one + 1, LOGS):
            draft = STORY.draft()
            ranges = draft.ranges
            ranges[one], ranges[other] = ranges[other], ranges[one]
            assert audited(tmp_path, draft.write(), STORY.key).faults, (one, other)


def test_a_log_that_stands_twice_or_before_its_place_is_named(tmp_path: Path) -> None:
    """By unit, and within it by the laptop's id."""
    for places in ((1, 0, 2), (0, 0, 1, 2)):
        draft = STORY.draft()
        own, laptops = draft.ranges[:2], draft.ranges[2:]
        draft.ranges = own + [laptops[place] for place in places]
        assert (laptops[0].origin, "out-of-order") in told(audited(tmp_path, draft.write(), STORY.key))


def test_logs_before_the_registry_are_not_read(tmp_path: Path) -> None:
    draft = STORY.draft()
    draft.ranges.reverse()
    assert told(audited(tmp_path, draft.write(), STORY.key)) == {(origins.registry(HUB), "no-registry")}


def test_a_log_cut_back_to_an_older_signed_state_is_found(tmp_path: Path) -> None:
    """The laptop signed that state and the hub receipted it: only the acceptances know of more."""
    province = story()
    laptop = province.laptops[0]
    older, size = laptop.note, laptop.accepted
    laptop.activity(record(9))
    laptop.push()
    draft = province.draft()
    cut = draft.of(laptop.log.origin)
    cut.checkpoint, cut.lines = older, cut.lines[:size]
    assert (laptop.log.origin, "accepted-other-size") in told(audited(tmp_path, draft.write(), province.key))


@pytest.mark.parametrize("name", ["registry", "acceptances"])
def test_a_log_of_the_hub_cut_back_to_an_older_signed_state_is_found(tmp_path: Path, name: str) -> None:
    province = story()
    log = {"registry": province.registry, "acceptances": province.acceptances}[name]
    draft = province.draft()
    cut = draft.of(log.origin)
    cut.checkpoint, cut.lines = checkpoints.sign(log.checkpoint(5), log.signer), cut.lines[:5]
    assert audited(tmp_path, draft.write(), province.key).faults


def test_a_range_that_does_not_begin_at_the_first_entry_is_found(tmp_path: Path) -> None:
    for log in range(LOGS):
        draft = STORY.draft()
        shortened = draft.ranges[log]
        shortened.start, shortened.lines = 1, shortened.lines[1:]
        assert (shortened.origin, "not-whole") in told(audited(tmp_path, draft.write(), STORY.key))


def test_a_log_of_nobody_is_found(tmp_path: Path) -> None:
    stranger = Province(name="stranger").laptop("12001")
    stranger.push()
    draft = STORY.draft()
    draft.ranges.append(Range(stranger.log.origin, stranger.note, stranger.log.lines))
    assert (stranger.log.origin, "unknown-device") in told(audited(tmp_path, draft.write(), STORY.key))


def test_a_bundle_of_another_hub_is_told_from_a_broken_one(tmp_path: Path) -> None:
    other = Province(name="other")
    assert told(audited(tmp_path, STORY.draft().write(), other.key)) == {(origins.registry(HUB), "unsigned")}
    elsewhere = other.key.renamed(origins.registry("elsewhere.example"))
    assert told(audited(tmp_path, STORY.draft().write(), elsewhere)) == {("", "not-this-hub")}


@pytest.mark.parametrize("said", [{"device": "a" * 16}, {"cursors": {STORY.registry.origin: 3}}, {"more": True}])
def test_a_header_that_says_more_than_whose_bundle_it_is_is_named_as_that(tmp_path: Path, said: dict[str, Any]) -> None:
    """The hub is the right one, and is not called another."""
    data = Draft(STORY.draft().ranges, msgspec.structs.replace(HEADER, **said)).write()
    assert told(audited(tmp_path, data, STORY.key)) == {("", "strange-header")}


def test_a_desk_says_something_and_to_a_unit_that_there_is(tmp_path: Path) -> None:
    for unit, lines, code in (("12001", [], "empty-log"), ("12009", [reminder()], "desk-of-nobody")):
        desk = Log(STORY.registry.signer.renamed(origins.desk(HUB, unit)), lines)
        draft = STORY.draft()
        at = 2 if unit == "12001" else len(draft.ranges)
        draft.ranges.insert(at, Range(desk.origin, checkpoints.sign(desk.checkpoint(), desk.signer), desk.lines))
        assert told(audited(tmp_path, draft.write(), STORY.key)) == {(desk.origin, code)}


def reminder() -> bytes:
    return encode(e.Reminder(salt="0" * 16, at=Instant(1_793_000_000), period="2026-11"))


@pytest.mark.parametrize("kind", ["push", "reply"])
def test_another_kind_of_parcel_is_not_a_bundle(tmp_path: Path, kind: str) -> None:
    header = msgspec.structs.replace(HEADER, kind=kind)
    data = Draft(STORY.draft().ranges, header).write()
    assert told(audited(tmp_path, data, STORY.key)) == {("", "not-a-bundle")}


def test_a_strangers_line_on_a_checkpoint_is_found(tmp_path: Path) -> None:
    """A note may carry lines that nobody here can check; in a bundle there is no reason for one."""
    draft = STORY.draft()
    for one in draft.ranges:
        stranger = checkpoints.sign(
            checkpoints.parse(one.checkpoint).checkpoint, Province(name="x").registry.signer.renamed(one.origin)
        )
        one.checkpoint += stranger.rpartition("\n\n")[2]
    found = told(audited(tmp_path, draft.write(), STORY.key))
    assert found == {(one.origin, "strange-signatures") for one in draft.ranges}


def test_a_cut_file_is_told_so(tmp_path: Path) -> None:
    data = SMALL.draft().write()
    codes = [[fault.code for fault in audited(tmp_path, data[:at], SMALL.key).faults] for at in range(len(data))]
    begun = codes.index(["cut-parcel"])
    assert codes == [["not-a-parcel"]] * begun + [["cut-parcel"]] * (len(data) - begun)


def test_a_changed_byte_of_the_file_is_found_or_changes_nothing(tmp_path: Path) -> None:
    data = SMALL.draft().write()
    honest = audited(tmp_path, data, SMALL.key)
    assert not honest.faults
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 8)
        summary = audited(tmp_path, bytes(changed), SMALL.key)
        assert summary.faults or summary == honest, at


def test_what_stands_after_the_bundle_is_found(tmp_path: Path) -> None:
    data = SMALL.draft().write()
    for more in (b"\n", data, b"x" * 300_000):
        assert audited(tmp_path, data + more, SMALL.key).faults


@pytest.mark.parametrize("size", [0, 1, 4, 100, 300_000])
def test_garbage_is_refused(tmp_path: Path, size: int) -> None:
    garbage = random.Random(size).randbytes(size)
    assert {fault.code for fault in audited(tmp_path, garbage, SMALL.key).faults} == {"not-a-parcel"}


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_line = bundle_of([*LINES[:-1], b"0" * 100_000_000])
    assert len(one_line) < 100_000
    assert "parcel-too-big" in {fault.code for fault in audited(tmp_path, one_line, SMALL.key).faults}
    monkeypatch.setattr(verifying, "ONE_BUNDLE", Limits(decompressed=2_000, entries=100))
    assert "parcel-too-big" in {fault.code for fault in audited(tmp_path, SMALL.draft().write(), SMALL.key).faults}
    monkeypatch.setattr(verifying, "ONE_BUNDLE", Limits(decompressed=100_000, entries=3))
    assert "parcel-too-big" in {fault.code for fault in audited(tmp_path, SMALL.draft().write(), SMALL.key).faults}


def test_a_file_that_is_all_faults_ends_the_reading(tmp_path: Path) -> None:
    province = story()
    laptop = province.laptops[0]
    for number in range(1_200):
        province.accept(device=laptop.device, size=1, root=province.seen().root, at=number)
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert len(summary.faults) == 1_000


def test_a_file_that_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        verifying.verify(tmp_path / "none.soxa", SMALL.key)
    assert refused.value.code == "file-missing"
