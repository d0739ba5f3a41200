"""What is remembered of a plan that was agreed to: what is about the shape of a file, and nothing that is about its rows."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from sync.importing.answers import Answers, open_rows
from sync.importing.file_plan import FilePlan, plan_file, remember
from tests.field.alone import signer
from tests.field.importing.test_take import LATER

AS_PROPOSED = Answers()
HEADING = ["STT", "Ngày", "Nội dung", "Địa điểm", "Số buổi", "Số người", "Người nghe", "Ghi chú"]


def book(tmp_path: Path, name: str, days: tuple[int, int]) -> Path:
    """Two sheets, with two columns of one field, parts below a row, what was not held, and what looks like a total."""
    whole, path = Workbook(), tmp_path / name
    whole.remove(whole.worksheets[0])
    for month, day in zip(("Tháng 10", "Tháng 11"), days, strict=True):
        date = f"{day:02}/{month[-2:]}/2026"
        sheet = whole.create_sheet(month)
        for row in (
            HEADING,
            [1, date, f"Họp {day}", "Hon", 2, 60, 61, None],
            [None, None, "Buổi sáng", "Hon", 1, 20, 20, None],
            [None, None, "Buổi chiều", "Hon", 1, 40, 41, None],
            [2, date, f"Loa {day}", "Hon", 1, 5, 6, "hoãn"],
        ):
            sheet.append(row)
    whole.save(path)
    return path


def plan(store: LaptopStore, path: Path, answers: Answers = AS_PROPOSED) -> FilePlan:
    return plan_file(LaptopLedger(store), path, answers, now=LATER)


def asked(planned: FilePlan) -> set[str]:
    return {question.code for question in planned.plan.questions}


def test_what_was_agreed_to_about_the_shape_is_not_asked_again(store: LaptopStore, tmp_path: Path) -> None:
    first = plan(store, book(tmp_path, "a.xlsx", (5, 6)))
    assert asked(first) >= {"sheets", "two-columns", "parts", "not-held"}
    remember(LaptopLedger(store, signer()), first.plan, AS_PROPOSED)
    second = plan(store, book(tmp_path, "b.xlsx", (7, 8)))
    assert asked(second) & {"sheets", "two-columns", "parts", "not-held"} == {"not-held"}
    assert [sheet.count("part") for sheet in second.plan.taken] == [2, 2]
    assert open_rows(asked(second), AS_PROPOSED, second.plan.rows) == {"not-held": "skip", "parts": "skip"}


def test_parts_that_were_taken_are_taken_again_until_somebody_says_otherwise(store: LaptopStore, tmp_path: Path) -> None:
    path, takes = book(tmp_path, "a.xlsx", (5, 6)), Answers(rows={"parts": "take", "not-held": "take"})
    remember(LaptopLedger(store, signer()), plan(store, path, takes).plan, takes)
    later = book(tmp_path, "b.xlsx", (7, 8))
    assert [sheet.count("part") for sheet in plan(store, later).plan.taken] == [0, 0]
    assert "not-held" in asked(plan(store, later)), "it is about rows of that file alone"
    assert [sheet.count("part") for sheet in plan(store, later, Answers(rows={"parts": "skip"})).plan.taken] == [2, 2]
