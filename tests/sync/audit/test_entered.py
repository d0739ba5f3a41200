"""What the province entered for units, as the audit proves and counts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub import own_logs
from hub.export.documents import files
from sync.audit.annex_recount import check
from sync.audit.entered import EnteredForUnit
from sync.audit.telling import tell
from sync.audit.verify import verify
from sync.ledger.entry import Activity, Fields
from sync.wording.i18n import speaking
from tests.hub.entering.entered import ROWS, UNIT, enter, table
from tests.sync.audit.bundles import Province, audited, record
from tests.world import World


def test_it_is_proven_and_counted_apart(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    enter(world, table(tmp_path, *ROWS))
    world.audit(tmp_path / "bundle.soxa")
    summary = verify(tmp_path / "bundle.soxa", world.keys.logs.verifier)
    assert (summary.devices, summary.records) == (1, 4)
    assert summary.entered == (EnteredForUnit(unit=UNIT, records=3, reports=0),)
    with speaking("vi"):
        tell(summary)
    assert f"tỉnh nhập thay {UNIT}: 3 bản ghi, 0 báo cáo" in capsys.readouterr().out.splitlines()


def test_a_record_is_entered_once_whoever_writes_the_rest(tmp_path: Path) -> None:
    province = Province(units=(UNIT,))
    laptop, desk = province.laptop(UNIT), province.laptop(UNIT, entered=True)
    for writer in (laptop, desk, desk):
        fields = Fields(title="Phát loa", date="2026-10-20")
        writer.say(Activity(salt=province.salt(), at=province.now(), record=record(1), fields=fields))
    laptop.push()
    desk.push()
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert (summary.faults, summary.devices, summary.records) == ((), 1, 1)
    assert [(found.records, found.reports) for found in summary.entered] == [(1, 0)]


def test_an_annex_is_told_with_how_many_the_province_entered(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(date="2026-10-20")
    laptop.exchange(world.line)
    enter(world, table(tmp_path, *ROWS, "01/09/2026,Phát loa,Loa,4,"))
    laptop.exchange(world.line)
    first, second, *_others = [record for record in laptop.record_ids() if laptop.store.records.page(record).entered]
    laptop.revise(first, quantity=9)
    laptop.retract(second)
    laptop.exchange(world.line)
    standing = [record for record in world.hub_records(UNIT).values() if record.retracted is None]
    mine = {record for record in laptop.record_ids() if laptop.store.records.page(record).entered}
    counted = [record for record in standing if record.record in mine and (record.values.date or "") >= "2026-10-15"]
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        file = files.write(
            transaction, world.keys, registry, registry.gathered("2026-11"), "json", units="then", made=world.now()
        )
    (tmp_path / "annex.json").write_bytes(file.data)
    world.audit(tmp_path / "bundle.soxa")
    outcome = check(tmp_path / "bundle.soxa", tmp_path / "annex.json", world.keys.logs.verifier)
    assert (outcome.faults, outcome.differences) == ((), ())
    assert outcome.entered == {UNIT: len(counted)} and counted
