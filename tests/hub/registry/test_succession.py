"""A laptop in another's place: by an invite made for it or by the old key's word; one laptop, of the same unit, for ever."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from field.exchange import joining
from field.reporting.notices import notice_lines
from field.store import LaptopStore
from hub import own_logs
from hub.registry.laptops import LaptopRow, laptop_rows, revoke_laptop, revoked_with
from hub.web.service import HubService
from sync.encoding.types import DeviceId, Instant, NamedDevice, Size
from sync.errors import Misuse, Refused
from sync.exchange import signing
from sync.ledger.registry import Registry
from sync.ledger.succession import stands_for, vouch
from sync.log.merkle import leaf_hashes, tree_root
from sync.wording.dates import moment
from tests.hub.intake.party import Party, outcome
from tests.hub.registry.replacing import replacing
from tests.serving import serving
from tests.test_going_on import audit, shown
from tests.world import HUB, Laptop, World

UNIT, OTHER = "03390", "03405"


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop that the hub holds two entries of, with one more that is not sent."""
    laptop = world.laptop(UNIT)
    laptop.log(title="Một")
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    return laptop


def device(laptop: Laptop) -> DeviceId:
    return laptop.store.membership.device


def registry(world: World) -> Registry:
    with world.store.reading() as transaction:
        return own_logs.registry(transaction, world.keys)


def refused(laptop: Laptop) -> Refused:
    with pytest.raises(Refused) as raised:
        laptop.exchange(laptop.world.line)
    return raised.value


def joined(laptop: Laptop, line: str, folder: Path) -> None:
    """The laptop's folder is begun anew with an invite, under a new key."""
    laptop.store.close()
    world = laptop.world
    home = laptop.home
    (home.path / folder).mkdir(exist_ok=True)
    home.key.rename(home.path / folder / home.key.name)
    joining.join(home, line, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    laptop.reopen()


def test_an_invite_made_for_it_ends_the_old_log_and_what_is_unsent_goes_on(world: World, laptop: Laptop) -> None:
    colleague, old = world.laptop(UNIT), device(laptop)
    joined(laptop, replacing(world, old), Path("lost"))
    new = device(laptop)
    laptop.exchange(world.line)
    now = registry(world)
    assert now.succeeded[old].id == new and now.devices[new].succeeds == old and now.chain(old) == [old, new]
    assert not now.goes_on(old) and now.goes_on(new)
    colleague.exchange(world.line)
    assert shown(colleague) == shown(laptop) == {"Một", "Chưa gửi"}
    row = next(row for row in laptop_rows_of(world) if row.device == old)
    assert (row.successor, row.succeeded, row.entries) == (new, now.succeeded[old].at, 2)
    audit(world)


def laptop_rows_of(world: World) -> list[LaptopRow]:
    with world.store.reading() as transaction:
        return laptop_rows(transaction, own_logs.registry(transaction, world.keys))


def test_the_old_key_is_told_who_and_when_and_reads_nothing_more_of_the_unit(world: World, laptop: Laptop) -> None:
    successor, colleague = Party(1), world.laptop(UNIT)
    line = replacing(world, device(laptop))
    assert outcome(world, successor.says(successor.join(world.keys, line)).push()) is None
    colleague.log(title="Của đồng nghiệp")
    colleague.exchange(world.line)
    error = refused(laptop)
    assert (error.code, error.facts["device"]) == ("succeeded", successor.device)
    assert error.facts["since"] == registry(world).succeeded[device(laptop)].at
    assert laptop.store.closed is not None and laptop.store.closed.code == "home-succeeded"
    assert "Của đồng nghiệp" not in shown(laptop)
    assert len(world.hub_leaves(laptop.origin)) == 2
    audit(world)


def test_the_first_who_takes_a_place_stands_and_the_second_is_kept_as_evidence(world: World, laptop: Laptop) -> None:
    first, second, old = Party(1), Party(2), device(laptop)
    lines = [replacing(world, old), replacing(world, old)]
    assert outcome(world, first.says(first.join(world.keys, lines[0])).push()) is None
    taken = second.says(second.join(world.keys, lines[1])).push()
    assert outcome(world, taken) == "already-succeeded"
    assert registry(world).succeeded[old].id == first.device and second.device not in registry(world).devices
    with world.store.reading() as transaction:
        assert transaction.logs.evidence_codes(first.origin) == ["already-succeeded"]
    with pytest.raises(Refused) as raised:
        replacing(world, old)
    assert raised.value.code == "already-succeeded"


def test_only_a_laptop_of_the_unit_is_replaced(world: World, laptop: Laptop) -> None:
    for unit, of, code in ((OTHER, device(laptop), "replaces-other-unit"), (UNIT, DeviceId("a" * 16), "no-such-laptop")):
        with pytest.raises((Refused, Misuse)) as raised:
            replacing(world, of, unit)
        assert raised.value.code == code


def revoke(world: World, of: DeviceId, keep: str = "") -> None:
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, of, "mất", keep=keep, now=world.now(), random_bytes=world.random)


def chain(world: World, laptop: Laptop) -> list[DeviceId]:
    """The laptop, and two that took its place, one after the other."""
    found = [device(laptop)]
    for seed in (1, 2):
        party = Party(seed)
        line = replacing(world, found[-1])
        assert outcome(world, party.says(party.join(world.keys, line)).push()) is None
        found.append(party.device)
    return found


@pytest.mark.parametrize("at", range(3))
def test_who_is_revoked_is_revoked_with_all_that_took_each_others_places(world: World, laptop: Laptop, at: int) -> None:
    devices = chain(world, laptop)
    assert revoked_with(registry(world), devices[at]) == [other for other in devices if other != devices[at]]
    revoke(world, devices[at])
    assert set(registry(world).revoked) == set(devices)
    audit(world)


def test_the_operator_may_keep_one_of_them(world: World, laptop: Laptop) -> None:
    devices = chain(world, laptop)
    for keep in (devices[0], "a" * 16):
        with pytest.raises(Misuse) as raised:
            revoke(world, devices[0], keep)
        assert raised.value.code == "no-such-laptop-to-keep"
    revoke(world, devices[0], devices[2])
    assert set(registry(world).revoked) == set(devices[:2])
    revoke(world, devices[2])
    assert set(registry(world).revoked) == set(devices)


def test_a_revoked_laptop_is_replaced_by_an_invite(world: World, laptop: Laptop) -> None:
    old, party = device(laptop), Party(1)
    revoke(world, old)
    assert outcome(world, party.says(party.join(world.keys, replacing(world, old))).push()) is None
    assert registry(world).succeeded[old].id == party.device
    assert refused(laptop).code == "revoked-device"
    audit(world)


# -- by the old key's word


def vouched_for(world: World, old: Party, new: Party, size: int | None = None, **changes: str) -> bytes:
    """A push of a join for which the old key vouches, with its log at a size."""
    lines = old.lines[:size]
    key = new.signer.verifier.vkey()
    by = vouch(old.signer, HUB, old.device, Size(len(lines)), tree_root(leaf_hashes(lines)), key)
    invite, proof = stands_for(by)
    said = {"invite": invite, "proof": proof, "succeeds": NamedDevice(old.device), "by": by, **changes}
    return new.says(new.join(world.keys, world.invite(UNIT), **said)).push()


def enrolled(world: World) -> Party:
    party = Party(1)
    assert outcome(world, party.says(party.join(world.keys, world.invite(UNIT)), party.activity(1)).push()) is None
    return party


def test_the_old_key_vouches_for_the_next(world: World) -> None:
    old, new = enrolled(world), Party(2)
    assert outcome(world, vouched_for(world, old, new)) is None
    assert registry(world).chain(new.device) == [old.device, new.device]
    assert outcome(world, old.says(old.activity(2)).push()) == "succeeded"
    assert outcome(world, vouched_for(world, old, Party(3), size=2)) == "already-succeeded"
    assert outcome(world, vouched_for(world, new, Party(4))) is None, "and so on"
    audit(world)


def test_it_vouches_for_nothing_but_its_log_as_it_is_at_the_hub(world: World) -> None:
    old = enrolled(world)
    assert outcome(world, vouched_for(world, old, Party(2), size=1)) == "wrong-succession"
    old.says(old.activity(2))
    assert outcome(world, vouched_for(world, old, Party(3))) == "wrong-succession", "what the hub has not"
    assert outcome(world, vouched_for(world, old, Party(4), size=2, unit=OTHER)) == "wrong-succession"
    stranger = Party(5)
    assert outcome(world, vouched_for(world, stranger, Party(6))) == "wrong-succession"
    assert registry(world).succeeded == {}


def test_a_key_that_is_trusted_no_more_vouches_for_nobody(world: World) -> None:
    old = enrolled(world)
    revoke(world, old.device)
    assert outcome(world, vouched_for(world, old, Party(2))) == "wrong-succession"


def test_the_word_stands_first_in_a_log_or_not_at_all(world: World) -> None:
    old, new = enrolled(world), Party(2)
    new.says(new.join(world.keys, world.invite(UNIT), invite="b" * 16), new.activity(5))
    assert outcome(world, vouched_for(world, old, new)) == "wrong-succession"


def test_the_officer_stays_who_had_the_laptop(world: World) -> None:
    old, new = enrolled(world), Party(2)
    with world.store.writing() as transaction:
        transaction.laptops.set_officer(old.device, "Lò Thị Mẩy")
    outcome(world, vouched_for(world, old, new))
    with world.store.reading() as transaction:
        assert transaction.laptops.all()[new.device].officer == "Lò Thị Mẩy"
    third = Party(3)
    outcome(world, third.says(third.join(world.keys, replacing(world, new.device))).push())
    with world.store.reading() as transaction:
        assert transaction.laptops.all()[third.device].officer == "Lò Thị Mẩy"


def test_a_laptop_that_reads_it_says_so_at_once(world: World, laptop: Laptop) -> None:
    """The registry comes on any way; what it says closes the folder."""
    party = Party(1)
    outcome(world, party.says(party.join(world.keys, replacing(world, device(laptop)))).push())
    refused(laptop)
    laptop.store.close()
    with LaptopStore.open(laptop.home) as store:
        assert store.closed is not None and store.closed.code == "home-succeeded"
    laptop.reopen()


def test_who_holds_the_place_and_the_operator_are_told_that_another_claimed_it(world: World, laptop: Laptop) -> None:
    old = device(laptop)
    lines = [replacing(world, old), replacing(world, old)]
    joined(laptop, lines[0], Path("lost"))
    laptop.exchange(world.line)
    assert notice_lines(laptop.store, world.now()) == []
    thief, at = Party(2), world.now()
    assert outcome(world, thief.says(thief.join(world.keys, lines[1])).push(), at) == "already-succeeded"
    laptop.exchange(world.line)
    (told,) = notice_lines(laptop.store, world.now())
    assert moment(at) in told
    assert notice_lines(laptop.store, Instant(at + 31 * 86400)) == []


@pytest.mark.parametrize(("way", "status"), [("claims", 409), ("goes on", 403), ("lies", 403)])
def test_the_line_says_it_as_a_status(world: World, laptop: Laptop, way: str, status: int) -> None:
    old, second = device(laptop), Party(2)
    lines = [replacing(world, old), replacing(world, old)]
    first = Party(1)
    outcome(world, first.says(first.join(world.keys, lines[0])).push())
    party, body = {
        "claims": lambda: (second, second.says(second.join(world.keys, lines[1])).push()),
        "goes on": lambda: (first, first.parcel([])),
        "lies": lambda: (second, vouched_for(world, Party(3), second)),
    }[way]()
    if way == "goes on":
        third = Party(4)
        outcome(world, third.says(third.join(world.keys, replacing(world, first.device))).push())
    with serving(HubService(world.store, world.keys, now=world.now, random_bytes=world.random).app()) as url:
        headers = signing.sign(
            "POST", f"{url}/sync", body, device=party.device, signer=party.signer, now=world.now(), nonce=world.random(12)
        )
        assert httpx.post(f"{url}/sync", content=body, headers=headers).status_code == status
