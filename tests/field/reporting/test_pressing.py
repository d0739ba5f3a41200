"""What presses, in a line: what is overdue, each by itself, what came back, what was reminded of and is still to be sent."""

from __future__ import annotations

import pytest

from field.cli import output
from field.reporting.agenda_words import how_long
from field.reporting.pressing import pressing_words, returned
from field.reporting.status import laptop_status
from field.store import LaptopStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.ledger import origins
from sync.ledger.entry import Reminder, Review
from sync.wording.i18n import catalogue
from sync.wording.statuses import days_left, overdue_by
from tests.field.alone import DESK, HUB, HUB_KEY, NOW, PLAN, follow, follow_registry, led_plan, report, salt, signer

_ = catalogue("field")


def test_what_is_overdue_counts_each_by_itself(store: LaptopStore) -> None:
    follow_registry(store, led_plan(date="2026-07-20"))
    status = laptop_status(store, NOW)
    assert status.overdue == sum(line.state == "overdue" for line in status.agenda) > 0
    assert pressing_words(status) == _("overdue: {count}").format(count=status.overdue)
    later = laptop_status(store, Instant(NOW + 300 * 86_400))
    assert later.overdue > len([line for line in later.agenda if line.state == "overdue"])  # of long ago, in one line


def test_a_reminder_counts_until_the_report_is_sent(store: LaptopStore) -> None:
    follow_registry(store, led_plan(date="2026-07-20"))
    desk = origins.desk(HUB, store.membership.unit)
    follow(store, desk, HUB_KEY, [Reminder(salt=salt(), at=NOW, period=name) for name in ("2026-09", "2026-09", "2026-01")])
    status = laptop_status(store, NOW)
    assert status.reminded == 1  # once, and not for a period that nobody asks for
    assert _("reminders: {count}").format(count=1) in pressing_words(status)
    store.logs.append([report(period="2026-09")], signer())
    after = laptop_status(store, NOW)
    assert (after.reminded, after.overdue) == (0, status.overdue - 1)


def test_a_report_that_was_returned_counts_and_status_says_so(
    store: LaptopStore, capsys: pytest.CaptureFixture[str]
) -> None:
    follow_registry(store, PLAN)
    (leaf,) = store.logs.append([report("2026-11")], signer())
    before = pressing_words(laptop_status(store, NOW))
    answer = Review(salt=salt(), at=NOW, period="2026-11", heads=(tobase64(leaf),), verdict="returned", comment="Thiếu số.")
    follow(store, DESK, HUB_KEY, [answer])
    status = laptop_status(store, NOW)
    told = f"{before} · {_('returned: {count}').format(count=1)}"
    assert (returned(status), pressing_words(status)) == (1, told)
    output.status(status, None, (), ())
    assert told in capsys.readouterr().out.splitlines()


def test_days_are_the_same_words_wherever_they_are_told() -> None:
    assert how_long("overdue", -3) == overdue_by(3)
    assert how_long("to-do", 5) == days_left(5)
