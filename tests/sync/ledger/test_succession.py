"""The old key's word for its successor, and chains of laptops."""

from __future__ import annotations

import hashlib

from sync.encoding.types import DeviceId, Hash, NamedDevice, Size
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.registry import Registry
from sync.ledger.succession import stands_for, vouch, vouched
from sync.log import receipt
from sync.log.keys import Signer
from tests.vectors.province import HUB, INVITE, Province

OLD = Signer("old", bytes(32))
DEVICE = origins.device_id(OLD.verifier.key)
ROOT = Hash(bytes(range(32)))


def test_the_word_of_the_old_key_is_of_one_log_at_one_size_and_of_one_new_key() -> None:
    by = vouch(OLD, HUB, DEVICE, Size(5), ROOT, "new")
    assert vouched(OLD.verifier, by, HUB, DEVICE, Size(5), ROOT, "new")
    other = DeviceId("b" * 16)
    for hub, device, size, root, key in (
        ("soxa.other.example", DEVICE, Size(5), ROOT, "new"),
        (HUB, other, Size(5), ROOT, "new"),
        (HUB, DEVICE, Size(4), ROOT, "new"),
        (HUB, DEVICE, Size(5), Hash(bytes(32)), "new"),
        (HUB, DEVICE, Size(5), ROOT, "newer"),
    ):
        assert not vouched(OLD.verifier, by, hub, device, size, root, key)
    assert not vouched(Signer("old", bytes([1]) * 32).verifier, by, HUB, DEVICE, Size(5), ROOT, "new")


def test_what_stands_for_the_invite_is_made_of_that_word() -> None:
    by = vouch(OLD, HUB, DEVICE, Size(5), ROOT, "new")
    invite, proof = stands_for(by)
    assert (len(invite), len(proof)) == (16, 44)
    assert stands_for(vouch(OLD, HUB, DEVICE, Size(6), ROOT, "new")) != (invite, proof)


def test_a_chain_is_the_same_from_each_of_its_laptops() -> None:
    province = Province()
    registry = Registry(province.registry.signer.verifier)
    entries: list[e.Entry] = [e.Hub(**province.stated(), name="Lai Châu", province="12", cosigner=_cosigner(province))]
    entries.append(e.Unit(**province.stated(), code="12001", name="Bình Lư", type="xã", valid_from="2025-07-01"))
    ids: list[DeviceId] = []
    for number in range(4):
        nameless = Signer("x", hashlib.sha256(bytes([number])).digest())
        ids.append(origins.device_id(nameless.verifier.key))
        key = nameless.renamed(origins.device(HUB, ids[-1])).verifier.vkey()
        old = NamedDevice(ids[-2] if number in (1, 2) else "")
        entries.append(e.Device(**province.stated(), unit="12001", key=key, invite=INVITE, succeeds=old))
    registry.take(entries)
    assert registry.contradictions == []
    for device in ids[:3]:
        assert registry.chain(device) == ids[:3]
    assert registry.chain(ids[3]) == [ids[3]]
    assert {old: new.id for old, new in registry.succeeded.items()} == {ids[0]: ids[1], ids[1]: ids[2]}
    assert registry.copy().succeeded == registry.succeeded


def _cosigner(province: Province) -> str:
    return receipt.cosigner_verifier(province.mirror).vkey()
