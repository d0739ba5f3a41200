"""`soxa hub import`: a table that a unit sent by mail, planned, taken and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from hub.cli.entering import import_
from sync.errors import Misuse
from tests.hub.entering.entered import ROWS, UNIT, table
from tests.world import World


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_table_is_planned_taken_and_taken_back(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, home = table(tmp_path, *ROWS), str(world.home.path)
    import_("Bình Lư", path, only_plan=True, as_json=True, home=home)
    assert printed(capsys)["beside"] == {"new": 3, "same": 0, "changed": 0, "alike": 0}
    assert not world.hub_records(UNIT)
    import_("Bình Lư", path, yes=True, source="thư ngày 23/10", operator="Lan", as_json=True, home=home)
    done = printed(capsys)
    assert (done["id"], done["taken"], done["bad"]) == (1, 3, [])
    assert len(world.hub_records(UNIT)) == 3
    import_("Bình Lư", path, yes=True, home=home)
    assert "3" in capsys.readouterr().out
    import_("Bình Lư", undo=1, as_json=True, home=home)
    assert printed(capsys) == {"id": 1, "file": "binh-lu.csv", "taken_back": 3, "restored": 0}
    assert all(record.retracted is not None for record in world.hub_records(UNIT).values())


def test_what_is_open_is_not_taken_unasked(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, "03/04/2026,Phát loa,Loa,4,", "05/06/2026,Phát loa,Loa,4,")
    with pytest.raises(typer.Exit):
        import_(UNIT, path, as_json=True, home=str(world.home.path))
    assert printed(capsys)["questions"]
    assert not world.hub_records(UNIT)


def test_a_file_or_an_import_is_named(world: World, tmp_path: Path) -> None:
    for path, undo in ((None, None), (table(tmp_path, *ROWS), 1)):
        with pytest.raises(Misuse) as misused:
            import_(UNIT, path, undo=undo, home=str(world.home.path))
        assert misused.value.code == "import-what"
