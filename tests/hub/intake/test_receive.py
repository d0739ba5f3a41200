"""What the hub does with pushes, good and hostile: nothing twice, nothing unproven, nothing to strangers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.exchange.joining import join
from field.reporting import reports
from hub import own_logs
from hub.cli import output
from hub.intake.receive import Receiver
from hub.intake.reply import answer
from hub.monitoring import counts, reporting_status
from hub.naming import Names
from hub.registry.directives.publish import publish
from hub.store import HubStore
from sync.annex.layout import guarded
from sync.encoding import DAY_SECONDS, Hash
from sync.errors import BadInput, Refused, SoxaError, Unavailable
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Entries, Header, ParcelReader, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Narrative
from sync.ledger.figures import Tally
from sync.ledger.period import parse
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hash
from tests.world import HUB, Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def push_of(laptop: Laptop, world: World) -> bytes:
    """The bytes of the laptop's next push, which still goes through."""
    bodies: list[bytes] = []
    laptop.exchange(world.recorded(bodies))
    return bodies[0]


def refusal(world: World, body: bytes) -> str:
    """The code with which the hub refuses a push."""
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now())
    assert taken.refusal is not None
    return taken.refusal.code


def raw_push(laptop: Laptop, lines: list[bytes]) -> bytes:
    """A push of lines that the laptop signs, whatever they say, after what the hub holds of it."""
    start = laptop.store.own.acked
    frontier: Frontier = laptop.store.frontier_at(laptop.origin, start)
    frontier.extend(map(leaf_hash, lines))
    note = checkpoints.sign(Checkpoint(laptop.origin, frontier.size, frontier.root()), laptop.signer)
    writer = ParcelWriter()
    return (
        writer.header(Header(soxa=1, kind="push", hub=HUB, device=laptop.store.membership.device))
        + writer.range(RangeHead(origin=laptop.origin, start=start, end=frontier.size, checkpoint=note))
        + writer.entries(lines)
        + writer.end()
    )


def test_the_same_push_again_changes_nothing_and_is_receipted(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=3)
    body = push_of(laptop, world)
    before = world.hub_leaves(laptop.origin)
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now())
    assert (taken.refusal, taken.entries) == (None, 0)
    assert world.hub_leaves(laptop.origin) == before


def test_a_laptop_whose_folder_was_copied_is_a_fork_and_the_evidence_is_kept(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=1)
    laptop.exchange(world.line)
    laptop.store.close()
    copy = world.folder / "copy"
    shutil.copytree(laptop.home.path, copy)
    laptop.reopen()
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    twin = Laptop.__new__(Laptop)
    twin.__dict__ |= {**laptop.__dict__, "home": type(laptop.home)(copy)}
    twin.store = type(laptop.store).open(twin.home)
    twin.log(quantity=99)
    with pytest.raises(SoxaError) as refused:
        twin.exchange(world.line)
    assert refused.value.code == "fork"
    twin.store.close()
    with world.store.reading() as transaction:
        assert transaction.logs.evidence_codes(laptop.origin) == ["fork"]
    assert world.hub_leaves(laptop.origin) == laptop.leaves()


def test_an_old_copy_of_the_folder_is_told_so_and_loses_nothing(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=1)
    laptop.exchange(world.line)
    laptop.store.close()
    copy = world.folder / "copy"
    shutil.copytree(laptop.home.path, copy)
    laptop.reopen()
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    laptop.store.close()
    shutil.rmtree(laptop.home.path)
    shutil.copytree(copy, laptop.home.path)
    laptop.reopen()
    before = laptop.leaves()
    with pytest.raises(SoxaError) as refused:
        laptop.exchange(world.line)
    assert refused.value.code in {"hub-holds-more", "hub-restored"}
    assert laptop.leaves() == before


def test_a_hub_restored_from_an_old_copy_gets_the_rest_again(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=1)
    laptop.exchange(world.line)
    world.store.close()
    old = world.folder / "old.db"
    shutil.copy(world.home.database, old)
    world.reopen()
    laptop.log(quantity=2)
    laptop.log(quantity=3)
    body = push_of(laptop, world)
    world.store.close()
    for path in world.home.path.glob("hub.db*"):
        path.unlink()
    shutil.copy(old, world.home.database)
    world.reopen()
    assert body
    with pytest.raises(SoxaError) as refused:
        laptop.exchange(world.line)
    assert refused.value.code in {"hub-restored", "stale-checkpoint", "behind"}
    assert len(laptop.leaves()) == 4


def test_an_invite_that_ran_out_is_refused(world: World) -> None:
    laptop = Laptop(world, world.folder / "late", world.invite("03390", days=1))
    world.laptops.append(laptop)
    laptop.log()
    push: list[bytes] = []
    with pytest.raises(Unavailable):
        laptop.exchange(world.kept(push))
    taken = world.receiver.take(push, ONE_EXCHANGE, world.now() + 2 * DAY_SECONDS)
    assert taken.refusal is not None and taken.refusal.code == "expired-invite"


def test_an_invite_serves_one_laptop(world: World) -> None:
    invite = world.invite("03390")
    first, second = (Laptop(world, world.folder / name, invite) for name in ("first", "second"))
    world.laptops += [first, second]
    first.exchange(world.line)
    with pytest.raises(Refused) as refused:
        second.exchange(world.line)
    assert refused.value.code == "used-invite"


def test_a_laptop_may_join_again_with_a_fresh_invite_and_keeps_what_it_logged(world: World) -> None:
    used = world.invite("03390")
    Laptop(world, world.folder / "first", used).exchange(world.line)
    laptop = Laptop(world, world.folder / "second", used)
    world.laptops.append(laptop)
    laptop.log(quantity=5)
    with pytest.raises(Refused):
        laptop.exchange(world.line)
    laptop.store.close()
    join(laptop.home, world.invite("03390"), officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    laptop.reopen()
    laptop.exchange(world.line)
    assert laptop.store.own.acked == 3
    assert [record.values.quantity for record in world.hub_records("03390").values()] == [5]


def test_another_hubs_parcel_and_what_is_no_push_are_refused(world: World) -> None:
    laptop = world.laptop("03390")
    body = push_of(laptop, world)
    for wrong in (b"<html>login</html>", body[:-9], b""):
        with pytest.raises(BadInput):
            world.receiver.take([wrong], ONE_EXCHANGE, world.now())
    writer = ParcelWriter()
    foreign = writer.header(Header(soxa=1, kind="push", hub="other.example")) + writer.end()
    with pytest.raises(Refused) as refused:
        world.receiver.take([foreign], ONE_EXCHANGE, world.now())
    assert refused.value.code == "another-hub"


def test_peers_logs_go_to_the_same_unit_and_to_nobody_else(world: World) -> None:
    one, colleague, stranger = world.laptop("03390"), world.laptop("03390"), world.laptop("03405")
    one.log(quantity=1)
    for laptop in (one, colleague, stranger, colleague, stranger):
        laptop.exchange(world.line)
    assert len(colleague.records()) == 1
    assert stranger.records() == {}
    assert one.origin in colleague.store.cursors()
    assert one.origin not in stranger.store.cursors()


def test_entries_from_the_future_and_invalid_ones_are_stored_receipted_and_told(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    lines = [b'{"kind":"visit","salt":"0000000000000000","at":1}', b"not even json"]
    taken = world.receiver.take([raw_push(laptop, lines)], ONE_EXCHANGE, world.now())
    assert (taken.refusal, taken.entries) == (None, 2)
    reader = ParcelReader(ONE_EXCHANGE)
    pieces = answer(world.store, world.keys, taken, world.now(), budget=10_000, effort=Effort.LINE)
    events = [event for piece in pieces for event in reader.feed(piece)]
    assert isinstance(events[0], Header)
    assert [(held.index, held.why) for held in events[0].held] == [(1, "future"), (2, "invalid")]
    assert not any(isinstance(event, Entries) and lines[0] in event.lines for event in events)
    assert world.hub_leaves(laptop.origin)[1:] == [leaf_hash(line) for line in lines]
    assert world.hub_records("03390") == {}


def test_a_push_with_a_wrong_signature_or_root_leaves_nothing(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    stranger = world.laptop("03405")
    good = raw_push(laptop, [b"{}"])
    note = checkpoints.sign(Checkpoint(laptop.origin, 2, Hash(bytes(32))), laptop.signer)
    forged = checkpoints.sign(Checkpoint(laptop.origin, 2, Hash(bytes(32))), stranger.signer.renamed(laptop.origin))
    for checkpoint, code in ((note, "wrong-root"), (forged, "unsigned")):
        writer = ParcelWriter()
        body = (
            writer.header(Header(soxa=1, kind="push", hub=HUB, device=laptop.store.membership.device))
            + writer.range(RangeHead(origin=laptop.origin, start=1, end=2, checkpoint=checkpoint))
            + writer.entries([b"{}"])
            + writer.end()
        )
        assert refusal(world, body) == code
    assert len(world.hub_leaves(laptop.origin)) == 1
    assert world.receiver.take([good], ONE_EXCHANGE, world.now()).refusal is None


MONTHLY = Directive(
    id="plan",
    number="1/KH",
    kind="plan",
    date="2025-06-06",
    province="12",
    issuer="UBND tỉnh",
    subject="Tuyên truyền",
    duties=(Duty(id="monthly", what="Báo cáo tháng", reporters=("commune-committee",), rule="monthly-15"),),
)


def test_verdicts_rest_on_receipts_and_brackets(world: World) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, MONTHLY, now=world.now(), random_bytes=world.random)
    due = parse("2026-11", ()).due
    units = ("03388", "03390", "03394", "03405")
    punctual, honest, claimed, _silent = (world.laptop(unit) for unit in units)
    for laptop, at, received in (
        (punctual, due - 90, due - 60),
        (honest, due + 30, due + 60),
        (claimed, due - 30, due + 90),
    ):
        reports.submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=at, random_bytes=world.random)
        world.set_clock(received)
        laptop.exchange(world.line)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        found = {
            one.unit: one
            for one in reporting_status.status(transaction, registry, parse("2026-11", registry.directives), due + 100)
        }
        before = {
            one.unit: one
            for one in reporting_status.status(transaction, registry, parse("2026-11", registry.directives), due - 1)
        }
    assert [found[unit].standing for unit in units] == ["on-time", "late", "claimed-on-time", "missing"]
    assert before["03405"].standing == "due"
    assert found["03388"].received == due - 60


def test_counts_are_sums_over_what_stands_in_the_window(world: World) -> None:
    one, other = world.laptop("03390"), world.laptop("03405")
    one.log(quantity=3, channel="commune-radio", topics=("digital-skills", "gender-equality"), audience=10)
    one.log(quantity=4, channel="meeting", minutes=30)
    one.log(quantity=100, date="2026-09-01")
    other.log(quantity=5, channel="meeting")
    other.log(quantity=50)
    other.retract(next(r for r, v in other.records().items() if v.values.quantity == 50))
    for laptop in (one, other):
        laptop.exchange(world.line)
    wanted = counts.of_period(parse("2026-11", ()))
    with world.store.reading() as transaction:
        by_channel = {key: tally.quantity for key, tally in counts.tallies(transaction, wanted, "channel", {}).items()}
        by_topic = {key: tally.activities for key, tally in counts.tallies(transaction, wanted, "topic", {}).items()}
        by_unit = {key: tally.quantity for key, tally in counts.tallies(transaction, wanted, "unit", {}).items()}
        by_band = {key: tally.activities for key, tally in counts.tallies(transaction, wanted, "audience", {}).items()}
        total = counts.total(transaction, wanted, {})
    assert by_channel == {"commune-radio": 3, "meeting": 9}
    assert by_topic == {"": 2, "digital-skills": 1, "gender-equality": 1}
    assert by_unit == {"03390": 7, "03405": 5}
    assert by_band == {"": 2, "1-49": 1}
    assert total == Tally(3, 12, 10, 30)


def test_no_cell_of_a_csv_is_a_formula(world: World) -> None:
    one = world.laptop("03390")
    one.log(channel="meeting")
    one.exchange(world.line)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        wanted = counts.of_period(parse("2026-11", ()))
        rows = counts.rows(counts.tallies(transaction, wanted, "channel", {}))
    data = output.counts_csv(Names(registry, "2026-11-14"), "channel", rows)
    assert data.startswith(b"\xef\xbb\xbfchannel,")
    for hostile in ("=1+1", "+1", "-1", "@x", "\tx"):
        assert guarded(hostile).startswith("'")
    assert guarded("Họp") == "Họp"


def test_a_closed_store_opens_again_with_all_that_was_receipted(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    world.store.close()
    store = HubStore.open(world.home.database)
    assert Receiver(store, world.keys, world.random)
    with store.reading() as transaction:
        log = transaction.logs.get(laptop.origin)
        assert log is not None and log.size == laptop.store.own.acked == 2
    store.close()
    with pytest.raises(Refused):
        HubStore.create(world.home.database)
    with pytest.raises(Refused):
        HubStore.open(world.folder / "nowhere.db")
