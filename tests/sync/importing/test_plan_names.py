"""Names of what is to be done, wherever they stand, and the rows below them; days that are to come."""

from __future__ import annotations

import pytest

from tests.sync.importing.test_plan import asked, csv, stated

HEADING = "TT,Ngày,Nội dung,Địa điểm,Số người"
PLANS = """\
II. Nhiệm vụ trọng tâm tháng 11
II. Nhiệm vụ trọng tâm từ 16/11 đến 30/11/2026
Nhiệm vụ
II. Nhiệm vụ tháng 11
Các nhiệm vụ cụ thể
Trọng tâm công tác
B. Chương trình công tác tháng 11
Tuần sau
Đăng ký tuần sau
Việc cần triển khai
II. Việc dở dang
Đang triển khai
Đề xuất
II. Kiến nghị
KIẾN NGHỊ - ĐỀ XUẤT
Đề xuất với cấp trên
nhiem vu""".splitlines()
DONE = """\
II. Công tác tuần 47
Nhiệm vụ đã thực hiện
Kết quả thực hiện nhiệm vụ
Nhiệm vụ quốc phòng
II. CÔNG TÁC TUYÊN TRUYỀN
Giải quyết kiến nghị cử tri
Trả lời kiến nghị
I. Truyền thanh""".splitlines()


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("name", PLANS)
def test_rows_under_the_name_of_what_is_to_be_done_are_asked_about(name: str, at: int) -> None:
    group = ",".join([*[""] * at, name, *[""] * (4 - at)])
    plan = csv(HEADING, "I. Kết quả,,,,", "1,2/11/2026,Họp bản,Bản Hon,", group, "1,17/11/2026,Phòng cháy rừng,Bản Km2,")
    assert stated(plan, "title") == [("2026-11-02", "Họp bản")]
    assert asked(plan) in (["maybe-plan"], ["not-held"])


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("name", DONE)
def test_rows_under_the_name_of_what_was_done_are_not(name: str, at: int) -> None:
    group = ",".join([*[""] * at, name, *[""] * (4 - at)])
    plan = csv(HEADING, "1,2/11/2026,Họp bản,Bản Hon,", group, "1,17/11/2026,Phòng cháy rừng,Bản Km2,")
    assert (len(stated(plan)), asked(plan)) == (2, [])


def test_figures_say_that_tasks_were_done() -> None:
    plan = csv(HEADING, "II. Nhiệm vụ tháng 11,,,,", "1,17/11/2026,Phòng cháy rừng,Bản Km2,30")
    assert (len(stated(plan)), asked(plan)) == (1, [])
    plan = csv(HEADING, "II. Nhiệm vụ trọng tâm tháng 11,,,,", "1,17/11/2026,Phòng cháy rừng,Bản Km2,30")
    assert (len(stated(plan)), asked(plan)) == (0, ["maybe-plan"])


@pytest.mark.parametrize("title", ["SỔ THÁNG 12/2026", "KẾT QUẢ NĂM 2026"])
def test_a_day_to_come_in_the_year_that_the_table_names_is_planned(title: str) -> None:
    plan = csv(f"{title},,", "Ngày,Nội dung,Số người", "20/11,Họp,30", "05/12,Mít tinh,", "15/12,Tổng kết,")
    assert (len(stated(plan)), asked(plan)) == (1, ["to-come"])
    assert [row.number for row in plan.taken[0].rows if row.to_come] == [4, 5]


def test_a_day_to_come_with_its_own_year_is_refused() -> None:
    plan = csv("Ngày,Nội dung,Số người", "20/11/2026,Họp,30", "15/12/2026,Mít tinh,")
    assert (len(stated(plan)), asked(plan), plan.taken[0].count("refused")) == (1, [], 1)


@pytest.mark.parametrize(
    "note",
    [
        "* Phương hướng: Tháng 12 tiếp tục tuyên truyền.",
        "* Phương hướng, nhiệm vụ tháng tới: sẽ mở lớp",
        "Ghi chú: không",
        "* Nhiệm vụ tháng 12: sẽ họp các bản",
        "* Kiến nghị: xã sẽ cấp loa",
    ],
)
def test_a_note_of_what_comes_next_is_no_doubt_of_what_was_done(note: str) -> None:
    plan = csv(HEADING, "1,3/11/2026,Họp bản,Bản Hon,52", "2,18/11/2026,Lớp học,Bản Hon,48", ",,,,", f"{note},,,,")
    assert (len(stated(plan)), asked(plan)) == (2, [])


@pytest.mark.parametrize(
    "note", ["* Chưa thực hiện: các bản vùng cao", "* Các việc trên là dự kiến", "* Phương hướng: mục 2 dự kiến"]
)
def test_a_note_of_the_rows_above_is_one(note: str) -> None:
    plan = csv(HEADING, "1,3/11/2026,Họp bản,Bản Hon,52", "2,18/11/2026,Lớp học,Bản Hon,48", ",,,,", f"{note},,,,")
    assert asked(plan) == ["maybe-not-held"]


@pytest.mark.parametrize("label", ["Tháng 11", "Trong tháng", "Quý IV", "Tuần 45", "Năm 2026", "Kết quả tháng 11/2026"])
def test_the_sum_of_a_time_is_a_total(label: str) -> None:
    rows = ("1,3/11/2026,Họp bản,Bản Hon,52", "2,18/11/2026,Lớp học,Bản Hon,48")
    plan = csv(HEADING, *rows, f"{label},,,,100")
    assert (asked(plan), [row.kind for row in plan.taken[0].rows]) == ([], ["data", "data", "total"])
    plan = csv(HEADING, *rows, f"{label},,,,90")
    assert plan.taken[0].count("refused") == 1


@pytest.mark.parametrize("title", ["Tháng 11", "Quý IV", "Năm 2026", "Kết quả tháng 11"])
def test_the_name_of_a_time_is_no_activity(title: str) -> None:
    plan = csv(HEADING, "1,3/11/2026,Họp bản,Bản Hon,52", "2,18/11/2026,Lớp học,Bản Hon,48", f",,{title},,90")
    assert (asked(plan), len(stated(plan))) == (["maybe-total"], 2)


def test_a_note_of_a_wish_heads_no_rows() -> None:
    plan = csv(HEADING, "Kiến nghị: cấp loa,,,,", "1,3/11/2026,Họp bản,Bản Hon,52", "2,18/11/2026,Lớp học,Bản Hon,")
    assert (asked(plan), len(stated(plan))) == ([], 2)


@pytest.mark.parametrize(
    "label", ["Cùng kỳ năm 2025", "So với cùng kỳ (%)", "Cùng kỳ", "Tăng/giảm so với tháng trước", "Tỷ lệ so với kế hoạch"]
)
def test_another_time_beside_it_is_no_activity(label: str) -> None:
    plan = csv(HEADING, "1,3/11/2026,Họp bản,Bản Hon,52", "2,18/11/2026,Lớp học,Bản Hon,48", f"{label},,,,90")
    assert (asked(plan), [row.kind for row in plan.taken[0].rows]) == ([], ["data", "data", "total"])


@pytest.mark.parametrize(
    "title", ["So sánh giống lúa mới", "Giảm nghèo năm 2026", "Tháng hành động vì trẻ em", "Kỳ họp HĐND"]
)
def test_what_only_begins_so_is_an_activity(title: str) -> None:
    plan = csv(HEADING, "1,3/11/2026,Họp bản,Bản Hon,52", f"2,18/11/2026,{title},Bản Hon,52")
    assert (asked(plan), len(stated(plan))) == ([], 2)


@pytest.mark.parametrize("heading", ["Hình thái thiên tai", "Loại thiên tai"])
def test_a_disaster_that_was_told_of_kept_nothing_from_being_held(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "3/11/2026,Thông báo cho các bản,Mưa lớn", "18/11/2026,Nhắc dân,Lũ quét")
    assert (asked(plan), len(stated(plan))) == ([], 2)
