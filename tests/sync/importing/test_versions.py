"""Sheets of one workbook that are versions of one another: the older is left out, and somebody is asked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.importing.answers import Answers
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import told_questions
from sync.tables import read_book
from sync.wording.i18n import speaking
from tests.sync.importing.test_repeats import asked, taken

Rows = list[Sequence[object]]
HEADING = ("Ngày", "Nội dung", "Địa điểm", "Số người")
FIRST: Rows = [
    ["2/11/2026", "Họp bản", "Bản Thẳm", 60],
    ["13/11/2026", "Phát loa", "Toàn xã", None],
    ["14/11/2026", "Tập huấn", "UBND xã", 32],
]
PUT_RIGHT: Rows = [[*FIRST[0][:3], 61], FIRST[1], [*FIRST[2][:3], 33]]


def plan_of(
    tmp_path: Path, sheets: Mapping[str, Rows], answers: Answers | None = None, heading: Sequence[str] = HEADING
) -> Plan:
    book, path = Workbook(), tmp_path / "so.xlsx"
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in [heading, *rows]:
            sheet.append(list(row))
    book.save(path)
    today = datetime.date(2026, 11, 20)
    return make_plan(read_book(path), file=path.name, answers=answers or Answers(), today=today, directives=())


@pytest.mark.parametrize(
    "name",
    ["T11 chốt", "T11 (2)", "Bản sao T11", "T11 sửa", "T11 final", "T11_v2", "T11 bản cuối", "Báo cáo", "Trang tính2"],
)
def test_the_older_of_two_versions_is_left_out(tmp_path: Path, name: str) -> None:
    with speaking("en"):
        plan = plan_of(tmp_path, {"T11": FIRST, name: PUT_RIGHT})
        told = next(text for text, question in told_questions(plan) if question.code == "sheet-repeats")
    assert (taken(plan), asked(plan)) == ([name], [("sheet-repeats", "T11")])
    assert told == (
        f"All 3 rows of “T11” stand in “{name}”, too, 2 of them with other figures there (row 2: “Họp bản · people: 60” → "
        "people: 61, 02/11/2026; row 4: “Tập huấn · people: 32” → people: 33, 14/11/2026). Leave “T11” out, and take what "
        "stands there?"
    )


@pytest.mark.parametrize(("first", "second", "left"), [("T11 (2)", "T11", "T11"), ("T11", "T11 cũ", "T11 cũ")])
def test_names_say_which_is_the_older(tmp_path: Path, first: str, second: str, left: str) -> None:
    plan = plan_of(tmp_path, {first: FIRST, second: PUT_RIGHT})
    assert asked(plan) == [("sheet-repeats", left)]


def test_a_copy_that_goes_on_is_taken_whole(tmp_path: Path) -> None:
    more: Rows = [["18/11/2026", "Dọn vệ sinh", "Bản Km2", 30]]
    for rows in ([*FIRST, *more], [*PUT_RIGHT, *more]):
        plan = plan_of(tmp_path, {"T11": FIRST, "T11 (2)": rows})
        assert (taken(plan), asked(plan), plan.taken[0].count("data")) == (["T11 (2)"], [("sheet-repeats", "T11")], 4)


@pytest.mark.parametrize(
    "changed",
    [
        ["2/11/2026", "Họp dân bản Thẳm", "Bản Thẳm", 61],
        ["3/11/2026", "Họp bản", "Bản Thẳm", 61],
        ["2/11/2026", "Họp", "Hon", 9],
    ],
)
def test_what_the_newer_version_does_not_have_is_named(tmp_path: Path, changed: Sequence[object]) -> None:
    plan = plan_of(tmp_path, {"T11": FIRST, "T11 chốt": [changed, *PUT_RIGHT[1:]]})
    assert (taken(plan), asked(plan)) == (["T11 chốt"], [("sheet-repeats", "T11")])
    with speaking("en"):
        told = next(text for text, question in told_questions(plan) if question.code == "sheet-repeats")
    assert told == (
        "1 of the 3 rows of “T11” stand in “T11 chốt”, too, all but these: row 4: “Tập huấn”, 14/11/2026; row 2: “Họp bản”, "
        "02/11/2026. Leave that sheet out?"
    )


def test_a_version_with_less_is_the_one_left_out(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {"T11": FIRST, "T11 chốt": FIRST[:2]})
    assert (taken(plan), asked(plan)) == (["T11"], [("sheet-repeats", "T11 chốt")])


def test_versions_by_name_with_little_in_common_are_both_taken(tmp_path: Path) -> None:
    others: Rows = [["3/11/2026", "Họp chi bộ", "Bản Hon", 20], ["19/11/2026", "Chiếu phim", "Bản Hon", 90]]
    plan = plan_of(tmp_path, {"T11": FIRST, "T11 mới": [*others, FIRST[0]]})
    assert (taken(plan), asked(plan)) == (["T11", "T11 mới"], [("sheets-alike", "T11 mới")])


def test_no_takes_both(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {"T11": FIRST, "T11 chốt": PUT_RIGHT}, Answers(sheets=("T11", "T11 chốt")))
    assert (taken(plan), [code for code, _sheet in asked(plan) if code == "sheet-repeats"]) == (["T11", "T11 chốt"], [])


def test_versions_need_no_place(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"T11": [["2/11/2026", "Họp", 40]], "T11 chốt": [["2/11/2026", "Họp", 45]]}
    plan = plan_of(tmp_path, sheets, heading=("Ngày", "Nội dung", "Số người"))
    assert asked(plan) == [("sheet-repeats", "T11")]


def test_some_rows_with_other_figures_are_asked_about(tmp_path: Path) -> None:
    others: Rows = [["3/11/2026", "Họp chi bộ", "Bản Hon", 20], ["19/11/2026", "Chiếu phim", "Bản Hon", 90]]
    plan = plan_of(tmp_path, {"Bản Thẳm": FIRST, "Bản Hon": [*others, PUT_RIGHT[2]]})
    assert (taken(plan), asked(plan)) == (["Bản Thẳm", "Bản Hon"], [("sheets-alike", "Bản Hon")])
    with speaking("en"):
        told = next(text for text, question in told_questions(plan) if question.code == "sheets-alike")
    assert told.startswith(
        "1 row of “Bản Hon” has the day, place and title of a row in “Bản Thẳm”, where another figure stands"
    )


@pytest.mark.parametrize(
    ("place", "rows"),
    [
        ("", [["2/11/2026", "Họp bản", "", 61], ["14/11/2026", "Tập huấn", "", 33]]),
        (
            "Bản Hon",
            [["2/11/2026", "Họp bản", "Bản Hon", 61], ["14/11/2026", "Tập huấn", "Hon", 3]],
        ),
        ("Toàn xã", [["3/11/2026", "Họp bản", "Bản Thẳm", 61], ["15/11/2026", "Tập huấn", "UBND xã", 32]]),
    ],
)
def test_what_each_village_did_on_a_day_is_its_own(tmp_path: Path, place: str, rows: Rows) -> None:
    first: Rows = FIRST if place else [[*row[:2], "", row[3]] for row in FIRST]
    plan = plan_of(tmp_path, {"Bản Thẳm": first, "Bản Hon": rows})
    assert (taken(plan), asked(plan)) == (["Bản Thẳm", "Bản Hon"], [])


def test_a_summary_is_no_version_of_a_month(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {"Tháng 11": FIRST, "Tổng hợp": PUT_RIGHT})
    assert asked(plan) == [("sheet-repeats", "Tổng hợp")]
