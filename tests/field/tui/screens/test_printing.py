"""Printing a period: from its report or from the list of periods, into a folder that is asked for."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from field.printing import opening
from field.tui.widgets.column_list import ColumnList
from tests.field.tui.moves import PERIOD, PERIOD_SAID, to_report
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop

_ = said


@pytest.fixture(autouse=True)
def without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "can_open", lambda: False)


def test_a_report_is_printed_into_the_folder_that_is_chosen(laptop: Laptop, tmp_path: Path) -> None:
    laptop.log(title="Loa", audience=60)
    folder = tmp_path / "paper"
    folder.mkdir()

    async def play(officer: Officer) -> None:
        await to_report(officer)
        await officer.press("f4")
        await officer.sees(_("The report, Word"), _("The list of activities, PDF"))
        await officer.press("enter")
        await officer.sees("bao-cao-")
        await officer.type(str(folder))
        await officer.press("f2")
        await officer.sees(_("Arrows move, Esc closes this."))

    at_work(laptop.home, play)
    (path,) = folder.iterdir()
    assert path.suffix == ".docx" and any("60 lượt người" in each.text for each in docx.Document(str(path)).paragraphs)
    assert not laptop.store.reporting.reports()


def test_the_list_of_a_period_is_printed_from_the_list_of_periods(laptop: Laptop, tmp_path: Path) -> None:
    laptop.log(title="Loa bản Hon")
    folder = tmp_path / "paper"
    folder.mkdir()

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        await officer.sees(PERIOD_SAID)
        options = officer.screen.query_one(ColumnList).options
        at = next(place for place, one in enumerate(options.options) if one.id == PERIOD)
        await officer.press(*["down"] * (at - (options.highlighted or 0)), "f4")
        await officer.sees(_("The report, Word"))
        for _line in range(6):
            await officer.press("down")
        await officer.press("enter")
        await officer.sees("danh-sach-")
        await officer.type(str(folder))
        await officer.press("f2")
        await officer.sees(_("Arrows move, Esc closes this."))

    at_work(laptop.home, play)
    (path,) = folder.iterdir()
    cells = [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]
    assert "Loa bản Hon" in cells
