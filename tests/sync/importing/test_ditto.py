"""Cells that say "as above": each is what stands above it, counted and named; nothing is ever called "nt"."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET

from sync.importing.ditto import is_ditto
from sync.importing.plan import Plan
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, planned, stated
from tests.tables import workbook

HEADING = "Ngày,Nội dung,Hình thức,Chủ đề,Địa điểm,Số người,Ghi chú"
FIRST = "3/11/2026,Họp bản,Họp,Bình đẳng giới,Bản Hon,30,tốt"
SIGNS = ["nt", "NT", "-nt-", "- nt -", "n/t", "N.T", "Như trên", "như trên.", "nhu tren", "(như trên)", "Như dòng trên"]
MARKS = ['"', "''", "”", "〃", "″", "-//-", "Như hàng trên", "Tương tự", "như ô trên", "như ngày trên"]


def told(plan: Plan) -> str:
    with speaking("en"):
        return "\n".join(plan_lines(plan))


@pytest.mark.parametrize("sign", [*SIGNS, *MARKS])
def test_a_cell_that_says_as_above_is_what_stands_there(sign: str) -> None:
    said = '""""' if sign == '"' else sign
    plan = csv(HEADING, FIRST, ",".join([said] * 7), ",".join(["4/11/2026", "Loa", *[said] * 5]))
    rows = stated(plan, "title", "channel", "topics", "place", "audience", "text")
    assert rows[1] == rows[0] == (f"{NOV}03", "Họp bản", "meeting", ("gender-equality",), "Bản Hon", 30, "tốt")
    assert rows[2] == (f"{NOV}04", "Loa", *rows[0][2:])
    assert f"Column “Địa điểm”, 2 cells: “as above”: what stands in the row above (“{sign}” → Bản Hon)." in told(plan)
    assert not faults(plan)


@pytest.mark.parametrize("text", ["Nhà trường", "NT Hon", "-", "/", "", "Bản Như Trên Hon", "ngày", "nt; Bản Hon"])
def test_what_says_something_else_is_none(text: str) -> None:
    assert not is_ditto(text)


def test_the_same_day_is_that_of_the_row_above() -> None:
    plan = csv("Ngày,Nội dung,Số người", "3/11/2026,Họp,30", ",Loa,3", "cùng ngày,Phim,4", "Trong ngày,Kịch,4")
    assert stated(plan) == [(f"{NOV}03",)] * 4


def test_the_day_of_a_row_of_its_own_is_as_above_too() -> None:
    plan = csv("STT,Ngày,Nội dung,Số người", "1,3/11/2026,Họp,30", ",Ngày 5/11/2026,,", "2,nt,Loa,3", "3,nt,Phim,4")
    assert stated(plan) == [(f"{NOV}03",), (f"{NOV}05",), (f"{NOV}05",)]


def test_rows_of_groups_and_totals_are_no_row_above() -> None:
    plan = csv(
        "STT,Ngày,Nội dung,Địa điểm,Số người", "1,3/11/2026,Họp,Hon,30", "II,,Phát thanh,,", "2,nt,Loa,nt,nt", ",,Cộng,,60"
    )
    assert stated(plan, "place", "audience") == [(f"{NOV}03", "Hon", 30), (f"{NOV}03", "Hon", 30)]
    assert plan.taken[0].count("group") == plan.taken[0].count("total") == 1
    assert all(compared.agrees for compared in plan.taken[0].sums)


def test_a_sign_below_nothing_refuses_its_row() -> None:
    plan = csv("Ngày,Nội dung,Địa điểm,Số người", "3/11/2026,Họp,nt,30", "4/11/2026,Loa,,3", "nt,Phim,nt,4")
    assert faults(plan) == [(2, "Địa điểm", "nothing-above"), (4, "Địa điểm", "nothing-above")]
    assert stated(plan, "place") == [(f"{NOV}04", UNSET)]
    first = csv("Ngày,Nội dung", "nt,Họp", "3/11/2026,Loa")
    assert faults(first) == [(2, "Ngày", "nothing-above")]


def test_what_cannot_be_read_above_cannot_be_read_below(tmp_path: Path) -> None:
    plan = planned(
        workbook(tmp_path, [["Ngày", "Nội dung", "Số người"], ["3/11/2026", "Họp", "=A9*2"], ["4/11/2026", "Loa", "nt"]])
    )
    assert [fault[2] for fault in faults(plan)] == ["no-cell-value", "no-cell-value"]
    plan = csv("Ngày,Nội dung", "31/2/2026,Họp", "nt,Loa")
    assert [fault[2] for fault in faults(plan)] == ["no-such-day", "no-such-day"]


def test_a_unit_as_above_says_what_is_counted() -> None:
    plan = csv("Ngày,Nội dung,ĐVT,Số lượng", "3/11/2026,Họp,người,30", '4/11/2026,Loa,"""",12')
    assert stated(plan, "audience", "quantity") == [(f"{NOV}03", 30, UNSET), (f"{NOV}04", 12, UNSET)]


def test_signs_do_not_say_what_a_column_holds() -> None:
    rows = ["4/11/2026,Loa,3,nt", "5/11/2026,Phim,4,nt"]
    plan = csv("Ngày,Nội dung,Kế hoạch,Thực hiện", "3/11/2026,Họp,2,1", *rows)
    assert stated(plan, "quantity") == [(f"{NOV}03", 1), (f"{NOV}04", 1), (f"{NOV}05", 1)]
    assert asked(plan) == []
