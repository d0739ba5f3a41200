"""Sheets of one workbook that say what others say: left out or taken, and never without being asked about."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.importing.answers import Answers
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import question_words, told_questions
from sync.importing.words import plan_lines
from sync.tables import read_book
from sync.wording.i18n import speaking

OCTOBER: list[Sequence[object]] = [["20/10/2026", "Mít tinh", 99]]
NOVEMBER: list[Sequence[object]] = [["2/11/2026", "Họp", 40], ["13/11/2026", "Loa", None]]
AS_PROPOSED = Answers()


def plan_of(tmp_path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], answers: Answers = AS_PROPOSED) -> Plan:
    book, path = Workbook(), tmp_path / "so.xlsx"
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in [["Ngày", "Nội dung", "Số người"], *rows]:
            sheet.append(list(row))
    book.save(path)
    today = datetime.date(2026, 11, 20)
    return make_plan(read_book(path), file=path.name, answers=answers, today=today, directives=())


def taken(plan: Plan) -> list[str]:
    return [sheet.name for sheet in plan.taken]


def asked(plan: Plan) -> list[tuple[str, str]]:
    return [(question.code, question.sheet) for question in plan.questions if question.code != "sheets"]


@pytest.mark.parametrize("name", ["Cả quý", "TỔNG HỢP", "6 tháng", "Quý 4", "Năm 2026", "Trang tính3"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_that_is_made_up_of_others_is_left_out(tmp_path: Path, name: str, first: bool) -> None:
    months = {"Tháng 10": OCTOBER, "Tháng 11": NOVEMBER}
    whole = {name: [*OCTOBER, *NOVEMBER]}
    plan = plan_of(tmp_path, whole | months if first else months | whole)
    assert (taken(plan), asked(plan)) == (["Tháng 10", "Tháng 11"], [("sheet-repeats", name)])
    with speaking("en"):
        question = next(question for question in plan.questions if question.code == "sheet-repeats")
        assert (
            question_words(question) == f"All 3 rows of “{name}” stand in “Tháng 10”, “Tháng 11”, too. Leave that sheet out?"
        )
        assert f"Sheet “{name}” is not used: it says what other sheets say." in plan_lines(plan)


def test_one_that_was_named_is_taken(tmp_path: Path) -> None:
    sheets = {"Tháng 10": OCTOBER, "Tháng 11": NOVEMBER, "Cả quý": [*OCTOBER, *NOVEMBER]}
    plan = plan_of(tmp_path, sheets, Answers(sheets=("Tháng 10", "Tháng 11", "Cả quý")))
    assert (len(plan.taken), asked(plan)) == (3, [])


def test_the_rows_of_it_that_stand_nowhere_else_are_named(tmp_path: Path) -> None:
    whole: list[Sequence[object]] = [*OCTOBER, ["2/11/2026", "Họp", 41], NOVEMBER[1]]
    plan = plan_of(tmp_path, {"Tháng 10": OCTOBER, "Tháng 11": NOVEMBER, "Tổng hợp": whole})
    assert (taken(plan), asked(plan)) == (["Tháng 10", "Tháng 11"], [("sheet-repeats", "Tổng hợp")])
    with speaking("en"):
        told = next(text for text, question in told_questions(plan) if question.code == "sheet-repeats")
        assert told == (
            "2 of the 3 rows of “Tổng hợp” stand in “Tháng 10”, “Tháng 11”, too, all but these: "
            "row 3: “Họp”, 02/11/2026. Leave that sheet out?"
        )


def test_one_with_a_column_less_is_the_same(tmp_path: Path) -> None:
    whole: list[Sequence[object]] = [[*row[:2], None] for row in [*OCTOBER, *NOVEMBER]]
    plan = plan_of(tmp_path, {"Tháng 10": OCTOBER, "Tháng 11": NOVEMBER, "Cả quý": whole})
    assert asked(plan) == [("sheet-repeats", "Cả quý")]


def test_a_sheet_with_the_rows_of_another_place_is_taken_and_asked_about(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {"Nà Tăm": NOVEMBER, "Hon": [*NOVEMBER, *OCTOBER]})
    assert (taken(plan), asked(plan)) == (["Nà Tăm", "Hon"], [("sheets-alike", "Hon")])
    with speaking("en"):
        told = next(text for text, question in told_questions(plan) if question.code == "sheets-alike")
        assert told.startswith("2 rows of “Hon” stand word for word in “Nà Tăm”, too (row 2: “Họp”, 02/11/2026; row 3:")


@pytest.mark.parametrize("name", ["Nà Tăm (2)", "Bản sao của Nà Tăm"])
def test_a_copy_is_left_out(tmp_path: Path, name: str) -> None:
    plan = plan_of(tmp_path, {"Nà Tăm": NOVEMBER, name: NOVEMBER})
    assert (taken(plan), asked(plan)) == (["Nà Tăm"], [("sheet-repeats", name)])


def test_sheets_that_say_other_things_are_not_asked_about(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {"Quý 3": OCTOBER, "Quý 4": NOVEMBER, "Bản Hon": [["2/11/2026", "Họp", 45]]})
    assert (len(plan.taken), asked(plan)) == (3, [("sheet-place", "")])


def test_a_whole_with_other_figures_of_the_same_activities_is_left_out_and_they_are_named(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {"Tháng 11": NOVEMBER, "Tổng hợp": [["2/11/2026", "Họp", 45]]})
    assert (taken(plan), asked(plan)) == (["Tháng 11"], [("sheet-repeats", "Tổng hợp")])
