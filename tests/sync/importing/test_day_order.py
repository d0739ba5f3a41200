"""Columns of days: the order of day and month proven by the column, or asked; what stands around a day taken off."""

from __future__ import annotations

import datetime

import pytest

from sync.errors import Misuse
from sync.importing.day_order import DayColumn, day_column, read_day
from sync.tables import Cell
from sync.tables.book import date_cell, number_cell

TODAY = datetime.date(2026, 11, 25)


def column(*cells: str | Cell, title: str = "") -> DayColumn:
    return day_column([cell if isinstance(cell, Cell) else Cell(cell) for cell in cells], title=title, today=TODAY)


def read(cell: str | Cell, how: DayColumn | None = None) -> tuple[str, str]:
    found = read_day(cell if isinstance(cell, Cell) else Cell(cell), how or DayColumn(), TODAY)
    return found.first, found.last


@pytest.mark.parametrize(
    ("cells", "order", "proof"),
    [
        (("11/3/2026", "11/24/2026"), "month", "above-12"),
        (("3/11/2026", "24/11/2026"), "day", "above-12"),
        (("3/11/2026", "4/11/2026"), "day", "one-month"),
        (("03/11/2026",), "day", "padded"),
        (("11/3/2026", "11/4/2026"), "day", "unproven"),
        (("11/03/2026", "11/05/2026"), "day", "unproven"),
        (("09/12/2026", "08/11/2026"), "day", "unproven"),
        (tuple(f"05/{month:02}/2026" for month in range(7, 12)), "day", "unproven"),
        (("5/9", "5/10", "5/11"), "day", "unproven"),
        (("3/11/2026", "5/9/2026"), "day", "unproven"),
        (("13/11/2026", "11/13/2026"), "day", "mixed"),
        (("2026-11-03", "ngày 3 tháng 11"), "day", "none-needed"),
        (("3-5/11", "7/11"), "day", "usual"),
        # a witness is a day in one order alone; a bad cell is none, whatever its numbers are
        (("3/11/2026", "24/11/2026", "16/13/2026"), "day", "above-12"),
        (("11/3/2026", "11/24/2026", "16/13/2026"), "month", "above-12"),
        (("3/11/2026", "24/11/2026", "31/11/2026"), "day", "above-12"),
        (("3/11/2026", "4/11/2026", "11/31/2026"), "day", "one-month"),
        (("16/13/2026", "31/11/2026"), "day", "none-needed"),
        (("29/2/2026", "3/11/2026", "4/11/2026"), "day", "one-month"),
        # a day that would lie in the future says nothing of the others
        (("12/10/2026", "13/10/2026", "11/12/2026"), "day", "above-12"),
        (("11/12/2026",), "day", "unproven"),
        (("11/12/2026", "10/12/2026"), "day", "unproven"),
        # long ago with the day first and recent with the month first: an American machine's
        (("11/3/2026",), "day", "unproven"),
        (("11/03/2026",), "day", "unproven"),
        (("11/9/2026", "10/9/2026"), "day", "unproven"),
        (("3/5/2026", "4/5/2026"), "day", "one-month"),
        # numbers below 10 are written 03 by all or none
        (("03/10/2026", "05/11/2026"), "day", "padded"),
        (("03/10/2026", "5/11/2026"), "day", "unproven"),
        (("3/11/2026",), "day", "usual"),
    ],
)
def test_an_order_is_proven_by_the_column_or_asked(cells: tuple[str, ...], order: str, proof: str) -> None:
    found = column(*cells)
    assert (found.order, found.proof) == (order, proof)
    assert found.is_open == (proof in ("unproven", "mixed"))


def test_a_title_that_names_the_month_proves_the_order() -> None:
    assert column("11/3/2026", "11/4/2026", title="Tháng 11 năm 2026").proof == "title"
    assert column("11/3/2026", "11/4/2026", title="Tháng 11 năm 2026").order == "month"
    assert column("3/11", "4/11", title="Tháng 11 năm 2026").order == "day"


def test_days_that_excel_turned_round_are_turned_back_where_the_texts_beside_them_prove_it() -> None:
    real = [date_cell("2026-03-11"), date_cell("2026-04-11")]
    found = column(*real, "13/11/2026", "24/11/2026")
    assert (found.order, found.swapped, found.swap_unsure) == ("day", True, False)
    assert [read(cell, found)[0] for cell in real] == ["2026-11-03", "2026-11-04"]
    american = column(*real, "11/13/2026")
    assert (american.order, american.swapped) == ("month", True)
    assert read("11/13/2026", american)[0] == "2026-11-13"


def test_days_of_the_same_month_as_the_texts_are_not_turned() -> None:
    found = column(date_cell("2026-11-03"), "13/11/2026")
    assert (found.swapped, found.is_open) == (False, False)


def test_days_that_may_have_been_turned_are_asked_about() -> None:
    assert column(date_cell("2026-03-05"), "13/11/2026").swap_unsure


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("3-5/11", "2026-11-03", "2026-11-05"),
        ("7/11 - 9/11/2026", "2026-11-07", "2026-11-09"),
        ("từ ngày 12 đến 14/11/2026", "2026-11-12", "2026-11-14"),
        ("Từ 03 đến 05/11/2026", "2026-11-03", "2026-11-05"),
        ("30/10-02/11/2026", "2026-10-30", "2026-11-02"),
        ("12-14 tháng 10 năm 2026", "2026-10-12", "2026-10-14"),
    ],
)
def test_a_span_is_its_first_and_last_day(text: str, first: str, last: str) -> None:
    assert read(text) == (first, last)
    assert "span" in read_day(Cell(text), DayColumn(), TODAY).how


@pytest.mark.parametrize(
    "text",
    [
        "Thứ ba, 03/11/2026",
        "T3 03/11/2026",
        "CN 03/11/2026",
        "03/11/2026 08:30",
        "03/11/2026 8h30",
        "8h00 ngày 03/11/2026",
        "14 giờ 30, 3/11/2026",
        "8h-11h ngày 3/11/2026",
        "Sáng 3/11/2026",
        "2026-11-03 00:00:00",
        "2026-11-03T08:00:00",
        "03/11/2026 7:30 CH",
        "19h30' ngày 3/11/2026",
        "3/11/2026 (thứ ba)",
        "03/11/2026, T3",
        "đêm 3/11/2026",
        "tối hôm 3/11/2026",
    ],
)
def test_what_stands_around_a_day_is_taken_off_and_told(text: str) -> None:
    found = read_day(Cell(text), DayColumn(), TODAY)
    assert (found.first, found.last, "around" in found.how) == ("2026-11-03", "2026-11-03", True)


@pytest.mark.parametrize(
    "text",
    [
        "03/11/2026.",
        "03.11.2026",
        "3-11-26",
        "2026-11-03",
        "ngày 3 tháng 11 năm 2026",
        "3/11",
        "hôm 3/11/2026",
        "Ngày: 3/11/2026",
        "3-thg 11",
        "03 thg 11, 2026",
        "3-Nov-26",
        "03/Nov/2026",
        "Nov 3, 2026",
        "3 November 2026",
    ],
)
def test_a_day_alone_is_read_without_a_word(text: str) -> None:
    assert read_day(Cell(text), DayColumn(), TODAY).how == ()
    assert read(text) == ("2026-11-03", "2026-11-03")


@pytest.mark.parametrize("text", ["hôm qua", "Hôm nay", "hom kia", "Chiều hôm qua", "tuần trước", "sáng nay", "yesterday"])
def test_a_word_that_is_another_day_tomorrow_is_no_day_of_a_list(text: str) -> None:
    with pytest.raises(Misuse) as refused:
        read(Cell(text))
    assert refused.value.code == "relative-day"


def test_a_number_that_may_have_lost_a_zero_is_no_day() -> None:
    assert read(number_cell(3.11)) == ("2026-11-03", "2026-11-03")
    for number in (3.1, 20.1):
        with pytest.raises(Misuse) as refused:
            read(number_cell(number))
        assert refused.value.code == "no-day-there"


def test_the_number_of_a_day_is_that_day() -> None:
    assert read_day(number_cell(46_329), DayColumn(), TODAY).how == ("serial",)
    assert read(number_cell(46_329)) == read("46329") == ("2026-11-03", "2026-11-03")
    assert read(number_cell(46_329.5)) == ("2026-11-03", "2026-11-03")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3, 5, 7/11", "several-days"),
        ("Sáng 25/10, chiều 27/10", "several-days"),
        ("31/02/2026", "no-such-day"),
        ("9/11-7/11/2026", "bad-span"),
        ("tuần 2", "no-day-there"),
        ("mùng 3/11", "lunar-day"),
        ("khoảng 3/11", "no-day-there"),
        ("cuối tháng 11", "no-day-there"),
        ("3/11?", "no-day-there"),
        ("3-Nox-26", "no-day-there"),
        ("12", "no-day-there"),
        ("3/13/14", "no-such-month"),
        ("40/50", "no-such-month"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    with pytest.raises(Misuse) as caught:
        read(text)
    assert caught.value.code == code


def test_a_span_without_a_year_may_be_over_the_turn_of_the_table_s_year() -> None:
    assert read("28/12 - 2/1", DayColumn(year=2025)) == ("2025-12-28", "2026-01-02")
    assert read("28/12 - 2/1", DayColumn(year=2026)) == ("2025-12-28", "2026-01-02")
    assert read("3/11/2026 - 5/11") == ("2026-11-03", "2026-11-05")


def test_a_day_without_a_year_is_of_the_year_that_the_table_names() -> None:
    found = column("3/12", "4/12", title="SỔ THEO DÕI NĂM 2025")
    assert read("3/12", found) == ("2025-12-03", "2025-12-03")
    assert read("4/11", column("4/11", "24/11/2025")) == ("2025-11-04", "2025-11-04")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("18,19,20/10", "2026-10-18", "2026-10-20"),
        ("18, 19/10/2026", "2026-10-18", "2026-10-19"),
        ("30/10, 31/10, 1/11", "2026-10-30", "2026-11-01"),
        ("5 và 6 tháng 11", "2026-11-05", "2026-11-06"),
        ("5/11 & 6/11", "2026-11-05", "2026-11-06"),
    ],
)
def test_days_that_follow_one_another_are_from_the_first_to_the_last(text: str, first: str, last: str) -> None:
    found = read_day(Cell(text), DayColumn(), TODAY)
    assert (found.first, found.last, found.how[:1]) == (first, last, ("one-by-one",))


@pytest.mark.parametrize("text", ["12, 13", "12; 14", "5 và 6", "18/10, 20/10"])
def test_other_days_are_named_as_several(text: str) -> None:
    with pytest.raises(Misuse) as refused:
        read(text)
    assert refused.value.code == "several-days"


@pytest.mark.parametrize(
    "title", ["NĂM HỌC 2025 - 2026", "Năm học: 2025-2026", "LỊCH, HỌC KỲ I NĂM HỌC 2025/2026", "NH 2025-26"]
)
def test_a_school_year_says_the_year_of_each_day(title: str) -> None:
    how = column("5/9", "20/11", "15/1", "26/3", title=title)
    days = [read(text, how)[0] for text in ("5/9", "20/11", "15/1", "26/3", "28/12-2/1")]
    assert days == ["2025-09-05", "2025-11-20", "2026-01-15", "2026-03-26", "2025-12-28"]
    assert read("28/12-2/1", how)[1] == "2026-01-02"
    assert read_day(Cell("15/1"), how, TODAY).how == ("year",)
    assert read("15/1/2025", how)[0] == "2025-01-15"


def test_of_other_two_years_somebody_is_asked() -> None:
    how = column("5/12", "20/1", title="SỔ 2025-2026")
    assert [read(text, how)[0] for text in ("5/12", "20/1")] == ["2025-12-05", "2026-01-20"]
    assert read_day(Cell("5/12"), how, TODAY).how == ("two-years",)
    assert read_day(Cell("5/12/2025"), how, TODAY).how == ()
