"""The province's own duties: due, overdue, and sent by what was stated."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.monitoring.own_duties import own_duties, own_duties_of
from hub.monitoring.own_duty_words import own_duty_told
from hub.registry.directives.publish import publish
from hub.registry.dispatches import digest_of, dispatch
from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty
from sync.ledger.obligations import Obligations
from sync.ledger.period import midnight
from sync.wording.i18n import speaking
from tests.hub.registry.stating import registry
from tests.world import World

STEP, OWN = "9/KH@2026-12-28", "9/KH@2026-12-31"
PLAN = Directive(
    id="steps",
    number="9/KH",
    kind="plan",
    date="2026-10-01",
    province="12",
    issuer="UBND tỉnh",
    subject="Hai bước",
    duties=(
        Duty(
            id="below",
            what="Báo cáo xã",
            rule="before 2026-12-28",
            reporters=("commune-committee",),
            recipient="culture-department",
        ),
        Duty(
            id="above",
            what="Báo cáo tổng hợp",
            rule="before 2026-12-31",
            reporters=("culture-department",),
            recipient="superiors",
        ),
    ),
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A province whose communes report to a department, and that department upward three days later."""
    made = World(tmp_path)
    with made.store.writing() as transaction:
        publish(transaction, made.keys, PLAN, now=made.now(), random_bytes=made.random)
    yield made
    made.close()


def send(world: World, period: str, number: str = "12/BC-SVHTTDL") -> None:
    with world.store.writing() as transaction:
        dispatch(
            transaction,
            world.keys,
            period,
            number=number,
            date="2026-12-30",
            recipient="UBND tỉnh",
            annex=digest_of(b""),
            now=world.now(),
            random_bytes=world.random,
        )


def told(world: World, day: str) -> list[tuple[str, str]]:
    with speaking("vi"):
        now = midnight(datetime.date.fromisoformat(day))
        known = registry(world)
        return [(duty.state, own_duty_told(duty)) for duty in own_duties(known, Obligations(known), now)]


def test_it_is_to_be_sent_before_its_day_and_overdue_after(world: World) -> None:
    said = "Báo cáo của tỉnh: Báo cáo tổng hợp (9/KH), trước 31/12/2026 00:00"
    assert told(world, "2026-12-30") == [("to-do", f"{said}; chưa gửi")]
    assert told(world, "2026-12-31") == [("overdue", f"{said}; chưa gửi, quá hạn")]
    send(world, STEP)
    assert told(world, "2026-12-31")[0][0] == "overdue", "the communes' step is not what the province owes"


def test_what_was_sent_is_named_until_the_day_is_over(world: World) -> None:
    send(world, OWN, "1/BC")
    send(world, OWN)
    ((state, said),) = told(world, "2026-12-30")
    assert state == "sent" and said.endswith("; đã gửi UBND tỉnh, số 12/BC-SVHTTDL ngày 30/12/2026")
    assert told(world, "2026-12-31") == []


def test_a_period_has_its_own_duties_and_the_communes_step_has_none(world: World) -> None:
    known, now = registry(world), Instant(midnight(datetime.date(2026, 12, 30)))
    assert [duty.owes.period.name for duty in own_duties_of(known, Obligations(known), known.period(OWN), now)] == [OWN]
    assert own_duties_of(known, Obligations(known), known.period(STEP), now) == []
