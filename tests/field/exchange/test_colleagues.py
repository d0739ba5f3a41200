"""What the unit's other laptops log may be left out: on the line, or altogether. The own work and the hub's word always
come, and what is then not shown says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from field.cli.commands import app
from field.reporting.colleagues import left_out_words
from field.reporting.reports import preview
from field.reporting.status import laptop_status
from field.store.rows import Colleagues
from tests.hub.entering.entered import ROWS, UNIT, enter, table
from tests.world import Laptop, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.ask_monthly()
    yield made
    made.close()


def two(world: World, how: Colleagues) -> Laptop:
    """A laptop that has it so, and a colleague's with work of its own that the province has."""
    mine, other = world.laptop("03390"), world.laptop("03390")
    mine.exchange(world.line)
    other.log(title="Của bạn")
    other.exchange(world.line)
    mine.store.local.colleagues = how
    mine.log(title="Của tôi")
    return mine


def titles(laptop: Laptop) -> set[str]:
    return {str(record.values.title) for record in laptop.records().values()}


def by_stick(world: World, laptop: Laptop, folder: Path) -> None:
    laptop.pack(folder / "up.soxa")
    world.unpack(folder / "up.soxa", folder / "down.soxa")
    laptop.unpack(folder / "down.soxa")


@pytest.mark.parametrize(("how", "line", "stick"), [("line", 2, 2), ("stick", 1, 2), ("none", 1, 1)])
def test_it_comes_by_the_ways_that_were_chosen(world: World, tmp_path: Path, how: Colleagues, line: int, stick: int) -> None:
    mine = two(world, how)
    mine.exchange(world.line)
    assert len(titles(mine)) == line and "Của tôi" in titles(mine)
    assert mine.store.records.unsent() == 0
    by_stick(world, mine, tmp_path)
    assert len(titles(mine)) == stick
    status = laptop_status(mine.store, world.now())
    assert (status.colleagues, status.left_out) == (how, int(how != "line"))
    told = left_out_words(status.left_out, how)
    assert preview(mine.store, "2026-10", world.now()).left_out == told and bool(told) == (how != "line")
    assert ("USB" in told) == (how == "stick")


def test_what_was_left_out_comes_once_it_is_wanted(world: World) -> None:
    mine = two(world, "none")
    mine.exchange(world.line)
    mine.store.local.colleagues = "line"
    mine.exchange(world.line)
    assert titles(mine) == {"Của tôi", "Của bạn"}


def test_what_the_province_entered_for_the_unit_is_no_colleagues(world: World, tmp_path: Path) -> None:
    mine = two(world, "none")
    assert mine.unit == UNIT
    enter(world, table(tmp_path, ROWS[0]))
    mine.exchange(world.line)
    assert len(titles(mine)) == 2 and "Của bạn" not in titles(mine)
    assert laptop_status(mine.store, world.now()).left_out == 1


def test_alone_in_the_unit_nothing_is_left_out_and_nothing_is_said(world: World) -> None:
    mine = world.laptop("03390")
    mine.store.local.colleagues = "none"
    mine.exchange(world.line)
    assert laptop_status(mine.store, world.now()).left_out == 0
    assert left_out_words(0, "none") == ""


def test_the_command_says_and_changes_it(world: World) -> None:
    mine = two(world, "line")
    home = ["--home", str(mine.home.path)]
    runner = CliRunner()
    assert "stick" not in runner.invoke(app, ["settings", *home, "--json"]).output
    assert runner.invoke(app, ["settings", *home, "--colleagues", "stick"]).exit_code == 0
    assert mine.store.local.colleagues == "stick"
    assert runner.invoke(app, ["settings", *home, "--colleagues", "post"]).exit_code != 0
    mine.exchange(world.line)
    assert left_out_words(1, "stick") in runner.invoke(app, ["list", *home]).output
