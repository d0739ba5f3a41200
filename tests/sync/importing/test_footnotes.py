"""Notes below a table that speak of what was put off, and the rows that they are of."""

from __future__ import annotations

import pytest

from sync.importing.plan import Plan
from tests.sync.importing.test_plan import asked, csv

HEADING = "TT,Ngày,Nội dung,Địa điểm,Số người"


def doubted(plan: Plan) -> dict[int, str]:
    return {row.number: row.doubt for sheet in plan.taken for row in sheet.rows if row.doubt}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Ra quân (*)", "(*) Hoãn sang tháng 12"),
        ("Ra quân*", "* chưa tổ chức"),
        ("Ra quân", "* Mục 2 hoãn do mưa"),
        ("Ra quân", "Ghi chú: cuộc ra quân ngày 05/11 hoãn do mưa"),
        ("Ra quân (1)", "(1) Dự kiến tổ chức tháng 12"),
    ],
)
def test_a_note_says_of_which_row_it_is(title: str, note: str) -> None:
    plan = csv(HEADING, "1,2/11/2026,Họp bản,Nà Đon,40", f"2,5/11/2026,{title},Pa Pe,", "3,6/11/2026,Loa,Xã,5", note)
    assert doubted(plan) == {3: note}
    assert asked(plan) == ["maybe-not-held"]


def test_a_note_on_a_place_is_of_its_rows_alone() -> None:
    rows = ("1,2/11/2026,Họp bản,Nà Đon,40", "2,5/11/2026,Họp bản,Pa Pe,30", "3,6/11/2026,Họp bản Nà Đon,Xã,20")
    assert list(doubted(csv(HEADING, *rows, "Ghi chú: bản Nà Đon hoãn sang tháng 12"))) == [2, 4]
    assert list(doubted(csv(HEADING, *rows, "Ghi chú: bản Nậm Hản sẽ họp bù trong tháng 12"))) == []
    assert list(doubted(csv(HEADING, *rows, "Ghi chú: các bản hoãn họp do mưa"))) == [2, 3, 4]


def test_a_note_that_names_no_row_is_of_all() -> None:
    plan = csv(HEADING, "1,2/11/2026,Họp bản,Nà Đon,40", "2,5/11/2026,Ra quân,Pa Pe,", "Ghi chú: một số cuộc hoãn do mưa")
    assert list(doubted(plan)) == [2, 3]


@pytest.mark.parametrize("note", ["(*) Số người là ước tính", "Ghi chú: mục 1 phối hợp với Đoàn xã", "* Họp lồng ghép"])
def test_a_note_of_something_else_asks_nothing(note: str) -> None:
    plan = csv(HEADING, "1,2/11/2026,Họp bản (*),Nà Đon,40", "2,5/11/2026,Ra quân,Pa Pe,20", note)
    assert (doubted(plan), asked(plan)) == ({}, [])


def test_a_name_between_rows_is_no_note_of_those_above() -> None:
    plan = csv(HEADING, "1,2/11/2026,Họp bản,Nà Đon,40", "* Lưu ý: hoãn,,,,", "2,5/11/2026,Ra quân,Pa Pe,20")
    assert 2 not in doubted(plan)
