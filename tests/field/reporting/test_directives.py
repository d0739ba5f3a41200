"""Progress on directives, and the note that one was read."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from field.activities.entries import retract_activity
from field.cli.directive_output import directive
from field.reporting.calendar import calendar_events
from field.reporting.directive_words import own_tasks_told
from field.reporting.directives import directive_progress, note
from field.reporting.status import laptop_status
from field.store import LaptopStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import Misuse
from sync.ledger.directive import ALL_READ, Due, OpaqueDuty, Unread
from sync.ledger.period import midnight
from sync.wording.i18n import speaking
from tests import later
from tests.field.alone import NOW, PLAN, activity, follow_registry, led, led_plan, random_bytes, signer


def noted(store: LaptopStore) -> list[bool]:
    return [progress.noted for progress in directive_progress(store, NOW)]


def test_activities_are_counted_by_the_task_that_they_name(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    store.logs.append(
        [
            activity(directive=PLAN.id, task="19"),
            activity(directive=PLAN.id, task="19"),
            activity(directive=PLAN.id),
            activity(),
        ],
        signer(),
    )
    (progress,) = directive_progress(store, NOW)
    assert (progress.directive, progress.done) == (PLAN, {"19": 2, "": 1})


def test_a_directive_is_noted_once_in_each_of_its_forms(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    assert noted(store) == [False]
    assert note(store, signer(), PLAN.id, now=NOW, random_bytes=random_bytes)
    size = store.logs.own.size
    assert not note(store, signer(), PLAN.id, now=NOW, random_bytes=random_bytes)
    assert (noted(store), store.logs.own.size) == ([True], size)
    follow_registry(store, PLAN, msgspec.structs.replace(PLAN, subject="Nội dung mới"))
    assert noted(store) == [False]


def test_a_directive_of_another_province_is_not_ours(store: LaptopStore) -> None:
    follow_registry(store, msgspec.structs.replace(PLAN, province="01"))
    assert directive_progress(store, NOW) == []


def test_a_directive_that_is_not_here_cannot_be_noted(store: LaptopStore) -> None:
    with pytest.raises(Misuse) as caught:
        note(store, signer(), PLAN.id, now=NOW, random_bytes=random_bytes)
    assert caught.value.code == "unknown-directive"


def test_what_only_a_newer_program_can_read_is_noted_as_any_other(store: LaptopStore) -> None:
    follow_registry(store, later.plan("later-edition", "73/KH-UBND"))
    assert note(store, signer(), "later-edition", now=NOW, random_bytes=random_bytes)
    follow_registry(store, later.plan("later-edition", "73/KH-UBND"), later.OPAQUE_EDITION)
    assert noted(store) == [False]
    assert note(store, signer(), "later-edition", now=NOW, random_bytes=random_bytes)
    assert noted(store) == [True]
    assert store.reporting.noted() == store.logs.registry().positions
    assert not note(store, signer(), "later-edition", now=NOW, random_bytes=random_bytes)


def test_what_only_a_newer_program_can_read_is_told_beside_a_directive(store: LaptopStore) -> None:
    follow_registry(store, PLAN, later.PASSED_OVER, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    assert [(progress.directive.name, progress.unread) for progress in directive_progress(store, NOW)] == [
        (PLAN.name, ALL_READ),
        ("71/KH-UBND", Unread(keys=("spans",))),
        ("72/KH-UBND", Unread(duties=(OpaqueDuty("quarter", "Báo cáo quý về truyền thanh"),))),
        ("73/KH-UBND", Unread(edition=True)),
    ]


def standings(store: LaptopStore, now: Instant = NOW) -> list[tuple[str, str | None]]:
    (progress,) = directive_progress(store, now)
    return [(task.task.no, task.standing) for task in progress.tasks]


def test_tasks_of_the_own_unit_are_told_from_others_in_the_documents_order(store: LaptopStore) -> None:
    others = "culture-department"
    follow_registry(store, led_plan(led("1", lead=others), led("2"), led("10"), led("11", lead=others), led("V.9")))
    (progress,) = directive_progress(store, NOW)
    assert [task.task.no for task in progress.own] == ["2", "10", "V.9"]
    assert [task.task.no for task in progress.others] == ["1", "11"]


def test_a_task_is_begun_with_the_first_activity_that_names_it_and_not_by_one_taken_back(store: LaptopStore) -> None:
    follow_registry(store, led_plan(led("1"), led("2"), led("3", lead="culture-department")))
    mine = activity(directive=PLAN.id, task="2")
    store.logs.append([activity(directive=PLAN.id, task="1"), mine, activity(directive=PLAN.id, task="3")], signer())
    assert standings(store) == [("1", "begun"), ("2", "begun"), ("3", None)]
    retract_activity(store, signer(), mine.record, "trùng", now=NOW, random_bytes=random_bytes)
    assert standings(store) == [("1", "begun"), ("2", "not-begun"), ("3", None)]


def test_a_task_is_overdue_once_its_day_has_passed_without_an_activity(store: LaptopStore) -> None:
    follow_registry(store, led_plan(led("1", Due(kind="date", date="2026-10-31")), led("2")))
    last = midnight(datetime.date(2026, 11, 1))
    assert standings(store, Instant(last - 1)) == [("1", "not-begun"), ("2", "not-begun")]
    assert standings(store, last) == [("1", "overdue"), ("2", "not-begun")]
    store.logs.append([activity(date="2026-10-26", directive=PLAN.id, task="1")], signer())
    assert standings(store, last) == [("1", "begun"), ("2", "not-begun")]


def test_a_task_of_a_day_before_there_was_a_hub_is_own_and_neither_late_nor_pending(store: LaptopStore) -> None:
    before = Due(kind="date", date="2025-09-20")
    plan = msgspec.structs.replace(led_plan(led("1", before), led("2", before), led("3")), date="2025-06-06")
    follow_registry(store, plan)
    store.logs.append([activity(date="2025-09-18", directive=PLAN.id, task="2")], signer())
    assert standings(store) == [("1", "before-hub"), ("2", "begun"), ("3", "not-begun")]
    (progress,) = directive_progress(store, NOW)
    assert own_tasks_told(progress) == "việc của đơn vị mình: 3, chưa làm: 1"
    status = laptop_status(store, NOW)
    assert [task.task for task in status.tasks.pending] == ["3"]
    assert [line.task for line in status.agenda if line.kind == "task"] == []
    assert [event for event in calendar_events(store, NOW) if event.first.year == 2025] == []


def test_a_quarter_before_there_was_a_hub_that_comes_again_says_until_when_it_is_to_be_done_now(
    store: LaptopStore, capsys: pytest.CaptureFixture[str]
) -> None:
    again, once = (Due(kind="quarter", quarter="2025-Q2", recurs=recurs) for recurs in (True, False))
    follow_registry(store, msgspec.structs.replace(led_plan(led("1", again), led("2", once)), date="2025-06-06"))
    (progress,) = directive_progress(store, NOW)
    with speaking("vi"):
        directive(progress, ())
    shown = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("1. ", "2. "))]
    assert "; lần này đến hết ngày 30/06/2026; chưa làm; " in shown[0]
    assert "lần này" not in shown[1] and "trước khi có sổ; " in shown[1]


def test_how_far_the_own_tasks_have_come_is_told_in_words(store: LaptopStore) -> None:
    follow_registry(store, led_plan(led("1", Due(kind="date", date="2026-10-31")), led("2"), led("3")))
    store.logs.append([activity(directive=PLAN.id, task="3")], signer())
    told = [own_tasks_told(found) for found in directive_progress(store, Instant(NOW + 30 * DAY_SECONDS))]
    assert told == ["việc của đơn vị mình: 3, chưa làm: 1, quá hạn: 1"]
