"""Activities dated after the day on which the hub took them: marked in lists, filtered, asked about once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from field.cli.commands import app
from field.exchange.outcome import ExchangeOutcome
from field.exchange.recording import recorded
from field.reporting.future_dates import ask_once
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding.limits import LAST_INSTANT
from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.ledger.period import day_of
from sync.wording.future_day import dated_after_mark, dated_after_words
from sync.wording.i18n import speaking
from tests.field.alone import NOW, activity, beside, new_store, receive, signer
from tests.world import Laptop, World

TODAY, TOMORROW, FAR = "2026-10-26", "2026-10-27", "2036-12-01"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LaptopStore]:
    with new_store(tmp_path) as made:
        yield made


def dated(store: LaptopStore) -> set[str]:
    return {str(row.values.title) for row in store.records.rows(ActivityFilter(dated_after=True))}


def test_only_what_was_taken_before_its_day_is_marked(store: LaptopStore) -> None:
    for title, date in ("Hôm nay", TODAY), ("Mai", TOMORROW), ("Xa", FAR):
        store.logs.append([activity(title, date)], signer())
    assert dated(store) == set(), "nothing is taken yet"
    receive(store, 3)
    assert dated(store) == {"Mai"}
    receive(store, 4, NOW + 2 * 86_400)
    assert dated(store) == {"Mai", "Xa"}
    marked = {str(row.values.title): row.dated_after for row in store.records.rows(ActivityFilter())}
    assert marked == {"Hôm nay": False, "Mai": True, "Xa": True}


def test_a_day_set_right_is_marked_no_more(store: LaptopStore) -> None:
    first = activity("Xa", FAR)
    store.logs.append([first], signer())
    receive(store, 2)
    assert dated(store) == {"Xa"}
    page = store.records.page(first.record)
    assert page.taken == NOW + 60
    beside(store, first, date=TODAY)
    assert dated(store) == set()


def test_a_colleagues_day_is_marked_here_too_as_far_as_it_had_not_come(world: World) -> None:
    """By what is known here: all of it had reached the province by the last exchange."""
    author, other = world.laptop("03390"), world.laptop("03390")
    today = day_of(world.now()).isoformat()
    author.log(title="Hôm nay", date=today)
    author.exchange(world.line)
    author.log(title="Xa", date=FAR)
    author.exchange(world.line)
    other.exchange(world.line)
    assert dated(author.store) == dated(other.store) == {"Xa"}
    (row,) = other.store.records.rows(ActivityFilter(dated_after=True))
    assert "Xa" in ask_once(other.store) and ask_once(other.store) == ""
    page = other.store.records.page(row.record)
    assert page.taken is not None
    with speaking("en"):
        assert "(before " in dated_after_words(page.record.values.last_day, page.taken, exactly=page.taken_exactly)


def _synced(world: World, laptop: Laptop) -> None:
    with recorded(laptop.store, ExchangeOutcome(), world.now(), "line"):
        laptop.exchange(world.line)


def test_a_colleagues_correction_is_held_against_when_it_came_and_not_against_the_first_receipt(world: World) -> None:
    author, other = world.laptop("03390"), world.laptop("03390")
    author.log(title="Họp", date=day_of(world.now()).isoformat())
    author.exchange(world.line)
    other.exchange(world.line)
    (record,) = other.record_ids()
    world.set_clock(Instant(world.now() + 3 * 86_400))
    other.revise(record, date=day_of(world.now()).isoformat())
    _synced(world, other)
    _synced(world, author)
    assert dated(author.store) == dated(other.store) == set()


def test_it_is_asked_once_of_each_as_it_is_dated(store: LaptopStore) -> None:
    assert ask_once(store) == ""
    store.logs.append([activity("Xa", FAR)], signer())
    receive(store, 2)
    assert "Xa" in ask_once(store) and ask_once(store) == ""
    store.logs.append([activity("Mai", TOMORROW)], signer())
    receive(store, 3)
    again = ask_once(store)
    assert "Mai" in again and "Xa" not in again and ask_once(store) == ""


def test_the_list_marks_and_filters_them(store: LaptopStore, tmp_path: Path) -> None:
    for title, date in ("Hôm nay", TODAY), ("Xa", FAR):
        store.logs.append([activity(title, date)], signer())
    receive(store, 3)
    home = ["--home", str(tmp_path)]
    whole, few = (CliRunner().invoke(app, ["list", *home, *more]).stdout for more in ([], ["--dated-after"]))
    assert "Hôm nay" in whole and "Hôm nay" not in few
    for output in whole, few:
        assert output.count(dated_after_mark()) == 1 and "Xa" in output


@pytest.mark.parametrize("time", [LAST_INSTANT, LAST_INSTANT + 1, 2**53 + 1, 146_000_000_000 * 365 * 86_400, 2**63 - 1])
def test_a_receipt_of_a_time_that_no_calendar_has_breaks_nothing(store: LaptopStore, tmp_path: Path, time: int) -> None:
    made = activity("Xa", FAR)
    store.logs.append([made], signer())
    receive(store, 2, time, index=0)
    store.close()
    commands = [["status"], ["list"], ["list", "--dated-after"], ["show", made.record], ["report", "2026-11"], ["check"]]
    commands += [["directives"], ["calendar", "--output", str(tmp_path / "days.ics")], ["choices"]]
    for command in commands:
        for more in [], ["--json"]:
            done = CliRunner().invoke(app, [*command, *more, "--home", str(tmp_path)])
            assert done.exception is None or isinstance(done.exception, SystemExit | SoxaError), (command, done.exception)
    shown = CliRunner().invoke(app, ["status", "--home", str(tmp_path)])
    assert shown.exit_code == 0 and str(time) in shown.stdout
