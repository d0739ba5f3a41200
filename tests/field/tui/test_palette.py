"""The command palette: an action is found by a few letters, and run."""

from __future__ import annotations

from pathlib import Path

from field.home import LaptopHome
from field.tui.screens import (
    directives,
    form,
)
from tests.field.tui.officer import Officer, at_work, said
from tests.world import Laptop

_ = said


def test_the_palette_finds_an_action_by_a_few_letters_and_runs_it(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("ctrl+p")
        await officer.sees(_("What do you want to do?"))
        await officer.type(_("Directives"))
        await officer.sees(_("What has been asked for, by whom, until when."))
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, directives.Directives), "the directives")

    at_work(laptop.home, play)


def test_the_palette_runs_what_the_screen_itself_can_do(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("ctrl+p")
        await officer.type(_("Write an activity."))
        await officer.sees(_("New"))
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, form.Form), "the form")

    at_work(laptop.home, play)


def test_help_and_palette_offer_what_can_be_done_here_and_nothing_else(laptop: Laptop) -> None:
    nowhere = (
        _("Take back what was saved within the last minute; else the newest import, whole."),
        _("Take back what was imported and stands twice."),
    )

    async def play(officer: Officer) -> None:
        await officer.resize(160, 50)
        await officer.press("f1")
        await officer.sees(_("Write an activity."), _("Show what can be done here."))
        assert not any(text in officer.text for text in nowhere)
        await officer.press("escape", "f5", "f1")
        await officer.sees(_("Exchange with the province over the line."))  # F5 of this page, and not that of the others
        assert _("Exchange with the province: by line, or by USB stick.") not in officer.text
        assert _("Stop what is under way. What was received stays received.") not in officer.text
        await officer.press("escape", "escape", "ctrl+p")
        await officer.sees(_("Write an activity."))
        assert not any(text in officer.text for text in nowhere)

    at_work(laptop.home, play)


def test_before_the_laptop_has_joined_help_offers_no_sync(tmp_path: Path) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f1")
        await officer.sees(_("Read the invite, and go on."), _("Leave the program. What is typed is kept as a draft."))
        assert _("Exchange with the province: by line, or by USB stick.") not in officer.text

    at_work(LaptopHome(tmp_path), play)


def test_the_footers_of_80_columns_have_all_the_keys(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        for key, label in (("F2", "New"), ("F1", "Help"), ("F5", "Sync"), ("F8", "Inbox"), ("F9", "Settings")):
            await officer.sees(f"{key} {_(label)}")
        await officer.sees(f"Ctrl+Q {_('Quit')}")
        await officer.press("f2")
        await officer.sees(f"F4 {_('Throw away')}", f"F1 {_('Help')}")

    at_work(laptop.home, play)
