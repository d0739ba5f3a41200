"""The command palette: an action is found by a few letters, and run."""

from __future__ import annotations

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
