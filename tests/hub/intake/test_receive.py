"""What the hub does with pushes, good and hostile: nothing twice, nothing unproven, nothing to strangers."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from hub.intake.receive import Receiver
from hub.intake.reply import answer
from hub.registry import laptops
from hub.store import HubStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Hash, Instant, Size
from sync.errors import BadInput, NoAnswer, Refused, SoxaError, Unavailable, Unproven
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header, ParcelWriter, Refusal
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Acceptance
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hashes
from sync.log.note import Signature
from sync.log.receipt import with_signature
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.pushes import push_of, raw_push, refusal
from tests.world import HUB, Laptop, World, sender_of


def test_the_same_push_again_changes_nothing_and_is_receipted(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=3)
    body = push_of(laptop, world)
    before = world.hub_leaves(laptop.origin)
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now(), sender_of(body), asked=name_of(body))
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
    for evidence in (["fork"], ["fork"], ["fork", "fork"]):
        if len(evidence) > 1:  # of each day one: who tries for ever fills no disk
            world.set_clock(Instant(world.now() + DAY_SECONDS))
        with pytest.raises(SoxaError) as refused:
            twin.exchange(world.line)
        assert refused.value.code == "own-fork"
        with world.store.reading() as transaction:
            assert transaction.logs.evidence_codes(laptop.origin) == evidence
    twin.store.close()
    assert world.hub_leaves(laptop.origin) == laptop.leaves()


def test_a_hub_put_back_by_hand_asks_to_be_shown_what_it_lacks(world: World) -> None:
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
    bodies: list[bytes] = []
    with pytest.raises(NoAnswer):
        laptop.exchange(world.kept(bodies))
    taken = world.receiver.take(bodies, ONE_EXCHANGE, world.now(), sender_of(bodies[0]))
    header, _ranges = ranges_of(
        events_of(answer(world.store, world.keys, taken, budget=10_000, effort=Effort.LINE), ONE_EXCHANGE)
    )
    assert header.refusal == Refusal("show-head", {"origin": f"{HUB}/acceptances", "size": 3})
    assert len(laptop.leaves()) == 4


def test_another_hubs_parcel_and_what_is_no_push_are_refused(world: World) -> None:
    laptop = world.laptop("03390")
    body = push_of(laptop, world)
    for wrong, code in ((b"<html>login</html>", "not-a-parcel"), (body[:-9], "not-a-parcel"), (b"", "not-a-parcel")):
        with pytest.raises(BadInput) as bad:
            world.receiver.take([wrong], ONE_EXCHANGE, world.now())
        assert bad.value.code == code
    writer = ParcelWriter()
    foreign = writer.header(Header(soxa=1, kind="push", hub="other.example")) + writer.end()
    with pytest.raises(Refused) as refused:
        world.receiver.take([foreign], ONE_EXCHANGE, world.now())
    assert (refused.value.code, refused.value.facts) == ("another-hub", {"origin": "other.example", "hub": HUB})
    for kind in ("reply", "bundle"):
        with pytest.raises(Refused) as refused:
            world.receiver.take([Party(1).parcel([], kind=kind)], ONE_EXCHANGE, world.now())
        assert (refused.value.code, refused.value.facts) == ("wrong-parcel", {"kind": kind})


def joined(world: World, seed: int = 1, *, activities: int = 2) -> Party:
    """A party whose join the hub took, with as many activities that it took too."""
    party = Party(seed)
    party.says(party.join(world.keys, world.invite("03390")), *(party.activity(10 * seed + n) for n in range(activities)))
    assert outcome(world, party.push()) is None
    return party


def revoke(world: World, party: Party) -> None:
    with world.store.writing() as transaction:
        laptops.revoke_laptop(transaction, world.keys, party.device, "bị mất", now=world.now(), random_bytes=world.random)


def test_a_revoked_laptop_that_sends_again_exactly_what_was_fenced_is_no_reason_to_stop_there(world: World) -> None:
    """What the fence leaves is as good as ever, so what comes after it in the parcel is taken; one entry more is not."""
    party, colleague = joined(world), joined(world, 2)
    revoke(world, party)
    colleague.says(colleague.activity(99))
    party.says(party.activity(98))
    body = party.parcel([party.range(0, 3), colleague.range(3)], device=colleague.device)
    assert outcome(world, body) is None
    assert len(world.hub_leaves(colleague.origin)) == 4
    colleague.says(colleague.activity(97))
    body = party.parcel([party.range(0, 4), colleague.range(4)], device=colleague.device)
    assert outcome(world, body) == "revoked-device"
    assert (len(world.hub_leaves(party.origin)), len(world.hub_leaves(colleague.origin))) == (3, 4)


def test_a_revoked_laptop_is_told_so_whatever_it_brings(world: World) -> None:
    party = joined(world)
    bodies = [party.push(), party.push(3, 3), party.parcel([])]
    assert [outcome(world, body) for body in bodies] == [None] * 3
    revoke(world, party)
    assert [outcome(world, body) for body in bodies] == ["revoked-device"] * 3


@pytest.mark.parametrize("name", ["registry", "acceptances/2", "desk/03390"])
def test_a_head_of_the_hubs_own_counts_under_its_key_alone(world: World, name: str) -> None:
    party = joined(world)
    head, lines = party.range()
    forged = head.checkpoint.replace(party.origin, f"{HUB}/{name}")
    for checkpoint, code in ((head.checkpoint, "wrong-origin"), (forged, "unsigned")):
        other = msgspec.structs.replace(head, origin=f"{HUB}/{name}", checkpoint=checkpoint)
        assert outcome(world, party.parcel([(other, lines)])) == code
    with world.store.reading() as transaction:
        assert transaction.settings.asking is None


@pytest.mark.parametrize("origin", ["other.example/device/" + "a" * 16, "other.example/registry"])
def test_no_log_of_another_hub_is_pushed(world: World, origin: str) -> None:
    party = joined(world)
    head, lines = party.range()
    body = party.parcel([(msgspec.structs.replace(head, origin=origin), lines)])
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now(), sender_of(body), asked=name_of(body))
    assert taken.refusal == Refusal("another-hub", {"origin": origin, "hub": HUB})


def test_a_log_that_has_no_name_is_refused(world: World) -> None:
    party = joined(world)
    head, lines = party.range()
    assert outcome(world, party.parcel([(msgspec.structs.replace(head, origin="x"), lines)])) == "bad-origin"


def test_a_push_that_is_another_laptops_than_its_request_is_not_looked_at(world: World) -> None:
    party, other = joined(world), joined(world, 2)
    party.says(party.activity(99))
    with pytest.raises(Unproven) as refused:
        world.receiver.take([party.push()], ONE_EXCHANGE, world.now(), other.device)
    assert refused.value.code == "bad-request-signature"
    assert len(world.hub_leaves(party.origin)) == 3
    assert world.receiver.take([party.push()], ONE_EXCHANGE, world.now(), party.device).refusal is None
    assert len(world.hub_leaves(party.origin)) == 4


def test_a_range_that_was_cut_leaves_nothing_and_the_one_before_it_stays(world: World) -> None:
    party, colleague = joined(world), joined(world, 2)
    party.says(party.activity(99))
    colleague.says(*(colleague.activity(1_000 + number) for number in range(3_000)))
    whole = party.parcel([party.range(3), colleague.range(3)])
    assert outcome(world, whole[: len(whole) // 2]) == "cut-parcel"
    assert (len(world.hub_leaves(party.origin)), len(world.hub_leaves(colleague.origin))) == (4, 3)


def test_a_range_whose_last_entry_is_here_and_whose_next_line_is_not_leaves_nothing(world: World) -> None:
    party = joined(world)
    party.says(party.activity(99))
    head, lines = party.range(3)
    writer = ParcelWriter()
    body = writer.header(Header(soxa=1, kind="push", hub=HUB, device=party.device))
    body += writer.range(head) + writer.entries(lines) + writer._zstd.flush()
    assert outcome(world, body) == "cut-parcel"
    assert len(world.hub_leaves(party.origin)) == 3


def test_what_is_behind_is_told_from_where(world: World) -> None:
    party = joined(world)
    party.says(*(party.activity(90 + number) for number in range(3)))
    taken = world.receiver.take([party.push(4)], ONE_EXCHANGE, world.now())
    assert taken.refusal == Refusal("behind", {"origin": party.origin, "at": 3})
    assert outcome(world, party.push(3)) is None


def test_the_evidence_of_a_fork_and_of_a_wrong_root_is_kept_and_of_nothing_else(world: World) -> None:
    party = joined(world)
    twin = Party(1)
    twin.lines = [*party.lines[:2], encode(party.activity(77))]
    party.says(party.activity(99))
    head, _lines = party.range(3)
    wrong = [encode(party.activity(88))]
    assert outcome(world, twin.push()) == "fork"
    assert outcome(world, party.parcel([(head, wrong)])) == "wrong-root"
    unsigned = Party(2)
    unsigned.lines, unsigned.origin = party.lines, party.origin
    unsigned.signer = unsigned.signer.renamed(party.origin)
    assert outcome(world, unsigned.push(3)) == "unsigned"
    with world.store.reading() as transaction:
        assert transaction.logs.evidence_codes(party.origin) == ["fork", "wrong-root"]
    assert world.hub_leaves(party.origin) == leaf_hashes(party.lines[:3])


def test_an_acceptance_is_never_before_the_one_before_it(world: World) -> None:
    """The hub's clock may be set back; its word may not."""
    party = joined(world)
    with world.store.reading() as transaction:
        last = transaction.logs.last_accepted_at()
    party.says(party.activity(99))
    assert outcome(world, party.push(), last - 1_000) is None
    with world.store.reading() as transaction:
        log = transaction.logs.get(party.origin)
        acceptances = transaction.logs.get(origins.acceptances(HUB))
        assert log is not None and acceptances is not None
        entries = [decode(line, LogKind.ACCEPTANCES) for line in transaction.logs.lines(acceptances.id, 0, acceptances.size)]
        assert transaction.logs.last_accepted_at() == last
    assert [entry.at for entry in entries if isinstance(entry, Acceptance)] == [last, last]


def test_only_the_owners_signature_and_the_receipt_are_kept_with_a_head(world: World) -> None:
    party = joined(world)
    party.says(party.activity(99))
    head, lines = party.range(3)
    stranger = Signature("somebody.example", b"abcd", b"x")
    crowded = msgspec.structs.replace(head, checkpoint=with_signature(head.checkpoint, stranger))
    assert outcome(world, party.parcel([(crowded, lines)])) is None
    with world.store.reading() as transaction:
        log = transaction.logs.get(party.origin)
    assert log is not None
    assert [line.name for line in notes.parse(log.checkpoint).signatures] == [party.origin, origins.mirror(HUB)]


def test_two_writers_of_one_log_do_not_both_move_its_head(world: World) -> None:
    """Between reading a head and moving it somebody else did: nothing of the range stays."""
    party = joined(world)
    party.says(party.activity(99))
    with world.store.writing() as transaction:
        stale = transaction.logs.get(party.origin)
        assert stale is not None
    assert outcome(world, party.push()) is None
    with world.store.writing() as transaction, pytest.raises(Unavailable) as busy:
        transaction.logs.advance(stale, stale.frontier, stale.checkpoint, Size(0))
    assert busy.value.code == "store-busy"
    assert world.hub_leaves(party.origin) == leaf_hashes(party.lines)


def test_a_push_with_a_wrong_signature_or_root_leaves_nothing(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    stranger = world.laptop("03405")
    good = raw_push(laptop, [b"{}"])
    note = checkpoints.sign(Checkpoint(laptop.origin, Size(2), Hash(bytes(32))), laptop.signer)
    forged = checkpoints.sign(Checkpoint(laptop.origin, Size(2), Hash(bytes(32))), stranger.signer.renamed(laptop.origin))
    for checkpoint, code in ((note, "wrong-root"), (forged, "unsigned")):
        writer = ParcelWriter()
        body = (
            writer.header(Header(soxa=1, kind="push", hub=HUB, device=laptop.store.membership.device))
            + writer.range(RangeHead(origin=laptop.origin, start=Size(1), end=Size(2), checkpoint=checkpoint))
            + writer.entries([b"{}"])
            + writer.end()
        )
        assert refusal(world, body) == code
    assert len(world.hub_leaves(laptop.origin)) == 1
    assert world.receiver.take([good], ONE_EXCHANGE, world.now()).refusal is None


def test_a_closed_store_opens_again_with_all_that_was_receipted(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    world.store.close()
    store = HubStore.open(world.home.database)
    assert Receiver(store, world.keys, world.random)
    with store.reading() as transaction:
        log = transaction.logs.get(laptop.origin)
        assert log is not None and log.size == laptop.store.logs.own.acked == 2
    store.close()
    with pytest.raises(Refused) as refused:
        HubStore.create(world.home.database)
    assert refused.value.code == "hub-exists"
    with pytest.raises(Refused) as refused:
        HubStore.open(world.folder / "nowhere.db")
    assert refused.value.code == "no-hub"
