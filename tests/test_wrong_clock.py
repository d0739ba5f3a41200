"""A hub's clock that ran two years ahead and was taken for right: what everybody is told, how it is put right by commands
of the handbook, and that a laptop shows the truth from its next receipt on."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from field.cli.output import outcome as tell_outcome
from field.exchange.outcome import ExchangeOutcome
from field.reporting.clock import clock_doubt
from field.reporting.clock_words import clock_lines
from sync.encoding.types import Instant
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import speaking
from tests.command import soxa
from tests.world import Laptop, World

UNIT = "03390"
YEARS = 730 * 86_400


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    now = Instant(int(time.time()) - 3_600)
    made = World(tmp_path, founded=Instant(now - 86_400))
    made.set_clock(now)
    yield made
    made.close()


def wrong(world: World) -> Laptop:
    """A laptop whose entry was accepted while the hub's clock ran ahead, and another one after that was set right."""
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    right = world.now()
    laptop.log(title="Khi đồng hồ sai")
    world.set_clock(Instant(right + YEARS))
    laptop.exchange(world.line)
    world.set_clock(Instant(right + 60))
    return laptop


def received(laptop: Laptop, title: str) -> tuple[int | None, int | None]:
    """Between which times the laptop shows that an activity was made."""
    (page,) = (
        page for record in laptop.record_ids() if (page := laptop.store.records.page(record)).record.values.title == title
    )
    return page.history[0].after, page.history[0].receipt


def test_a_later_receipt_of_an_earlier_time_shows_a_laptop_that_the_hubs_clock_was_wrong(world: World) -> None:
    laptop = wrong(world)
    now = world.now()
    before, false = received(laptop, "Khi đồng hồ sai")
    assert false is not None and false > now + YEARS - 3_600
    doubt = clock_doubt(laptop.store, now)
    assert doubt is not None and doubt.behind, "as long as nothing speaks against the receipt"
    assert "soxa hub clock" in clock_lines(doubt, ())[0], "and what to do if it is the hub's"
    laptop.log(title="Trước khi tỉnh ghi")  # it cites the head of the false time
    world.store.close()
    last = state_as_the_handbook_says(world)
    world.reopen()
    laptop.exchange(world.line)
    laptop.log(title="Sau đó")
    laptop.exchange(world.line)
    times = [kept.time for kept in laptop.store.logs.receipts()]
    assert times[-2] < times[1], "the receipts stay as they were signed"
    assert received(laptop, "Khi đồng hồ sai") == (before, times[-2])
    after, by = received(laptop, "Trước khi tỉnh ghi")
    assert (after, by) == (before or times[0], times[-2]), "what is false is no lower bound"
    assert clock_doubt(laptop.store, world.now()) is None
    assert laptop.store.soundness.check(None, lambda _count: None) == []
    names_it(world, last)


def state_as_the_handbook_says(world: World) -> str:
    """Everybody names the way out; the operator goes it. The stretch."""
    home = ("--home", str(world.home.path))
    with socket.create_server(("127.0.0.1", 0)) as taken:  # so that the service says what it has to say, and ends
        started = soxa("hub", "serve", "--port", str(taken.getsockname()[1]), *home).stderr.decode()
    seen = soxa("hub", "status", "--period", "2026", *home).stderr.decode()
    shown = soxa("hub", "clock", *home)
    for told in (started, seen, shown.stderr.decode()):
        assert "soxa hub clock" in told
    stretch = re.findall(r"--false (\d+-\d+)", shown.stderr.decode())[-1]
    stated = soxa("hub", "clock", "--false", stretch, *home)
    assert stated.returncode == ExitCode.DONE and "start it again" in stated.stderr.decode()
    assert "soxa hub clock" not in soxa("hub", "status", "--period", "2026", *home).stderr.decode()
    return str(stretch)


def names_it(world: World, stretch: str) -> None:
    """The bundle is proven, and the auditor names the stretch."""
    bundle = world.folder / "bundle.soxa"
    world.audit(bundle)
    verified = soxa("audit", "verify", str(bundle), "--key", world.keys.logs.verifier.vkey())
    assert verified.returncode == ExitCode.DONE
    first, last = stretch.split("-")
    assert f"The hub's clock was wrong: the times of acceptances {first} to {last}" in verified.stdout.decode()


def test_who_is_far_from_the_hubs_clock_is_told_that_either_may_be_wrong(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop = wrong(world)
    with speaking("en"):
        tell_outcome(ExchangeOutcome(clock_off=YEARS), laptop.store.records.counts())
    assert "2 years apart" in capsys.readouterr().err
