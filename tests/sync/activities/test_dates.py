"""Days as people type them."""

from __future__ import annotations

import datetime
import unicodedata

import pytest

from sync.activities.dates import parse_date, parse_days
from sync.errors import Misuse
from sync.importing.day_order import DayColumn, read_day
from sync.tables import Cell
from sync.wording.dates import day
from sync.wording.i18n import speaking
from sync.wording.messages import sentence

TODAY = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("3/11", "2026-11-03"),
        ("03/11/2026", "2026-11-03"),
        ("3-11-26", "2026-11-03"),
        ("3.11.2026", "2026-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("2026/11/3", "2026-11-03"),
        (" ngày 3/11 ", "2026-11-03"),
        ("ngày 03 tháng 11", "2026-11-03"),
        ("3 tháng 11 năm 2025", "2025-11-03"),
        ("today", "2026-11-20"),
        ("hôm nay", "2026-11-20"),
        ("HOM NAY", "2026-11-20"),
        (unicodedata.normalize("NFD", "hôm nay"), "2026-11-20"),
        ("yesterday", "2026-11-19"),
        ("hôm qua", "2026-11-19"),
        ("hôm kia", "2026-11-18"),
        ("21/11", "2026-11-21"),  # tomorrow: clocks and midnights differ
        ("22/11", "2025-11-22"),
        ("28/12", "2025-12-28"),  # typed in November, it is last December's
        ("29/2", "2024-02-29"),
        ("1/1/2000", "2000-01-01"),
    ],
)
def test_a_day_is_read_as_it_is_meant(typed: str, date: str) -> None:
    assert parse_date(typed, TODAY) == date


@pytest.mark.parametrize("typed", ["", "3/11/026", "mai", "20261103", "3//11", "1e3", "٣/١١", "3-5/11"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Misuse) as caught:
        parse_date(typed, TODAY)
    assert caught.value.code == "bad-date"


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("31/2", "no-such-day", "“31/2” is not a day: month 2 has 29 days."),
        ("31/02/2026", "no-such-day", "“31/02/2026” is not a day: month 2 has 28 days."),
        ("31/11/2026", "no-such-day", "“31/11/2026” is not a day: month 11 has 30 days."),
        ("0/1", "no-such-day", "month 1 has 31 days"),
        ("13/13", "no-such-month", "there is no month 13"),
        ("16/13/2026", "no-such-month", "there is no month 13"),
        ("25/10, 27/10", "several-days", "a row for each day"),
        ("3, 5 và 7/11", "several-days", "a row for each day"),
        ("25/10 và 27/10", "several-days", "a row for each day"),
        ("25/10\n27/10/2026", "several-days", "a row for each day"),
        ("ngày 25/10; ngày 27/10", "several-days", "a row for each day"),
        ("25/10+27/10", "several-days", "a row for each day"),
    ],
)
def test_what_the_calendar_does_not_have_is_refused_with_why(typed: str, code: str, told: str) -> None:
    for read in (parse_date, parse_days, lambda text, today: read_day(Cell(text), DayColumn(), today)):
        with pytest.raises(Misuse) as caught:
            read(typed, TODAY)
        assert caught.value.code == code
        with speaking("en"):
            assert told in sentence(caught.value)


@pytest.mark.parametrize("typed", ["22/11/2026", "1/1/2027", "31/12/1999", "2999-01-01"])
def test_a_day_out_of_reach_is_refused(typed: str) -> None:
    with pytest.raises(Misuse) as caught:
        parse_date(typed, TODAY)
    assert caught.value.code == "date-out-of-range"


def test_a_day_is_shown_as_people_here_write_it() -> None:
    assert day("2026-11-03") == "03/11/2026"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("3-5/11", ("2026-11-03", "2026-11-05")),
        ("03 - 05/11/2026", ("2026-11-03", "2026-11-05")),
        ("3–5.11.26", ("2026-11-03", "2026-11-05")),
        ("từ 03 đến 05/11/2026", ("2026-11-03", "2026-11-05")),
        ("7/11 - 9/11/2026", ("2026-11-07", "2026-11-09")),
        ("Từ ngày 12 đến hết ngày 14/11/2026", ("2026-11-12", "2026-11-14")),
        ("ngày 3 đến 5 tháng 11", ("2026-11-03", "2026-11-05")),
        ("30 tháng 10 tới 2 tháng 11 năm 2026", ("2026-10-30", "2026-11-02")),
        ("28/12 - 2/1/2026", ("2025-12-28", "2026-01-02")),
        ("28/12/2025-2/1/2026", ("2025-12-28", "2026-01-02")),
        ("28/12-2/1", ("2025-12-28", "2026-01-02")),
        ("3/11/2024 - 5/11", ("2024-11-03", "2024-11-05")),
        ("22-24/11", ("2025-11-22", "2025-11-24")),
        ("20-21/11", ("2026-11-20", "2026-11-21")),
        ("2026-11-03 - 2026-11-05", ("2026-11-03", "2026-11-05")),
        ("9-7/11", ("2026-11-09", "2026-11-07")),  # whether it is a span is not asked here
        ("3-11-2026", ("2026-11-03", None)),
        ("3-11", ("2026-11-03", None)),
        ("2026-11-03", ("2026-11-03", None)),
    ],
)
def test_a_span_is_its_first_and_last_day_typed_or_in_a_table(typed: str, days: tuple[str, str | None]) -> None:
    assert parse_days(typed, TODAY) == days
    if days[1] is None or days[0] <= days[1]:
        read = read_day(Cell(typed), DayColumn(), TODAY)
        assert (read.first, read.last) == (days[0], days[1] or days[0])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31-32/11", "no-such-day"),
        ("30/2 - 2/3/2026", "no-such-day"),
        ("3-5/13", "no-such-month"),
        ("3-", "bad-date"),
        ("từ 3 đến 5", "bad-date"),
        ("19/11 - 25/11/2026", "date-out-of-range"),
        ("19-25/11", "date-out-of-range"),  # it has begun and is not over: last November's is not meant
        ("19/11 đến 22/11", "date-out-of-range"),
    ],
)
def test_what_is_no_span_of_days_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Misuse) as caught:
        parse_days(typed, TODAY)
    assert caught.value.code == code
