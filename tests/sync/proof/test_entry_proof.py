"""A proof of one record stands alone: with the registry's key it is checked, and no byte of it can be another."""

from __future__ import annotations

import base64
from pathlib import Path

import msgspec
import pytest

from sync.audit import bundles
from sync.audit.prove import prove
from sync.encoding.types import Index
from sync.errors import SoxaError, Unproven
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.log import checkpoint as checkpoints
from sync.log import proof as proofs
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from sync.proof import entry_proof
from sync.proof.entry_proof import Chain
from sync.proof.files import read_proof
from tests.sync.audit.bundles import HUB, Province, record, seed, small, story


def read(folder: Path, province: Province) -> bundles.Bundle:
    path = folder / "bundle.soxa"
    path.write_bytes(province.draft().write())
    return bundles.read(path)


def proof_of(folder: Path, province: Province, index: int = 1) -> str:
    """The proof of an entry of the first laptop."""
    return prove(read(folder, province), province.laptops[0].log.origin, Index(index))


def refusal(text: str, province: Province) -> str:
    with pytest.raises(SoxaError) as refused:
        entry_proof.check(text, province.key)
    return refused.value.code


def rechained(text: str, **changes: object) -> str:
    """The proof with a changed chain, spelled as it must be."""
    proof = proofs.parse(text)
    assert proof.extra is not None
    line, _, tail = proof.extra.partition(b"\n")
    chain = msgspec.structs.replace(msgspec.json.decode(tail, type=Chain), **changes)
    return proofs.format(
        proofs.Proof(line + b"\n" + msgspec.json.encode(chain), proof.index, proof.hashes, proof.checkpoint)
    )


def test_every_entry_of_every_log_has_a_proof_that_checks(tmp_path: Path) -> None:
    province = story()
    bundle = read(tmp_path, province)
    times = {}
    for line in province.acceptances.lines:
        entry = decode(line, origins.LogKind.ACCEPTANCES)
        assert isinstance(entry, e.Acceptance)
        times[entry.device] = entry.at
    for laptop in province.laptops:
        for index, line in enumerate(laptop.log.lines):
            proven = entry_proof.check(prove(bundle, laptop.log.origin, Index(index)), province.key)
            assert (proven.hub, proven.unit, proven.device, proven.index) == (HUB, laptop.unit, laptop.device, index)
            assert (proven.line, proven.received) == (line, times[laptop.device])
            assert proven.entry == decode(line, origins.LogKind.DEVICE)


def test_no_byte_of_a_proof_can_be_another(tmp_path: Path) -> None:
    province = small()
    data = proof_of(tmp_path, province).encode("utf-8")
    path = tmp_path / "changed.tlog-proof"
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 8)
        path.write_bytes(changed)
        with pytest.raises(SoxaError):
            entry_proof.check(read_proof(path), province.key)


def test_no_byte_of_what_a_proof_carries_can_be_another(tmp_path: Path) -> None:
    """The entry and the chain, changed inside their base64."""
    province = small()
    text = proof_of(tmp_path, province)
    extra = proofs.parse(text).extra
    assert extra is not None
    for at in range(len(extra)):
        changed = bytearray(extra)
        changed[at] ^= 1 << (at % 8)
        with pytest.raises(SoxaError):
            entry_proof.check(
                text.replace(base64.b64encode(extra).decode(), base64.b64encode(changed).decode()), province.key
            )


def test_a_proof_cut_anywhere_is_refused(tmp_path: Path) -> None:
    province = small()
    text = proof_of(tmp_path, province)
    for at in range(len(text)):
        with pytest.raises(SoxaError):
            entry_proof.check(text[:at], province.key)


def test_a_proof_does_not_hold_for_another_hub(tmp_path: Path) -> None:
    text = proof_of(tmp_path, small())
    other = Province(name="other")
    assert refusal(text, other) == "unsigned"
    with pytest.raises(Unproven) as refused:
        entry_proof.check(text, other.key.renamed(origins.registry("elsewhere.example")))
    assert refused.value.code == "wrong-origin"


def test_a_proof_does_not_hold_for_another_entry(tmp_path: Path) -> None:
    """Neither another entry of the log nor one that was never there."""
    province = small()
    proof = proofs.parse(proof_of(tmp_path, province))
    assert proof.extra is not None
    line, _, tail = proof.extra.partition(b"\n")
    for other in (province.laptops[0].log.lines[2], line.replace(b"4", b"5")):
        changed = proofs.Proof(other + b"\n" + tail, proof.index, proof.hashes, proof.checkpoint)
        assert refusal(proofs.format(changed), province) == "bad-inclusion-proof"


def test_a_chain_must_lead_to_the_entries_that_it_needs(tmp_path: Path) -> None:
    """Each link is proven to stand in the registry, and is of the right kind, in the right place."""
    province = story()
    text = proof_of(tmp_path, province)
    lines = province.registry.lines
    unit, other_laptop = entry_proof._included(lines, Index(1)), entry_proof._included(lines, Index(len(lines) - 1))
    hub = entry_proof._included(lines, Index(0))
    assert refusal(rechained(text, hub=unit), province) == "bad-chain"
    assert refusal(rechained(text, device=unit), province) == "bad-chain"
    assert refusal(rechained(text, device=hub), province) == "bad-chain"
    assert refusal(rechained(text, device=other_laptop), province) == "wrong-origin"
    moved = msgspec.structs.replace(hub, index=1)
    assert refusal(rechained(text, hub=moved), province) == "bad-inclusion-proof"


def test_the_receipts_key_is_the_one_that_the_first_entry_names(tmp_path: Path) -> None:
    """A hub cannot name a second key later and make receipts with it."""
    province = small()
    first = decode(province.registry.lines[0], origins.LogKind.REGISTRY)
    assert isinstance(first, e.Hub)
    province.register(msgspec.structs.replace(first, salt=province.salt()))
    later = entry_proof._included(province.registry.lines, Index(len(province.registry.lines) - 1))
    assert refusal(rechained(proof_of(tmp_path, province), hub=later), province) == "bad-chain"


def test_a_registry_that_its_hub_did_not_sign_proves_nothing(tmp_path: Path) -> None:
    province = small()
    forger = Signer(origins.registry(HUB), seed("forger"))
    forged = checkpoints.sign(province.registry.checkpoint(), forger)
    assert refusal(rechained(proof_of(tmp_path, province), registry=forged), province) == "unsigned"


def test_a_proof_without_a_receipt_is_refused(tmp_path: Path) -> None:
    province = small()
    laptop = province.laptops[0]
    laptop.note = checkpoints.sign(laptop.log.checkpoint(), laptop.log.signer)
    assert refusal(proof_of(tmp_path, province), province) == "no-receipt"


def test_a_strangers_signature_on_a_proof_is_refused(tmp_path: Path) -> None:
    province = small()
    stranger = checkpoints.sign(province.laptops[0].log.checkpoint(), Signer(province.laptops[0].log.origin, seed("x")))
    added = stranger.rpartition("\n\n")[2]
    text = proof_of(tmp_path, province)
    assert refusal(text + added, province) == "bad-proof"
    registry = province.draft().ranges[0].checkpoint
    assert refusal(rechained(text, registry=registry + added), province) == "bad-proof"


def test_another_spelling_of_a_chain_is_refused(tmp_path: Path) -> None:
    province = small()
    proof = proofs.parse(proof_of(tmp_path, province))
    assert proof.extra is not None
    for extra in (
        None,
        b"\n",
        proof.extra.partition(b"\n")[0],
        proof.extra + b" ",
        proof.extra.replace(b'{"registry', b'{ "registry'),
    ):
        changed = proofs.Proof(extra, proof.index, proof.hashes, proof.checkpoint)
        assert refusal(proofs.format(changed), province) == "bad-proof"


def test_what_a_record_is_called_by(tmp_path: Path) -> None:
    """Its id, an end of it, or an entry's leaf hash; the same id in another unit is another record."""
    province = story()
    bundle = read(tmp_path, province)
    found, where = bundles.find_record(bundle, record(3))
    assert (found.record.record, where.version.leaf) == (record(3), found.record.heads[0])
    assert bundles.find_record(bundle, record(3)[-8:])[0] == found
    first = province.laptops[0].log.lines[1]
    by_leaf, _where = bundles.find_record(bundle, base64.b64encode(leaf_hash(first)).decode())
    assert (by_leaf.unit, by_leaf.record.record, by_leaf.record.entries) == ("12001", record(1), 3)
    assert bundles.find_record(bundle, f"12002/{record(1)}")[0].record.values.title == "Cùng mã, xã khác"
    for typed, code in ((record(1), "ambiguous-record"), (record(99), "no-record"), (record(3)[-7:], "no-record")):
        with pytest.raises(SoxaError) as refused:
            bundles.find_record(bundle, typed)
        assert refused.value.code == code
