"""What a document tells beside its annex, gathered from a real hub: answers, conflicts, and the step that feeds a report of
the province's own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import msgspec
import pytest

from field.reporting.reports import submit
from hub import own_logs
from hub.cli.monitoring import status
from hub.export.documents import files, told
from hub.export.documents.annex import annex
from hub.export.documents.told import Told
from hub.monitoring.reviews import review, review_report
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative, Verdict
from sync.wording.i18n import speaking
from tests.hub.export.documents.written import texts
from tests.hub.lived import faces
from tests.world import BEGAN, World

STEP, OWN = "UBND-VX@2026-12-28", "UBND-VX@2026-12-31"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A province whose units report to a department before 28 December, and that department upward before the 31st."""
    made = World(tmp_path)
    (letter,) = (directive for directive in shipped() if directive.id == "lao-cai-2025-12")
    rules = {"one-off": "before 2026-12-28", "province-summary": "before 2026-12-31"}
    duties = tuple(
        msgspec.structs.replace(duty, rule=rules[duty.id], window_from="2026-10-01")
        for duty in letter.duties
        if duty.id in rules
    )
    steps = msgspec.structs.replace(letter, id="steps", province="12", month="2026-10", duties=duties)
    with made.store.writing() as transaction:
        publish(transaction, made.keys, steps, now=BEGAN, random_bytes=made.random)
    yield made
    made.close()


def gathered(world: World, name: str) -> Told:
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        period = registry.gathered(name)
        made = annex(transaction, world.keys, registry, period, units="then", made=world.now())
        return told.gather(transaction, registry, period, made)


def written(world: World, name: str) -> str:
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        period = registry.gathered(name)
        file = files.write(transaction, world.keys, registry, period, "docx", units="then", made=world.now())
    return "\n".join(texts(docx.Document(io.BytesIO(file.data))))


def test_the_provinces_own_report_is_made_from_the_step_that_feeds_it(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(date="2026-11-02", directive="steps")
    laptop.exchange(world.line)
    submit(laptop.store, laptop.signer, STEP, Narrative(results="Xong."), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    own, step = gathered(world, OWN), gathered(world, STEP)
    assert own.step is not None and own.step.name == STEP and step.step is None
    assert own.narratives == step.narratives != ()
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        period = registry.gathered(OWN)
        made = annex(transaction, world.keys, registry, period, units="then", made=world.now())
    assert {row.unit for row in made.standings if row.received is not None} == {"03390"}
    assert (made.soxa, made.period, made.step, made.counts) == (5, OWN, STEP, ())
    text = written(world, OWN)
    assert "Báo cáo được tổng hợp từ báo cáo mà các đơn vị phải gửi trước ngày 28 tháng 12 năm 2026." in text
    assert "có 1/38 đơn vị đã báo cáo" in text and "Xong." in text
    assert "Không văn bản nào yêu cầu" not in text and "tổng hợp từ báo cáo mà" not in written(world, STEP)
    assert "Không văn bản nào yêu cầu" in written(world, "2026-11")


def test_a_period_due_before_there_was_a_hub_names_nobody_and_is_not_said_to_be_asked_for_by_none(world: World) -> None:
    world.ask_monthly()
    text = written(world, "2026-10")
    assert "Hạn báo cáo kỳ này đã qua trước khi tỉnh dùng sổ" in text and "Không văn bản nào yêu cầu" not in text
    assert "Chưa báo cáo" not in text and "vẫn gửi" not in text
    laptop = world.laptop("03390")
    submit(laptop.store, laptop.signer, "2026-10", Narrative(), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    assert "Đơn vị vẫn gửi báo cáo kỳ này: Xã Bình Lư." in written(world, "2026-10")


def test_a_period_wholly_before_the_hub_has_nothing_in_the_ledger_until_something_of_it_is_logged(world: World) -> None:
    nothing = "Sổ không có số liệu của kỳ này: sổ bắt đầu từ ngày 26 tháng 10 năm 2026, sau khi kỳ này kết thúc."
    none, began = "không có hoạt động nào được ghi trong sổ.", "Sổ bắt đầu từ ngày 26 tháng 10 năm 2026; hoạt động trước"
    assert nothing in written(world, "2026-10") and none not in written(world, "2026-10")
    assert none in written(world, "2026-11") and began in written(world, "2026-11"), "its window holds the day"
    assert began not in written(world, "2026-12"), "the ledger was there when it began"
    laptop = world.laptop("03390")
    laptop.log(date="2026-10-10")
    laptop.exchange(world.line)
    text = written(world, "2026-10")
    assert nothing not in text and "thực hiện 1 hoạt động" in text and began in text


def test_answers_and_conflicts_are_those_of_the_ledger(world: World) -> None:
    first, second = world.laptop("03390"), world.laptop("03390")
    for title in ("Một", "Hai", "Ba"):
        first.log(title=title, date="2026-11-02", directive="steps", quantity=1)
    first.exchange(world.line)
    second.exchange(world.line)
    by_title = {merged.values.title: record for record, merged in first.records().items()}
    with world.store.writing() as transaction:
        answered: tuple[tuple[str, Verdict], ...] = (("Một", "accepted"), ("Hai", "returned"))
        for title, verdict in answered:
            name, now = f"03390/{by_title[title]}", world.now()
            review(transaction, world.keys, name, verdict, "Sai", now=now, random_bytes=world.random)
    first.revise(by_title["Ba"], quantity=5)
    second.revise(by_title["Ba"], quantity=6)
    for laptop in (first, second):
        laptop.exchange(world.line)
    found = gathered(world, STEP)
    assert dict(found.activities) == {"accepted": 1, "awaited": 1, "returned": 1}
    (conflict,) = found.conflicts
    assert (conflict.unit, conflict.title, conflict.date, conflict.record) == (
        "Xã Bình Lư",
        "Ba",
        "2026-11-02",
        by_title["Ba"],
    )


def test_a_month_answered_by_two_reports_is_told_by_the_one_of_the_month(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The later one is of one directive, and its figures are not those of the month. An annex says so since version 5."""
    world.ask_monthly()
    plan, month = next(known for known in shipped() if known.number == "2653/KH-UBND"), "2026-11"
    laptop = world.laptop("03390")
    laptop.log(date="2026-11-02", directive=plan.id)
    laptop.log(date="2026-11-03")
    laptop.exchange(world.line)
    for name in (month, f"2653/KH-UBND@{month}"):
        world.set_clock(Instant(world.now() + 60))
        submit(laptop.store, laptop.signer, name, Narrative(results=name), now=world.now(), random_bytes=world.random)
        laptop.exchange(world.line)
    laptop.log(date="2026-11-04")
    laptop.exchange(world.line)
    period = faces.registry(world).period(month)
    papers = faces.papers(world, period, world.now(), tmp_path)
    (row,) = (row for row in papers.annex.standings if row.received is not None)
    assert papers.annex.soxa == 5 and row.stated and row.now
    assert (row.stated.activities, row.now.activities) == (2, 3)
    assert "2 hoạt động, sổ 3" in faces.text(papers.document)
    bundle = faces.bundled(world)
    for path in papers.paths:
        assert not faces.audited(world, bundle, path).wrong and faces.taken_by_strangers(world, bundle, path)
    with speaking("en"):
        status(month, home=str(world.home.path))
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("03390"))
    assert "2" in line.rpartition("figures")[2] and "3" in line, line
    of_plan = faces.papers(world, faces.registry(world).period(f"2653/KH-UBND@{month}"), world.now(), tmp_path)
    (row,) = (row for row in of_plan.annex.standings if row.received is not None)
    assert (of_plan.annex.soxa, row.stated) == (4, None), "what it says of the directive is what the ledger gives"


def test_a_return_that_was_answered_is_told_in_a_line(world: World) -> None:
    laptop, told_so = world.laptop("03390"), "1 đơn vị đã gửi lại báo cáo sau khi tỉnh trả lại: Xã Bình Lư (trả lại "
    laptop.exchange(world.line)

    def send() -> None:
        submit(laptop.store, laptop.signer, STEP, Narrative(results="Xong."), now=world.now(), random_bytes=world.random)
        laptop.exchange(world.line)
        world.set_clock(Instant(world.now() + 3_600))

    def answer(verdict: Verdict) -> None:
        with world.store.writing() as transaction:
            review_report(
                transaction, world.keys, "03390", STEP, verdict, "Thiếu", now=world.now(), random_bytes=world.random
            )
        world.set_clock(Instant(world.now() + 3_600))
        laptop.exchange(world.line)

    send()
    answer("returned")
    assert told_so not in written(world, STEP)
    send()
    (again,) = gathered(world, STEP).again
    assert again.came - again.returned >= 3_600
    answer("accepted")
    text = written(world, STEP)
    assert told_so in text and told_so in written(world, OWN), "once it is accepted, too"
