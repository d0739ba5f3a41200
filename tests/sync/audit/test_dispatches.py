"""An auditor tells what went upward, and that a file is what was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.registry.dispatches import digest_of, dispatch
from sync.audit.dispatches import DispatchedReport, dispatched_as, dispatched_line
from sync.audit.verify import verify
from sync.wording.i18n import speaking
from tests.hub.export.documents.reported import bundled, busy, checked, filed, gathered, soxa
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return busy(tmp_path / "province", 5)


def sent(world: World, file: Path, number: str = "12/BC-SVHTTDL") -> None:
    with world.store.writing() as transaction:
        dispatch(
            transaction,
            world.keys,
            "2026-11",
            number=number,
            date="2026-11-20",
            recipient="UBND tỉnh",
            annex=digest_of(file.read_bytes()),
            now=world.now(),
            random_bytes=world.random,
        )


def test_a_file_that_was_sent_is_known_by_its_digest_alone(world: World, tmp_path: Path) -> None:
    file, other = filed(tmp_path, gathered(world), ".csv"), filed(tmp_path, gathered(world), ".json")
    sent(world, file)
    assert [report.number for report in checked(world, file).dispatched] == ["12/BC-SVHTTDL"]
    assert checked(world, other).dispatched == ()
    done = soxa(tmp_path, "audit", "report", str(bundled(world)), str(file), "--key", world.keys.logs.verifier.vkey())
    assert "This file was dispatched as 12/BC-SVHTTDL on 20/11/2026 to UBND tỉnh." in done.stdout.decode("utf-8")


def test_a_bundle_lists_all_that_was_sent_in_order(world: World, tmp_path: Path) -> None:
    file = filed(tmp_path, gathered(world))
    sent(world, file)
    sent(world, file, "13/BC-SVHTTDL")
    bundle = bundled(world)
    found = verify(bundle, world.keys.logs.verifier).dispatched
    assert [(report.period, report.number) for report in found] == [
        ("2026-11", "12/BC-SVHTTDL"),
        ("2026-11", "13/BC-SVHTTDL"),
    ]
    told = soxa(tmp_path, "audit", "verify", str(bundle), "--key", world.keys.logs.verifier.vkey()).stdout.decode("utf-8")
    assert f"dispatched: 2026-11 as 12/BC-SVHTTDL on 20/11/2026 to UBND tỉnh; annex {found[0].annex}" in told
    assert told.index("12/BC") < told.index("13/BC")


def test_it_is_told_in_vietnamese_and_without_what_could_disguise_a_line() -> None:
    report = DispatchedReport(period="2026-11", number="1\u202e2", date="2026-11-20", recipient="UBND", annex="0" * 64, at=1)  # type: ignore[arg-type]
    with speaking("vi"):
        assert dispatched_as(report).startswith("Tệp này đã được phát hành theo văn bản số")
        assert "\u202e" not in dispatched_as(report) + dispatched_line(report)
