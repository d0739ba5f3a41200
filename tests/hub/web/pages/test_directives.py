"""Directives on the desk: whole, with every edition and each task's progress; made and changed from a form or a text."""

from __future__ import annotations

import datetime
import html
import re

from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.ledger.directive import Directive, Due, Task
from sync.ledger.period import midnight
from tests import later
from tests.hub.web.province import Province

PLAN = "lai-chau-2653-kh-ubnd"


def test_every_directive_is_listed_and_shown_whole(province: Province) -> None:
    listed = province.get("auditor", "/directives")
    for one in shipped():
        assert f'href="/directives/{one.id}"' in listed
        page = html.unescape(province.get("auditor", f"/directives/{one.id}"))
        for said in (one.subject, one.issuer, *(task.label for task in one.tasks), *(duty.what for duty in one.duties)):
            assert said in page, (one.id, said)
    assert "/directives/new" not in listed
    province.get("auditor", "/directives/nothing", status=404)


def test_progress_counts_each_task_by_unit_and_leads_to_the_activities(province: Province) -> None:
    first, second = province.laptop("03390"), province.laptop("03405")
    for task in ("1", "1", "19", None):
        first.log(directive=PLAN, task=task)
    first.log(directive="lai-chau-2026-06", task="1")
    second.log(directive=PLAN, task="1")
    for laptop in (first, second):
        laptop.exchange(province.line)
    page = html.unescape(province.get("auditor", f"/directives/{PLAN}"))
    table = page.partition('id="progress"')[2].partition("</table>")[0]
    links = re.findall(r'href="(/records\?[^"]+)">(?:<b>)?(\d+)', table)
    assert sorted(count for _path, count in links) == ["1", "1", "1", "1", "2", "4"]
    for path, count in links:
        shown = province.get("auditor", path)
        assert len(set(re.findall(r'href="/records/0\d{4}/([0-9a-f-]{36})"', shown))) == int(count), path
    totals = re.findall(r'<td class="right">(\d+)</td>', table.partition("<tfoot>")[2])
    assert totals[0] == "3" and totals[-2:] == ["1", "5"] and sum(map(int, totals[:-1])) == 5


def led_rows(page: str) -> dict[str, list[str]]:
    """By its number, the cells of each task that units lead, as text."""
    table = page.partition('id="led"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row" class="when">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {
        no: [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall("<td.*?>(.*?)</td>", cells, re.DOTALL)]
        for no, cells in rows
    }


def test_of_each_task_it_is_said_which_of_the_units_that_lead_it_have_begun(province: Province) -> None:
    day = Due(kind="date", date="2026-11-10")
    plan = Directive(
        id="plan",
        number="9/KH-UBND",
        kind="plan",
        date="2026-01-05",
        province="12",
        issuer="UBND tỉnh",
        subject="x",
        tasks=(
            Task(no="1", label="Phát thanh", due=day, lead=("commune-committee",)),
            Task(no="2", label="Của sở", due=day, lead=("culture-department",)),
            Task(no="10", label="Thường xuyên", due=Due(kind="continuous"), lead=("service-centre",)),
            Task(no="11", label="Năm trước", due=Due(kind="date", date="2026-09-30"), lead=("commune-committee",)),
        ),
    )
    with province.store.writing() as transaction:
        publish(transaction, province.keys, plan, now=province.now(), random_bytes=province.random)
    first, second = province.laptop("03390"), province.laptop("03405")
    first.log(directive="plan", task="1")
    second.log(directive="plan", task="10")
    second.log(directive="plan", task="1")
    second.retract(second.record_ids()[-1])
    for laptop in (first, second):
        laptop.exchange(province.line)
    shown = html.unescape(province.get("auditor", "/directives/plan"))
    found = led_rows(shown)
    assert list(found) == ["1", "10", "11"]
    assert found["11"] == ["Năm trước", "until 30/09/2026 before this hub was there", "0", "–"]
    label, until, begun, missing = found["1"]
    assert (label, until, begun) == ("Phát thanh", "until 10/11/2026", "1 of 38")
    assert missing.startswith("37 units") and "Xã Bình Lư" not in missing and "Xã Tả Lèng" in missing
    assert found["10"][2] == "1 of 38"
    assert "Xã Tả Lèng" not in found["10"][3] and "Xã Bình Lư" in found["10"][3]
    province.set_clock(midnight(datetime.date(2026, 11, 11)))
    found = led_rows(html.unescape(province.get("operator", "/directives/plan")))
    assert (found["1"][1], found["10"][1]) == ("until 10/11/2026 overdue", "all the time")


PART = "This directive has parts that this program cannot read; a newer program is needed."


def test_a_directive_read_in_part_says_so_and_nothing_of_it_is_said_to_be_none(province: Province) -> None:
    later.state(province, later.line(later.plan("later-edition", "73/KH-UBND", later.MONTHLY)), later.OPAQUE_EDITION)
    later.state(province, later.OPAQUE_DUTY, later.PASSED_OVER)
    listed = html.unescape(province.get("auditor", "/directives"))
    cells = {
        id_: re.findall(r'<td class="right">(.*?)</td>', row)
        for id_, row in re.findall(r'href="/directives/(later-[a-z]+)"(.*?)</tr>', listed, re.DOTALL)
    }
    assert cells == {"later-edition": ["not read yet"] * 2, "later-duty": ["0", "2"], "later-key": ["0", "1"]}
    assert listed.count("a newer program is needed to read the rest") == 3

    opaque = html.unescape(province.get("operator", "/directives/later-edition"))
    assert PART in opaque and "Kế hoạch số 73/KH-UBND" in opaque
    assert "Which tasks it names cannot be read here" in opaque and "No activity names it." in opaque
    assert "It names no task" not in opaque and "/directives/later-edition/edit" not in opaque
    newest, first = opaque.partition('id="editions"')[2].split("<h3>")[1:]
    assert PART in newest and "What changed" not in newest and "Nothing but the order" not in newest
    assert "The first edition: tasks: 0, reports: 1." in first

    duty = html.unescape(province.get("operator", "/directives/later-duty"))
    assert "Báo cáo tháng" in duty and "The first edition: tasks: 0, reports: 2." in duty
    row = duty.partition("Báo cáo quý về truyền thanh</th>")[2].partition("</tr>")[0]
    assert re.findall("<td>(.*?)</td>", row) == ["a newer program is needed to know when it is due", "", ""]
    assert PART not in province.get("auditor", f"/directives/{PLAN}")
