"""Lines at the end of a table that date and sign it in its columns."""

from __future__ import annotations

import pytest

from tests.sync.importing.test_plan import asked, csv, stated

HEADING = "TT;Ngày;Nội dung;Địa điểm;Số người"
ROWS = ("1;2/11/2026;Họp bản;Bản Hon;40", "2;13/11/2026;Phát loa;Toàn xã;", "3;17/11/2026;Chiếu phim;Bản Hon;70")


@pytest.mark.parametrize("day", ["25/11/2026", "Ngày 25/11/2026"])
@pytest.mark.parametrize(
    "text",
    [
        "Người lập biểu",
        "Người lập",
        "Người tổng hợp",
        "Trưởng bản",
        "TRƯỞNG BẢN",
        "Xác nhận của UBND xã",
        "Cán bộ văn hóa",
        "Chủ tịch Hội",
        "TM. BCH HỘI",
        "T/M BAN CHẤP HÀNH",
        "Bí thư chi bộ",
        "Đã kiểm tra",
        "Hết",
        "Hết trang",
        "Người in: admin",
        "Ngày lập báo cáo",
        "Đã nộp báo cáo",
        "Kế toán",
        "Công chức văn hóa xã hội",
    ],
)
def test_who_signs_below_is_left_out_and_asked_about(text: str, day: str) -> None:
    plan = csv(HEADING, *ROWS, ";;;;", f";{day};{text};;", ";;(Ký, ghi rõ họ tên);;", ";;;;", ";;Vàng A Sử;;")
    assert (len(stated(plan)), asked(plan)) == (3, ["maybe-signature"])
    assert [row.number for row in plan.taken[0].rows if row.unsure] == [6]
    assert plan.taken[0].newest == "2026-11-17"


def test_names_below_are_no_activities_of_that_day() -> None:
    plan = csv(HEADING, *ROWS, ";25/11/2026;Trưởng bản;Người lập;", ";;Giàng A Chinh;Tẩn A Sì;")
    assert (len(stated(plan)), asked(plan), plan.taken[0].count("signature")) == (3, ["maybe-signature"], 2)


@pytest.mark.parametrize(
    ("signed", "names"),
    [
        (";25/11/2026;NGƯỜI LẬP;TRƯỞNG BẢN;", ";;Sử;Chinh;"),
        (";25/11/2026;Người lập;;", ";25/11/2026;Vàng A Sử;;"),
        (";25/11/2026;;Người lập biểu;", ";;;Vàng A Sử;"),
    ],
)
def test_who_signs_may_be_named_in_any_column(signed: str, names: str) -> None:
    plan = csv(HEADING, *ROWS, signed, names)
    assert (len(stated(plan)), asked(plan), plan.taken[0].count("signature")) == (3, ["maybe-signature"], 2)


def test_what_was_done_on_another_day_is_no_name() -> None:
    plan = csv("Ngày;Nội dung", "2/11/2026;Họp bản", "13/11/2026;Trưởng bản", "14/11/2026;Chiếu Phim")
    assert stated(plan, "title")[-1] == ("2026-11-14", "Chiếu Phim")


@pytest.mark.parametrize(
    "row",
    [
        ";25/11/2026;Họp bản;;",
        ";25/11/2026;Bầu trưởng bản;;",
        ";25/11/2026;Xác nhận của UBND xã cho 12 hộ vay vốn;;",
        ";25/11/2026;Cán bộ văn hóa tập huấn;;",
        ";25/11/2026;Ký cam kết;;",
        ";25/11/2026;Kiểm tra;;",
        ";25/11/2026;Người cao tuổi họp mặt;;",
        ";25/11/2026;Trưởng bản;;12",
        "4;25/11/2026;Chi hội trưởng;;",
        ";25/11/2026;Chủ tịch xã thăm hộ nghèo;;",
        ";25/11/2026;Kết thúc lớp xóa mù chữ;;",
    ],
)
def test_the_last_activity_is_one(row: str) -> None:
    plan = csv(HEADING, *ROWS, row)
    assert (len(stated(plan)), asked(plan)) == (4, [])


def test_only_the_end_signs() -> None:
    plan = csv(HEADING, ROWS[0], ";5/11/2026;Trưởng bản;;", *ROWS[1:])
    assert (len(stated(plan)), asked(plan)) == (4, [])
