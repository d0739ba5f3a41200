"""Folders that went back, were copied, revoked or lost their key: what can go on goes on, nothing is said to be saved that
cannot be sent, and what is unsent goes on under another key, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from field.exchange import joining, packing
from field.exchange.rescue import rescue
from field.exchange.rescued import Rescued
from field.home import LaptopHome, without_key
from field.messages import sentence
from field.reporting.reports import submit
from field.store.standing import Standing
from hub.export import bundle
from hub.monitoring import counts
from hub.registry.laptops import revoke_laptop
from sync.audit.verify import AuditSummary
from sync.errors import Fork, Refused, SoxaError, Unavailable
from sync.ledger.entry import Narrative
from sync.ledger.figures import Figures
from sync.ledger.period import parse
from tests.sync.audit.bundles import audited
from tests.world import Laptop, World


def refusal(laptop: Laptop) -> str:
    """Why nothing can be saved here."""
    size = laptop.store.logs.own.size
    with pytest.raises(Refused) as raised:
        laptop.log(title="Không gửi được")
    assert laptop.store.logs.own.size == size
    assert laptop.store.closed is not None and laptop.store.closed.code == raised.value.code
    return raised.value.code


def shown(laptop: Laptop) -> set[str]:
    return {str(laptop.store.records.page(record).record.values.title) for record in laptop.record_ids()}


def worked(world: World, tmp_path: Path) -> tuple[Laptop, Path]:
    """A laptop that worked on after a copy of its folder was made, and the copy."""
    laptop = world.laptop("03390")
    laptop.log(title="Một")
    laptop.exchange(world.line)
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Hai")
    laptop.exchange(world.line)
    laptop.log(title="Ba")
    laptop.exchange(world.line)
    return laptop, copy


def test_an_old_copy_takes_its_own_tail_back_and_goes_on(world: World, tmp_path: Path) -> None:
    laptop, copy = worked(world, tmp_path)
    before = laptop.records()
    laptop.put_back(copy)
    assert shown(laptop) == {"Một"}
    laptop.exchange(world.line)
    assert laptop.records() == before and laptop.store.records.unsent() == 0
    laptop.log(title="Bốn")
    laptop.exchange(world.line)
    assert len(world.hub_leaves(laptop.origin)) == laptop.store.logs.own.acked == 5
    assert laptop.store.closed is None


def test_by_stick_it_is_told_that_more_is_held_and_saves_nothing_before_that_is_here(world: World, tmp_path: Path) -> None:
    laptop, copy = worked(world, tmp_path)
    laptop.put_back(copy)
    answer = tmp_path / "answer.soxa"
    body: list[bytes] = []
    with pytest.raises(SoxaError):
        laptop.exchange(world.kept(body))
    answer.write_bytes(b"".join(world.line(body[0])))
    packing.unpack(laptop.store, answer, now=world.now())
    assert refusal(laptop) == "home-behind"
    laptop.exchange(world.line)
    assert laptop.store.closed is None and shown(laptop) == {"Một", "Hai", "Ba"}
    laptop.log(title="Bốn")


def test_a_copy_that_was_written_in_is_closed_and_its_work_goes_on_under_a_new_key(world: World, tmp_path: Path) -> None:
    laptop, copy = worked(world, tmp_path)
    laptop.put_back(copy)
    laptop.log(title="Trên bản sao")
    with pytest.raises(Fork) as found:
        laptop.exchange(world.line)
    assert found.value.code == "own-fork" and "soxa field join" in sentence(found.value)
    assert refusal(laptop) == "home-forked"
    old = laptop.store.membership.device
    laptop.begin_anew()
    assert laptop.store.membership.device != old
    assert (laptop.home.path / f"closed-{old}" / "soxa.db").exists()
    laptop.exchange(world.line)
    assert shown(laptop) == {"Một", "Hai", "Ba", "Trên bản sao"}
    assert laptop.store.records.unsent() == 0


def test_a_revoked_laptop_says_so_before_anything_is_typed(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    with world.store.writing() as transaction:
        device = laptop.store.membership.device
        revoke_laptop(transaction, world.keys, device, "Mất máy", now=world.now(), random_bytes=world.random)
    laptop.log(title="Chưa gửi")
    with pytest.raises(Refused):
        laptop.exchange(world.line)
    assert refusal(laptop) == "home-revoked"


def test_without_its_key_a_folder_is_begun_anew_and_nothing_unsent_is_lost(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(title="Đã gửi")
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    laptop.store.local.set_setting("narrative:2026-11", '{"results":"Tốt"}')
    laptop.store.close()
    laptop.home.key.unlink()
    fault = without_key(laptop.home)
    assert fault is not None and fault.code == "home-key-lost"
    joining.join(
        laptop.home, world.invite("03390"), officer=None, passphrase=None, now=world.now(), random_bytes=world.random
    )
    laptop.reopen()
    assert without_key(laptop.home) is None
    assert laptop.store.local.setting("narrative:2026-11") == '{"results":"Tốt"}'
    laptop.exchange(world.line)
    assert shown(laptop) == {"Đã gửi", "Chưa gửi"}


def test_a_folder_that_somebody_has_open_is_not_begun_anew_under_their_hands(world: World) -> None:
    """What they saved last stands beside the file until they close it."""
    laptop = world.laptop("03390")
    laptop.log(title="Chưa gửi")
    laptop.home.key.unlink()
    again: dict[str, Any] = {"officer": None, "passphrase": None, "now": world.now(), "random_bytes": world.random}
    with pytest.raises(Unavailable) as refused:
        joining.join(laptop.home, world.invite("03390"), **again)
    assert refused.value.code == "store-busy" and laptop.home.database.exists()
    laptop.store.close()
    joining.join(laptop.home, world.invite("03390"), **again)
    laptop.reopen()
    assert shown(laptop) == {"Chưa gửi"}


def summed(world: World) -> dict[str, Figures]:
    """The unit's sums at the hub."""
    counts.freshen(world.store)
    with world.store.reading() as transaction:
        return counts.figures(transaction, counts.of_period(parse("2026", ())), {"03390"})


def audit(world: World) -> AuditSummary:
    """What an auditor says of the hub's bundle, in which nothing is the hub's fault."""
    summary = audited(world.folder, b"".join(bundle.pieces(world.store, world.keys)), world.keys.logs.verifier)
    assert summary.faults == ()
    return summary


def rescued_by(world: World, mine: Laptop, home: LaptopHome) -> Rescued:
    return rescue(mine.store, mine.signer, home, now=world.now(), random_bytes=world.random)


def test_what_is_rescued_keeps_its_hashes_and_counts_once_however_it_comes(world: World) -> None:
    """The old laptop turns up, and sends the same entries after all."""
    old, mine, colleague = (world.laptop("03390") for _ in range(3))
    for laptop in (old, mine, colleague):
        laptop.exchange(world.line)
    old.log(title="Loa", quantity=4)
    (record,) = old.record_ids()
    old.revise(record, quantity=5)
    old.log(title="Họp")
    submit(old.store, old.signer, "2026-11", Narrative(results="Tốt"), now=world.now(), random_bytes=world.random)
    leaves = old.leaves()[1:4]
    done = rescued_by(world, mine, old.home)
    assert (done.entries, done.there, done.reports) == (3, 0, ("2026-11",))
    assert mine.leaves()[2:] == leaves
    assert msgspec.json.decode(mine.store.local.setting("narrative:2026-11") or "{}") == {"results": "Tốt"}
    assert rescued_by(world, mine, old.home).there == 3, "once more takes nothing more"
    mine.exchange(world.line)
    colleague.exchange(world.line)
    assert shown(colleague) == {"Loa", "Họp"} and colleague.store.records.page(record).record.values.quantity == 5
    alone = summed(world)
    old.exchange(world.line)
    for laptop in (mine, colleague, old):
        laptop.exchange(world.line)
    assert summed(world) == alone
    assert mine.records() == colleague.records() == old.records()
    assert not mine.store.records.page(record).record.conflicts
    assert audit(world).findings == ()


def test_only_the_own_units_work_is_rescued_and_never_into_itself(world: World) -> None:
    mine, other = world.laptop("03390"), world.laptop("03405")
    for home, code in ((mine.home, "rescue-itself"), (other.home, "rescue-other-unit")):
        with pytest.raises(Refused) as raised:
            rescued_by(world, mine, home)
        assert raised.value.code == code


def test_what_would_cite_backwards_is_refused_and_taken_by_a_fresh_log(world: World) -> None:
    old, mine, colleague = (world.laptop("03390") for _ in range(3))
    old.exchange(world.line)
    old.log(title="Cũ")
    colleague.exchange(world.line)
    mine.exchange(world.line)
    mine.log(title="Mới")
    with pytest.raises(Refused) as raised:
        rescued_by(world, mine, old.home)
    assert raised.value.code == "rescue-too-late"
    fresh = world.laptop("03390")
    assert rescued_by(world, fresh, old.home).entries == 1
    fresh.exchange(world.line)
    assert audit(world).findings == ()


def test_a_folder_stands_by_what_is_proven_of_it(world: World) -> None:
    laptop = world.laptop("03390")
    standing: Standing = laptop.store.logs.standing
    assert (standing.ahead, standing.closed, laptop.store.closed) == (0, "", None)
    laptop.store.held_elsewhere(laptop.store.logs.own.size)
    assert laptop.store.closed is None
    laptop.store.close_log("forked")
    laptop.store.close_log("revoked")
    assert standing.closed == "forked", "the first reason stays"
