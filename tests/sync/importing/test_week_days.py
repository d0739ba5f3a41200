"""Lists that name the day of the week: of the week above them, or refused with what to do; so are times as columns."""

from __future__ import annotations

import pytest

from sync.importing.planning import HalfHeading, TimesAcross, WeekdaysAlone
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, stated

HEADING = "Thứ,Nội dung,Địa điểm,Số người"
WEEK = ("Thứ Hai,Họp bản,Nà Đon,40", "T4,Phát tờ rơi,Chợ,120", "CN,Văn nghệ,Xã,200")


@pytest.mark.parametrize(
    "above",
    [
        ["(từ 02/11/2026 đến 08/11/2026)"],
        ["(từ 02/11 đến 08/11)"],
        ["SỔ CÔNG TÁC TUẦN 45 (02/11 - 08/11/2026)"],
        ["SỔ CÔNG TÁC NĂM 2026", "Từ ngày 2/11 đến ngày 6/11"],
        ["Tuần 45 (2-8/11/2026)"],
    ],
)
def test_the_day_of_the_week_is_that_of_the_week_above(above: list[str]) -> None:
    plan = csv(*above, HEADING, *WEEK)
    assert stated(plan, "title") == [(f"{NOV}02", "Họp bản"), (f"{NOV}04", "Phát tờ rơi"), (f"{NOV}08", "Văn nghệ")]
    assert [(reading.how, reading.before) for reading in plan.taken[0].readings] == [("of-week", "Thứ Hai")]
    assert asked(plan) == []
    with speaking("vi"):
        assert "“Thứ Hai” → 2 tháng 11 năm 2026" in "\n".join(plan_lines(plan))


@pytest.mark.parametrize(
    "above",
    [
        [],
        ["Tuần 45"],
        ["(từ 03/11/2026 đến 09/11/2026)"],
        ["(từ 02/11/2026 đến 15/11/2026)"],
        ["(02/11 - 08/11/2026)", "(09/11 - 15/11/2026)"],
        ["NĂM 2025", "(từ 02/11 đến 08/11)"],
    ],
)
def test_where_no_week_is_certain_it_is_said_what_is_missing(above: list[str]) -> None:
    with pytest.raises(WeekdaysAlone) as caught:
        csv(*above, HEADING, *WEEK)
    assert (caught.value.code, caught.value.facts["column"]) == ("weekdays-alone", "Thứ")
    assert caught.value.facts["row"] == len(above) + 1


def test_a_day_beside_the_day_of_the_week_is_the_day() -> None:
    plan = csv("(từ 02/11/2026 đến 08/11/2026)", f"Ngày,{HEADING}", *(f"5/11/2026,{row}" for row in WEEK))
    assert [date for date, _title in stated(plan, "title")] == [f"{NOV}05"] * 3


@pytest.mark.parametrize(
    ("heading", "seen"),
    [
        ("Ngày,Sáng,Chiều", "Sáng, Chiều"),
        ("Ngày,Buổi sáng,Buổi chiều,Buổi tối", "Buổi sáng, Buổi chiều, Buổi tối"),
        ("Buổi,Thứ hai,Thứ ba,Thứ tư", "Thứ hai, Thứ ba, Thứ tư"),
    ],
)
def test_times_as_columns_are_no_list_and_are_not_guessed_to_be(heading: str, seen: str) -> None:
    rows = ("2/11/2026,Họp bản Nà Đon phòng cháy,Phát loa tiêm phòng", "3/11/2026,Tập huấn dịch vụ công,,")
    with pytest.raises(TimesAcross) as caught:
        csv("SỔ THEO DÕI", heading, *rows)
    assert caught.value.code == "times-across"
    assert (caught.value.facts["row"], caught.value.facts["seen"]) == (2, seen)
    named = csv("SỔ THEO DÕI", "Ngày,Sáng,Chiều", *rows, named=["Sáng=title", "Chiều=none"])
    assert [title for _date, title in stated(named, "title")] == ["Họp bản Nà Đon phòng cháy", "Tập huấn dịch vụ công"]


def test_tables_of_two_months_side_by_side_are_each_of_its_own() -> None:
    plan = csv(
        "THÁNG 10,,,,THÁNG 11",
        "Ngày,Nội dung,Số người,,Ngày,Nội dung,Số người",
        "5,Họp bản,40,,3,Phát tờ rơi,50",
        "12,Ra quân,60,,9,Tập huấn,30",
    )
    assert [date for date, _people in stated(plan, "audience")] == ["2026-10-05", "2026-10-12", f"{NOV}03", f"{NOV}09"]


def test_a_heading_that_names_what_was_done_and_no_day_is_said_to_be_that() -> None:
    with pytest.raises(HalfHeading) as caught:
        csv("2/11/2026", "Nội dung,Số người", "Họp,30")
    assert caught.value.code == "half-heading"
