"""Reminders: they reach those who have not reported and are ticked, and nobody else."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from field.reporting import reports
from hub import own_logs
from hub.registry import unit_changes
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from hub.registry.units import UnitRow, unit_rows
from hub.web.pages.reminders import default
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative, Reminder
from sync.ledger.period import parse
from tests import later
from tests.hub.web.province import Province, says
from tests.world import Laptop

SILENT, REPORTED, THIRD = "03390", "03394", "03433"


def heard(province: Province, laptop: Laptop) -> list[tuple[str, str]]:
    laptop.exchange(province.line)
    return [
        (one.entry.period, one.entry.comment) for one in laptop.store.reporting.messages() if isinstance(one.entry, Reminder)
    ]


def chat(shown: str) -> str:
    found = re.search(r'<textarea id="chat"[^>]*>(.*?)</textarea>', shown, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def ticked(shown: str) -> set[str]:
    return set(re.findall(r'name="unit" value="([0-9]{5})"', shown))


def test_those_who_are_ticked_and_have_not_reported_are_reminded(province: Province) -> None:
    silent, reported = province.laptop(SILENT), province.laptop(REPORTED)
    for one in (silent, reported):
        one.exchange(province.line)
    names = {code: unit.name for code, unit in province_units(province).items()}
    before = province.get("operator", "/reminders?period=2026-11")
    assert {SILENT, REPORTED} <= ticked(before)
    reports.submit(reported.store, reported.signer, "2026-11", Narrative(), now=province.now(), random_bytes=province.random)
    reported.exchange(province.line)
    shown = province.get("operator", "/reminders?period=2026-11")
    assert SILENT in ticked(shown) and REPORTED not in ticked(shown)
    pasted = chat(shown)
    assert names[SILENT] in pasted and names[REPORTED] not in pasted
    assert "month 11/2026" in pasted and "15/11/2026" in pasted and "<" not in pasted
    form: dict[str, Any] = {"period": "2026-11", "comment": "Còn ba ngày"}
    province.post("auditor", "/reminders", status=403, unit=[SILENT], **form)
    assert says(province.post("operator", "/reminders", status=400, **form), "nothing-ticked")
    long: dict[str, Any] = {**form, "comment": "x" * 10_001}
    assert says(province.post("operator", "/reminders", status=400, unit=[SILENT], **long), "long-comment", limit=10_000)
    after = province.post("operator", "/reminders", unit=[SILENT, REPORTED, "99999"], **form)
    assert "1 unit reminded" in after, "the one that reported meanwhile is left in peace"
    assert heard(province, silent) == [("2026-11", "Còn ba ngày")]
    assert heard(province, reported) == []
    row = after[after.index(f'value="{SILENT}"') :]
    assert re.search(r"\d\d/\d\d/2026 \d\d:\d\d", row[: row.index("</tr>")]), "when it was reminded"
    assert ticked(province.get("auditor", "/reminders?period=2026-11")) == set()


def province_units(province: Province) -> dict[str, UnitRow]:
    with province.store.reading() as transaction:
        registry = own_logs.registry(transaction, province.keys)
        return {row.code: row for row in unit_rows(registry, "2026-10-26")}


def test_a_merged_units_old_laptops_are_reminded_with_its_heir(province: Province) -> None:
    old = province.laptop(REPORTED)
    old.exchange(province.line)
    with province.store.writing() as transaction:
        unit_changes.merge(
            transaction,
            province.keys,
            [REPORTED],
            SILENT,
            since="2026-10-20",
            now=province.now(),
            random_bytes=province.random,
        )
    shown = province.get("operator", "/reminders?period=2026-11")
    assert SILENT in ticked(shown) and REPORTED not in ticked(shown)
    province.post("operator", "/reminders", unit=[SILENT], period="2026-11", comment="Nhắc")
    assert heard(province, old) == [("2026-11", "Nhắc")]


def test_the_page_opens_on_the_deadline_that_is_near_or_else_on_the_last_that_passed() -> None:
    periods = [parse(name, ()) for name in ("2026-12", "2026-11", "2026-10")]
    november = parse("2026-11", ()).due
    for days, name in ((-8, "2026-10"), (-6, "2026-11"), (0, "2026-11"), (20, "2026-11"), (24, "2026-12")):
        found = default(periods, Instant(november + days * 86_400))
        assert found is not None and found.name == name
    assert default([], november) is None


def test_nobody_is_reminded_of_a_report_that_cannot_be_read(province: Province) -> None:
    later.state(province, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    shown = html.unescape(province.get("operator", "/reminders?period=2026-11"))
    assert "1 report asked for in 72/KH-UBND cannot be read here" in shown and "What is asked for in 73/KH-UBND" in shown
    assert "72/KH-UBND" not in chat(shown)
    for name in ("72/KH-UBND@2026-H1", "73/KH-UBND@2026-11"):
        page = province.get("operator", f"/reminders?period={name}", status=400)
        assert says(page, "unread-duty", directive=name.partition("@")[0], period=name)


def test_where_no_directive_asks_for_a_report_nobody_is_named(province: Province) -> None:
    """In plain words, on every page that would say who owes one; what was logged can still be reported upward."""
    with province.store.writing() as transaction:
        for directive in shipped():
            silent = msgspec.structs.replace(directive, duties=())
            publish(transaction, province.keys, silent, now=province.now(), random_bytes=province.random)
    names = [unit.name for unit in province_units(province).values() if unit.code != "12"]
    told = {
        "/": ("No report was due in this year.", "Năm này không có kỳ báo cáo nào."),
        "/?year=2025": (
            "The ledger began here on 26/10/2026: nothing was due before.",
            "Sổ bắt đầu từ ngày 26/10/2026: trước đó không có kỳ báo cáo nào.",
        ),
        "/reminders": ("Nobody owes a report now", "Hiện không đơn vị nào phải báo cáo"),
        "/reminders?period=2026-11": (
            "No directive asks a unit to report for this period.",
            "Không văn bản nào yêu cầu đơn vị báo cáo kỳ này.",
        ),
        "/reports?period=2026-11": ("and name nobody.", "không nêu tên đơn vị nào."),
    }
    client = province.client("auditor")
    for at, language in enumerate(("en", "vi")):
        client.cookies.set("soxa-language", language)
        for path, words in told.items():
            shown = html.unescape(client.get(path).text)
            assert words[at] in shown, (path, language)
            assert not any(name in shown for name in names), (path, language)
    annex = client.get("/reports/json?period=2026-11").json()
    assert annex["standings"] == []


def test_of_what_was_due_before_the_hub_those_are_named_who_reported_it_and_nobody_who_did_not(province: Province) -> None:
    laptop = province.laptop("03394")
    reports.submit(laptop.store, laptop.signer, "2026-10", Narrative(), now=province.now(), random_bytes=province.random)
    laptop.exchange(province.line)
    told = "It was due before this hub was there: no unit owes it here. Reported all the same: Xã Sin Suối Hồ."
    for path in ("/reminders?period=2026-10", "/reports?period=2026-10"):
        page = province.get("operator", path)
        assert told in html.unescape(page)
    shown = province.get("superior", "/reminders?period=2026-10", status=400)
    assert "Sin Suối Hồ" not in shown


def test_a_request_is_named_by_its_letter_and_what_it_is_about_and_its_id_stands_nowhere(province: Province) -> None:
    for subject in ("Thiệt hại", "Cứu trợ"):
        stated = province.asks(subject)
    page = html.unescape(province.get("operator", f"/reminders?period={stated.id}@2026-11-04"))
    assert "Report for 45/CV “Cứu trợ”, by the end of 04/11/2026: activities of" in page
    shown = re.sub(r'(?:value|href|action)="[^"]*"', "", page)
    assert stated.id not in shown and "@" not in shown
    for name in ("Thiệt hại", "Cứu trợ"):
        assert f">45/CV “{name}”, by the end of 04/11/2026</option>" in page
    for path in ("/", "/units/03390", "/reports", "/counts", "/units/03390/enter"):
        text = re.sub(r'(?:value|href|action)="[^"]*"', "", province.get("operator", path))
        assert stated.id not in text, path
