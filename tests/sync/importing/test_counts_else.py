"""What is told of figures that count something else: what the column wants, and where they belong; never digits alone."""

from __future__ import annotations

import pytest

from sync.wording.i18n import speaking
from sync.wording.messages import sentence
from tests.sync.importing.test_plan import NOV, csv, faults, stated


def told(heading: str, cell: str) -> tuple[str, str]:
    plan = csv(f"Ngày,Nội dung,{heading}", f"3/11/2026,Việc,{cell}", "4/11/2026,Việc khác,5")
    ((fault,),) = [row.faults for row in plan.taken[0].rows if row.faults]
    assert [row[0] for row in stated(plan)] == [f"{NOV}04"]
    with speaking("vi"):
        return fault.error.code, sentence(fault.error)


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("Số lượng", "30 phút", "other-field"),
        ("Số lượng", "1h30", "other-field"),
        ("Số lượng", "45 người", "other-field"),
        ("Số lượng", "khoảng 45 đại biểu", "other-field"),
        ("Số lượng", "12 hộ", "no-times"),
        ("Số buổi", "nửa ngày 3", "no-times"),
        ("Số người", "30 phút", "other-field"),
        ("Số người", "68 con", "no-people"),
        ("Số người", "58/64 hộ", "no-people"),
        ("Số người", "3 cuộc", "no-people"),
        ("Số người", "5 triệu đồng", "no-people"),
        ("Thời lượng", "2 tiết", "no-minutes"),
        ("Thời lượng", "nửa ngày", "no-minutes"),
        ("Thời lượng", "cả buổi", "no-minutes"),
        ("Thời lượng", "15 phút/lượt", "no-minutes"),
        ("Thời lượng", "45 người", "other-field"),
    ],
)
def test_nobody_is_told_to_write_the_digits_of_what_counts_something_else(heading: str, cell: str, code: str) -> None:
    found, text = told(heading, cell)
    assert found == code
    assert cell in text
    assert "12 hoặc 1.200" not in text


@pytest.mark.parametrize(("cell", "column"), [("30 phút", "Thời lượng"), ("45 người", "Số người dự"), ("3 tin", "Số tin")])
def test_a_figure_of_another_column_is_told_where_it_belongs(cell: str, column: str) -> None:
    headings = ["Số tin", "Số người dự", "Thời lượng"]
    wrong = headings[(headings.index(column) + 1) % 3]
    cells = [cell if heading == wrong else "" for heading in headings]
    plan = csv(f"Ngày,Nội dung,{','.join(headings)}", f"3/11/2026,Việc,{','.join(cells)}", "4/11/2026,Việc,1,2,3")
    assert faults(plan) == [(2, wrong, "other-unit")]
    ((fault,),) = [row.faults for row in plan.taken[0].rows if row.faults]
    with speaking("vi"):
        assert sentence(fault.error) == f"“{cell}” không phải số của cột này: hãy ghi vào cột “{column}”."


@pytest.mark.parametrize("text", ["chưa rõ ngày", "đầu tháng", "3/11/26/4"])
def test_what_is_no_day_is_told_as_a_list_may_have_days(text: str) -> None:
    plan = csv("Ngày,Nội dung", f"{text},Việc", "4/11/2026,Việc khác")
    ((fault,),) = [row.faults for row in plan.taken[0].rows if row.faults]
    with speaking("vi"):
        assert "hôm nay" not in sentence(fault.error)
        assert "hôm qua" not in sentence(fault.error)
