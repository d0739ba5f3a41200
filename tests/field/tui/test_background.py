"""Work in the background: one at a time, unasked only where that was chosen, and left without harm."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from field.settings import AUTOMATIC
from field.store import LaptopStore
from field.tui.screens.ledger import Ledger
from tests.field.tui.officer import Officer, at_work, said
from tests.field.tui.served import history, joined, nowhere, unsent
from tests.world import World

_ = said


def test_a_sync_that_hangs_can_be_left_and_costs_nothing(world: World, tmp_path: Path) -> None:
    """The province takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        home = joined(world, tmp_path / "laptop", f"http://127.0.0.1:{silent.getsockname()[1]}")

        async def play(officer: Officer) -> None:
            await officer.press("f5", "f5")
            await officer.until(lambda: officer.app.exchanger.running, "a sync under way")
            await officer.press("f5", "f4")
            await officer.sees(_("Stopping after this round …"))
            await officer.press("escape")
            await officer.until(lambda: isinstance(officer.screen, Ledger), "the ledger")
            await officer.press("f2")
            await officer.type("Ghi trong lúc chờ")
            await officer.press("ctrl+s")
            await officer.hears(_("Saved."))
            silent.close()
            await officer.until(lambda: not officer.app.exchanger.running, "its end")
            await officer.sees("Ghi trong lúc chờ")

        at_work(home, play, clock=world.now)
    assert [one.outcome for one in history(home)] == ["no-answer"]
    assert unsent(home) == 2


@pytest.mark.parametrize("reachable", [True, False])
def test_an_automatic_sync_works_unasked_and_says_nothing(world: World, tmp_path: Path, url: str, reachable: bool) -> None:
    home = joined(world, tmp_path / "laptop", url if reachable else nowhere())
    with LaptopStore.open(home) as store:
        store.local.set_setting(AUTOMATIC, "on")

    async def play(officer: Officer) -> None:
        officer.app._sync_quietly()
        await officer.until(lambda: bool(history(home)) and not officer.app.exchanger.running, "an exchange")
        await officer.sees(_("unsent: {count}").format(count=0 if reachable else 1))
        assert officer.toasts == []

    at_work(home, play, clock=world.now)
    assert [one.outcome for one in history(home)] == ["done" if reachable else "no-answer"]


def test_nothing_is_synced_unasked_unless_it_was_chosen(world: World, tmp_path: Path, url: str) -> None:
    home = joined(world, tmp_path / "laptop", url)

    async def play(officer: Officer) -> None:
        officer.app._sync_quietly()
        assert not officer.app.exchanger.running

    at_work(home, play, clock=world.now)
    assert history(home) == []


def test_a_file_is_taken_in_and_each_bad_row_is_told(world: World, url: str, tmp_path: Path) -> None:
    home = joined(world, tmp_path / "laptop", url)
    table = tmp_path / "activities.csv"
    table.write_text("Ngày,Nội dung,Số người\n3/11/2026,Họp bản,30\n40/11/2026,Sai ngày,1\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+o")
        await officer.type(str(table))
        await officer.press("enter")
        await officer.sees(_("Import of {file}").format(file=table.name), "[x]")
        await officer.press("f2")
        await officer.sees(_("{count} row taken.").format(count=1), "40/11/2026")
        await officer.press("escape")
        await officer.sees("Họp bản")

    at_work(home, play)
