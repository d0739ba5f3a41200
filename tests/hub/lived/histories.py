"""Random provinces: directives and their duties, units of every kind and what becomes of them, laptops and what they
report. All of it is drawn as data, then lived by the program's own functions."""

from __future__ import annotations

import contextlib
import datetime
import random
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st
from msgspec import Struct

from field.reporting import reports as reporting
from hub import own_logs
from hub.home import HubHome
from hub.monitoring import reviews
from hub.registry import foundation, unit_changes
from hub.registry.directives.publish import end, publish
from hub.registry.official_units import province_units
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.directive import Directive, Duty, validate
from sync.ledger.entry import Entry, Narrative, Report, Unit
from sync.ledger.levels import LEVEL
from sync.ledger.period import parse
from tests.hub.lived import faces
from tests.world import BEGAN, HUB, Laptop, World

COMMUNES: Final = ("03390", "03405", "03424", "03430")
BODIES: Final = {
    "105": None,
    "12-khcn": "science-department",
    "12-vhttdl": "culture-department",
    "12-doan": "mass-organisations",
    "12-bao": "press-agencies",
    "03390-vhxh": "culture-society-office",
    "03390-dvth": "service-centre",
    "03424-vhxh": "culture-society-office",
}
"""Units beside the communes, with the kind that is stated of each."""
CODES: Final = (*COMMUNES, *BODIES)
KINDS: Final = (
    "commune-committee",
    "departments",
    "culture-department",
    "mass-organisations",
    "press-agencies",
    "district-committee",
    "culture-society-office",
    "service-centre",
    "radio-station",
)
RULES: Final = ("monthly-15", "quarterly-15", "half-year-0615", "yearly-1215", "on-request")
ONE_OFF: Final = ("2026-10-26", "2026-11-14", "2026-11-15", "2026-12-05", "2026-12-20", "2027-01-01")
FIRST: Final = datetime.date(2026, 10, 27)
LENGTH: Final = 90
"""Days of a history."""


def day_after(days: int) -> str:
    """A day (ISO) of a history."""
    return (FIRST + datetime.timedelta(days=days)).isoformat()


WHAT: Final = (*6 * ("report",), "log", "sync", "answer", "answer", "merge", "rename", "end", "line")
"""What may happen."""


# -- what is drawn

days = st.integers(0, LENGTH)
some_codes = st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(lambda codes: tuple(sorted(codes)))


class Step(Struct, frozen=True):
    """A thing that happens on a day, to one of the laptops or units, by some choices."""

    day: int
    what: str
    who: int
    choice: int
    other: int


class Stated(Struct, frozen=True):
    """What is stated of a unit: from which day before or after the first on, to whom it reports."""

    code: str
    since: int
    until: int | None
    above: str | None


class Drawn(Struct, frozen=True, kw_only=True):
    """A history that was drawn."""

    directives: tuple[tuple[int, Directive], ...]
    """Each with the day on which it is made known."""
    units: tuple[Stated, ...]
    laptops: tuple[int, ...]
    """Places among the codes."""
    steps: tuple[Step, ...]
    looks: tuple[int, ...]
    """The days on which all faces are looked at."""


@st.composite
def duties(draw: st.DrawFn, place: int) -> Duty:
    """A duty of a directive, with all that may narrow it."""
    rule = draw(st.sampled_from(RULES[:4]) | st.sampled_from(RULES) | st.sampled_from(ONE_OFF).map("before {}".format))
    some = st.lists(st.sampled_from(KINDS), max_size=3, unique=True)
    reporters = draw(st.just(["commune-committee"]) | st.just(["commune-committee", "departments"]) | some)
    return Duty(
        id=f"duty-{place}",
        what=f"Báo cáo {place}",
        rule=rule,
        reporters=tuple(sorted(reporters)),
        units=draw(st.just(()) | some_codes) if reporters else draw(some_codes),
        but=draw(st.just(()) | some_codes),
        recipient=draw(st.sampled_from((None, "culture-department", "superiors", "commune-committee"))),
        strict=draw(st.booleans()),
        rest_day=draw(st.sampled_from((None, None, "after"))),
        window_from=draw(st.sampled_from((None, "2026-10-01"))) if rule.startswith("before") else None,
        fed_by=draw(st.sampled_from((None, None, None, "duty-0"))) if place else None,
    )


@st.composite
def directives(draw: st.DrawFn, place: int) -> tuple[int, Directive]:
    """A directive and the day on which it is made known; two may share a number, one may be another province's."""
    asked = draw(st.integers(1, 3))
    return draw(st.sampled_from((0, 0, 0, 20))), Directive(
        id=f"plan-{place}",
        number=draw(st.sampled_from(("1/KH-UBND", "2/KH-UBND"))),
        kind=draw(st.sampled_from(("plan", "plan", "request"))),
        date=draw(st.sampled_from(("2025-06-06", "2026-11-01"))),
        province=draw(st.sampled_from(("12", "12", "12", "12", "15"))),
        issuer="UBND tỉnh",
        subject=f"Việc {place}",
        valid_to=draw(st.sampled_from((None, None, None, "2026-11-30"))),
        succession=draw(st.sampled_from((None, "chuyển về cấp xã"))),
        duties=tuple(draw(duties(number)) for number in range(asked)),
    )


@st.composite
def units(draw: st.DrawFn, code: str) -> Stated:
    """What is stated of a body: it may begin or end within the history, and report to this one or that."""
    return Stated(
        code,
        draw(st.sampled_from((-400, -400, 10, 30))),
        draw(st.sampled_from((None, None, None, 25))),
        draw(st.sampled_from((None, None, *COMMUNES[:3]))),
    )


steps = st.builds(Step, days, st.sampled_from(WHAT), st.integers(0, 11), st.integers(0, 11), st.integers(0, 11))


@st.composite
def histories(draw: st.DrawFn) -> Drawn:
    """A whole history."""
    count = draw(st.integers(1, 3))
    stated = draw(st.lists(st.sampled_from(tuple(BODIES)), max_size=5, unique=True))
    there = [place for place, code in enumerate(CODES) if code in COMMUNES or code in stated]
    return Drawn(
        directives=tuple(draw(directives(place)) for place in range(count)),
        units=tuple(draw(units(code)) for code in stated),
        laptops=tuple(draw(st.lists(st.sampled_from(there), min_size=1, max_size=4, unique=True))),
        steps=tuple(sorted(draw(st.lists(steps, min_size=4, max_size=24)), key=lambda step: step.day)),
        looks=tuple(sorted(draw(st.sets(st.sampled_from((19, 20, 50, 66, LENGTH)), min_size=1, max_size=2)))),
    )


# -- how it is lived


class History:
    """A drawn history that is lived in a folder."""

    def __init__(self, folder: Path, drawn: Drawn) -> None:
        official = province_units("12")
        few = [unit for unit in official if unit.code in ("12", *COMMUNES)]
        chance = random.Random(7)
        home = HubHome(folder / "hub")
        foundation.found(home, HUB, few, (), url="", passphrase=None, now=Instant(BEGAN - 60), random_bytes=chance.randbytes)
        self.world = World(folder)
        self.drawn = drawn
        for stated in drawn.units:
            self._state(stated)
        self.laptops = [self.world.laptop(CODES[place]) for place in drawn.laptops]
        self.sync_all()  # before their invites expire

    def days(self) -> list[int]:
        """The days on which something is stated, happens, or is looked at, in order."""
        known = {day for day, _directive in self.drawn.directives}
        return sorted({0, *known, *self.drawn.looks, *(step.day for step in self.drawn.steps)})

    def live(self, day: int) -> None:
        """Let happen what happens on a day."""
        self.world.set_clock(Instant(max(BEGAN + 1000 + day * DAY_SECONDS, self.world.now())))
        for known, directive in self.drawn.directives:
            if known == day:
                self._publish(directive)
        if any(known == day for known, _directive in self.drawn.directives):
            self.sync_all()
        for step in self.drawn.steps:
            if step.day == day:
                with contextlib.suppress(SoxaError):  # what cannot be is refused
                    getattr(self, step.what)(step)

    def sync(self, step: Step) -> None:
        self._laptop(step).exchange(self.world.line)

    def sync_all(self) -> None:
        """Everybody syncs, twice: all have what all sent."""
        for laptop in self.laptops * 2:
            laptop.exchange(self.world.line)

    # -- what laptops do

    def _laptop(self, step: Step) -> Laptop:
        return self.laptops[step.who % len(self.laptops)]

    def log(self, step: Step) -> None:
        named = (None, *(directive.id for _day, directive in self.drawn.directives))
        self._laptop(step).log(date=day_after(step.day), quantity=step.other, directive=named[step.choice % len(named)])

    def report(self, step: Step) -> None:
        """A true report, of what the laptop's unit is asked for if there is anything, else of what anybody may be, under one
        of the names that it has; most of them are sent at once."""
        laptop, known = self._laptop(step), faces.registry(self.world).directives
        asked = [due.period for due in faces.periods(laptop, self.world.now()).values() if due.asked_by]
        anything = [parse(name, ()) for name in ("2026-11", "2026-12", "2026")]
        period = (asked or anything)[step.choice % len(asked or anything)]
        when = period.name.rpartition("@")[2]
        whose = [directive for directive in known if period.directive in (None, directive.id)] or known
        names = [period.name, *(f"{name}@{when}" for one in whose for name in (one.name, one.id))]
        self.report_as(laptop, names[step.other % len(names)], level=LEVEL + (step.choice % 6 == 5))
        if step.other % 4:
            laptop.exchange(self.world.line)

    def report_as(self, laptop: Laptop, name: str, *, level: int = LEVEL) -> None:
        """A true report of a period under just this name."""
        world, now = self.world, self.world.now()
        said = reporting.preview(laptop.store, name, now)
        heads = laptop.store.reporting.reports().get(name, ())
        entry = Report(
            salt=world.random(8).hex(),
            at=now,
            seen=laptop.store.logs.next_seen(),
            period=name,
            base=tuple(sorted(tobase64(head.leaf) for head in heads)),
            covers=said.covers,
            records=said.records,
            root=said.root,
            figures=said.figures,
            narrative=Narrative(),
            provisional=said.provisional,
            level=level,
        )
        laptop.store.logs.append([entry], laptop.signer)

    # -- what the province does

    def answer(self, step: Step) -> None:
        """Accept or return a report."""
        world = self.world
        with world.store.writing() as transaction:
            rows = list(transaction.reports.answering())
            if rows:
                row = rows[step.choice % len(rows)]
                verdict: Any = ("returned", "returned", "accepted")[step.other % 3]
                reviews.review_report(
                    transaction,
                    world.keys,
                    row.unit,
                    row.period,
                    verdict,
                    "Thiếu số liệu",
                    now=world.now(),
                    random_bytes=world.random,
                )

    def merge(self, step: Step) -> None:
        one, other = COMMUNES[step.who % 4], COMMUNES[step.choice % 4]
        into = (one, other, "03408")[step.other % 3]
        self._change(unit_changes.merge, [one, other], into, since=day_after(step.day + step.other - 5))

    def rename(self, step: Step) -> None:
        since = day_after(step.day + step.other - 5)
        self._change(unit_changes.rename, CODES[step.who], name=f"Mới {step.choice}", since=since)

    def end(self, step: Step) -> None:
        """A directive ends with a day."""
        world = self.world
        _day, directive = self.drawn.directives[step.who % len(self.drawn.directives)]
        with world.store.writing() as transaction:
            end(
                transaction,
                world.keys,
                directive,
                day_after(step.day + 5 * (step.other - 5)),
                now=world.now(),
                random_bytes=world.random,
            )

    def line(self, step: Step) -> None:
        """A body reports to another from a day on."""
        code = tuple(BODIES)[step.who % len(BODIES)]
        if any(stated.code == code for stated in self.drawn.units):
            self._state(Stated(code, step.day + step.other - 5, None, COMMUNES[step.choice % 4]))

    def _change(self, what: Any, *named: Any, **said: Any) -> None:
        with self.world.store.writing() as transaction:
            what(transaction, self.world.keys, *named, **said, now=self.world.now(), random_bytes=self.world.random)

    def _publish(self, directive: Directive) -> None:
        world = self.world
        with contextlib.suppress(SoxaError), world.store.writing() as transaction:
            validate(directive)
            publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)

    def _state(self, stated: Stated) -> None:
        """As a registry may have it, whatever an operator would be told of it."""
        world, kind = self.world, BODIES[stated.code]
        entry: Entry = Unit(
            salt=world.random(8).hex(),
            at=world.now(),
            code=stated.code,
            name=f"Số {stated.code}",
            type="cơ quan",
            valid_from=day_after(stated.since),
            valid_to=None if stated.until is None or stated.until < stated.since else day_after(stated.until),
            body=kind,
            reports_to=stated.above,
        )
        with world.store.writing() as transaction:
            own_logs.append(transaction, world.keys, origins.registry(world.keys.hub), [entry])
