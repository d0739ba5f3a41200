"""The five documents lived: each province's hub is founded with its own, its communes and other bodies are units with
laptops, some report early, some late, some never, one is sent back; and every face names who owes, and nobody else.

`duties.tsv` has a duty a line, `tasks.tsv` a task: who owes or leads it, by what the units are called here. The first task
of the plan was to be done before there were these units, or a hub: the departments lead it.
"""

from __future__ import annotations

import csv
import datetime
import functools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from msgspec import UNSET

from field.reporting import reports as reporting
from field.reporting.directives import task_progress
from field.reporting.status import laptop_status
from hub.home import HubHome
from hub.monitoring import reviews
from hub.monitoring.own_duties import own_duties_of
from hub.monitoring.task_standings import task_standings
from hub.registry import foundation
from hub.registry.bodies import state_unit
from hub.registry.directives.yaml import shipped
from hub.registry.dispatches import digest_of, dispatch
from hub.registry.official_units import province_units
from hub.registry.requests import Letter, request
from sync.annex.model import CountedPart
from sync.audit.verify import verify
from sync.encoding.types import Instant
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period, calendar_of, day_of, midnight
from sync.ledger.tasks import led_tasks
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import moment_in_document
from tests.hub.lived import faces
from tests.world import HUB, Laptop, World

Row = dict[str, str]
FOUNDED: Final = {"12": "2026-10-01", "15": "2025-12-08", "20": "2026-10-01"}
"""By province, the day on which its hub was founded."""
BODIES: Final = {
    "science": "science-department",
    "culture": "culture-department",
    "education": "education-department",
    "union": "mass-organisations",
    "press": "press-agencies",
    "publishing": "press-publishing-office",
    "museum": "department-units",
}
OFFICES: Final = {"office": "culture-society-office", "centre": "service-centre", "team": "digital-team"}
"""Of the second commune; the first has none."""
EVERYTHING: Final = (CountedPart(key="all", name="Mọi hoạt động của những ngày này"),)
REPORTS: Final = {
    ("lao-cai-2025-12", "one-off"): {"1.3"},
    ("lai-chau-2653-kh-ubnd", "monthly"): {"V.5-4", "V.6-4"},
    ("lai-chau-2653-kh-ubnd", "yearly"): {"V.5-4", "V.6-4"},
    ("lai-chau-2653-kh-ubnd", "half-year"): {"V.5-4", "V.6-4"},
}
"""The tasks that are the report on a duty, by document and duty."""
REPORTING: Final[tuple[str, ...]] = ("first", "second", "science", "union", "office", "press", "third")
"""Who has a laptop."""


def rows(name: str) -> list[Row]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def at(day: str, hours: int = 9) -> Instant:
    return Instant(midnight(datetime.date.fromisoformat(day)) + hours * 3600)


class Province:
    """A province that lives by one document."""

    def __init__(self, folder: Path, document: Directive) -> None:
        code = document.province
        official = province_units(code)[:4]
        self.document = document
        founded = at(FOUNDED[code])
        chance = random.Random(3).randbytes
        home = HubHome(folder / "hub")
        foundation.found(home, HUB, official, (document,), url="", passphrase=None, now=founded, random_bytes=chance)
        self.world = World(folder)
        self.world.set_clock(Instant(founded + 60))
        self.codes = dict(zip(("first", "second", "third"), (unit.code for unit in official[1:]), strict=True))
        for called, kind in BODIES.items():
            self._state(called, f"{code}-{called}", kind)
        for called, kind in OFFICES.items():
            self._state(called, f"{self.codes['second']}-{called}", kind)
        self.called = {unit: called for called, unit in self.codes.items()}
        self.laptops: dict[str, Laptop] = {called: self.world.laptop(self.codes[called]) for called in REPORTING}
        self.sync()

    def _state(self, called: str, code: str, kind: str) -> None:
        self.codes[called] = code
        world = self.world
        with world.store.writing() as transaction:
            state_unit(
                transaction,
                world.keys,
                code,
                name=f"Tên {called}",
                type="cơ quan",
                valid_from="2025-07-01",
                body=kind,
                now=world.now(),
                random_bytes=world.random,
            )

    def sync(self) -> None:
        for laptop in list(self.laptops.values()) * 2:
            laptop.exchange(self.world.line)

    def ask(self, units: tuple[str, ...], by: str) -> None:
        world = self.world
        with world.store.writing() as transaction:
            request(
                transaction,
                world.keys,
                "Báo cáo nhanh",
                by=by,
                letter=Letter(number="9/YC", date=by[:8] + "01"),
                units=tuple(self.codes[called] for called in units),
                now=world.now(),
                random_bytes=world.random,
            )
        self.sync()

    def report(self, called: str, period: str, when: Instant) -> None:
        laptop, world = self.laptops[called], self.world
        world.set_clock(when)
        day = datetime.datetime.fromtimestamp(when - 86_400, datetime.UTC).date().isoformat()
        laptop.log(title="Phát loa", date=day, directive=self.document.id)
        said = Narrative(results=f"Kết quả của {called}")
        reporting.submit(laptop.store, laptop.signer, period, said, now=world.now(), random_bytes=world.random)
        laptop.exchange(world.line)

    def send_back(self, called: str, period: str) -> None:
        world = self.world
        with world.store.writing() as transaction:
            more: dict[str, Any] = {"now": world.now(), "random_bytes": world.random}
            reviews.review_report(transaction, world.keys, self.codes[called], period, "returned", "Thiếu số", **more)
        self.sync()

    def dispatch(self, period: str, annex: Path, day: str) -> None:
        world = self.world
        with world.store.writing() as transaction:
            dispatch(
                transaction,
                world.keys,
                period,
                number="1/BC",
                date=day,
                recipient="UBND tỉnh",
                annex=digest_of(annex.read_bytes()),
                now=world.now(),
                random_bytes=world.random,
            )


def document(id_: str) -> Directive:
    return next(known for known in shipped() if known.id == id_)


@functools.cache
def duty_rows(id_: str) -> tuple[Row, ...]:
    return tuple(row for row in rows("duties.tsv") if row["document"] == id_)


@pytest.fixture(scope="module", params=sorted(known.id for known in shipped()))
def province(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A province for each of the five."""
    lived = Province(tmp_path_factory.mktemp(request.param), document(request.param))
    yield lived
    lived.world.close()


def test_every_task_is_led_by_whom_the_table_says_on_laptops_and_at_the_desk(province: Province) -> None:
    world, known = province.world, faces.registry(province.world)
    today = datetime.datetime.fromtimestamp(world.now(), datetime.UTC).date()
    wanted = {row["task"]: set(row["leads"].split()) for row in rows("tasks.tsv") if row["document"] == province.document.id}
    found = led_tasks(known, Obligations(known), today)[province.document.id]
    led = {task.task.no: {province.called[unit] for unit in task.units} for task in found}
    assert led == wanted
    with world.store.reading() as transaction:
        standings = task_standings(transaction, known, province.document, {}, today)
    desk = {task.task.no: {province.called[unit] for unit in (*task.begun, *task.not_begun)} for task in standings}
    assert desk == {number: leads for number, leads in wanted.items() if leads}
    for called, laptop in province.laptops.items():
        progress = task_progress(laptop.store, laptop.store.logs.registry(), world.now())[province.document.id]
        assert {task.task.no for task in progress if task.is_own} == {no for no, leads in wanted.items() if called in leads}


def test_every_duty_is_owed_answered_and_missed_alike_at_every_face(province: Province, tmp_path: Path) -> None:
    wanted = duty_rows(province.document.id)
    assert [row["duty"] for row in wanted if row["duty"] != "request"] == [duty.id for duty in province.document.duties]
    dated = sorted((row for row in wanted if row["period"]), key=lambda row: row["due"])
    for row in dated:
        if row["duty"] == "request":
            province.world.set_clock(at(row["due"], -24 * 12))
            province.ask(tuple(row["owed"].split()), row["period"].rpartition("@")[2])
        if row["owed"]:
            live(province, row, tmp_path)
        else:
            live_own(province, row, tmp_path)
    now = province.world.now()
    columns = faces.columns(faces.boards(province.world, (2025, 2026, 2027), now))
    asked = {row["period"].rpartition("@")[2] for row in dated if row["owed"]}
    assert {name.rpartition("@")[2] for name, (column, _cells) in columns.items() if column.period.due <= now} >= asked
    assert bool(columns) == bool(asked), "nothing but duties makes a column"


def live(province: Province, row: Row, folder: Path) -> None:
    """Of those who owe it, one reports early and is sent back, one early, one late, the others never."""
    world, period = province.world, row["period"]
    owed = {province.codes[called] for called in row["owed"].split()}
    reporters = [called for called in REPORTING if called in row["owed"].split()][:3]
    due = at(row["due"], 0)
    for place, called in enumerate(reporters):
        province.report(called, period, Instant(due + (-30, -20, 10)[place] * 3600))
    province.send_back(reporters[0], period)
    world.set_clock(Instant(due + 40 * 3600))
    province.sync()
    now, known = world.now(), faces.registry(world)
    answered = {province.codes[called] for called in reporters}
    said = faces.Sets(owed=frozenset(owed), answered=frozenset(answered), missing=frozenset(owed - answered))
    asked = known.period(period)
    column, cells = faces.columns(faces.boards(world, (int(row["due"][:4]),), now))[calendar_of(asked).name]
    assert faces.of_board(cells) == said
    assert set(faces.urged(world, asked, now)) == said.missing | {province.codes[reporters[0]]}
    check_papers(province, asked, said, now, folder)
    check_tasks(province, row["duty"], {province.codes[called] for called in reporters[1:]}, now)
    for name, laptop in province.laptops.items():
        due_period = faces.periods(laptop, now).get(column.period.name)
        status = due_period.status if due_period is not None and due_period.asked_by else None
        standing = "returned" if name == reporters[0] else "received" if name in reporters else "overdue"
        assert status == (standing if laptop.unit in owed else None), (name, period)


def check_tasks(province: Province, duty: str, reported: set[str], now: Instant) -> None:
    """A task that is the report on a duty is done by those whose report stands, and by nobody else, at the desk and on each
    laptop; every other task by none: no activity names one."""
    world, known, today = province.world, faces.registry(province.world), day_of(now)
    led = led_tasks(known, Obligations(known), today)[province.document.id]
    are_reports = {task.task.no for task in led if duty in {owes.duty.id for owes in task.reports}}
    assert are_reports == REPORTS.get((province.document.id, duty), set())
    with world.store.reading() as transaction:
        desk = {found.task.no: found for found in task_standings(transaction, known, province.document, {}, today)}
    for number in are_reports:
        assert set(desk[number].begun) == reported & {*desk[number].begun, *desk[number].not_begun}
        assert desk[number].begun, "each is led by some who reported"
    for laptop in province.laptops.values():
        for task in task_progress(laptop.store, laptop.store.logs.registry(), now)[province.document.id]:
            if task.is_own and task.task.no in are_reports:
                assert (task.standing == "begun") == (laptop.unit in desk[task.task.no].begun)
    on_agenda = {line.task for laptop in province.laptops.values() for line in laptop_status(laptop.store, now).agenda}
    assert not on_agenda & are_reports, "a report that is owed stands there once"


def check_papers(province: Province, asked: Period, said: faces.Sets, now: Instant, folder: Path) -> None:
    world = province.world
    papers, bundle = faces.papers(world, asked, now, folder), faces.bundled(world)
    assert verify(bundle, world.keys.logs.verifier).faults == ()
    for path in papers.paths:
        outcome = faces.audited(world, bundle, path)
        assert not outcome.false and not outcome.undecided
        assert faces.taken_by_strangers(world, bundle, path)
        assert faces.of_annex(path) == said
    named = {row.key: row.name for row in papers.annex.tables["unit"]} | {
        row.unit: row.name for row in papers.annex.standings
    }
    if "office" in {province.called.get(unit) for unit in named}:
        assert named[province.codes["office"]].endswith("(xã Bình Lư)") and papers.annex.soxa == 5
    assert papers.annex.counts == (EVERYTHING if asked.counts else UNSET if papers.annex.soxa == 4 else ())
    assert faces.of_table(papers.document) == said
    sent_back = {unit for unit, standing in faces.counted(world, asked, now).items() if standing == "returned"}
    assert faces.reported(papers.document) == (len(said.answered - sent_back), len(said.owed)) and len(sent_back) == 1
    count, names = faces.told(papers.document).get("missing", (0, ""))
    history, day = UnitHistory(faces.registry(world)), asked.last_day.isoformat()
    listed = {row.unit: history.name_apart(row.unit, day) for row in papers.annex.standings}
    assert count == len(said.missing) and set(names.split(", ")) - {""} == {listed[unit] for unit in said.missing}
    text = faces.text(papers.document)
    worked = {row.key for row in papers.annex.tables["unit"]}
    for code, unit in faces.registry(world).units.items():
        name = f"{unit.type.capitalize()} {unit.name}"
        if len(code) > 2 and code not in said.owed | worked:
            assert name not in text, f"{name} owes nothing and is named"
        elif code in said.owed:
            assert name in text


def live_own(province: Province, row: Row, folder: Path) -> None:
    """The province's own report: overdue until it is dispatched, missing for nobody, made from the step that feeds it."""
    world, period = province.world, row["period"]
    world.set_clock(at(row["due"]))
    known, now = faces.registry(world), world.now()
    asked = known.period(period)
    (duty,) = own_duties_of(known, Obligations(known), asked, now)
    assert duty.state == "overdue" and duty.owes.feeds is not None and faces.urged(world, asked, now) == {}
    papers = faces.papers(world, asked, now, folder)
    step = Obligations(known).step(asked)
    assert step is not None and papers.annex.step == step.name
    said = faces.sets((row.unit, row.standing) for row in papers.annex.standings)
    assert (len(said.owed), len(said.answered), len(said.missing)) == (6, 3, 3), "as they stand with the step"
    assert faces.of_table(papers.document) == said
    text = faces.text(papers.document)
    assert "Không văn bản nào yêu cầu" not in text
    assert "Nhiệm vụ 1.3, 2.4 là báo cáo" in text and text.count("28 tháng 12 năm 2025") == 1
    assert f"Bảng A. Tình hình báo cáo, tính đến {moment_in_document(now, in_text=True)}" in text
    assert "(báo cáo tỉnh nhận" in text, "which report is not said again where it is that of the step"
    upward = [task for task in led_tasks(known, Obligations(known), day_of(now))[province.document.id] if task.reports]
    assert [task.task.no for task in upward if not task.is_sent] == ["1.3", "2.4"]
    assert "có 2/" in faces.text(papers.document), "of three one was sent back"
    (annex,) = (path for path in papers.paths if path.suffix == ".xlsx")
    province.dispatch(period, annex, row["due"])
    bundle = faces.bundled(world)
    for path in papers.paths:
        assert faces.of_annex(path) == said and faces.taken_by_strangers(world, bundle, path)
        told = faces.audited(world, bundle, path)
        assert not told.false and not told.undecided
    false = folder / "false.csv"
    (flat,) = (path for path in papers.paths if path.suffix == ".csv")
    false.write_bytes(flat.read_bytes().replace(f"fact,step,{step.name}".encode(), f"fact,step,{period}".encode()))
    assert [found.row for found in faces.audited(world, bundle, false).differences] == ["fact step"]
    outcome = faces.audited(world, bundle, annex)
    assert not outcome.false and [sent.number for sent in outcome.dispatched] == ["1/BC"]
    known = faces.registry(world)
    (duty,) = own_duties_of(known, Obligations(known), asked, world.now())
    assert duty.state == "sent"
    with world.store.reading() as transaction:
        desk = {task.task.no: task for task in task_standings(transaction, known, province.document, {}, day_of(now))}
    assert (desk["2.4"].begun, desk["2.4"].not_begun) == ((province.codes["culture"],), ())
