"""Replies: each laptop gets its own unit's logs, and word of what is quarantined."""

from __future__ import annotations

from hub import own_logs
from hub.intake.receive import PushResult
from hub.intake.reply import answer
from hub.registry.bodies import state_unit
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Origin, Size
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Entries, Header, ParcelReader, Refusal
from sync.exchange.ranges import RangeHead, check_receipt
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance, Reminder
from sync.ledger.origins import LogKind
from sync.ledger.unit_history import UnitHistory
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from sync.log.receipt import cosigner_verifier
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.pushes import raw_push
from tests.world import HUB, World, sender_of


def test_peers_logs_go_to_the_same_unit_and_to_nobody_else(world: World) -> None:
    one, colleague, stranger = world.laptop("03390"), world.laptop("03390"), world.laptop("03405")
    one.log(quantity=1)
    for laptop in (one, colleague, stranger, colleague, stranger):
        laptop.exchange(world.line)
    assert len(colleague.records()) == 1
    assert stranger.records() == {}
    assert one.origin in colleague.store.logs.cursors()
    assert one.origin not in stranger.store.logs.cursors()


def test_a_superiors_laptop_gets_no_log_of_the_units_that_report_to_it(world: World) -> None:
    """Neither what they state nor what the province says to them; and they get nothing of the superior's."""
    office_code = "03390-vhxh"
    with world.store.writing() as transaction:
        state_unit(
            transaction,
            world.keys,
            office_code,
            name="Văn hóa - Xã hội",
            type="Phòng",
            valid_from="2026-10-01",
            body="culture-society-office",
            now=world.now(),
            random_bytes=world.random,
        )
    commune, office = world.laptop("03390"), world.laptop(office_code)
    commune.log(title="Của xã")
    office.log(title="Của phòng")
    for laptop in (commune, office):
        laptop.exchange(world.line)
    desks = [origins.desk(HUB, unit) for unit in ("03390", office_code)]
    with world.store.writing() as transaction:
        reminder = Reminder(salt="0" * 16, at=world.now(), period="2026-11", comment="Nhắc")
        for desk in desks:
            own_logs.append(transaction, world.keys, desk, [reminder])
    for laptop in (commune, office, commune):
        laptop.exchange(world.line)
    assert UnitHistory(commune.store.logs.registry()).superior(office_code, "2026-10-28") == "03390"
    of_all = {origins.registry(HUB), origins.acceptances(HUB)}
    for laptop, desk in ((commune, desks[0]), (office, desks[1])):
        assert set(laptop.store.logs.cursors()) == {laptop.origin, desk, *of_all}
        assert len(laptop.records()) == 1


def test_entries_from_the_future_and_invalid_ones_are_stored_receipted_and_told(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    lines = [b'{"kind":"visit","salt":"0000000000000000","at":1}', b"not even json"]
    body = raw_push(laptop, lines)
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now(), sender_of(body))
    assert (taken.refusal, taken.entries) == (None, 2)
    reader = ParcelReader(ONE_EXCHANGE)
    pieces = answer(world.store, world.keys, taken, budget=10_000, effort=Effort.LINE)
    events = [event for piece in pieces for event in reader.feed(piece)]
    assert isinstance(events[0], Header)
    assert [(held.index, held.why) for held in events[0].held] == [(1, "future"), (2, "invalid")]
    assert not any(isinstance(event, Entries) and lines[0] in event.lines for event in events)
    assert world.hub_leaves(laptop.origin)[1:] == [leaf_hash(line) for line in lines]
    assert world.hub_records("03390") == {}


def joined(world: World, seed: int, activities: int = 1, unit: str = "03390") -> Party:
    """A party of a unit whose join and activities the hub took."""
    party = Party(seed)
    party.says(party.join(world.keys, world.invite(unit)), *(party.activity(100 * seed + n) for n in range(activities)))
    assert outcome(world, party.push()) is None
    return party


def answered(world: World, device: str, budget: int = 100_000, **cursors: int) -> tuple[Header, dict[str, tuple[int, int]]]:
    """The header of an answer to a laptop with these cursors, by the log's name after the hub's; and from where to where
    each log in it goes."""
    held = {origins.parse(f"{HUB}/{name}").written: Size(size) for name, size in cursors.items()}
    taken = PushResult(proven=True, brought=True, device=DeviceId(device), cursors=held)
    pieces = list(answer(world.store, world.keys, taken, budget=budget, effort=Effort.LINE))
    reader = ParcelReader(ONE_EXCHANGE)
    events = [event for piece in pieces for event in reader.feed(piece)]
    reader.close()
    header = events[0]
    assert isinstance(header, Header)
    heads = [event for event in events if isinstance(event, RangeHead)]
    return header, {head.origin.removeprefix(f"{HUB}/"): (head.start, head.end) for head in heads}


def size_of(world: World, name: str) -> int:
    return len(world.hub_leaves(Origin(f"{HUB}/{name}")))


def test_an_answer_holds_what_is_new_in_its_order_and_no_more(world: World) -> None:
    party, peer = joined(world, 1), joined(world, 2)
    registry, own, theirs = size_of(world, "registry"), f"device/{party.device}", f"device/{peer.device}"
    accepted = size_of(world, "acceptances")
    header, logs = answered(world, party.device)
    assert logs == {"registry": (0, registry), "acceptances": (accepted, accepted), own: (2, 2), theirs: (0, 2)}
    assert list(logs) == ["registry", own, "acceptances", theirs]
    assert (header.device, header.more, header.refusal) == (party.device, False, None)
    _header, logs = answered(world, party.device, registry=registry, acceptances=accepted, **{own: 2, theirs: 2})
    assert logs == {own: (2, 2)}
    _header, logs = answered(world, party.device, registry=registry - 1, acceptances=accepted - 1, **{own: 2, theirs: 1})
    news = {"registry": (registry - 1, registry), "acceptances": (accepted, accepted)}
    assert logs == {**news, own: (2, 2), theirs: (1, 2)}
    assert list(logs) == [own, "registry", "acceptances", theirs], "its reader knows already whose the receipt is"
    _header, logs = answered(world, party.device, registry=registry - 2)
    assert list(logs)[:2] == ["registry", own], "the entry that enrolled it is yet to come"


def test_a_stranger_gets_the_registry_and_nothing_else(world: World) -> None:
    joined(world, 1)
    for device in ("", Party(9).device):
        header, logs = answered(world, device)
        assert list(logs) == ["registry"]
        assert header.held == ()


def test_a_laptop_of_another_unit_is_told_nothing_of_this_one(world: World) -> None:
    joined(world, 1)
    other = joined(world, 2, unit="03405")
    _header, logs = answered(world, other.device)
    assert list(logs) == ["registry", f"device/{other.device}", "acceptances"]


def test_a_cursor_at_the_end_is_held_and_one_beyond_it_is_to_be_shown(world: World) -> None:
    party, peer = joined(world, 1), joined(world, 2)
    sizes = {name: size_of(world, name) for name in ("registry", "acceptances", f"device/{peer.device}")}
    assert answered(world, party.device, **sizes)[0].refusal is None
    for name, size in sizes.items():
        header, logs = answered(world, party.device, **{**sizes, name: size + 1})
        assert header.refusal == Refusal("show-head", {"origin": f"{HUB}/{name}", "size": size})
        assert set(logs) == {f"device/{party.device}"}, "its receipt comes all the same, and nothing else"


def test_a_colleagues_log_comes_as_far_as_the_budget_goes_to_the_byte(world: World) -> None:
    party, peer = joined(world, 1), joined(world, 2)
    for number in (1, 2):
        assert outcome(world, peer.says(peer.activity(900 + number)).push()) is None
    name = f"device/{peer.device}"
    sizes = [2, 3, 4]
    with world.store.reading() as transaction:
        log = transaction.logs.get(peer.origin)
        assert log is not None
        bytes_to = {size: transaction.logs.bytes_between(log.id, 0, size) for size in sizes}
    for size in sizes:
        header, logs = answered(world, party.device, budget=bytes_to[size])
        assert (logs[name], header.more) == ((0, size), size < 4)
    header, logs = answered(world, party.device, budget=bytes_to[3] - 1)
    assert (logs[name], header.more) == ((0, 2), True)
    header, logs = answered(world, party.device, budget=1)
    assert (logs[name], header.more) == ((0, 2), True), "or at least the next"
    header, logs = answered(world, party.device, budget=0)
    assert (name in logs, header.more) == (False, True)
    header, logs = answered(world, party.device, budget=0, **{name: 4})
    assert (name in logs, header.more) == (False, False)


def test_the_budget_is_shared_by_all_colleagues(world: World) -> None:
    party, first, second = (joined(world, seed) for seed in (1, 2, 3))
    names = sorted(f"device/{peer.device}" for peer in (first, second))
    header, logs = answered(world, party.device, budget=1)
    assert [name in logs for name in names] == [True, False]
    assert header.more
    header, logs = answered(world, party.device)
    assert [logs[name] for name in names] == [(0, 2), (0, 2)]
    assert not header.more


def receipt_of(world: World, party: Party, cursors: dict[Origin, Size]) -> RangeHead:
    """The head of the laptop's own log in an answer to it."""
    taken = PushResult(proven=True, brought=True, device=party.device, cursors=cursors)
    pieces = answer(world.store, world.keys, taken, budget=0, effort=Effort.LINE)
    reader = ParcelReader(ONE_EXCHANGE)
    heads = [event for piece in pieces for event in reader.feed(piece) if isinstance(event, RangeHead)]
    (head,) = (head for head in heads if head.origin == party.origin)
    return head


def test_a_receipt_is_its_acceptances_the_same_bytes_each_time(world: World) -> None:
    party, other = joined(world, 1), joined(world, 2)
    first = receipt_of(world, party, {})
    cosigner = cosigner_verifier(world.keys.mirror)
    assert outcome(world, other.says(other.activity(901)).push()) is None
    assert receipt_of(world, party, {}) == first, "whatever was accepted since"
    assert first.acceptance is not None
    acceptance = decode(first.acceptance.entry.encode("utf-8"), LogKind.ACCEPTANCES)
    assert isinstance(acceptance, Acceptance)
    assert (first.acceptance.index, acceptance.device, acceptance.size) == (2, party.device, 2)
    assert check_receipt(first, party.signer.verifier, cosigner) == acceptance.at
    assert tobase64(checkpoints.parse(first.checkpoint).checkpoint.root) == acceptance.root


def test_the_acceptance_comes_with_a_receipt_unless_the_laptop_has_it(world: World) -> None:
    party, _other = joined(world, 1), joined(world, 2)
    assert outcome(world, party.says(party.activity(901)).push()) is None
    for held in (0, 2, 9):
        news = receipt_of(world, party, {party.origin: Size(held)}).acceptance
        assert news is not None and news.index == 5, f"{held} held"
    idle = receipt_of(world, party, {party.origin: Size(3)})
    assert (idle.end, idle.acceptance) == (3, None)
    assert idle.checkpoint == receipt_of(world, party, {}).checkpoint
