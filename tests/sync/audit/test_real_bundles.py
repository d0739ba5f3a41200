"""What a real hub writes of what real laptops sent it is proven as it is, and in no other form.

The other files here make their bundles with sync alone; this one goes through the laptop's and the hub's own stores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from field.reporting import reports
from hub.export import bundle
from sync.audit import bundles
from sync.audit.prove import prove
from sync.audit.verify import AuditSummary
from sync.encoding.spelling import tobase64
from sync.encoding.types import Index
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Narrative, Report
from sync.ledger.figures import Figures, Tally
from sync.log.receipt import cosigner_verifier
from sync.proof import entry_proof
from sync.proof.files import read_proof
from tests.independent import stranger
from tests.sync.audit.bundles import Draft, Range, audited, bundle_of, lines_of, seed, told
from tests.world import HUB, Laptop, World

PERIOD = "2026-11"
HUBS_OWN = (origins.registry(HUB), origins.acceptances(HUB))


def build(folder: Path, *, chance: int = 1) -> World:
    """Two laptops of a commune and one of another; an activity revised by both, one taken back, one report. Everybody
    exchanges at least twice, so that entries cite acceptances."""
    world = World(folder, seed=chance)
    first, second, other = (world.laptop(unit) for unit in ("03390", "03390", "03405"))
    first.log(quantity=4, channel="commune-radio")
    first.log(title="Nhầm", audience=30)
    first.exchange(world.line)
    second.exchange(world.line)
    shared, mistake = (_record(first, title) for title in ("Phát loa", "Nhầm"))
    first.revise(shared, quantity=5)
    first.retract(mistake)
    second.revise(shared, quantity=6)
    second.exchange(world.line)
    first.exchange(world.line)
    for _twice in range(2):
        other.log(quantity=9)
        other.exchange(world.line)
    submit(first)
    first.exchange(world.line)
    return world


def _record(laptop: Laptop, title: str) -> str:
    return next(name for name, record in laptop.records().items() if record.values.title == title)


def submit(laptop: Laptop) -> None:
    """An honest report, as an officer submits it."""
    world = laptop.world
    reports.submit(laptop.store, laptop.signer, PERIOD, Narrative(), now=world.now(), random_bytes=world.random)


def written(world: World, name: str = "bundle.soxa") -> bytes:
    """The bundle as the hub writes it now."""
    path = world.folder / name
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    return path.read_bytes()


def drafted(data: bytes) -> Draft:
    """A bundle taken apart, to be changed and written again with counts that fit."""
    draft = Draft([])
    draft.header = msgspec.structs.replace(draft.header, hub=HUB)
    for line in lines_of(data)[1:-1]:
        if line.startswith(b'{"line":"range"'):
            head = msgspec.json.decode(line)
            draft.ranges.append(Range(head["origin"], head["checkpoint"], []))
        else:
            draft.ranges[-1].lines.append(line)
    return draft


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The story, read by all tests here and changed by none."""
    made = build(tmp_path_factory.mktemp("province"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def data(world: World) -> bytes:
    """Its bundle."""
    return written(world)


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[World]:
    """The same story for one test, which may go on with it."""
    made = build(tmp_path / "province")
    yield made
    made.close()


def audit(folder: Path, data: bytes, world: World) -> AuditSummary:
    """What an auditor is told who has this world's key."""
    return audited(folder, data, world.keys.logs.verifier)


def blamed(summary: AuditSummary) -> set[str]:
    """The logs that faults are told of."""
    return {fault.origin for fault in summary.faults}


# -- as it is


def test_what_a_hub_writes_is_proven(tmp_path: Path, world: World, data: bytes) -> None:
    summary = audit(tmp_path, data, world)
    assert (summary.faults, summary.held) == ((), ())
    assert (summary.hub, summary.devices, summary.records, summary.reports) == (HUB, 3, 4, 1)


def test_taken_apart_and_put_together_it_says_the_same(data: bytes) -> None:
    """The tests below change a draft: without a change it is the bundle, line for line."""
    assert lines_of(drafted(data).write()) == lines_of(data)


def test_the_story_has_what_the_tests_below_change(data: bytes) -> None:
    """Acceptances that entries cite, a record in conflict, one taken back, and a report."""
    draft = drafted(data)
    assert len(draft.ranges) == 2 + 3
    assert len(draft.of(HUBS_OWN[1]).lines) >= 6
    entries = [decode(line, origins.LogKind.DEVICE) for one in draft.ranges[2:] for line in one.lines]
    assert sum(isinstance(entry, Activity) and entry.seen is not None for entry in entries) >= 2
    assert sum(isinstance(entry, Report) for entry in entries) == 1


# -- changed by somebody without a key


@pytest.mark.parametrize("log", range(5))
def test_no_byte_of_an_entry_or_a_checkpoint_can_be_another(tmp_path: Path, world: World, data: bytes, log: int) -> None:
    """The lowest bit of every byte of every line of a log: its head with its checkpoint and receipt, and its entries."""
    lines = lines_of(data)
    heads = [at for at, line in enumerate(lines) if line.startswith(b'{"line":"range"')] + [len(lines) - 1]
    origin = drafted(data).ranges[log].origin
    for number in range(heads[log], heads[log + 1]):
        for at in range(len(lines[number])):
            changed = bytearray(lines[number])
            changed[at] ^= 0x01
            summary = audit(tmp_path, bundle_of([*lines[:number], bytes(changed), *lines[number + 1 :]]), world)
            assert origin in blamed(summary), (number, at, bytes(changed), summary.faults)


def drop(ranges: list[Range], at: int) -> None:
    del ranges[at]


def duplicate(ranges: list[Range], at: int) -> None:
    ranges.insert(at, ranges[at])


def swap(ranges: list[Range], at: int) -> None:
    other = (at + 1) % len(ranges)
    ranges[at], ranges[other] = ranges[other], ranges[at]


@pytest.mark.parametrize("change", [drop, duplicate, swap])
def test_no_log_is_left_out_doubled_or_moved(
    tmp_path: Path, world: World, data: bytes, change: Callable[[list[Range], int], None]
) -> None:
    for at in range(5):
        draft = drafted(data)
        change(draft.ranges, at)
        assert audit(tmp_path, draft.write(), world).faults, at


def test_no_entry_is_left_out_doubled_moved_or_added(tmp_path: Path, world: World, data: bytes) -> None:
    """The counts are made to fit, so that nothing but the log's own tree can tell."""
    for log, whole in enumerate(drafted(data).ranges):
        lines = whole.lines
        for at, line in enumerate(lines):
            others = [lines[:at] + lines[at + 1 :], [*lines[:at], line, *lines[at:]], [*lines, line]]
            if at + 1 < len(lines):
                others.append([*lines[:at], lines[at + 1], line, *lines[at + 2 :]])
            for other in others:
                draft = drafted(data)
                draft.ranges[log].lines = other
                assert whole.origin in blamed(audit(tmp_path, draft.write(), world)), (whole.origin, at)


# -- changed by the hub


def test_a_hub_that_hides_a_laptops_newest_entries_behind_an_older_note_is_found(
    tmp_path: Path, world: World, data: bytes
) -> None:
    """Each older note is genuine: the laptop signed it, and the hub receipted it and kept it."""
    tried = 0
    for laptop in world.laptops:
        with world.store.reading() as transaction:
            log = transaction.logs.get(laptop.origin)
            assert log is not None
            *older, newest = transaction.logs.accepted(log.id)
        assert newest.size == log.size
        for accepted in older:
            draft = drafted(data)
            cut = draft.of(laptop.origin)
            cut.checkpoint, cut.lines = accepted.checkpoint, cut.lines[: accepted.size]
            assert (laptop.origin, "accepted-other-size") in told(audit(tmp_path, draft.write(), world))
            tried += 1
    assert tried >= len(world.laptops)


def test_an_older_bundle_of_the_same_hub_is_proven_and_says_of_when_it_is(changing: World) -> None:
    """A state at an earlier time is no lie: the time tells it."""
    before = written(changing)
    changing.laptops[0].log(title="Sau đó")
    changing.laptops[0].exchange(changing.line)
    older, newer = (audit(changing.folder, one, changing) for one in (before, written(changing)))
    assert (older.faults, newer.faults) == ((), ())
    assert older.accepted_at is not None and newer.accepted_at is not None
    assert older.accepted_at < newer.accepted_at


def test_old_and_new_logs_of_one_hub_do_not_mix(changing: World) -> None:
    """Each log is genuine; together they were never the hub's state."""
    before = drafted(written(changing))
    for laptop in changing.laptops:
        laptop.log(title="Sau đó")
        laptop.exchange(changing.line)
    for log in range(1, 5):
        mixed = drafted(written(changing))
        mixed.ranges[log] = before.ranges[log]
        assert audit(changing.folder, mixed.write(), changing).faults, mixed.ranges[log].origin


def test_another_hub_of_the_same_name_is_told_apart_by_its_key(tmp_path: Path, world: World, data: bytes) -> None:
    other = World(tmp_path / "other", seed=2)
    assert other.keys.hub == world.keys.hub
    assert told(audit(tmp_path, data, other)) == {(HUBS_OWN[0], "unsigned")}
    other.close()


# -- changed by a laptop


def tell_a_lie(laptop: Laptop, **lies: object) -> int:
    """A laptop with a program of its own reports what is not so, and the hub takes it; the report's index."""
    submit(laptop)
    index = laptop.store.logs.own.size
    honest = decode(laptop.store.logs.lines(laptop.origin, index - 1, 1)[0], origins.LogKind.DEVICE)
    assert isinstance(honest, Report)
    covers = tuple(msgspec.structs.replace(one, size=index) if one.size == index - 1 else one for one in honest.covers)
    told_lie = msgspec.structs.replace(honest, salt="00" * 8, seen=None, base=(), covers=covers, **lies)
    laptop.store.logs.append([told_lie], laptop.signer)
    laptop.exchange(laptop.world.line)
    return index


def test_a_report_that_lies_about_nothing_is_proven(changing: World) -> None:
    """Made as the lies below are made: it is the lie that is found, not the making."""
    tell_a_lie(changing.laptops[0])
    summary = audit(changing.folder, written(changing), changing)
    assert (summary.faults, summary.reports) == ((), 3)


@pytest.mark.parametrize(
    ("code", "lies"),
    [
        ("other-figures", {"figures": Figures(total=Tally())}),
        ("other-figures", {"records": 2}),
        ("other-commitment", {"root": tobase64(seed("another root"))}),
    ],
)
def test_a_report_with_a_lie_in_it_is_found(changing: World, code: str, lies: dict[str, object]) -> None:
    laptop = changing.laptops[0]
    index = tell_a_lie(laptop, **lies)
    summary = audit(changing.folder, written(changing), changing)
    assert summary.faults == ()
    assert [(one.origin, one.index, one.code) for one in summary.findings] == [(laptop.origin, index, code)]


# -- one record


def test_a_proof_from_a_real_bundle_checks_and_a_stranger_takes_it(tmp_path: Path, world: World, data: bytes) -> None:
    """The stranger knows nothing of us but the two formats: it has the laptop's key and the receipts' key."""
    (tmp_path / "bundle.soxa").write_bytes(data)
    read = bundles.read(tmp_path / "bundle.soxa")
    cosigner = cosigner_verifier(world.keys.mirror).vkey()
    for laptop in world.laptops:
        log, key = read.logs[laptop.origin], laptop.signer.verifier.vkey()
        note = tmp_path / "receipt.txt"
        note.write_bytes(log.checkpoint.encode("utf-8"))
        time = int(stranger.verify("receipt", note, key, cosigner))
        for index, line in enumerate(log.lines):
            file = tmp_path / "one.tlog-proof"
            file.write_bytes(prove(read, laptop.origin, Index(index)).encode("utf-8"))
            proven = entry_proof.check(read_proof(file), world.keys.logs.verifier)
            assert (proven.unit, proven.index, proven.line, proven.received) == (laptop.unit, index, line, time)
            stranger.verify("proof", file, key, "-")


def test_a_stranger_refuses_a_proof_with_another_entry(tmp_path: Path, world: World, data: bytes) -> None:
    """So that the test before cannot pass with a stranger who takes anything."""
    draft, laptop = drafted(data), world.laptops[0]
    changed = draft.of(laptop.origin)
    (tmp_path / "bundle.soxa").write_bytes(data)
    proof = prove(bundles.read(tmp_path / "bundle.soxa"), laptop.origin, Index(1))
    changed.lines[1] = changed.lines[1].replace(b'"quantity":4', b'"quantity":5')
    (tmp_path / "changed.soxa").write_bytes(draft.write())
    forged = prove(bundles.read(tmp_path / "changed.soxa"), laptop.origin, Index(1))
    assert forged != proof
    file = tmp_path / "forged.tlog-proof"
    file.write_bytes(forged.encode("utf-8"))
    with pytest.raises(SoxaError):
        entry_proof.check(read_proof(file), world.keys.logs.verifier)
    with pytest.raises(stranger.Refusal):
        stranger.verify("proof", file, laptop.signer.verifier.vkey(), "-")
