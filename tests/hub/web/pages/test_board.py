"""The board's page: the first thing seen, in any order, right about deadlines."""

from __future__ import annotations

import datetime
import html
import re

import pytest

from hub.registry.directives.publish import publish
from hub.registry.official_units import province_units
from hub.store.rows import WitnessAlarm
from sync.encoding.types import Instant, Origin, Size
from sync.ledger.period import midnight
from sync.ledger.text import sort_key
from tests import later
from tests.hub.monitoring.test_board import report
from tests.hub.monitoring.test_own_duties import PLAN
from tests.hub.web.province import Province


def rows(text: str) -> list[str]:
    """The units as they stand on the page."""
    return re.findall(r'<th scope="row"><a href="/units/(\d{5})">', text)


def test_the_board_shows_who_reported_and_leads_to_the_unit(province: Province) -> None:
    laptop = province.laptop("03394")
    laptop.exchange(province.line)
    report(province, laptop, "2026-11-12T08:00:00")
    text = province.get("auditor", "/?year=2026")
    assert len(rows(text)) == 38
    assert "1 of 38 units have reported" in text
    assert re.search(r'<a class="s s-on-time" href="/units/03394/report\?period=2026-11"[^>]*>T', text)


def test_the_board_can_be_put_in_order(province: Province) -> None:
    laptop = province.laptop("03394")
    laptop.exchange(province.line)
    report(province, laptop, "2026-11-12T08:00:00")
    province.set_clock(Instant(1_794_700_000))  # 15 November and a little
    by_code = rows(province.get("operator", "/?sort=code"))
    assert by_code == sorted(by_code)
    assert rows(province.get("operator", "/?sort=behind"))[-1] == "03394"
    assert rows(province.get("operator", "/?sort=2026-11"))[-1] == "03394"
    by_name = rows(province.get("operator", "/"))
    names = {unit.code: unit.name for unit in province_units("12")}
    assert by_name == sorted(by_code, key=lambda code: sort_key(names[code]))


def test_what_the_year_before_left_open_is_told_on_the_board_of_the_new_year(province: Province) -> None:
    laptop = province.laptop("03394")
    laptop.exchange(province.line)
    report(province, laptop, "2026-12-12T08:00:00", "2026-12")
    province.set_clock(midnight(datetime.date(2027, 1, 2)))
    shown = province.get("operator", "/")
    assert "month 12/2026, due before 15/12/2026 00:00" in shown and "1 of 38 units have reported" in shown
    assert "/reminders?period=2026-12" in shown and "/reminders?period=2026-11" in shown
    assert "month 12/2026" not in province.get("operator", "/?year=2025")
    province.set_clock(midnight(datetime.date(2027, 4, 20)))
    assert "month 12/2026" not in province.get("operator", "/"), "by then it stands on the board of its year alone"


def test_an_address_with_nonsense_in_it_is_refused(province: Province) -> None:
    province.get("operator", "/?year=abc", status=400)
    province.get("operator", "/?year=99999", status=400)
    province.get("operator", "/?sort=" + "x" * 400, status=400)


TOLD = (
    "1 report asked for in 72/KH-UBND cannot be read here, and is not counted: a newer program is needed.",
    "What is asked for in 73/KH-UBND cannot be read here, and no report of it is counted: a newer program is needed.",
)


def test_reports_that_cannot_be_read_have_no_column_and_a_line_under_the_board(province: Province) -> None:
    def shown(year: int) -> tuple[list[str], list[bool]]:
        page = html.unescape(province.get("auditor", f"/?year={year}"))
        return re.findall(r'<a class="sort" href="[^"]*" title="([^"]*)"', page), [line in page for line in TOLD]

    province.set_clock(Instant(1_794_700_000))  # 15 November and a little
    before, none = shown(2026)
    assert none == [False, False]
    later.state(province, later.line(later.plan("later-duty", "72/KH-UBND"), duties=[later.QUARTERLY]), later.OPAQUE_EDITION)
    assert shown(2026) == (before, [True, True])
    assert shown(2025)[1] == [False, False], "they are of October 2026 and after"


@pytest.mark.parametrize("year", ["0", "1", "1999", "9999", "-1"])
def test_a_year_of_which_nothing_is_reported_is_refused(province: Province, year: str) -> None:
    province.get("auditor", f"/?year={year}", status=400)


def test_what_the_province_owes_itself_has_a_line_in_red_once_it_is_overdue(province: Province) -> None:
    with province.store.writing() as transaction:
        publish(transaction, province.keys, PLAN, now=province.now(), random_bytes=province.random)
    due = midnight(datetime.date(2026, 12, 31))
    for now, mark in ((due - 3600, "note"), (due, "fault")):
        province.set_clock(Instant(now))
        page = province.get("auditor", "/")
        assert f'<p class="{mark}">Report of the province: Báo cáo tổng hợp (9/KH), before 31/12/2026' in page


def test_two_requests_due_on_one_day_are_told_apart_in_their_heads_and_both_come_next(province: Province) -> None:
    for number in ("45/CV", "46/CV"):
        province.asks("Thiệt hại", number)
    text = html.unescape(province.get("auditor", "/?year=2026"))
    heads = re.findall(r'<th scope="col" class="middle"><a [^>]*>([^<]*)</a>', text)
    assert {"45/CV · 04/11", "46/CV · 04/11"} <= set(heads) and len(set(heads)) == len(heads)
    assert re.findall(r"Next: period (\S+), by the end of 04/11/2026,", text) == ["45/CV", "46/CV"]
    assert text.count("0 of 1 units have reported.") == 2


def test_requests_by_one_letter_are_told_apart_by_what_they_are_about(province: Province) -> None:
    for subject in ("Thiệt hại", "Nhà ở", "Nhà ở"):
        province.asks(subject)
    text = html.unescape(province.get("auditor", "/?year=2026"))
    heads = re.findall(r'<th scope="col" class="middle"><a [^>]*>([^<]*)</a>', text)
    assert {"45/CV: Thiệt hại · 04/11", "45/CV: Nhà ở · 04/11", "45/CV: Nhà ở · 04/11 (2)"} <= set(heads)


def test_what_a_witness_says_against_the_hub_stands_first_until_it_is_settled(province: Province) -> None:
    found = WitnessAlarm(
        at=Instant(1), witness="w.example", origin=Origin("x/registry"), kind="witness-ahead", size=Size(3), said=Size(9)
    )
    with province.store.writing() as transaction:
        assert transaction.witnesses.alarm(found)
    assert "soxa hub witness believe w.example" in province.get("auditor", "/?year=2026")
    with province.store.writing() as transaction:
        transaction.witnesses.settle("w.example")
    assert "w.example" not in province.get("auditor", "/?year=2026")
