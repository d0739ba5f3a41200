"""`soxa hub import`: a table that a unit sent by mail, planned, taken and taken back; `enter`: what it told by telephone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from field.cli.reporting import status as laptop_status
from hub.cli.entering import enter, import_
from hub.cli.monitoring import status
from hub.entering.stating import stated_words
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.errors import Misuse, Refused
from sync.ledger.entry import Narrative
from sync.shell.console import now
from sync.wording.fields import field_name
from sync.wording.i18n import catalogue
from sync.wording.statuses import entered_words
from tests.hub.entering.entered import ROWS, UNIT, table, twice
from tests.world import World

_ = catalogue("hub")


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    found: Any = json.loads(capsys.readouterr().out)
    return found


def test_a_table_is_planned_taken_and_taken_back(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, home = table(tmp_path, *ROWS), str(world.home.path)
    import_(unit="Bình Lư", file=path, only_plan=True, as_json=True, home=home)
    assert printed(capsys)["beside"] == {"new": 3, "same": 0, "changed": 0, "alike": 0}
    assert not world.hub_records(UNIT)
    import_(unit="Bình Lư", file=path, yes=True, source="thư ngày 23/10", operator="Lan", as_json=True, home=home)
    done = printed(capsys)
    assert (done["id"], done["taken"], done["bad"]) == (1, 3, [])
    assert len(world.hub_records(UNIT)) == 3
    import_(unit="Bình Lư", file=path, yes=True, home=home)
    assert "3" in capsys.readouterr().out
    import_(unit="Bình Lư", undo=1, as_json=True, home=home)
    undone = {"id": 1, "file": "binh-lu.csv", "taken_back": 3, "restored": 0, "corrected": [], "kept": []}
    assert printed(capsys) == undone
    assert all(record.retracted is not None for record in world.hub_records(UNIT).values())


def corrected_by_its_laptop(world: World, home: str, path: Path) -> str:
    """A table taken for the unit, of which its laptop has corrected a row since; that record's id."""
    import_(unit=UNIT, file=path, yes=True, home=home)
    world.set_clock(now())
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    (record,) = (each for each, kept in laptop.records().items() if kept.values.title == "Họp bản Na Hum")
    laptop.revise(record, audience=66)
    laptop.exchange(world.line)
    return record


def test_what_the_units_laptop_corrected_is_named_and_left(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, home = table(tmp_path, *ROWS), str(world.home.path)
    record = corrected_by_its_laptop(world, home, path)
    capsys.readouterr()
    import_(unit="Bình Lư", undo=1, home=home)
    told = capsys.readouterr().out
    assert "Họp bản Na Hum" in told and field_name("audience") in told
    assert f"soxa hub import {UNIT} --undo 1 --corrected retract" in told
    assert {each for each, kept in world.hub_records(UNIT).items() if kept.retracted is None} == {record}
    import_(unit=UNIT, file=path, yes=True, as_json=True, home=home)
    again = printed(capsys)
    assert (again["taken"], again["again"]) == (2, 1), "what was left is still what its row became"
    import_(unit=UNIT, undo=1, corrected="retract", as_json=True, home=home)
    assert printed(capsys)["taken_back"] == 1
    with pytest.raises(Refused):
        import_(unit=UNIT, undo=1, home=home)
    assert world.hub_records(UNIT)[record].retracted is not None
    world.audit(tmp_path / "bundle.soxa")


@pytest.mark.parametrize("agreed", [True, False])
def test_what_was_corrected_is_asked_about_at_a_terminal(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, agreed: bool
) -> None:
    home = str(world.home.path)
    record = corrected_by_its_laptop(world, home, table(tmp_path, *ROWS))
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "có\n" if agreed else "không\n")
    import_(unit=UNIT, undo=1, home=home)
    assert "Họp bản Na Hum" in capsys.readouterr().err
    assert (world.hub_records(UNIT)[record].retracted is not None) == agreed


def test_what_is_open_is_not_taken_unasked(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, "03/04/2026,Phát loa,Loa,4,", "05/06/2026,Phát loa,Loa,4,")
    with pytest.raises(typer.Exit):
        import_(unit=UNIT, file=path, as_json=True, home=str(world.home.path))
    assert printed(capsys)["questions"]
    assert not world.hub_records(UNIT)


def test_a_file_or_an_import_is_named(world: World, tmp_path: Path) -> None:
    for path, undo in ((None, None), (table(tmp_path, *ROWS), 1)):
        with pytest.raises(Misuse) as misused:
            import_(unit=UNIT, file=path, undo=undo, home=str(world.home.path))
        assert misused.value.code == "import-what"


def test_an_activity_told_by_telephone_is_entered(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(world.home.path)
    enter(unit="Bình Lư", title="Họp bản", date="20/10/2026", place=["Bản Hon", "Na Hum"], home=home, as_json=True)
    record = world.hub_records(UNIT)[printed(capsys)["id"]]
    assert (record.values.date, record.values.place, record.values.places) == ("2026-10-20", "Bản Hon", ("Na Hum",))


def test_a_day_long_past_is_asked_about(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"unit": UNIT, "title": "Họp bản", "date": "20/5/2026", "home": str(world.home.path)}
    with pytest.raises(typer.Exit):
        enter(**given)
    assert "20/05/2026" in capsys.readouterr().err and not world.hub_records(UNIT)
    enter(**given, yes=True)
    assert [record.values.date for record in world.hub_records(UNIT).values()] == ["2026-05-20"]


def test_a_report_told_by_telephone_is_shown_and_entered(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(world.home.path)
    enter(unit=UNIT, title="Họp bản", date="20/10/2026", audience="60", home=home)
    with pytest.raises(typer.Exit):
        enter(unit=UNIT, report="2026-11", results="Làm tốt", home=home)
    assert "60" in capsys.readouterr().err
    with world.store.reading() as transaction:
        assert not list(transaction.reports.all(UNIT))
    enter(unit=UNIT, report="2026-11", results="Làm tốt", yes=True, home=home, as_json=True)
    assert printed(capsys)["figures"]["audience"] == 60
    with world.store.reading() as transaction:
        assert [(row.period, row.verdict) for row in transaction.reports.all(UNIT)] == [("2026-11", "valid")]


def test_a_report_entered_again_keeps_what_it_said_before(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(world.home.path)
    enter(unit=UNIT, report="2026-11", results="Làm tốt", proposals="Xin loa", yes=True, home=home)
    kept = _("What the report said before and was not typed anew stays in it.")
    assert kept not in capsys.readouterr().err
    enter(unit=UNIT, report="2026-11", results="Làm rất tốt", difficulties="", yes=True, home=home)
    assert kept in capsys.readouterr().err
    with world.store.reading() as transaction:
        said = stated_words(transaction, UNIT, "2026-11")
    assert said == Narrative(results="Làm rất tốt", difficulties="", proposals="Xin loa")
    enter(unit=UNIT, report="2026-11", results="Làm rất tốt", proposals="", yes=True, home=home)
    with world.store.reading() as transaction:
        assert stated_words(transaction, UNIT, "2026-11") == Narrative(results="Làm rất tốt")


def test_a_report_that_no_directive_asks_for_is_told_with_the_provinces_mark(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(world.home.path)
    status("2026-11", as_json=True, home=home)
    assert printed(capsys) == []
    enter(unit=UNIT, report="2026-11", results="Làm tốt", yes=True, home=home)
    capsys.readouterr()
    status("2026-11", home=home)
    assert entered_words() in next(line for line in capsys.readouterr().out.split("\n") if line.startswith(UNIT))
    status("2026-11", as_json=True, home=home)
    (row,) = printed(capsys)
    assert (row["unit"], row["standing"], row["entered"]) == (UNIT, "unasked", True)
    status("2026-10", as_json=True, home=home)
    assert printed(capsys) == []


def test_who_has_reported_says_what_the_province_entered(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(world.home.path)
    with world.store.writing() as transaction:
        for directive in shipped():
            publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)
    enter(unit=UNIT, report="2026-11", results="Làm tốt", yes=True, home=home)
    capsys.readouterr()
    status("2026-11", home=home)
    assert entered_words() in next(line for line in capsys.readouterr().out.split("\n") if line.startswith(UNIT))
    status("2026-11", as_json=True, home=home)
    assert [row["unit"] for row in printed(capsys) if row.get("entered")] == [UNIT]


@pytest.mark.parametrize(
    "given", [{}, {"title": "Họp", "report": "2026-11"}, {"results": "Tốt", "title": "Họp"}, {"proposals": "Không"}]
)
def test_an_activity_or_a_report_is_said(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(Misuse) as misused:
        enter(unit=UNIT, home=str(world.home.path), **given)
    assert misused.value.code == "activity-or-report"


def test_what_the_unit_states_too_is_listed_and_taken_back_once_it_is_agreed_to(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(world.home.path)
    import_(unit=UNIT, doubles=True, home=home)
    assert "bị ghi hai lần" in capsys.readouterr().err
    twice(world, tmp_path)
    import_(unit=UNIT, doubles=True, only_plan=True, as_json=True, home=home)
    told = printed(capsys)
    assert (told["taken_back"], len(told["doubled"][0]["activities"])) == (False, 3)
    with pytest.raises(typer.Exit):
        import_(unit=UNIT, doubles=True, home=home)
    assert "Họp bản Na Hum" in capsys.readouterr().err
    assert sum(kept.retracted is None for kept in world.hub_records(UNIT).values()) == 6
    import_(unit=UNIT, doubles=True, yes=True, home=home)
    assert "3" in capsys.readouterr().out
    assert sum(kept.retracted is None for kept in world.hub_records(UNIT).values()) == 3
    world.audit(tmp_path / "bundle.soxa")


def test_a_laptops_status_tells_what_stands_twice(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laptop = twice(world, tmp_path)
    laptop_status(home=str(laptop.home.path))
    assert "soxa field import --doubles" in capsys.readouterr().out
    laptop_status(as_json=True, home=str(laptop.home.path))
    (found,) = printed(capsys)["doubled"]
    assert (found["file"], found["rows"], len(found["activities"])) == ("so.csv", 3, 3)
