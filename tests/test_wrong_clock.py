"""A hub's clock that ran two years ahead and was taken for right: what everybody is told, how it is put right by commands
of the handbook, and that a laptop shows the truth from its next receipt on."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from field.cli.output import outcome as tell_outcome
from field.exchange.outcome import ExchangeOutcome
from field.reporting.clock import clock_doubt
from field.reporting.clock_words import clock_lines
from hub.registry.false_times import state_false
from sync.encoding.types import Instant
from sync.errors import Refused
from sync.shell.console import now, random_bytes
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import speaking
from tests.bench.records import activities
from tests.command import soxa
from tests.hub.live import Live
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
    stretch = re.findall(r"--false (\d+(?:-\d+)?)", shown.stderr.decode())[-1]
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
    first, _dash, last = stretch.partition("-")
    named = f"times of acceptances {first} to {last} are" if last else f"time of acceptance {first} is"
    assert f"The hub's clock was wrong: the {named} stated to be false" in verified.stdout.decode()


def test_who_is_far_from_the_hubs_clock_is_told_that_either_may_be_wrong(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop = wrong(world)
    with speaking("en"):
        tell_outcome(ExchangeOutcome(clock_off=YEARS), laptop.store.records.counts())
    assert "2 years apart" in capsys.readouterr().err


def test_a_sync_at_which_the_clocks_agree_shows_whose_was_wrong_though_nothing_is_sent(tmp_path: Path) -> None:
    """And an operator whose clock still runs ahead states nothing by it."""
    off = [0]
    live = Live(tmp_path, clock=lambda: Instant(now() + off[0]))
    try:
        live.sync()
        off[0] = YEARS
        live.store.logs.append([structs.replace(one, at=now()) for one in activities(1)], live.signer)
        live.sync()
        live.sync()
        doubt = clock_doubt(live.store, now())
        assert doubt is not None and doubt.behind and not doubt.was_theirs, "the hub's clock is still ahead"
        with live.hub.reading() as transaction:
            last, said = transaction.logs.accepted_times()[-1]
        assert said > now() + YEARS - 60
        with live.hub.writing() as transaction, pytest.raises(Refused, match="clock-agrees"):
            ahead = Instant(now() + YEARS)
            state_false(transaction, live.keys, last, last, now=ahead, random_bytes=random_bytes)
        off[0] = 0
        with live.hub.writing() as transaction:
            state_false(transaction, live.keys, last, last, now=now(), random_bytes=random_bytes)
        assert live.sync().sent == 0
        doubt = clock_doubt(live.store, now())
        assert doubt is not None and doubt.was_theirs and not doubt.behind and doubt.entries == ()
        with speaking("en"):
            (line,) = clock_lines(doubt, ())
        assert "its clock was wrong then" in line and "nothing is to be set here" in line
        back = clock_doubt(live.store, Instant(now() - YEARS))
        assert back is not None and back.behind > YEARS, "a clock that is set back since is told"
    finally:
        live.close()


def test_times_that_agree_with_the_clock_are_stated_to_be_false_by_who_says_that_it_is_right(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    world.close()
    home = ("--home", str(world.home.path))
    refused = soxa("hub", "clock", "--false", "0-0", *home)
    assert refused.returncode == ExitCode.NO and "--clock-is-right" in refused.stderr.decode()
    assert "set it first" in soxa("hub", "clock", *home).stdout.decode()
    assert soxa("hub", "clock", "--false", "0-0", "--clock-is-right", *home).returncode == ExitCode.DONE
    world.reopen()
