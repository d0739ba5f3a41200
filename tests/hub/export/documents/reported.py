"""A province that has something to report, and its annexes as files: what the tests of reports upward share."""

from __future__ import annotations

import datetime
import random
import subprocess
from pathlib import Path
from typing import get_args

import msgspec

from field.reporting import reports
from hub import own_logs
from hub.entering.ledger import Entering, UnitLedger
from hub.entering.stating import enter_activity
from hub.export import bundle
from hub.export.documents import annex_xlsx
from hub.export.documents.annex import annex
from hub.monitoring import counts as counting
from hub.monitoring import reviews
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.registry import unit_changes
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.activities.draft import ActivityDraft
from sync.annex.model import Annex, Units, Version, basis_of, compose
from sync.annex.written import annex_csv, annex_json
from sync.audit import annex_recount
from sync.audit.recount_outcome import RecountOutcome
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative, Verdict
from sync.ledger.figures import By
from sync.ledger.period import day_of
from sync.ledger.period import gathered as period_of
from tests.forked import forked
from tests.world import Laptop, World

PLAN = next(one for one in shipped() if one.number == "2653/KH-UBND")
SILENT = msgspec.structs.replace(PLAN, id="silent", number="1/CV-UBND", duties=())
"""A directive that asks for no report; what was done for it can be reported upward all the same."""
WRITERS = {".xlsx": annex_xlsx.write, ".csv": annex_csv, ".json": annex_json}
PERIODS = ("2026-11", "2653/KH-UBND@2026-11", "2026", "1/CV-UBND@2026-11")
MERGED, HEIR, OTHERS = "03390", "03405", ("03394", "03408")
"""Units of the tests' province: one is merged into another in the middle of November's window."""


def busy(folder: Path, seed: int, *, level: int = 1) -> World:
    """A month of work by some laptops: much of it random, and always a unit merged away, a record revised by two laptops,
    one taken back, topics named twice, codes that nobody knows, and reports, some of them late."""
    world, chance = World(folder, seed=seed), random.Random(seed)
    with world.store.writing() as transaction:
        for directive in (PLAN, SILENT):
            publish(transaction, world.keys, directive, now=world.now(), random_bytes=world.random)
    laptops = [world.laptop(unit) for unit in (MERGED, MERGED, HEIR, *OTHERS)]
    for laptop in laptops:
        for _again in range(chance.randrange(1, 8)):
            laptop.log(**activity(chance, level=level))
        laptop.exchange(world.line)
    shared = laptops[0]
    shared.log(title="Chung", date="2026-10-20", channel="zalo", audience=70)
    shared.log(title="Nhầm", date="2026-10-20", quantity=1_000)
    for laptop in laptops[:2] * 2:
        laptop.exchange(world.line)
    laptops[1].revise(named(shared, "Chung"), quantity=8, topics=("mindset", "mindset"))
    shared.revise(named(shared, "Chung"), quantity=9, audience=None)
    shared.retract(named(shared, "Nhầm"))
    with world.store.writing() as transaction:
        unit_changes.merge(
            transaction, world.keys, [MERGED, HEIR], HEIR, since="2026-11-01", now=world.now(), random_bytes=world.random
        )
    for laptop in chance.sample(laptops, 3):
        submit(laptop, chance.choice(PERIODS[:2]))
    world.set_clock(Instant(world.now() + chance.randrange(30) * 86_400))
    for laptop in laptops:
        laptop.exchange(world.line)
    answer(world, chance)
    enter(world, OTHERS[0])
    if chance.randrange(2):
        laptops[3].log(date="2026-10-21", quantity=2)
        submit(laptops[3], chance.choice(PERIODS[:2]))
        world.set_clock(Instant(world.now() + 1))
        laptops[3].exchange(world.line)
    return world


def answer(world: World, chance: random.Random) -> None:
    """Some of what was reported is accepted, and some sent back."""
    world.set_clock(Instant(world.now() + chance.randrange(2)))
    with world.store.writing() as transaction:
        for unit, period in sorted({(row.unit, row.period) for row in transaction.reports.answering()}):
            verdict = chance.choice(("accepted", "returned", None))
            if verdict is not None:
                stated: Verdict = "accepted" if verdict == "accepted" else "returned"
                reviews.review_report(
                    transaction, world.keys, unit, period, stated, "Xem lại", now=world.now(), random_bytes=world.random
                )


def enter(world: World, unit: str) -> None:
    """The province enters an activity for a unit, by telephone."""
    entering = Entering("lan", "điện thoại", now=world.now(), random_bytes=world.random)
    draft = ActivityDraft(title="Họp bản", date="2026-10-22", channel="meeting", audience="40", language="hmn")
    enter_activity(UnitLedger(world.store, world.keys, unit, entering), draft, entering)


def activity(chance: random.Random, *, level: int = 1) -> dict[str, object]:
    """The fields of an activity that somebody may log, of level 2 some with what that brought."""
    known = {
        "date": f"2026-{chance.choice(('10', '11'))}-{chance.randrange(1, 29):02}",
        "topics": tuple(chance.choices(("digital-skills", "mindset", "no-such-topic"), k=chance.randrange(3))),
        "channel": chance.choice((None, "commune-radio", "zalo", "no-such-channel")),
        "directive": chance.choice((None, PLAN.id, SILENT.id, "no-such-directive")),
        "task": chance.choice((None, "1", "19", "=1+1")),
        "quantity": chance.choice((None, 0, 3)),
        "audience": chance.choice((None, 0, 49, 50, 499, 500)),
        "minutes": chance.choice((None, 45)),
        "language": chance.choice((None, None, "hmn", "no-such-tongue")),
    }
    if level > 1 and chance.randrange(2):
        last = datetime.date.fromisoformat(str(known["date"])) + datetime.timedelta(days=chance.choice((1, 3, 20)))
        audiences = tuple(sorted(chance.sample(("women", "youth", "no-such-group"), chance.randrange(3))))
        known |= {"until": chance.choice((None, last.isoformat())), "audiences": audiences or None}
        known |= {"body": chance.choice((None, "digital-team", "no-such-body"))}
        known |= {"languages": chance.choice((None, ("hmn",), ("hmn", "vie")))}
    return {name: value for name, value in known.items() if value is not None}


def named(laptop: Laptop, title: str) -> str:
    """The id of the record with this title."""
    return next(name for name, record in laptop.records().items() if record.values.title == title)


def submit(laptop: Laptop, period: str = "2026-11") -> None:
    """An honest report."""
    world = laptop.world
    reports.submit(laptop.store, laptop.signer, period, Narrative(), now=world.now(), random_bytes=world.random)


def gathered(world: World, period: str = "2026-11", units: Units = "then") -> Annex:
    """What the hub reports now."""
    made = world.now()
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        asked = period_of(period, registry.directives)
        return annex(transaction, world.keys, registry, asked, units=units, made=made)


def of_version(world: World, annex: Annex, version: Version) -> Annex:
    """The annex of the same moment as a version had it that no program writes any more; of one that counts as level 2 does,
    or where nothing of level 2 is."""
    basis = msgspec.structs.replace(basis_of(annex), version=version)
    basis = msgspec.structs.replace(basis, state=msgspec.structs.replace(basis.state, desks=msgspec.UNSET))
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        period = period_of(annex.period, registry.directives)
        wanted = counting.of_period(period)
        counts_for = counting.counts_for(registry, annex.units, day_of(annex.made).isoformat())
        rules = statuses_by(transaction, registry)
        statuses = rules.of_every_commune if version == 1 else rules.of
        return compose(
            basis,
            registry,
            period,
            statuses(period, receipts_by_unit(transaction), annex.made),
            {by: counting.tallies(transaction, wanted, by, counts_for) for by in get_args(By)},
            counting.total(transaction, wanted, counts_for),
        )


def filed(folder: Path, annex: Annex, kind: str = ".xlsx") -> Path:
    """The annex as a file."""
    path = folder / f"annex{kind}"
    path.write_bytes(WRITERS[kind](annex))
    return path


def bundled(world: World) -> Path:
    """What an auditor gets now."""
    path = world.folder / "audit.soxa"
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    return path


def checked(world: World, file: Path, audited: Path | None = None) -> RecountOutcome:
    """What an auditor finds in a file."""
    return annex_recount.check(audited or bundled(world), file, world.keys.logs.verifier)


def soxa(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run `soxa` with these arguments in a folder, in English."""
    return forked(*arguments, folder=folder)
