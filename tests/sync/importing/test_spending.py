"""Lists of what was spent: no activities, unless somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import asked, csv, planned, stated

MONEY = "Ngày,{},ĐVT,Số lượng,Đơn giá,Thành tiền"
LINE = "{},In tờ rơi,tờ,500,1000,500000"


@pytest.mark.parametrize(
    "title", ["Nội dung chi", "Khoản chi", "Diễn giải chi", "Nội dung thanh toán", "Hạng mục mua sắm", "Nội dung"]
)
def test_a_list_of_spending_is_left_out_and_asked_about(title: str) -> None:
    plan = csv(MONEY.format(title), LINE.format("2/11/2026"), LINE.format("13/11/2026"), ",Cộng,,1200,,1000000")
    assert (stated(plan), asked(plan), plan.taken[0].count("spending")) == ([], ["spending"], 2)
    with speaking("en"):
        told = question_words(plan.questions[0])
    name = "Thành tiền" if title == "Nội dung" else title
    assert told.startswith(f"2 rows are of a list of spending, by “{name}” (row 2: “2/11/2026 · In tờ rơi · tờ")
    assert told.endswith("Leave them out? (--rows spending=take takes them)")


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Ngày,Nội dung chi,Số tiền", "13/11/2026,Nước uống,240000"),
        ("Ngày,Diễn giải,Thu,Chi,Tồn", "13/11/2026,Mua giấy,,90000,10000"),
        ("Ngày,Nội dung,Số chứng từ,Số tiền (đồng)", "13/11/2026,Nước uống,PC01,240000"),
        ("Ngày,Nội dung,Tổng tiền", "13/11/2026,Thuê xe,900000"),
    ],
)
def test_money_alone_says_so(heading: str, row: str) -> None:
    plan = csv(heading, row)
    assert (stated(plan), "spending" in asked(plan)) == ([], True)


@pytest.mark.parametrize(
    "heading",
    [
        "Ngày,Nội dung,Địa điểm,Kinh phí",
        "Ngày,Nội dung,Số người,Số tiền",
        "Ngày,Nội dung chính,Số người,Kinh phí (đồng)",
        "Ngày,Nội dung chi hội,Số người,Ghi chú",
        "Ngày,Nội dung,Hình thức,Thành tiền",
        "Ngày,Nội dung,Ghi chú,Số tiền ủng hộ",
        "Ngày,Nội dung,Số lượng,Số tiền hỗ trợ",
        "Ngày,Nội dung,Số lượng,Kinh phí",
        "Ngày,Nội dung,Ghi chú,Số tiền",
        "Ngày,Nội dung,Tổng tiền,Ghi chú",
        "Ngày,Nội dung,Ghi chú,Tiến độ",
        "Ngày,Nội dung,Ghi chú,Gia đình",
    ],
)
def test_what_an_activity_has_cost_makes_no_list_of_spending(heading: str) -> None:
    plan = csv(heading, "2/11/2026,Họp bản,40,500000", "13/11/2026,Phát loa,30,100000")
    assert "spending" not in asked(plan)


def test_a_sheet_of_it_beside_activities_is_asked_about_alone(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "so.xlsx"
    book.remove(book.worksheets[0])
    done = [["Ngày", "Nội dung", "Số người"], ["3/11/2026", "Họp bản", 60], ["17/11/2026", "Văn nghệ", 300]]
    spent = [["Ngày", "Nội dung", "Số lượng", "Thành tiền"], ["17/11/2026", "Nước uống", 4, 200000]]
    for name, lines in {"Hoạt động": done, "Kinh phí": spent}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    plan = planned(path)
    assert (len(stated(plan)), asked(plan)) == (2, ["spending"])
    assert plan.questions[0].facts["name"] == "Kinh phí"


def test_a_column_that_somebody_named_is_what_was_said() -> None:
    plan = csv("Ngày,Nội dung chi,Số tiền", "13/11/2026,Nước uống,240000", named=["Nội dung chi=title"])
    assert (len(stated(plan)), "spending" in asked(plan)) == (1, False)
