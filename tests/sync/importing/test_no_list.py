"""Files that are no list are refused as a whole, in words that say what they are; where most rows cannot be read, that is
said first."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from sync.errors import BadInput
from sync.importing.planning import HalfHeading, TurnedTable
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from sync.wording.messages import sentence
from tests.sync.importing.test_plan import NOV, asked, csv, planned, stated

TURNED = ("Ngày,2/11/2026,13/11/2026", "Nội dung,Họp bản,Ngày hội đoàn kết", "Số người,40,", "Địa điểm,Nà Tăm,Thẳm")


def test_a_table_that_is_turned_is_named_as_that() -> None:
    with pytest.raises(TurnedTable) as caught:
        csv(*TURNED)
    assert caught.value.code == "turned-table"
    with speaking("en"):
        assert sentence(caught.value).startswith("Sheet “CSV”: the headings stand in a column")
    with pytest.raises(TurnedTable):
        csv(*reversed(TURNED))


def test_one_beside_a_list_is_asked_about(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Ngày", "Nội dung"), ("3/11/2026", "Họp")):
        sheet.append(row)
    other = book.create_sheet("Xoay")
    for line in TURNED:
        other.append(line.split(","))
    book.save(tmp_path / "so.xlsx")
    plan = planned(tmp_path / "so.xlsx")
    assert (stated(plan), asked(plan)) == ([(f"{NOV}03",)], ["unread-sheet"])


def test_a_list_below_one_is_taken_and_the_other_asked_about() -> None:
    lines = (
        "CÁC HOẠT ĐỘNG,",
        ",",
        *TURNED,
        ",",
        "Ngày bắt đầu,Ngày kết thúc,Tên hoạt động",
        "3/11/2026,5/11/2026,Sân chơi",
    )
    plan = csv(*lines)
    assert stated(plan, "title") == [(f"{NOV}03", "Sân chơi")]
    assert [(sheet.name, sheet.taken) for sheet in plan.sheets] == [("CSV!A3", False), ("CSV", True)]
    assert asked(plan) == ["unread-sheet"]
    assert [(question.facts["first"], question.facts["last"]) for question in plan.questions] == [(3, 6)]


def test_a_list_below_one_that_does_not_say_enough_is_told_of() -> None:
    lines = (*TURNED, ",", "Ngày bắt đầu,Ngày kết thúc,Tên công trình", "3/11/2026,5/11/2026,Sân")
    with pytest.raises(HalfHeading) as caught:
        csv(*lines)
    assert caught.value.facts["row"] == 6
    assert stated(csv(*lines, named=["Tên công trình=title"]), "title") == [(f"{NOV}03", "Sân")]


@pytest.mark.parametrize(
    "titles",
    [
        ("Há»p báº£n", "PhÃ¡t loa xÃ£", "Chiáº¿u phim"),
        ("H?p b?n Hon", "Phát l\ufffda", "Chi?u phim"),
        ("Tuyên truy\ufffd\ufffdn", "H\ufffdp", "D\ufffdn"),
    ],
)
def test_lost_letters_are_told_and_nothing_is_taken(titles: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as caught:
        csv("Ngay,Noi dung", *(f"{day}/11/2026,{title}" for day, title in enumerate(titles, start=2)))
    assert caught.value.code == "lost-letters"


def test_a_question_in_a_title_is_no_lost_letter() -> None:
    titles = ("Chuyển đổi số là gì?", "VNeID là gì? Vì sao?", "Hỏi?đáp", "Họp bản", "Phát loa")
    assert len(stated(csv("Ngày,Nội dung", *(f"{day}/11/2026,{title}" for day, title in enumerate(titles, start=2))))) == 5


def test_an_address_is_no_lost_letter() -> None:
    rows = (f"{day}/11/2026,Dang bai {day},https://xa.vn/bai?id={day}" for day in range(2, 7))
    assert len(stated(csv("Ngay,Noi dung,Link", *rows))) == 5


def test_that_most_rows_cannot_be_read_is_said_first() -> None:
    bad = [f"x{number},Việc {number}" for number in range(5)]
    plan = csv("Ngày,Nội dung", "3/11/2026,Họp", "1/2/2026,Loa", *bad)
    assert asked(plan)[0] == "mostly-refused"
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith("5 of 7 rows cannot be taken, more than half (row 4: “Việc 0”; ")
    assert "mostly-refused" not in asked(csv("Ngày,Nội dung", *(f"{day}/11/2026,Họp {day}" for day in range(1, 6)), *bad))


def test_what_is_struck_through_where_nothing_is_used_asks_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Ngày", "Nội dung", "Người ký"), ("2/11/2026", "Họp", "An"), ("13/11/2026", "Loa", "Bình")):
        sheet.append(row)
    sheet["C2"].font = Font(strike=True)
    book.save(tmp_path / "so.xlsx")
    plan = planned(tmp_path / "so.xlsx")
    assert (len(stated(plan)), asked(plan)) == (2, [])
