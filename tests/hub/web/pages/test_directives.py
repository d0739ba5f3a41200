"""Directives on the desk: whole, with every edition and each task's progress; made and changed from a form or a text."""

from __future__ import annotations

import html
import re

from hub.registry.directives.yaml import shipped
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
