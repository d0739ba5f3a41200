"""A laptop that is revoked: what was taken stays and counts, nothing more is taken, and whoever has it reads nothing new."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from field.exchange.reply import take_reply
from hub import own_logs
from hub.messages import sentence
from hub.registry.laptops import laptop_rows, revoke_laptop
from hub.web.service import HubService
from sync.audit.verify import verify
from sync.encoding.types import DeviceId, Instant, Size
from sync.errors import Misuse, Refused, SoxaError
from sync.exchange import signing
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header, ParcelReader, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import entry as e
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.shell.console import random_bytes
from tests.serving import serving
from tests.sync.audit.bundles import Province, audited, record
from tests.world import HUB, Laptop, World, sender_of

UNIT = "03390"


def device(laptop: Laptop) -> DeviceId:
    return laptop.store.membership.device


def revoke(world: World, laptop: Laptop, reason: str = "bị mất") -> e.Revoked:
    with world.store.writing() as transaction:
        return revoke_laptop(transaction, world.keys, device(laptop), reason, now=world.now(), random_bytes=world.random)


def synced(world: World) -> Laptop:
    """A laptop that the hub holds three entries of."""
    laptop = world.laptop(UNIT)
    laptop.log(quantity=1)
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    return laptop


def refusal(laptop: Laptop) -> Refused:
    with pytest.raises(Refused) as refused:
        laptop.exchange(laptop.world.line)
    return refused.value


def test_what_was_taken_stays_and_nothing_more_is(world: World) -> None:
    laptop = synced(world)
    assert revoke(world, laptop).size == 3
    before = world.hub_leaves(laptop.origin)
    laptop.log(quantity=99)
    refused = refusal(laptop)
    assert (refused.code, refused.facts["device"]) == ("revoked-device", device(laptop))
    assert "new invite" in sentence(refused) or "giấy mời mới" in sentence(refused)
    assert world.hub_leaves(laptop.origin) == before
    assert len(world.hub_records(UNIT)) == 2
    assert (laptop.store.logs.own.acked, laptop.store.records.unsent()) == (3, 1)
    world.audit(world.folder / "bundle.soxa")


def test_it_learns_so_with_nothing_to_send_and_reads_nothing_of_its_colleagues(world: World) -> None:
    laptop, colleague = synced(world), synced(world)
    laptop.exchange(world.line)
    revoke(world, laptop)
    colleague.log(title="Sau khi thu hồi")
    colleague.exchange(world.line)
    held = len(laptop.record_ids())
    assert refusal(laptop).code == "revoked-device"
    assert len(laptop.record_ids()) == held
    assert device(laptop) in laptop.store.logs.registry().revoked
    assert len(colleague.record_ids()) == 5


def test_a_receipt_that_was_lost_still_comes(world: World) -> None:
    laptop = synced(world)
    laptop.log(quantity=3)
    with pytest.raises(SoxaError):
        laptop.exchange(world.cut_reply(0.5))
    revoke(world, laptop)
    assert laptop.store.logs.own.acked == 3
    assert refusal(laptop).code == "revoked-device"
    assert (laptop.store.logs.own.acked, laptop.store.records.unsent()) == (4, 0)
    laptop.check_receipt()


def test_a_stick_is_refused_as_the_line_is(world: World) -> None:
    laptop = synced(world)
    revoke(world, laptop)
    laptop.log(quantity=99)
    world.unpack(laptop.pack(world.folder / "out.soxa"), world.folder / "back.soxa")
    with pytest.raises(Refused) as refused:
        laptop.unpack(world.folder / "back.soxa")
    assert refused.value.code == "revoked-device"
    assert len(world.hub_leaves(laptop.origin)) == 3


def test_nobody_else_brings_what_it_signed_since(world: World) -> None:
    """A range proves itself, whoever carries it: so the fence stands before the range and not before the carrier."""
    laptop, colleague = synced(world), synced(world)
    revoke(world, laptop)
    laptop.log(quantity=99)
    store = laptop.store
    note = checkpoints.sign(
        Checkpoint(laptop.origin, Size(4), store.logs.frontier_at(laptop.origin, 4).root()), laptop.signer
    )
    writer = ParcelWriter(Effort.LINE)
    body = writer.header(Header(soxa=1, kind="push", hub=HUB, device=device(colleague)))
    body += writer.range(RangeHead(origin=laptop.origin, start=Size(3), end=Size(4), checkpoint=note))
    body += writer.entries(store.logs.lines(laptop.origin, 3, 10_000)) + writer.end()
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now(), sender_of(body), asked=name_of(body))
    assert taken.refusal is not None and taken.refusal.code == "revoked-device"
    assert len(world.hub_leaves(laptop.origin)) == 3


def test_its_colleagues_and_its_successor_go_on(world: World) -> None:
    laptop, colleague = synced(world), synced(world)
    revoke(world, laptop)
    fresh = world.laptop(UNIT)
    fresh.log(quantity=7)
    fresh.exchange(world.line)
    colleague.exchange(world.line)
    assert len(fresh.record_ids()) == len(colleague.record_ids()) == 5


def test_only_a_known_laptop_is_revoked_once_and_with_a_reason(world: World) -> None:
    laptop = synced(world)
    for name, reason, code in ((DeviceId("a" * 16), "x", "no-such-laptop"), (device(laptop), " ", "no-revocation-reason")):
        with world.store.writing() as transaction, pytest.raises(Misuse) as misused:
            revoke_laptop(transaction, world.keys, name, reason, now=Instant(1), random_bytes=world.random)
        assert misused.value.code == code
    revoke(world, laptop)
    with pytest.raises(Refused) as refused:
        revoke(world, laptop)
    assert refused.value.code == "already-revoked"
    with world.store.reading() as transaction:
        rows = laptop_rows(transaction, own_logs.registry(transaction, world.keys))
    assert [(row.device, row.entries, row.reason) for row in rows] == [(device(laptop), 3, "bị mất")]


def test_over_http_it_is_a_403_and_the_laptop_is_told(world: World) -> None:
    laptop = synced(world)
    revoke(world, laptop)
    laptop.log(quantity=99)
    app = HubService(world.store, world.keys, now=world.now, random_bytes=random_bytes).app()
    with serving(app) as url:
        bodies: list[bytes] = []
        with pytest.raises(SoxaError):
            laptop.exchange(world.kept(bodies))
        headers = signing.sign(
            "POST",
            f"{url}/sync",
            bodies[0],
            device=device(laptop),
            signer=laptop.signer,
            now=world.now(),
            nonce=random_bytes(12),
        )
        answer = httpx.post(f"{url}/sync", content=bodies[0], headers=headers)
    header = next(iter(ParcelReader(ONE_EXCHANGE).feed(answer.content)))
    assert isinstance(header, Header) and header.refusal is not None
    assert (answer.status_code, header.refusal.code) == (403, "revoked-device")
    assert take_reply(laptop.store, [answer.content], ONE_EXCHANGE, on_line=True, asked=lambda: [header.answers]).acked == 3
    assert len(world.hub_leaves(laptop.origin)) == 3


def test_a_hub_that_takes_more_of_a_revoked_laptop_is_found_out(tmp_path: Path) -> None:
    province = Province()
    laptop = province.laptop("12001")
    laptop.activity(record(1))
    laptop.push()
    province.register(
        e.Revoked(salt=province.salt(), at=province.now(), device=laptop.device, size=Size(2), reason="bị mất")
    )
    assert audited(tmp_path, province.draft().write(), province.key).faults == ()
    laptop.activity(record(2))
    laptop.push()
    (fault,) = audited(tmp_path, province.draft().write(), province.key).faults
    assert (fault.origin, fault.index, fault.code) == (laptop.log.origin, 2, "beyond-revocation")
    assert (fault.facts["fence"], fault.facts["size"]) == ("2", "3")


def test_a_real_bundle_with_a_revoked_laptop_is_proven(world: World) -> None:
    laptop = synced(world)
    revoke(world, laptop)
    path = world.folder / "bundle.soxa"
    world.audit(path)
    summary = verify(path, world.keys.logs.verifier)
    assert (summary.devices, summary.records) == (1, 2)
    assert origins.parse(laptop.origin).name == device(laptop)
