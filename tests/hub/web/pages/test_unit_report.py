"""What a unit reported: read, answered, and awaited again once it is corrected."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from field.reporting import deadlines, reports
from hub import own_logs
from hub.monitoring.chase import chased
from hub.monitoring.reporting_status import unit_statuses
from hub.registry.directives.publish import publish
from hub.web.pages import unit_report
from hub.web.report_words import report_words
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.ledger.asked import with_heads
from sync.ledger.decode import encode
from sync.ledger.entry import Narrative
from sync.log.merkle import leaf_hash
from sync.wording.i18n import speaking
from tests import later
from tests.field.alone import PLAN
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import report_of, rows_of
from tests.hub.web.province import Province, says
from tests.world import Laptop, World

UNIT, OTHER = "03390", "03394"
SENT_BACK = "returned, to be sent again (sent on time)"


def report(province: Province, laptop: Laptop, **narrative: str) -> None:
    reports.submit(
        laptop.store, laptop.signer, "2026-11", Narrative(**narrative), now=province.now(), random_bytes=province.random
    )
    laptop.exchange(province.line)


def report_state(province: Province, laptop: Laptop) -> str:
    return {due.period.name: due.status for due in deadlines.due_periods(laptop.store, province.now())}["2026-11"]


def test_a_report_is_read_answered_and_awaited_again_once_it_is_corrected(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log(title="Phát loa", channel="commune-radio", quantity=1_234, audience=64)
    report(province, laptop, results="Tốt <script>alert(1)</script>", difficulties="Thiếu loa")
    queue = province.get("operator", f"/review?what=reports&period=2026-11&unit={UNIT}")
    (path,) = (unescape(one) for one in re.findall(r'href="(/units/[^"]+/report[^"]+)"', queue))
    shown = province.get("operator", path)
    assert "on time" in shown and "1,234" in shown and "Thiếu loa" in shown
    assert "provisional" not in shown and "gives other figures" not in shown, "sent early, and nothing came in since"
    assert "Tốt &lt;script&gt;" in shown and "<script>alert" not in shown
    form: dict[str, Any] = {"unit": UNIT, "name": "2026-11", "period": "2026-11", "reports": "1"}
    where = f"/units/{UNIT}/report"
    province.post("auditor", where, status=403, verdict="accepted", **form)
    assert "Say why" in province.post("operator", where, status=400, verdict="returned", comment="", **form)
    assert "Chưa đủ" in province.post("operator", where, verdict="returned", comment="Chưa đủ", **form)
    back = unescape(province.get("auditor", path))
    assert back.count(SENT_BACK) == 2 and 's-on-time"' not in back, "of the unit and of its report"
    assert "0 of 38 units have reported" in province.get("auditor", "/reports?period=2026-11")
    assert "No report awaits an answer" in province.get("operator", "/review?what=reports")
    laptop.exchange(province.line)
    assert report_state(province, laptop) == "returned"
    laptop.log(title="Họp", channel="meeting", audience=1)
    laptop.exchange(province.line)
    grown = province.get("auditor", where + "?period=2026-11")
    assert "provisional" in grown and "activities: sent 1, now 2; people: sent 64, now 65" in grown
    report(province, laptop, results="Đã bổ sung")
    assert UNIT in province.get("operator", "/review?what=reports")
    corrected = province.get("auditor", where + "?period=2026-11")
    assert re.search(r" · operator\s+<span class=\"note\">on an earlier state", corrected), "words are not glued together"
    assert "replaced by a later one" in corrected and "on an earlier state" in corrected and "Đã bổ sung" in corrected
    province.post("operator", where, status=409, verdict="accepted", **form)
    province.post("operator", where, verdict="accepted", **(form | {"reports": "2"}))
    laptop.exchange(province.line)
    assert report_state(province, laptop) == "accepted"


def test_a_unit_that_said_nothing_and_one_that_is_not_there(province: Province) -> None:
    assert "No report has been received" in province.get("auditor", f"/units/{UNIT}/report?period=2026-11")
    province.get("auditor", "/units/99999/report?period=2026-11", status=404)
    province.get("auditor", f"/units/{UNIT}/report?period=x", status=400)
    form: dict[str, Any] = {"name": "2026-11", "period": "2026-11", "reports": "1", "verdict": "accepted"}
    for unit in (UNIT, "99999", "x", "../03"):
        province.post("operator", f"/units/{UNIT}/report", status=400, unit=unit, **form)


def party(province: Province, seed: int) -> Party:
    """A party of the unit whose join and activity the hub took."""
    made = Party(seed)
    made.says(made.join(province.keys, province.invite(UNIT)), made.activity(seed))
    assert outcome(province, made.push()) is None
    return made


def shown(province: Province) -> str:
    return unescape(province.get("operator", f"/units/{UNIT}/report?period=2026-11"))


def test_a_report_that_waits_says_for_which_laptop_and_cannot_be_answered_until_it_counts(province: Province) -> None:
    one, colleague = party(province, 1), party(province, 2)
    colleague.says(colleague.activity(8))
    one.says(report_of(one, {colleague: 3}))
    assert outcome(province, one.push()) is None
    waiting = shown(province)
    assert "waits for entries" in waiting and f"the first 3 of the laptop {colleague.device}" in waiting
    assert "on time" not in waiting and 'name="reports"' not in waiting, "neither a standing nor an answer"
    with speaking("vi"):
        words = report_words(rows_of(province, one)[0].judged, "2026-11")
    assert f"sẽ được xét lại khi máy {colleague.device} đồng bộ" in words
    form: dict[str, Any] = {"unit": UNIT, "name": "2026-11", "period": "2026-11", "reports": "0", "verdict": "accepted"}
    refused = province.post("operator", f"/units/{UNIT}/report", status=400, **form)
    assert says(refused, "no-report", unit=UNIT, period="2026-11")
    assert outcome(province, colleague.push()) is None
    counted = shown(province)
    assert "waits for entries" not in counted and "on time" in counted and 'name="reports" value="1"' in counted


def test_a_false_report_is_told_and_replaces_no_other(province: Province) -> None:
    one, colleague = party(province, 1), party(province, 2)
    right = report_of(colleague)
    colleague.says(right)
    assert outcome(province, colleague.push()) is None
    base = (tobase64(leaf_hash(colleague.lines[-1])),)
    one.says(report_of(one, base=base, records=9))
    assert outcome(province, one.push()) is None
    page = shown(province)
    assert "does not count" in page and "do not agree with the entries received" in page
    assert "replaced by a later one" not in page
    assert 'name="reports" value="1"' in page
    form: dict[str, Any] = {"unit": UNIT, "name": "2026-11", "period": "2026-11", "reports": "1", "verdict": "accepted"}
    province.post("operator", f"/units/{UNIT}/report", **form)
    assert "on an earlier state" not in shown(province)


def test_a_report_that_a_newer_program_made_counts_and_says_that_its_figures_are_not_checked(province: Province) -> None:
    one = party(province, 1)
    one.says(report_of(one, level=9))
    assert outcome(province, one.push()) is None
    page = shown(province)
    assert "figures not checked" in page and "update the program of the hub" in page and "on time" in page
    assert 'name="reports" value="1"' in page


def test_a_report_that_says_more_than_is_known_counts_and_shows_no_figures(province: Province) -> None:
    one, colleague = party(province, 1), party(province, 2)
    colleague.says(report_of(colleague, provisional=True))
    assert outcome(province, colleague.push()) is None
    one.lines.append(encode(report_of(one))[:-1] + b',"answers":{"1":"yes"}}')
    assert outcome(province, one.push()) is None
    assert [row.judged.code for row in rows_of(province, one)] == ["newer-report"]
    page = shown(province)
    assert "cannot read what it says" in page and "What it says is for a newer program to read" in page and "on time" in page
    assert page.count("Figures as the report states them") == 1, "the colleague's"
    board = unescape(province.get("operator", "/"))
    assert "with a report by a newer program" in board
    with province.store.reading() as transaction:
        registry = own_logs.registry(transaction, province.keys)
        found = unit_statuses(transaction, registry, registry.period("2026-11"), province.now())
        (status,) = (status for status in found if status.unit == UNIT)
    assert (status.provisional, status.unread) == (True, True), "a report that is not read clears nothing of a colleague's"


def test_a_report_of_a_period_that_only_a_newer_program_can_tell_accuses_nobody(province: Province) -> None:
    """It may be of the period that is missing: that it came is told, and the unit is not urged."""
    one = party(province, 1)
    one.says(report_of(one, level=9, period="2026-W45"))
    assert outcome(province, one.push()) is None
    page = shown(province)
    assert "No report has been received" in page and "it may be this one" in page
    with province.store.reading() as transaction:
        registry = own_logs.registry(transaction, province.keys)
        period = registry.period("2026-11")
        after, later_on = Instant(period.due + 1), registry.period("2027-11")
        urged = {unit.status.unit for unit in chased(transaction, registry, period, after)}
        assert UNIT not in urged and OTHER in urged
        (status,) = (
            status
            for status in unit_statuses(transaction, registry, later_on, Instant(later_on.due + 1))
            if status.unit == UNIT
        )
    assert (status.standing, status.unread) == ("missing", False), "it came before that period began"


def test_a_report_for_what_only_a_newer_program_can_read_is_shown_without_its_deadline(province: Province) -> None:
    name, where = "73/KH-UBND@2026-11", f"/units/{UNIT}/report?period=73/KH-UBND@2026-11"
    later.state(province, later.line(later.plan("later-edition", "73/KH-UBND", later.MONTHLY)))
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    laptop.log(title="Phát loa", directive="later-edition", channel="commune-radio", quantity=1_234)
    reports.submit(
        laptop.store, laptop.signer, name, Narrative(results="Tốt"), now=province.now(), random_bytes=province.random
    )
    laptop.exchange(province.line)
    before = unescape(province.get("auditor", where))
    assert "on time" in before and "1,234" in before and "newer program" not in before
    later.state(province, later.OPAQUE_EDITION)
    after = unescape(province.get("auditor", where))
    assert "1,234" in after and "Tốt" in after and "newer program" in after
    assert "on time" not in after and "due before" not in after
    form: dict[str, Any] = {"unit": UNIT, "name": name, "period": name, "reports": "1"}
    answered = unescape(province.post("operator", f"/units/{UNIT}/report", verdict="returned", comment="Chưa đủ", **form))
    assert "Chưa đủ" in answered
    silent = unescape(province.get("auditor", where.replace(UNIT, OTHER)))
    assert "No report has been received" in silent and "newer program" in silent


def test_a_report_of_a_month_that_nobody_owes_is_shown_and_called_neither_late_nor_on_time(tmp_path: Path) -> None:
    world = World(tmp_path)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    reports.submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    try:
        with world.store.reading() as transaction:
            registry = own_logs.registry(transaction, world.keys)
            shown = unit_report._gather(transaction, registry, UNIT, registry.period("2026-11"), world.now())
        assert (shown.owed, shown.status) == (False, None)
        assert [report.standing for group in shown.groups for report in group.reports] == [None]
    finally:
        world.close()


def test_a_report_that_no_directive_asks_for_any_more_is_shown(province: Province) -> None:
    name = "1/KH@2026-11"
    later.state(province, later.line(later.plan("a", "1/KH", later.MONTHLY)))
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    reports.submit(
        laptop.store, laptop.signer, name, Narrative(results="Tốt"), now=province.now(), random_bytes=province.random
    )
    laptop.exchange(province.line)
    later.state(province, later.line(later.plan("a", "1/KH")))
    assert "Tốt" in province.get("auditor", f"/units/{UNIT}/report?period={name}")
    province.get("auditor", f"/units/{OTHER}/report?period={name}", status=400)


def test_words_stand_under_the_headings_that_were_asked_for(province: Province) -> None:
    duties = (replace(PLAN.duties[0], heads=("Thiệt hại", "Kiến nghị")), *PLAN.duties[1:])
    with province.store.writing() as transaction:
        plan = replace(PLAN, id="heads", number="7/CV-UBND", duties=duties)
        publish(transaction, province.keys, plan, now=province.now(), random_bytes=province.random)
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    words = Narrative(results=with_heads({"": "Chung", "Thiệt hại": "Ba nhà", "Kiến nghị": "Cấp loa"}))
    reports.submit(laptop.store, laptop.signer, "7/CV-UBND@2026-11", words, now=province.now(), random_bytes=province.random)
    laptop.exchange(province.line)
    page = province.get("operator", f"/units/{UNIT}/report?period=7/CV-UBND@2026-11")
    assert re.findall(r'<h3>([^<]+)</h3>\s*<p class="words">([^<]+)</p>', page) == [
        ("Thiệt hại", "Ba nhà"),
        ("Kiến nghị", "Cấp loa"),
        ("Results", "Chung"),
    ]
    assert "It says nothing under" not in page
    one = with_heads({"Thiệt hại": "Ba nhà"})
    entry = laptop.store.reporting.reports()["7/CV-UBND@2026-11"][0].entry
    older = replace(entry, base=(), narrative=Narrative(results=one))  # an older program sent one heading of two
    laptop.store.logs.append([older], laptop.signer)
    laptop.exchange(province.line)
    page = province.get("operator", f"/units/{UNIT}/report?period=7/CV-UBND@2026-11")
    assert "It says nothing under: Kiến nghị." in page
