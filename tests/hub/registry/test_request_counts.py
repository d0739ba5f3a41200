"""What a request counts: laptop, hub, annex, document and auditor take the same activities, and every face says which."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from field.cli.output import report as laptop_output
from field.reporting.reports import preview, submit
from hub import own_logs
from hub.export import bundle
from hub.export.documents import files
from hub.export.documents.annex import annex
from hub.registry.directives.publish import publish
from hub.registry.request_counts import typed_counts
from hub.registry.requests import CalledDuty, Letter, request
from sync.annex.written import annex_json
from sync.audit.annex_recount import check
from sync.audit.verify import verify
from sync.errors import SoxaError
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Narrative
from sync.ledger.period import Period
from sync.ledger.vocabulary import vocabulary
from sync.wording.gathered import counted_words
from sync.wording.i18n import speaking
from tests.hub.cli.test_units import command
from tests.hub.export.documents.written import texts
from tests.hub.registry.stating import BINH_LU, KHUN_HA, registry
from tests.world import World

DAY = "2026-11-06"
PERIOD = f"45/CV@{DAY}"


def letter(world: World) -> CalledDuty:
    """A directive that asks for a report on request, in force."""
    duty = Duty(id="on-request", what="Báo cáo khi có yêu cầu", rule="on-request", reporters=("commune-committee",))
    plan = Directive(
        id="plan-9",
        number="9/KH",
        kind="plan",
        date="2026-01-05",
        province="12",
        issuer="x",
        subject="An toàn",
        duties=(duty,),
    )
    with world.store.writing() as transaction:
        publish(transaction, world.keys, plan, now=world.now(), random_bytes=world.random)
    return CalledDuty(plan, duty)


def asked(world: World, **said: Any) -> Directive:
    with world.store.writing() as transaction:
        more: dict[str, Any] = {"by": DAY, "letter": Letter(number="45/CV", date="2026-10-20"), **said}
        return request(transaction, world.keys, "Mưa lũ", **more, now=world.now(), random_bytes=world.random)


CASES = [
    ({}, 5, "Tính mọi hoạt động của những ngày này, dù ghi theo văn bản nào hay không theo văn bản nào."),
    ({"of": True}, 3, "Tính hoạt động ghi cho yêu cầu này và hoạt động ghi theo 9/KH."),
    (
        {"counts": ("topic digital-skills",)},
        2,
        f"Tính hoạt động ghi cho yêu cầu này và hoạt động thuộc chủ đề {vocabulary().topics['digital-skills'].vi}.",
    ),
    ({"counts": ("task plan-9#2",)}, 2, "Tính hoạt động ghi cho yêu cầu này và hoạt động của nhiệm vụ 9/KH, 2."),
]


@pytest.mark.parametrize(("said", "count", "words"), CASES)
def test_everybody_counts_the_same_and_says_what(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: dict[str, Any], count: int, words: str
) -> None:
    called = letter(world)
    made = asked(world, **said | ({"of": called} if said.get("of") else {}))
    laptop = world.laptop(BINH_LU)
    laptop.exchange(world.line)
    laptop.log(topics=("digital-skills", "digital-day"), audience=3)
    laptop.log(directive="plan-9")
    laptop.log(directive="plan-9", task="2")
    laptop.log(directive=made.id)
    laptop.log(directive="strange", task="2")
    laptop.log(date="2026-10-01", topics=("digital-skills",), directive=made.id, task="2")
    previewed = preview(laptop.store, PERIOD, world.now())
    assert previewed.figures.total.activities == count
    with speaking("vi"):
        laptop_output(previewed, laptop.store.logs.registry().directives)
    assert words in " ".join(capsys.readouterr().out.split())
    submit(laptop.store, laptop.signer, PERIOD, Narrative(), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        period = known.period(PERIOD)
        found = annex(transaction, world.keys, known, period, units="then", made=world.now())
        document = files.write(transaction, world.keys, known, period, "docx", units="then", made=world.now())
    assert found.total.activities == count
    assert {row.standing for row in found.standings if row.unit == BINH_LU} == {"on-time"}
    shown = texts(docx.Document(io.BytesIO(document.data)))
    assert words in shown and not any("đơn vị không phải gửi báo cáo" in line for line in shown)
    file, whole = tmp_path / "annex.json", tmp_path / "whole.soxa"
    file.write_bytes(annex_json(found))
    bundle.write(world.store, world.keys, whole, lambda _count: None)
    outcome = check(whole, file, world.keys.logs.verifier)
    assert (outcome.faults, outcome.differences, outcome.undecided) == ((), (), ())
    assert verify(whole, world.keys.logs.verifier).findings == ()


def test_a_request_of_before_counts_what_was_logged_for_it_and_says_so(world: World) -> None:
    asked(world)
    (duty,) = registry(world).directives[-1].duties
    old = Period(
        name="x@y", rule=duty.rule, directive="request-45-cv-2026-11-06", start="2026-10-20", end=DAY, due=world.now()
    )
    assert old.gathering is not None and old.gathering.directives == ("request-45-cv-2026-11-06",)
    with speaking("vi"):
        assert counted_words(old, registry(world).directives) == "Chỉ tính hoạt động ghi cho yêu cầu này."


def test_what_is_typed_is_everything_or_topics_and_tasks(world: World) -> None:
    world.ask_monthly()
    known = registry(world)

    def typed(*, everything: bool = False, topics: tuple[str, ...] = (), tasks: tuple[str, ...] = ()) -> tuple[str, ...]:
        return typed_counts(known, everything=everything, topics=topics, tasks=tasks)

    assert typed() == ()
    assert typed(everything=True) == ("all",)
    named = typed(topics=("digital-skills", "digital-skills"), tasks=("2653/kh-ubnd#19",))
    assert named == ("topic digital-skills", "task lai-chau-2653-kh-ubnd#19")
    for wrong, code in (
        ({"everything": True, "topics": ("digital-skills",)}, "all-or-some"),
        ({"tasks": ("10",)}, "task-without-directive"),
        ({"tasks": ("2653/KH-UBND#0",)}, "no-such-task"),
        ({"topics": ("gì đó",)}, "unknown-code"),
    ):
        with pytest.raises(SoxaError) as refused:
            typed(**wrong)
        assert refused.value.code == code


def test_activities_of_units_that_were_not_asked_are_named_as_theirs(world: World) -> None:
    asked(world, units=(BINH_LU,))
    for unit in (BINH_LU, KHUN_HA):
        laptop = world.laptop(unit)
        laptop.log()
        laptop.exchange(world.line)
    with world.store.reading() as transaction:
        known = own_logs.registry(transaction, world.keys)
        period = known.period(PERIOD)
        document, workbook = (
            files.write(transaction, world.keys, known, period, kind, units="then", made=world.now())
            for kind in ("docx", "xlsx")
        )
    said = texts(docx.Document(io.BytesIO(document.data)))
    words = "Trong 2 hoạt động được tính có 1 hoạt động của đơn vị không phải gửi báo cáo này: Xã Khun Há (1)."
    assert said.count(words) == 2, "where the sums are told, and under the table by unit"
    assert not any("Kết quả theo nhiệm vụ" in line for line in said), "where none is named there is no table of them"
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.data))["Theo đơn vị"]
    comment = sheet["A1"].comment
    header = sheet.oddHeader
    assert comment is not None and comment.text == words
    assert header is not None and header.left is not None and header.left.text == words
    for more, place in (("status",), 2), (("counts",), 2), (("counts", "--csv"), 1):
        told = str(command(world.home.path, *more, "--period", PERIOD)[place])
        assert "Activities counted: 2; of these, by units that need not send this report: 1, namely Xã Khun Há (1)." in told


def test_a_month_of_which_all_are_counted_says_nothing_of_others(world: World) -> None:
    world.ask_monthly()
    laptop = world.laptop(BINH_LU)
    laptop.log()
    laptop.exchange(world.line)
    for more in (("status",), ("counts",), ("counts", "--csv")):
        assert "need not send this report" not in str(command(world.home.path, *more, "--period", "2026-11"))
