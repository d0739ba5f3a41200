"""What is due of a unit: in the order in which it asks for something, and until when."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from field.cli import output
from field.reporting import agenda_words
from field.reporting.deadlines import DuePeriod, due_periods, next_deadlines, unplaced_reports
from field.reporting.reports import preview
from field.reporting.status import laptop_status
from field.store import LaptopStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64
from sync.encoding.types import Index, Instant
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Entry, Reorganised, Review, Unit, Verdict
from sync.ledger.period import parse
from sync.log.merkle import leaf_hash
from sync.wording.i18n import speaking
from tests import later
from tests.field.alone import (
    DESK,
    FOUNDED,
    HUB_KEY,
    NOW,
    PEER,
    PLAN,
    UNIT,
    follow,
    follow_registry,
    join,
    receive,
    report,
    salt,
    signer,
)


def listed(store: LaptopStore, now: Instant = NOW) -> list[tuple[str, str]]:
    return [(due.period.name, due.status) for due in due_periods(store, now)]


def test_a_laptop_without_directives_knows_the_months_and_owes_none(store: LaptopStore) -> None:
    assert listed(store) == [("2026-11", "open"), ("2026-10", "open")]
    assert list(next_deadlines(store, NOW)) == []


def test_what_asks_for_something_comes_first_by_its_deadline(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    store.logs.append([report("2026-11"), report("2026-09", index=2)], signer())
    receive(store, 3)
    assert listed(store) == [
        ("2026-08", "overdue"),
        ("2026-10", "overdue"),
        ("2026-12", "to-do"),
        ("2026-11", "received"),
        ("2026-09", "received"),
        *((f"2026-0{month}", "overdue") for month in range(7, 0, -1)),
    ]
    due = due_periods(store, NOW)[2]
    assert (due.asked_by, due.days) == (("Báo cáo tháng",), 49)


def test_a_period_is_overdue_from_its_deadline_on(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    due = parse("2026-11", ()).due
    assert ("2026-11", "to-do") in listed(store, Instant(due - 1))
    assert ("2026-11", "overdue") in listed(store, due)
    assert [found.days for found in due_periods(store, Instant(due - DAY_SECONDS)) if found.period.name == "2026-11"] == [0]


def test_where_the_day_itself_still_counts_the_count_goes_to_that_day(store: LaptopStore) -> None:
    def november(now: Instant) -> DuePeriod:
        (found,) = (due for due in due_periods(store, now) if due.period.name == "2026-11")
        return found

    lenient = msgspec.structs.replace(PLAN.duties[0], strict=False)
    strict = msgspec.structs.replace(PLAN, id="strict", number="1/KH")
    follow_registry(store, msgspec.structs.replace(PLAN, duties=(lenient,)))
    due = parse("2026-11", ()).due
    assert (november(due).due, november(due).status, november(due).days) == (due + DAY_SECONDS, "to-do", 0)
    assert november(Instant(due + DAY_SECONDS)).status == "overdue"
    assert preview(store, "2026-11", due).due == due + DAY_SECONDS
    follow_registry(store, msgspec.structs.replace(PLAN, duties=(lenient,)), strict)
    assert (november(due).due, november(due).status) == (due, "overdue")  # by the one that ends first
    assert preview(store, "2026-11", due).due == due


@pytest.mark.parametrize("verdict", ["accepted", "returned"])
def test_an_answer_stands_until_the_report_is_another(store: LaptopStore, verdict: Verdict) -> None:
    (leaf,) = store.logs.append([report("2026-11")], signer())
    assert ("2026-11", "unsent") in listed(store)
    receive(store, 2)
    answer = Review(salt=salt(), at=NOW, period="2026-11", heads=(tobase64(leaf),), verdict=verdict, comment="Thiếu số liệu")
    follow(store, DESK, HUB_KEY, [answer])
    assert ("2026-11", verdict) in listed(store)
    store.logs.append([report("2026-11", base=(tobase64(leaf),), index=2)], signer())
    assert ("2026-11", "unsent") in listed(store)


def test_a_report_of_the_month_discharges_the_directives_duty(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    store.logs.append([report("2026-11")], signer())
    deadlines = list(next_deadlines(store, NOW))
    assert [(deadline.period, deadline.reported, deadline.days) for deadline in deadlines] == [
        ("2653/KH-UBND@2026-11", True, 19),
        ("2653/KH-UBND@2026-12", False, 49),
    ]


@pytest.mark.parametrize(("verdict", "reported"), [("accepted", True), ("returned", False)])
def test_a_report_that_was_returned_is_not_said_to_be_reported(
    store: LaptopStore, verdict: Verdict, *, reported: bool
) -> None:
    follow_registry(store, PLAN)
    (leaf,) = store.logs.append([report("2026-11")], signer())
    answer = Review(salt=salt(), at=NOW, period="2026-11", heads=(tobase64(leaf),), verdict=verdict, comment="Thiếu số liệu")
    follow(store, DESK, HUB_KEY, [answer])
    assert [deadline.reported for deadline in next_deadlines(store, NOW)] == [reported, False]


def test_a_report_that_was_returned_says_why_and_what_to_do(store: LaptopStore, capsys: pytest.CaptureFixture[str]) -> None:
    follow_registry(store, PLAN)
    (leaf,) = store.logs.append([report("2026-11")], signer())
    answer = Review(salt=salt(), at=NOW, period="2026-11", heads=(tobase64(leaf),), verdict="returned", comment="Thiếu số.")
    follow(store, DESK, HUB_KEY, [answer])
    said = "Tỉnh trả lại báo cáo tháng 11/2026: Thiếu số. Sửa theo ý kiến của tỉnh rồi nộp lại báo cáo này."
    with speaking("vi"):
        output.status(laptop_status(store, NOW), None, (), ())
        assert said in capsys.readouterr().out.splitlines()
        for period in ("2026-11", f"{PLAN.number}@2026-11"):
            output.report(preview(store, period, NOW), (PLAN,))
            assert said in capsys.readouterr().out.splitlines()
        store.logs.append([report("2026-11", base=(tobase64(leaf),), index=2)], signer())
        output.report(preview(store, "2026-11", NOW), (PLAN,))
        assert "Tỉnh trả lại" not in capsys.readouterr().out


def test_reports_for_each_directive_answer_the_month_together_and_one_alone_does_not(store: LaptopStore) -> None:
    second = msgspec.structs.replace(PLAN, id="second", number="1/KH")
    follow_registry(store, PLAN, second)
    store.logs.append([report("2653/KH-UBND@2026-11")], signer())
    receive(store, 2)
    assert ("2026-11", "to-do") in listed(store)
    store.logs.append([report("1/KH@2026-11", index=2)], signer())
    assert ("2026-11", "unsent") in listed(store), "one of them waits for a sync"
    receive(store, 3)
    assert ("2026-11", "received") in listed(store)


def test_a_report_that_calls_its_directive_by_the_id_is_on_the_line_of_its_period(store: LaptopStore) -> None:
    once = Duty(id="once", what="Một lần", rule="before 2026-11-20", reporters=("commune-committee",))
    follow_registry(store, msgspec.structs.replace(PLAN, duties=(once,)))
    store.logs.append([report(f"{PLAN.id}@2026-11-20")], signer())
    receive(store, 2)
    assert [found for found in listed(store) if "@" in found[0]] == [("2653/KH-UBND@2026-11-20", "received")]


def test_one_deadline_has_one_countdown(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    due = {found.period.due: found.days for found in due_periods(store, NOW)}
    for deadline in next_deadlines(store, NOW):
        assert due[deadline.due] == deadline.days
    last_day = Instant(deadline.due - 1)
    assert [found.days for found in next_deadlines(store, last_day) if found.due == deadline.due] == [0]


def test_a_colleagues_report_that_does_not_hold_answers_no_duty_here(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    false = report("2026-11", author=PEER, records=5)
    theirs: list[Entry] = [join(PEER), false, report("2024-03", author=PEER, index=2, records=5)]
    follow(store, PEER.origin, PEER, theirs)
    assert ("2026-11", "to-do") in listed(store)
    assert "2024-03" not in dict(listed(store))  # nobody asks for it
    assert [deadline.reported for deadline in next_deadlines(store, NOW)] == [False, False]
    (due,) = [due for due in due_periods(store, NOW) if due.period.name == "2026-11"]
    assert [(head.device, head.judged.code) for head in due.doubtful] == [(origins.parse(PEER.name).device, "other-figures")]
    right = report("2026-11", (tobase64(leaf_hash(encode(false))),), author=PEER, index=3)
    follow(store, PEER.origin, PEER, [*theirs, right])
    assert ("2026-11", "received") in listed(store)
    (due,) = [due for due in due_periods(store, NOW) if due.period.name == "2026-11"]
    assert due.doubtful == ()


def test_an_own_report_that_the_province_does_not_count_yet_stays_to_be_done(store: LaptopStore) -> None:
    """One that nobody asks for is not overdue for that."""
    follow_registry(store, PLAN)
    for index, name in enumerate(("2026-10", "2026-H1"), 1):
        store.logs.append([report(name, index=index)], signer())
        receive(store, index + 1)
        assert (name, "received") in listed(store)
    with store.taking() as taking:
        taking.quarantined(tuple(QuarantinedEntry(Index(index), "covers-more", "x") for index in (1, 2)))
    assert {("2026-10", "overdue"), ("2026-H1", "open")} <= set(listed(store))


def test_a_report_of_a_newer_program_answers_and_is_not_said_to_be_right(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    follow(store, PEER.origin, PEER, [join(PEER), report("2026-11", author=PEER, level=9)])
    assert ("2026-11", "received") in listed(store)
    (due,) = [due for due in due_periods(store, NOW) if due.period.name == "2026-11"]
    assert [head.judged.verdict for head in due.doubtful] == ["unread"]


def unplaced(store: LaptopStore) -> list[tuple[str, str]]:
    return [(found.period, found.status) for found in unplaced_reports(store)]


def test_a_report_for_a_directive_that_is_not_here_is_listed_apart(store: LaptopStore) -> None:
    store.logs.append([report("9/KH-UBND@2026-11")], signer())
    assert listed(store) == [("2026-11", "open"), ("2026-10", "open")]
    assert unplaced(store) == [("9/KH-UBND@2026-11", "unsent")]


@pytest.mark.parametrize("verdict", ["accepted", "returned"])
def test_a_report_stays_listed_once_its_directive_can_only_be_read_by_a_newer_program(
    store: LaptopStore, verdict: Verdict
) -> None:
    name = "73/KH-UBND@2026-12"
    follow_registry(store, later.plan("later-edition", "73/KH-UBND", later.MONTHLY))
    (leaf,) = store.logs.append([report(name)], signer())
    assert (name, "unsent") in listed(store)
    assert unplaced(store) == []
    follow_registry(store, later.plan("later-edition", "73/KH-UBND", later.MONTHLY), later.OPAQUE_EDITION)
    assert name not in dict(listed(store))
    assert unplaced(store) == [(name, "unsent")]
    receive(store, 2)
    assert unplaced(store) == [(name, "received")]
    answer = Review(salt=salt(), at=NOW, period=name, heads=(tobase64(leaf),), verdict=verdict, comment="Thiếu số liệu")
    follow(store, DESK, HUB_KEY, [answer])
    assert unplaced(store) == [(name, verdict)]


def test_a_report_that_no_duty_asks_for_any_more_and_one_that_is_false_stay_listed(store: LaptopStore) -> None:
    plan = later.plan("a", "1/KH", later.MONTHLY)
    follow_registry(store, plan)
    store.logs.append([report("1/KH@2026-11"), report("2/KH@2026-11", index=2)], signer())
    receive(store, 3)
    with store.taking() as taking:
        taking.quarantined((QuarantinedEntry(Index(2), "false-report", "x"),))
    follow_registry(store, plan, later.plan("a", "1/KH"))
    assert dict(unplaced(store)) == {"1/KH@2026-11": "received", "2/KH@2026-11": "received"}
    found = {each.period: [head.judged.verdict for head in each.doubtful] for each in unplaced_reports(store)}
    assert found["2/KH@2026-11"] == ["false-report"]


def test_what_cannot_be_read_has_no_deadline(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    without = [(due.period.name, due.asked_by) for due in due_periods(store, NOW)], list(next_deadlines(store, NOW))
    lines = later.line(later.plan("a", "1/KH"), duties=[later.QUARTERLY]), later.OPAQUE_EDITION
    follow_registry(store, PLAN, *lines)
    assert store.logs.registry().read_in_part == {"a", "later-edition"}
    found = [(due.period.name, due.asked_by) for due in due_periods(store, NOW)], list(next_deadlines(store, NOW))
    assert found == without


def asked_of(*reporters: str, **more: Any) -> Directive:
    (monthly,) = PLAN.duties
    return msgspec.structs.replace(PLAN, duties=(msgspec.structs.replace(monthly, reporters=reporters),), **more)


@pytest.mark.parametrize(
    ("plan", "owes"),
    [
        (asked_of("radio-station"), True),
        (asked_of("literacy-team"), True),
        (asked_of("culture-department"), False),
        (asked_of("district-committee"), False),
        (asked_of("district-committee", succession="Cấp xã tiếp tục"), True),
        (asked_of("commune-committee", province="15"), False),
    ],
)
def test_a_duty_is_due_of_the_laptops_own_unit_or_of_nobody_here(store: LaptopStore, plan: Directive, owes: bool) -> None:
    follow_registry(store, plan)
    assert ("2026-11", "to-do" if owes else "open") in listed(store)
    assert bool(list(next_deadlines(store, NOW))) is owes


def test_a_unit_that_was_merged_away_goes_on_for_its_heir(store: LaptopStore) -> None:
    heir = Unit(salt=salt(), at=NOW, code="03394", name="Xã Sin Suối Hồ", type="xã", valid_from="2025-07-01")
    merger = Reorganised(
        salt=salt(), at=NOW, how="merged", units=(UNIT, "03394"), into=("03394",), since="2026-10-01", document="1/NQ"
    )
    follow_registry(store, PLAN, encode(heir), encode(merger))
    assert ("2026-11", "to-do") in listed(store)


def test_what_is_owed_is_shown_however_old_and_nothing_of_before_the_hub(store: LaptopStore) -> None:
    follow_registry(store, msgspec.structs.replace(PLAN, date="2024-01-05", valid_from=None))
    store.logs.append([report("2026-11"), report("2026-12", index=2)], signer())
    years_on = Instant(NOW + 800 * DAY_SECONDS)
    first, *rest = sorted(name for name, status in listed(store, years_on) if status == "overdue")
    months = [f"{year}-{month:02}" for year in (2025, 2026, 2027, 2028) for month in range(1, 13)]
    assert [first, *rest] == months[months.index(first) : months.index("2026-11")] + months[months.index("2027-01") :]
    assert (
        first == parse(first, ()).name and parse(first, ()).due > FOUNDED >= parse(months[months.index(first) - 1], ()).due
    )
    overdue = [line for line in laptop_status(store, years_on).agenda if line.state == "overdue"]
    assert [name for line in overdue for name in (line.periods or (line.period,))] == [first, *rest]
    assert (overdue[0].kind, overdue[0].days) == ("long-overdue", overdue[0].days) and len(overdue) == 1 + 3
    with speaking("vi"):
        told = agenda_words.what(overdue[0], {}, ())
    assert told.startswith(f"{len(overdue[0].periods)} báo cáo quá hạn đã lâu: ") and told.endswith(", tháng 09/2028")
