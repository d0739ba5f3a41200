"""`soxa hub counts` and `soxa hub review`: one answer, one format, one thing to group by."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from field.reporting.reports import submit
from hub.cli.monitoring import counts, remind, review, status
from hub.cli.reports import report
from hub.monitoring.counts import dimension
from hub.monitoring.damage_words import standing
from hub.registry.directives.publish import publish
from hub.store.rows import Damage
from sync.encoding.types import Index, Instant, Size
from sync.errors import Misuse, Refused
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative
from sync.wording.i18n import catalogue, speaking
from sync.wording.statuses import status_words
from tests import later
from tests.hub.monitoring.test_own_duties import OWN, STEP
from tests.hub.monitoring.test_own_duties import PLAN as STEPS
from tests.world import World

_ = catalogue("hub")


@pytest.mark.parametrize(
    ("options", "code"), [({"as_json": True, "as_csv": True}, "one-format"), ({"by": "village"}, "unknown-by")]
)
def test_counts_are_in_one_format_by_what_there_is(world: World, options: dict[str, Any], code: str) -> None:
    with pytest.raises(Misuse) as misused:
        counts("2026-11", home=str(world.home.path), **options)
    assert misused.value.code == code


def test_what_counts_do_not_go_by_is_named(world: World) -> None:
    with pytest.raises(Misuse) as misused:
        dimension("x" * 50)
    assert (misused.value.code, misused.value.facts) == ("unknown-by", {"text": "x" * 40})


def test_what_is_damaged_is_said_before_what_goes_by_it(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask_monthly()
    laptop, home = world.laptop("03390"), str(world.home.path)
    laptop.exchange(world.line)
    damage = Damage(laptop.origin, "03390", "entries", Index(0), Size(1))
    (told,) = standing([damage])
    status("2026-12", home=home)
    counts("2026-12", home=home)
    assert told not in capsys.readouterr().err
    with world.store.writing() as transaction:
        transaction.settings.keep_damage([damage])
    for command in (status, counts):
        command("2026-12", home=home)
        assert told in capsys.readouterr().err and laptop.store.membership.device in told


def test_a_review_given_again_says_which_answer_it_takes_the_place_of(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()
    review(record, accept=True, home=str(world.home.path))
    assert status_words("accepted") not in capsys.readouterr().err
    review(record, reason="Ghi rõ", home=str(world.home.path))
    words, place = _("It takes the place of the earlier answer: {verdict}, {time}."), status_words("accepted")
    assert words.partition("{verdict}")[0] + place in capsys.readouterr().err


def test_reports_that_cannot_be_read_are_told_under_who_has_reported(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    later.state(world, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    with speaking("vi"):
        status("2026-11", home=str(world.home.path))
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "Có 1 báo cáo theo 72/KH-UBND mà phần mềm này chưa đọc được, nên chưa tính đến: cần phần mềm mới hơn.",
        "Phần mềm này chưa đọc được 73/KH-UBND yêu cầu báo cáo gì, nên chưa tính đến: cần phần mềm mới hơn.",
    ]
    for name in ("72/KH-UBND@2026-H1", "73/KH-UBND@2026-11"):
        with pytest.raises(Misuse) as misused:
            status(name, home=str(world.home.path))
        assert misused.value.code == "unread-duty"


def test_a_report_that_was_sent_again_is_shown_with_when_it_came_last(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.ask_monthly()
    laptop, shown = world.laptop("03390"), []
    for _again in range(2):
        submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
        world.set_clock(Instant(world.now() + 3_600))
        laptop.exchange(world.line)
        with speaking("en"):
            status("2026-11", home=str(world.home.path))
        (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("03390"))
        shown.append(re.findall(r"(first )?([0-9/]{10} [0-9:]{5})", line))
    ((_no, once),), ((_none, last), (first, then)) = shown
    assert (first, then) == ("first ", once)
    assert last > then


def test_a_report_of_the_province_is_shown_with_the_step_that_it_is_made_from(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, STEPS, now=world.now(), random_bytes=world.random)
    with speaking("en"):
        status(OWN, home=str(world.home.path))
        report(OWN, output=tmp_path / "annex.csv", home=str(world.home.path))
    told = capsys.readouterr()
    assert "It is made from what the units report: report before 28/12/2026 by Plan 9/KH." in told.err
    assert "Period 9/KH, before 28/12/2026: activities of" in told.out and "No directive asks" not in told.out
    assert "38 units." in told.err and "no unit owes" not in told.err
    status(OWN, as_json=True, home=str(world.home.path))
    (*units, own) = json.loads(capsys.readouterr().out)
    assert (len(units), {row["period"] for row in units}, own["period"]) == (38, {STEP}, OWN)


BELOW, ABOVE = STEPS.duties
ALONE = msgspec.structs.replace(
    STEPS, id="alone", number="10/KH", duties=(msgspec.structs.replace(BELOW, rule="on-request"), ABOVE)
)
"""What the province owes is made from reports that nobody has asked for."""


@pytest.mark.parametrize(("plan", "code", "step"), [(STEPS, "own-step", STEP), (ALONE, "own-report", None)])
def test_of_what_the_province_owes_itself_no_unit_is_reminded(
    world: World, plan: Directive, code: str, step: str | None
) -> None:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, plan, now=world.now(), random_bytes=world.random)
    with pytest.raises(Refused) as refused:
        remind(OWN.replace(STEPS.name, plan.name), home=str(world.home.path))
    assert (refused.value.code, refused.value.facts.get("step")) == (code, step)


def test_who_has_no_laptop_is_named_since_no_reminder_reaches_it(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    remind(STEP, as_json=True, home=str(_with_steps(world)))
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert len(found["units"]) == 38 and set(found["units"]) - set(found["without_laptop"]) == {"03390"}
    assert "Xã Sin Suối Hồ" in told.err and "Xã Bình Lư" not in told.err


def test_where_nobody_owes_a_report_nobody_is_said_to_be_reminded(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    remind("2026-08", home=str(_with_steps(world)))
    assert _("Nobody was reminded: there is no unit here to remind of this report.") in capsys.readouterr().err


def _with_steps(world: World) -> Path:
    with world.store.writing() as transaction:
        publish(transaction, world.keys, STEPS, now=world.now(), random_bytes=world.random)
    return world.home.path
