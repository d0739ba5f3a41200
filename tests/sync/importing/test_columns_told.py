"""Columns that more than their headings tell: a result by its figures, the ends of a day, times, addresses of a form's
answers, and what may be a place."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET

from sync.importing.planning import HalfHeading
from tests.sync.importing.test_plan import NOV, asked, csv, faults, planned, stated
from tests.tables import workbook


@pytest.mark.parametrize(
    ("cells", "field", "figures"),
    [
        (["45 người", "32 người", "60 người"], "audience", [45, 32, 60]),
        (["45 hội viên", "32 đại biểu", "đông đủ"], "audience", [45, 32]),
        (["15 phút", "30 phút", "45 phút"], "minutes", [15, 30, 45]),
        (["3 lượt", "2 buổi", "12 tin"], "quantity", [3, 2, 12]),
        (["3", "2", "12 lượt"], "quantity", [3, 2, 12]),
    ],
)
def test_a_result_is_the_figure_that_its_units_are_of(cells: list[str], field: str, figures: list[int]) -> None:
    plan = csv("Ngày,Nội dung,Kết quả", *(f"{at + 3}/11/2026,Việc {at},{cell}" for at, cell in enumerate(cells)))
    assert [row[1] for row in stated(plan, field)] == figures
    assert asked(plan) == ["unsure-heading"]


@pytest.mark.parametrize(
    "cells",
    [
        ["45 người dự", "3 lượt", "12 thẻ", "50 tờ", "Treo 2 băng rôn"],
        ["12 hộ", "9 trường hợp", "30 máy"],
        ["3 lượt", "45 người", "15 phút"],
    ],
)
def test_a_result_of_several_things_is_kept_as_it_stands(cells: list[str]) -> None:
    plan = csv("Ngày,Nội dung,Kết quả", *(f"{at + 3}/11/2026,Việc {at},{cell}" for at, cell in enumerate(cells)))
    assert [row[1:] for row in stated(plan, "text", "quantity", "audience")] == [(cell, UNSET, UNSET) for cell in cells]
    assert asked(plan) == ["unsure-heading"]
    assert not faults(plan)


@pytest.mark.parametrize("cells", [["tốt", "đạt yêu cầu"], ["45 hộ đăng ký", "loa rè", "tốt"]])
def test_a_result_in_words_is_no_figure_and_nothing_is_asked(cells: list[str]) -> None:
    plan = csv("Ngày,Nội dung,Kết quả", *(f"{at + 3}/11/2026,Việc {at},{cell}" for at, cell in enumerate(cells)))
    assert ([row[1] for row in stated(plan, "text")], asked(plan)) == (cells, [])


@pytest.mark.parametrize("ends", [("Từ", "Đến"), ("Bắt đầu", "Kết thúc"), ("Từ ngày", "Đến ngày"), ("Khai mạc", "Bế mạc")])
@pytest.mark.parametrize("upper", ["Thời gian", "Ngày", "Thời gian thực hiện"])
def test_the_last_day_stands_below_the_heading_of_both(tmp_path: Path, ends: tuple[str, str], upper: str) -> None:
    rows: list[list[object]] = [["Nội dung", upper, None], [None, *ends], ["Lớp BDHVS", "3/11/2026", "5/11/2026"]]
    plan = planned(workbook(tmp_path, [*rows, ["Họp", "9/11/2026", None]]))
    assert stated(plan, "until") == [(f"{NOV}03", f"{NOV}05"), (f"{NOV}09", UNSET)]
    assert asked(plan) == []


@pytest.mark.parametrize("heading", ["Thời gian", "Thời gian bắt đầu", "Thời gian tổ chức"])
def test_times_beside_days_are_kept_and_not_asked_about(heading: str) -> None:
    plan = csv(f"Ngày,{heading},Nội dung", "3/11/2026,7h30,Họp", "4/11/2026,14:00,Chợ phiên")
    assert stated(plan, "text") == [(f"{NOV}03", f"{heading}: 7h30"), (f"{NOV}04", f"{heading}: 14:00")]
    assert asked(plan) == []


def test_both_ends_of_a_meeting_are_kept(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ngày", "Thời gian", None, "Nội dung"], [None, "Bắt đầu", "Kết thúc", None]]
    plan = planned(workbook(tmp_path, [*rows, ["3/11/2026", "7h30", "9h00", "Giao ban"]]))
    assert stated(plan, "text") == [(f"{NOV}03", "Thời gian: Bắt đầu: 7h30\nThời gian: Kết thúc: 9h00")]
    assert asked(plan) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Địa chỉ email",
        "Địa chỉ e-mail",
        "Email Address",
        "Dấu thời gian",
        "Timestamp",
        "Địa chỉ thư điện tử",
        "Thời gian gửi",
    ],
)
def test_what_a_form_writes_by_itself_is_no_place_and_no_day(heading: str) -> None:
    cell = "5/11/2026" if "ời gian" in heading or heading == "Timestamp" else "tham.doan@gmail.com"
    plan = csv(f"{heading},Ngày tổ chức,Tên hoạt động,Địa điểm", f"{cell},3/11/2026,Họp,Bản Hon")
    assert stated(plan, "place", "text") == [(f"{NOV}03", "Bản Hon", UNSET)]
    assert ([column.heading for column in plan.taken[0].unused], asked(plan)) == ([heading], [])
    assert stated(csv(f"Ngày,Nội dung,{heading}", f"3/11/2026,Họp,{cell}"), "place") == [(f"{NOV}03", UNSET)]


@pytest.mark.parametrize("heading", ["Địa chỉ", "Địa chỉ tổ chức", "Thời gian thực hiện"])
def test_addresses_and_times_of_what_was_done_are_taken(heading: str) -> None:
    lines = (
        (f"{heading},Nội dung", "3/11/2026,Họp")
        if "gian" in heading
        else (f"Ngày,Nội dung,{heading}", "3/11/2026,Họp,Bản Hon")
    )
    assert [row[0] for row in stated(csv(*lines))] == [f"{NOV}03"]
    assert heading not in [column.heading for column in csv(*lines).taken[0].unused]


@pytest.mark.parametrize("heading", ["Chi đoàn", "Chi hội", "Trường", "Lớp", "Thuộc bản", "Đơn vị/bản"])
def test_who_it_was_of_is_kept_beside_a_place(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,Địa điểm,{heading}", "3/11/2026,Họp,NVH,Bản Hon", "4/11/2026,Họp,Sân trường,Bản Thẳm")
    assert stated(plan, "place", "text") == [
        (f"{NOV}03", "NVH", f"{heading}: Bản Hon"),
        (f"{NOV}04", "Sân trường", f"{heading}: Bản Thẳm"),
    ]
    assert asked(plan) == []


@pytest.mark.parametrize("heading", ["Phạm vi", "Trường", "Xã", "Thuộc bản", "Đơn vị/bản", "Lớp", "Bản/đơn vị"])
def test_what_may_be_the_place_is_asked_about_where_nothing_else_is(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "3/11/2026,Họp,Bản Hon", "4/11/2026,Họp,Bản Thẳm")
    assert stated(plan, "place") == [(f"{NOV}03", "Bản Hon"), (f"{NOV}04", "Bản Thẳm")]
    assert asked(plan) == ["unsure-heading"]


def test_the_commune_in_every_row_beside_a_place_says_nothing() -> None:
    plan = csv("Ngày,Nội dung,Xã,Địa điểm", "3/11/2026,Họp,Bình Lư,NVH", "4/11/2026,Họp,Bình Lư,Bản Hon")
    assert stated(plan, "place", "text") == [(f"{NOV}03", "NVH", UNSET), (f"{NOV}04", "Bản Hon", UNSET)]
    assert ([column.heading for column in plan.taken[0].unused], asked(plan)) == (["Xã"], [])


@pytest.mark.parametrize("heading", ["Ngày gửi", "Ngày báo cáo", "Ngày nhập", "Dấu thời gian"])
def test_the_day_of_writing_is_proposed_where_no_other_is(heading: str) -> None:
    time = " 14:20:11" if heading == "Dấu thời gian" else ""
    plan = csv(f"{heading},Tên bài viết", f"3/11/2026{time},Tiêm phòng", f"4/11/2026{time},Mở lớp xóa mù số")
    assert (stated(plan), asked(plan)) == ([(f"{NOV}03",), (f"{NOV}04",)], ["guessed-column"])
    assert asked(csv(f"{heading},Ngày,Tên bài viết", "5/11/2026,3/11/2026,Tiêm phòng")) == []


@pytest.mark.parametrize("heading", ["Diễn biến", "Chuyên mục", "Chủ đề", "Nhiệm vụ"])
def test_what_tells_of_it_is_proposed_where_nothing_else_does(heading: str) -> None:
    plan = csv(f"Ngày,{heading},Số người", "3/11/2026,Tiêm phòng cho trâu bò,4", "4/11/2026,Mở lớp xóa mù số,5")
    assert (len(stated(plan)), asked(plan)) == (2, ["guessed-column"])


@pytest.mark.parametrize("heading", ["Hạn nộp", "Ngày sinh", "Ngày hết hạn", "Ngày ban hành"])
def test_other_days_are_not_proposed(heading: str) -> None:
    with pytest.raises(HalfHeading):
        csv(f"{heading},Nội dung", "3/11/2026,Tiêm phòng", "4/11/2026,Mở lớp xóa mù số")


@pytest.mark.parametrize("heading", ["Lớp", "Khối lớp"])
def test_classes_are_no_places(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading},Số người", '3/11/2026,Chào cờ,"3,4,5",40', "4/11/2026,Ngoại khóa,Lớp 8A,50")
    assert stated(plan, "text") == [(f"{NOV}03", f"{heading}: 3,4,5"), (f"{NOV}04", f"{heading}: Lớp 8A")]
    assert asked(plan) == []
