"""Who is enrolled: the laptop whose own key joins with an invite that was handed out, unused, in its time; no other."""

from __future__ import annotations

import pytest

from field.exchange.joining import join
from hub import own_logs
from hub.intake.enrolment import introduced, joins_in
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused, Unavailable
from sync.exchange.parcel import ONE_EXCHANGE
from sync.ledger.decode import encode
from sync.ledger.invite import Invite, join_proof, parse_invite
from sync.log.keys import Signer
from sync.log.note import COSIGNATURE_V1
from tests.hub.intake.party import Party, outcome
from tests.world import HUB, Laptop, World

UNIT = "03390"


def enrolled(world: World) -> list[str]:
    """The ids of the laptops in the registry."""
    with world.store.reading() as transaction:
        return list(own_logs.registry(transaction, world.keys).devices)


def invited(world: World) -> tuple[str, Invite]:
    line = world.invite(UNIT)
    return line, parse_invite(line)


def test_a_laptop_with_an_invite_is_enrolled_for_its_unit_and_the_invite_is_used(world: World) -> None:
    line, invite = invited(world)
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, line)).push()) is None
    with world.store.reading() as transaction:
        (device,) = own_logs.registry(transaction, world.keys).devices.values()
        row = transaction.invites.get(invite.id)
    assert (device.id, device.unit, device.invite) == (party.device, UNIT, invite.id)
    assert row is not None and row.used_by == party.device


def test_an_invite_is_good_to_the_second_before_it_expires_and_not_at_that_second(world: World) -> None:
    line, invite = invited(world)
    late, punctual = Party(1), Party(2)
    body = late.says(late.join(world.keys, line)).push()
    assert outcome(world, body, invite.expires) == "expired-invite"
    assert outcome(world, body, invite.expires + 1) == "expired-invite"
    assert enrolled(world) == []
    assert outcome(world, punctual.says(punctual.join(world.keys, line)).push(), invite.expires - 1) is None
    assert enrolled(world) == [punctual.device]


def test_a_log_that_does_not_begin_with_a_join_is_a_strangers(world: World) -> None:
    line, _invite = invited(world)
    party = Party(1)
    party.says(party.activity(1), party.join(world.keys, line))
    assert outcome(world, party.push()) == "unknown-device"
    assert outcome(world, party.push(0, 0)) == "unknown-device"
    assert enrolled(world) == []


def test_a_join_for_another_unit_than_the_invites_is_refused(world: World) -> None:
    line, _invite = invited(world)
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, line, unit="03405")).push()) == "unknown-invite"


def test_a_log_that_begins_for_one_unit_cannot_join_another(world: World) -> None:
    """Its first entry names the unit whose log it is; an invite of another unit must not carry it there. What is told is
    what is wrong with its own invite: the other one may be good."""
    mine, theirs = world.invite(UNIT), world.invite("03405")
    party = Party(1)
    party.says(party.join(world.keys, mine, proof=tobase64(bytes(32))), party.join(world.keys, theirs))
    assert outcome(world, party.push()) == "wrong-invite-proof"
    assert enrolled(world) == []


def test_a_join_of_another_unit_takes_nothing_from_the_one_that_holds(world: World) -> None:
    mine, theirs = world.invite(UNIT), world.invite("03405")
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, mine), party.join(world.keys, theirs)).push()) is None
    with world.store.reading() as transaction:
        rows = [transaction.invites.get(parse_invite(line).id) for line in (mine, theirs)]
    assert [row and row.used_by for row in rows] == [party.device, None]


def test_an_invite_that_was_never_handed_out_is_unknown(world: World) -> None:
    line, _invite = invited(world)
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, line, invite="a" * 16)).push()) == "unknown-invite"


def test_a_proof_without_the_secret_is_refused(world: World) -> None:
    line, invite = invited(world)
    key = Party(1).signer.verifier.vkey()
    for proof in (tobase64(bytes(32)), join_proof(bytes(32), invite.id, key)):
        party = Party(1)
        assert outcome(world, party.says(party.join(world.keys, line, proof=proof)).push()) == "wrong-invite-proof"
    assert enrolled(world) == []


def test_a_proof_that_was_overheard_serves_no_other_key(world: World) -> None:
    line, _invite = invited(world)
    first, thief = Party(1), Party(2)
    overheard = first.join(world.keys, line).proof
    assert outcome(world, thief.says(thief.join(world.keys, line, proof=overheard)).push()) == "wrong-invite-proof"


def test_an_invite_that_another_laptop_used_is_refused(world: World) -> None:
    line, _invite = invited(world)
    first, second = Party(1), Party(2)
    assert outcome(world, first.says(first.join(world.keys, line)).push()) is None
    assert outcome(world, second.says(second.join(world.keys, line)).push()) == "used-invite"
    assert enrolled(world) == [first.device]


def test_an_invite_that_was_withdrawn_is_refused(world: World) -> None:
    line, invite = invited(world)
    with world.store.writing() as transaction:
        assert transaction.invites.withdraw(invite.id)
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, line)).push()) == "withdrawn-invite"
    assert enrolled(world) == []


def test_a_join_meant_for_another_hub_is_refused(world: World) -> None:
    line, _invite = invited(world)
    other = Signer(f"{HUB}/registry", bytes([9]) * 32).verifier.vkey()
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, line, hub=other)).push()) == "another-hub"
    assert enrolled(world) == []


@pytest.mark.parametrize("whose", ["another's key", "under another name", "a cosigner's"])
def test_a_join_whose_key_is_not_the_logs_own_is_refused(world: World, whose: str) -> None:
    line, invite = invited(world)
    party = Party(1)
    keys = {
        "another's key": Party(2).signer.renamed(party.origin).verifier,
        "under another name": party.signer.renamed(f"{HUB}/device/x").verifier,
        "a cosigner's": party.signer.verifier.renamed(party.origin, COSIGNATURE_V1),
    }
    key = keys[whose].vkey()
    proof = join_proof(unbase64(invite.secret), invite.id, key)
    assert outcome(world, party.says(party.join(world.keys, line, key=key, proof=proof)).push()) == "bad-join"
    assert enrolled(world) == []


def test_a_later_join_whose_key_is_not_the_logs_own_is_refused_too(world: World) -> None:
    used, fresh = world.invite(UNIT), world.invite(UNIT)
    first, party = Party(1), Party(2)
    outcome(world, first.says(first.join(world.keys, used)).push())
    party.says(party.join(world.keys, used), party.join(world.keys, fresh, key=first.signer.verifier.vkey()))
    assert outcome(world, party.push()) == "bad-join"
    assert enrolled(world) == [first.device]


def test_the_last_join_whose_invite_holds_is_taken_and_only_its_invite_is_used(world: World) -> None:
    first, second = world.invite(UNIT), world.invite(UNIT)
    party = Party(1)
    party.says(
        party.join(world.keys, first), party.join(world.keys, second), party.join(world.keys, second, invite="a" * 16)
    )
    assert outcome(world, party.push()) is None
    with world.store.reading() as transaction:
        rows = [transaction.invites.get(parse_invite(line).id) for line in (first, second)]
    assert [row and row.used_by for row in rows] == [None, party.device]


def test_of_several_joins_that_are_refused_the_last_says_why(world: World) -> None:
    line, _invite = invited(world)
    party = Party(1)
    party.says(party.join(world.keys, line, proof=tobase64(bytes(32))), party.join(world.keys, line, invite="a" * 16))
    assert outcome(world, party.push()) == "unknown-invite"


def test_a_refused_laptop_leaves_nothing_behind(world: World) -> None:
    line, _invite = invited(world)
    party = Party(1)
    party.says(party.join(world.keys, line, proof=tobase64(bytes(32))), party.activity(1))
    assert outcome(world, party.push()) == "wrong-invite-proof"
    assert world.hub_leaves(party.origin) == []
    assert world.hub_records(UNIT) == {}
    with world.store.reading() as transaction:
        assert transaction.logs.get(party.origin) is None


def test_joins_are_found_among_other_entries_and_only_where_they_can_be_read(world: World) -> None:
    line, _invite = invited(world)
    party = Party(1)
    join = party.join(world.keys, line)
    lines = [encode(join), encode(party.activity(1)), encode(join) + b" ", b'{"kind":"join"}', encode(join)]
    assert joins_in(lines) == [join, join]


def test_who_gives_no_join_or_anothers_key_is_not_introduced(world: World) -> None:
    line, _invite = invited(world)
    party, other = Party(1), Party(2)
    good = encode(party.join(world.keys, line))
    assert introduced(world.keys, party.device, [good]) == (UNIT, party.signer.verifier)
    for first in ([], [encode(party.activity(1)), good]):
        with pytest.raises(Refused) as refused:
            introduced(world.keys, party.device, first)
        assert (refused.value.code, refused.value.facts) == ("unknown-device", {"origin": party.origin})
    with pytest.raises(BadInput) as bad:
        introduced(world.keys, other.device, [good])
    assert (bad.value.code, bad.value.facts) == ("bad-join", {"device": other.device})


def test_an_invite_that_ran_out_is_refused(world: World) -> None:
    laptop = Laptop(world, world.folder / "late", world.invite("03390", days=1))
    world.laptops.append(laptop)
    laptop.log()
    push: list[bytes] = []
    with pytest.raises(Unavailable):
        laptop.exchange(world.kept(push))
    taken = world.receiver.take(push, ONE_EXCHANGE, Instant(world.now() + 2 * DAY_SECONDS))
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
    assert laptop.store.logs.own.acked == 3
    assert [record.values.quantity for record in world.hub_records("03390").values()] == [5]
