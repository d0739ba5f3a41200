"""The counts: their numbers are those of what communes logged, each opens the records behind it, and no name does harm."""

from __future__ import annotations

import csv
import html
import io
import re
from uuid import UUID

from hub.monitoring.reviews import review
from hub.store.records import RecordFilter
from tests.hub.web.counted import BINH_LU, log_some, total_listed
from tests.hub.web.province import Province

_ROW = re.compile(r'<th scope="row">(.*?)</th>(.*?)</tr>', re.S)
_CELL = re.compile(r'<td class="right">(?:<a href="([^"]*)">)?([\d,]+)')


def rows(page: str) -> dict[str, list[tuple[str, int]]]:
    """The table's rows by name: each number with the address that it opens."""
    return {
        html.unescape(name): [(html.unescape(href), int(value.replace(",", ""))) for href, value in _CELL.findall(cells)]
        for name, cells in _ROW.findall(page)
    }


def numbers(page: str, name: str) -> list[int]:
    """A row's numbers."""
    return [value for _href, value in rows(page)[name]]


def test_counts_are_the_sums_of_what_was_logged_in_the_month(logged: Province) -> None:
    page = logged.get("auditor", "/counts?period=2026-11")
    assert numbers(page, "Xã Bình Lư") == [2, 560, 20]
    assert numbers(page, "all") == [4, 560, 20]
    by_topic = logged.get("auditor", "/counts?period=2026-11&by=topic")
    assert sorted(values[0][1] for values in rows(by_topic).values()) == [1, 2, 2, 4]
    assert numbers(by_topic, "all") == [4, 560, 20], "an activity with two topics counts once in all"
    assert numbers(logged.get("auditor", "/counts?period=all"), "all")[0] == 5
    assert numbers(logged.get("auditor", "/counts?period=2026"), "all")[:2] == [5, 560], "a year, read with its trend"
    assert numbers(logged.get("auditor", "/counts?from=2026-10-14&to=2026-10-28"), "all")[:2] == [4, 560]


def test_a_quantity_is_that_of_one_channel(logged: Province) -> None:
    """Broadcasts, posts and leaflets are not added up: no total has one, and no chart, unless one channel is chosen."""
    page = logged.get("auditor", "/counts?period=2026-11&by=channel&sort=-quantity")
    found = rows(page)
    assert [value for _href, value in found["Commune loudspeakers"]] == [2, 5, 560, 20]
    assert next(iter(found)) == "Commune loudspeakers"
    assert [value for _href, value in found["all"]] == [4, 560, 20]
    assert '<td class="right">–</td>' in page and 'value="quantity"' not in page
    page = logged.get("auditor", "/counts?period=2026-11&by=unit&channel=commune-radio&measure=quantity")
    assert numbers(page, "Xã Bình Lư") == numbers(page, "all") == [2, 5, 560, 20]
    assert "<title>month 11/2026: 5</title>" in page
    for nowhere in ("measure=quantity", "sort=quantity"):
        page = logged.get("auditor", f"/counts?period=2026-11&{nowhere}")
        assert ">quantity" not in page and 'value="quantity"' not in page


def test_every_number_opens_as_many_records(logged: Province) -> None:
    for by in ("unit", "topic", "channel", "directive", "task", "audience"):
        found = rows(logged.get("auditor", f"/counts?period=all&by={by}"))
        assert len(found) >= 3, by
        for name, cells in found.items():
            if name != "all":
                assert {href for href, _value in cells} == {cells[0][0]}
                assert total_listed(logged.get("auditor", cells[0][0])) == cells[0][1], (by, name)


def test_the_trend_shows_each_month_and_opens_it(logged: Province) -> None:
    page = logged.get("auditor", "/counts?period=2026-11")
    titles = re.findall(r'href="([^"]*)"[^>]*><title>month (\S+): ([\d,]+)</title>', page)
    assert len(titles) == 12
    assert [(month, count) for _href, month, count in titles][-2:] == [("10/2026", "1"), ("11/2026", "4")]
    october = html.unescape(titles[-2][0])
    assert total_listed(logged.get("auditor", october)) == 1


def test_a_view_is_in_its_address(logged: Province) -> None:
    asked = "by=channel&period=2026-11&unit=03390&topic=digital-skills&band=50-99&answer=awaited&units=now&measure=minutes"
    page = logged.get("auditor", f"/counts?{asked}")
    assert numbers(page, "all") == [1, 60, 15]
    for chosen in ("03390", "digital-skills", "50-99", "awaited", "now", "2026-11", "minutes"):
        assert f'<option value="{chosen}" selected>' in page, chosen
    (href, _value), *_rest = rows(page)["Commune loudspeakers"]
    assert total_listed(logged.get("auditor", href)) == 1


def test_heads_sort_and_say_so(logged: Province) -> None:
    names = list(rows(logged.get("auditor", "/counts?period=all&sort=-audience")))
    assert names == ["Xã Bình Lư", "Xã Sin Suối Hồ", "all"]
    page = logged.get("auditor", "/counts?period=all&sort=audience")
    assert list(rows(page)) == ["Xã Sin Suối Hồ", "Xã Bình Lư", "all"]
    assert 'aria-sort="ascending"' in page


def test_the_spreadsheet_has_the_same_sums_and_no_formula(logged: Province) -> None:
    evil = logged.laptop("03405")
    evil.log(directive="no-such-plan", task='=HYPERLINK("http://evil.example")', quantity=9)
    evil.exchange(logged.line)
    answered = logged.client("auditor").get("/counts.csv?by=task&period=2026-11")
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    assert answered.headers["content-disposition"] == 'attachment; filename="soxa-task-2026-10-15-2026-11-14.csv"'
    table = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert {row[0]: row[2:4] for row in table[1:]} == {
        "–": ["3", ""],
        "no-such-plan#<b>9</b>": ["1", ""],
        'no-such-plan#=HYPERLINK("http://evil.example")': ["1", ""],
    }
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


def test_what_strangers_wrote_is_shown_and_does_nothing(province: Province) -> None:
    laptop = province.laptop(BINH_LU)
    laptop.log(directive="no-such-plan", task="<script>alert(1)</script>\u202e")
    laptop.log(directive="no-such-plan", task="x" * 500)
    laptop.exchange(province.line)
    page = province.get("auditor", "/counts?by=task&period=2026-11")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert [cells[0] for name, cells in rows(page).items() if name != "all"] == [("", 1), ("", 1)], (
        "no address can ask for it"
    )


# -- charts by themselves


def test_what_was_accepted_awaited_returned_and_is_in_conflict_is_told_apart_and_opened(logged: Province) -> None:
    def split(page: str) -> list[tuple[str, int, str]]:
        line = page.partition("Of these activities:")[2].partition("</p>")[0]
        found = re.findall(r'(?:<a href="([^"]*)">)?<b>(\d+)</b> ([a-z ]+)', line)
        return [(words.strip(), int(count), html.unescape(href)) for href, count, words in found]

    before = split(logged.get("auditor", "/counts?period=2026-11"))
    assert [(words, count) for words, count, _href in before] == [
        ("awaits an answer", 4),
        ("accepted", 0),
        ("returned", 0),
        ("in conflict", 0),
    ]
    assert total_listed(logged.get("auditor", before[0][2])) == 4
    with logged.store.writing() as transaction:
        rows = transaction.records.page(RecordFilter(start="2026-10-15", end="2026-11-14"), {}, limit=1)
        name = f"{rows[0].unit}/{UUID(bytes=rows[0].record)}"
        review(transaction, logged.keys, name, "returned", "Sai", now=logged.now(), random_bytes=logged.random)
    after = split(logged.get("auditor", "/counts?period=2026-11"))
    assert [count for _words, count, _href in after] == [3, 0, 1, 0]
    assert total_listed(logged.get("auditor", after[2][2])) == 1


def test_whose_activities_are_counted_beside_those_asked_is_told_of_what_is_shown(province: Province) -> None:
    log_some(province)
    asked = province.asks("Mưa lũ")
    whole = html.unescape(province.get("auditor", f"/counts?period={asked.id}@2026-11-04"))
    assert "Activities counted: 3; of these, by units that need not send this report: 1, namely Xã Sin Suối Hồ (1)" in whole
    radio = f"/counts?period={asked.id}@2026-11-04&channel=commune-radio"
    assert "need not send this report" not in province.get("auditor", radio), "of those shown all are asked for"
