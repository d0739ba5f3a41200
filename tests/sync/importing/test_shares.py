"""Columns that count a share of one figure each: added and asked about; the first of them alone is never taken for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET

from sync.importing.planning import TimesAcross
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, planned, stated
from tests.tables import workbook


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("Số lượt phát sáng", "Số lượt phát chiều", "quantity"),
        ("Số lượt phát buổi sáng", "Số lượt phát buổi tối", "quantity"),
        ("Thời lượng sáng", "Thời lượng chiều", "minutes"),
        ("Số người buổi sáng", "Số người buổi chiều", "audience"),
        ("Số lần phát (sáng)", "Số lần phát (chiều)", "quantity"),
    ],
)
def test_the_morning_is_not_the_whole_day(first: str, second: str, field: str) -> None:
    plan = csv(f"Ngày,Nội dung,{first},{second}", "3/11/2026,A,2,1", "4/11/2026,B,,4", "5/11/2026,C,3,")
    assert [row[1] for row in stated(plan, field)] == [3, 4, 3]
    assert asked(plan) == ["added"]


@pytest.mark.parametrize(
    ("upper", "lower", "field"),
    [
        ("Số lượt phát", ("Sáng", "Chiều"), "quantity"),
        ("Số lượt phát", ("Sáng (5h00 - 6h00)", "Chiều (17h00 - 18h00)"), "quantity"),
        ("Thời lượng (phút)", ("Việt", "Mông"), "minutes"),
        ("Thời lượng (phút)", ("Tiếng Việt", "T. Mông"), "minutes"),
        ("Số buổi", ("Lần 1", "Lần 2"), "quantity"),
        ("Số buổi", ("Đợt 1", "Đợt 2"), "quantity"),
        ("Số lượt phát", ("Cụm 1", "Cụm 2"), "quantity"),
        ("Số lượt phát", ("Bản Hon", "Bản Thẳm"), "quantity"),
        ("Số người", ("Sáng", "Chiều"), "audience"),
    ],
)
def test_shares_below_one_heading_are_added(tmp_path: Path, upper: str, lower: tuple[str, str], field: str) -> None:
    rows: list[list[object]] = [
        ["Ngày", "Nội dung", upper, None],
        [None, None, *lower],
        ["3/11/2026", "A", 15, 10],
        ["4/11/2026", "B", None, 5],
    ]
    plan = planned(workbook(tmp_path, rows))
    assert [row[1] for row in stated(plan, field)] == [25, 5]
    assert asked(plan) == ["added"]
    with speaking("vi"):
        assert "15 → " not in question_words(plan.questions[0])
        assert f"“{upper}: {lower[0]}”" in question_words(plan.questions[0])


def test_where_another_column_has_all_shares_are_not_taken_and_nothing_is_asked() -> None:
    heading = "Ngày,Nội dung,Số lượt phát sáng,Số lượt phát chiều,Tổng số lượt phát"
    plan = csv(heading, "3/11/2026,A,2,1,3", "4/11/2026,B,,4,4")
    assert ([row[1] for row in stated(plan, "quantity")], asked(plan)) == ([3, 4], [])


@pytest.mark.parametrize("lower", [("Tháng 10", "Tháng 11"), ("Kế hoạch", "Thực hiện"), ("Năm 2025", "Năm 2026")])
def test_other_times_and_plans_are_no_shares(tmp_path: Path, lower: tuple[str, str]) -> None:
    rows: list[list[object]] = [
        ["Ngày", "Nội dung", "Số buổi", None],
        [None, None, *lower],
        ["3/11/2026", "A", 4, 1],
        ["4/11/2026", "B", 4, 2],
    ]
    assert "added" not in asked(planned(workbook(tmp_path, rows)))


def test_kinds_of_work_of_which_each_row_has_one_are_its_quantity() -> None:
    heading = "Ngày,Nội dung,Số băng rôn,Số tờ rơi,Số lượt phát loa"
    plan = csv(heading, "3/11/2026,A,5,,", "4/11/2026,B,,100,", "5/11/2026,C,,,3", ",Tổng cộng,5,100,3")
    assert ([row[1] for row in stated(plan, "quantity")], asked(plan)) == ([5, 100, 3], ["added"])


def test_kinds_of_work_of_which_a_row_has_several_are_not_added() -> None:
    plan = csv("Ngày,Nội dung,Số băng rôn,Số tờ rơi", "3/11/2026,A,5,100", "4/11/2026,B,,20")
    assert ([row[1] for row in stated(plan, "quantity")], asked(plan)) == ([5, UNSET], ["two-columns"])


@pytest.mark.parametrize("named", [("Sáng=title",), ("Buổi chiều (17h00 - 18h00)=title",)])
def test_what_was_done_at_one_time_of_several_is_never_all(tmp_path: Path, named: tuple[str, ...]) -> None:
    times = ["Sáng", "Chiều"] if named[0].startswith("Sáng") else ["Buổi sáng (5h00 - 6h00)", "Buổi chiều (17h00 - 18h00)"]
    path = workbook(
        tmp_path, [["Ngày", *times], ["3/11/2026", "Tin nông vụ", "Tin pháp luật"], ["4/11/2026", "Tin a", "Tin b"]]
    )
    with pytest.raises(TimesAcross):
        planned(path)
    with pytest.raises(TimesAcross):
        planned(path, *named)
    other = next(time for time in times if not named[0].startswith(f"{time}="))
    assert len(stated(planned(path, *named, f"{other}=none"))) == 2


def test_figures_of_times_that_were_named_are_taken(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ngày", "Nội dung", "Số lượt phát", None],
        [None, None, "Sáng", "Chiều"],
        ["3/11/2026", "A", 2, 1],
    ]
    plan = planned(workbook(tmp_path, rows), "Số lượt phát: Sáng=quantity", "Số lượt phát: Chiều=none", "Nội dung=title")
    assert stated(plan, "quantity") == [(f"{NOV}03", 2)]
