"""Data of version 0.1: its hubs and laptops open, sync, count, report and prove as they did."""

from __future__ import annotations

import csv
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.forked import forked

ARCHIVE = Path(__file__).parent / "version-0.1.tar.xz"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    yield tmp_path


def run(folder: Path, *words: str, code: int = 0) -> str:
    """What a command prints, once it has ended with this exit code."""
    done = forked(*words, folder=folder)
    assert done.returncode == code, (words, done.stdout.decode(), done.stderr.decode())
    return done.stdout.decode()


def data(folder: Path, *words: str) -> Any:
    return json.loads(run(folder, *words, "--json"))


def upgrade(folder: Path, hub: str) -> None:
    """Bring a hub's tables up to date, where this version has others."""
    forked("hub", "upgrade", "--home", hub, folder=folder)


@pytest.mark.parametrize("which", ["small", "rich"])
def test_a_bundle_and_its_annexes_are_proven(old: Path, which: str) -> None:
    key = (old / which / "key").read_text(encoding="utf-8").strip()
    told = run(old, "audit", "verify", f"{which}/bundle.soxa", "--key", key)
    assert told.startswith("PROVEN")
    annexes = sorted(path for path in (old / which).iterdir() if path.name.startswith("annex"))
    assert annexes
    for annex in annexes:
        run(old, "audit", "report", f"{which}/bundle.soxa", f"{which}/{annex.name}", "--key", key)


def test_records_of_a_bundle_are_listed_as_they_were(old: Path) -> None:
    before = json.loads((old / "rich/list.json").read_text(encoding="utf-8"))
    assert [strip(row, before[0]) for row in data(old, "audit", "list", "rich/bundle.soxa")] == before


@pytest.mark.parametrize("which", ["small", "rich"])
def test_a_hub_is_brought_up_to_date_and_counts_as_before(old: Path, which: str) -> None:
    upgrade(old, f"{which}/hub")
    key = (old / which / "key").read_text(encoding="utf-8").strip()
    run(old, "hub", "bundle", "-o", "new.soxa", "--home", f"{which}/hub")
    assert run(old, "audit", "verify", "new.soxa", "--key", key).startswith("PROVEN")
    for annex in (old / which).glob("annex*"):
        run(old, "audit", "report", "new.soxa", f"{which}/{annex.name}", "--key", key)
    run(old, "hub", "report", "2026-11", "-o", "new.json", "--home", f"{which}/hub")
    new, before = (json.loads(path.read_bytes()) for path in (old / "new.json", old / which / "annex.json"))
    assert new["soxa"] == 4
    unlike = {"made": 0, "state": {}}  # its registry has grown: an upgrade states to which key sticks are sealed
    assert {**as_version_2(new), **unlike} == {**of_version_2(before), **unlike}


def as_version_2(annex: dict[str, Any]) -> dict[str, Any]:
    """What version 2 has of an annex of version 4 in which nobody owes anything and nothing of level 2 is."""
    state = {name: note for name, note in annex["state"].items() if name != "desks"}
    tables = {table: annex["tables"][table] for table in ("unit", "topic", "channel", "directive", "task", "audience")}
    return {**annex, "soxa": 2, "state": state, "tables": tables}


def of_version_2(annex: dict[str, Any]) -> dict[str, Any]:
    """An annex of version 1 as version 2 has it of a period that was due before there was the hub: nobody owes it, and
    quantities of several channels are not added up."""
    tables = {
        table: [row if table == "channel" and row["key"] else {**row, "quantity": None} for row in rows]
        for table, rows in annex["tables"].items()
    }
    tables["unit"] = [row for row in tables["unit"] if row["activities"]]
    return {**annex, "soxa": 2, "standings": [], "total": {**annex["total"], "quantity": None}, "tables": tables}


def test_nobody_owes_what_was_due_before_the_hub_and_counts_are_as_before(old: Path) -> None:
    upgrade(old, "rich/hub")
    before = json.loads((old / "rich/status.json").read_text(encoding="utf-8"))
    assert any(row["standing"] == "missing" for row in before), "that version accused communes of it"
    november = data(old, "hub", "status", "--period", "2026-11", "--home", "rich/hub")
    assert {row["standing"] for row in november} == {"unasked"}, "some reported, and nobody asked for it"
    owing = {row["unit"] for row in data(old, "hub", "status", "--period", "2026-12", "--home", "rich/hub")}
    assert {row["unit"] for row in before} - owing == {"03405"}, "one was merged at the end of November"
    counts = run(old, "hub", "counts", "--period", "2026-11", "--by", "unit", "--csv", "--home", "rich/hub").removeprefix(
        "\ufeff"
    )
    told = (old / "rich/counts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows_without_quantity(counts.splitlines()) == rows_without_quantity(told)


def rows_without_quantity(lines: list[str]) -> list[list[str]]:
    """Counts by unit: that version added up quantities of all channels."""
    return [[cell for at, cell in enumerate(row) if at != 3] for row in csv.reader(lines)]


def test_laptops_open_and_go_on_with_a_hub_of_this_version(old: Path) -> None:
    upgrade(old, "rich/hub")
    for laptop in ("laptop-0", "laptop-1", "laptop-2"):
        before = json.loads((old / f"rich/{laptop}.json").read_text(encoding="utf-8"))
        assert [strip(row, before[0]) for row in data(old, "field", "list", "--home", f"rich/{laptop}")] == before
        exchange(old, f"rich/{laptop}", "rich/hub")
    run(old, "hub", "bundle", "-o", "new.soxa", "--home", "rich/hub")
    key = (old / "rich/key").read_text(encoding="utf-8").strip()
    assert run(old, "audit", "verify", "new.soxa", "--key", key).startswith("PROVEN")
    titles = [row["values"]["title"] for row in data(old, "audit", "list", "new.soxa")]
    assert titles.count("Việc mới") == 3 and "Chưa gửi" in titles


def exchange(old: Path, laptop: str, hub: str) -> None:
    """New work on a laptop, and a stick to the province and back."""
    run(old, "field", "log", "--home", laptop, "--title", "Việc mới", "--date", "2026-11-22", "--quantity", "2")
    run(old, "field", "report", "2026-12", "--submit", "--results", "Đủ", "--home", laptop)
    run(old, "field", "pack", "push.soxa", "--home", laptop)
    run(old, "hub", "unpack", "push.soxa", "--reply", "reply.soxa", "--home", hub)
    run(old, "field", "unpack", "reply.soxa", "--home", laptop)
    (old / "push.soxa").unlink()
    (old / "reply.soxa").unlink()
    assert data(old, "field", "status", "--home", laptop)["unsent"] == 0
    states = {row["state"] for row in data(old, "field", "list", "--home", laptop)}
    assert states <= {"received", "accepted", "conflict", "retracted"}


def strip(row: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    """What an older program said of the same thing: newer ones may say more."""
    return {name: row[name] for name in model}
