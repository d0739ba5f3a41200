"""What is overdue is told by what a laptop holds: where a colleague may have sent it, that is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from field.cli.commands import app
from field.reporting.arrears import arrears_words
from field.reporting.reports import submit
from field.reporting.status import LaptopStatus, laptop_status
from field.store.rows import PastExchange
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from sync.wording.dates import moment
from tests.world import Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.ask_monthly()
    yield made
    made.close()


def exchanged(world: World, laptop: Laptop) -> None:
    """Sync over the line, as the client does: it goes into the history of exchanges."""
    laptop.exchange(world.line)
    laptop.store.local.record_exchange(PastExchange(world.now(), "line", 0, 0, 0, 0, "done"))


def overdue(status: LaptopStatus) -> set[str | None]:
    return {line.period for line in status.agenda if line.state == "overdue"}


def after_the_deadline(world: World) -> tuple[Laptop, Laptop]:
    """Two laptops of a unit, some days after the deadline of a month that neither has reported."""
    mine, other = world.laptop("03390"), world.laptop("03390")
    for each in (mine, other):
        exchanged(world, each)
    world.set_clock(Instant(world.now() + 30 * DAY_SECONDS))
    return mine, other


def reported(world: World, laptop: Laptop, period: str) -> None:
    signer: Any = laptop.signer
    submit(laptop.store, signer, period, Narrative(), now=world.now(), random_bytes=world.random)
    exchanged(world, laptop)


def test_a_laptop_that_just_heard_of_the_province_knows(world: World) -> None:
    mine, _other = after_the_deadline(world)
    before = laptop_status(mine.store, world.now())
    assert overdue(before) and before.arrears_in_doubt
    assert before.heard_at is not None and moment(before.heard_at) in arrears_words(before)
    exchanged(world, mine)
    known = laptop_status(mine.store, world.now())
    assert overdue(known) == overdue(before) and not known.arrears_in_doubt
    assert arrears_words(known) == ""


def test_what_a_colleague_sent_is_in_doubt_until_it_comes(world: World) -> None:
    mine, other = after_the_deadline(world)
    (owed, *_others) = overdue(laptop_status(other.store, world.now()))
    assert owed is not None
    reported(world, other, owed)
    held = laptop_status(mine.store, world.now())
    assert owed in overdue(held) and held.arrears_in_doubt
    exchanged(world, mine)
    assert owed not in overdue(laptop_status(mine.store, world.now()))


def test_where_colleagues_reports_are_not_brought_it_is_always_in_doubt(world: World) -> None:
    mine, other = after_the_deadline(world)
    mine.store.local.colleagues = "none"
    (owed, *_others) = overdue(laptop_status(other.store, world.now()))
    assert owed is not None
    reported(world, other, owed)
    exchanged(world, mine)
    held = laptop_status(mine.store, world.now())
    assert owed in overdue(held)
    told = arrears_words(held)
    assert told and told in CliRunner().invoke(app, ["status", "--home", str(mine.home.path)]).output


def test_a_stick_that_was_written_brings_nothing_to_know(world: World, tmp_path: Path) -> None:
    mine, _other = after_the_deadline(world)
    heard = laptop_status(mine.store, world.now()).heard_at
    mine.pack(tmp_path / "up.soxa")
    packed = laptop_status(mine.store, world.now())
    assert packed.heard_at == heard and packed.arrears_in_doubt
    assert "chờ trả lời" in CliRunner().invoke(app, ["status", "--home", str(mine.home.path)]).output
    world.unpack(tmp_path / "up.soxa", tmp_path / "down.soxa")
    mine.unpack(tmp_path / "down.soxa")
    assert not laptop_status(mine.store, world.now()).arrears_in_doubt
