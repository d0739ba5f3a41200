"""Exchanges with the province from the program: over a real line, over one that fails, by stick, and unasked."""

from __future__ import annotations

from pathlib import Path

from field.messages import said_of_entry
from field.tui.screens.sync import SyncScreen
from sync.encoding.types import Index
from sync.exchange.parcel import QuarantinedEntry
from sync.wording.i18n import catalogue
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.field.tui.served import history, joined, nowhere, unsent
from tests.world import Laptop, World

_ = said
_of_sync = catalogue("sync")

SYNCED = _("Synced: {sent} entries sent, {received} taken; {up} up, {down} down.").partition("{")[0]
NO_ANSWER = _of_sync("The hub did not answer: {why}. What was saved is safe; try again later.").partition("{")[0]


def test_a_sync_over_the_line_is_told_stands_in_the_history_and_brings_the_directives(
    world: World, tmp_path: Path, url: str
) -> None:
    home = joined(world, tmp_path / "laptop", url)

    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await officer.sees(url, _("No exchange yet."))
        await officer.press("f5")
        await officer.hears(SYNCED)
        await officer.sees(_("line"), _("complete"))
        await officer.sees(_("{count} entries that the province does not have yet").format(count=0))
        await officer.press("escape")
        await officer.sees(_("received"), _("unsent: {count}").format(count=0))
        await officer.press("f7")
        await officer.sees("2653/KH-UBND")

    at_work(home, play, clock=world.now)
    assert [(one.how, one.outcome, one.sent) for one in history(home)] == [("line", "done", 2)]
    assert unsent(home) == 0


def test_without_a_network_it_is_told_in_words_and_all_stays_unsent(world: World, tmp_path: Path) -> None:
    home = joined(world, tmp_path / "laptop", nowhere())

    async def play(officer: Officer) -> None:
        await officer.press("f5", "f5")
        await officer.hears(NO_ANSWER)
        await officer.sees(_("{count} entries that the province does not have yet").format(count=1), NO_ANSWER)
        await officer.press("escape")
        await officer.sees("Phát loa", _("unsent"))

    at_work(home, play, clock=world.now)
    assert [(one.how, one.outcome) for one in history(home)] == [("line", "no-answer")]
    assert unsent(home) == 1


def test_a_laptop_without_an_address_is_told_to_go_by_stick(world: World) -> None:
    laptop = world.laptop(UNIT)

    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await officer.sees(_("no address: by USB stick only"))
        await officer.press("f5")
        await officer.until(lambda: bool(officer.toasts), "a word about it")

    at_work(laptop.home, play)


def test_by_stick_what_is_unsent_goes_out_and_the_answer_comes_in(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(title="Phát loa")
    stick = tmp_path / "stick"
    stick.mkdir()

    async def play(officer: Officer) -> None:
        await officer.press("f5", "f2")
        await officer.type(str(tmp_path / "nowhere"))
        await officer.press("f2")
        await officer.sees(_("There is no such folder."))
        for _letter in "nowhere":
            await officer.press("backspace")
        await officer.type("stick")
        await officer.press("f2")
        await officer.until(lambda: any(str(stick) in one for one in officer.toasts), "where it was written")
        officer.app.clear_notifications()
        await officer.sees(_("to USB"), _("{count} entries that the province does not have yet").format(count=1))
        (parcel,) = stick.iterdir()
        assert parcel.name.startswith(f"{UNIT}-") and parcel.suffix == ".soxa"
        world.unpack(parcel, stick / "answer.soxa")
        await officer.press("f3")
        await officer.type(str(stick))
        await officer.press("enter")
        await officer.sees("answer.soxa")
        await officer.click("answer.soxa")
        await officer.hears(_("The province now has all that was saved here: {count} entries.").format(count=2))
        await officer.sees(_("from USB"), _("{count} entries that the province does not have yet").format(count=0))

    at_work(laptop.home, play)
    assert [one.how for one in history(laptop.home)] == ["file in", "file out"]
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size


def test_a_file_that_is_no_answer_is_told_and_changes_nothing(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(title="Phát loa")
    wrong = tmp_path / "wrong.soxa"
    wrong.write_bytes(b"<html>")

    async def play(officer: Officer) -> None:
        await officer.press("f5", "f3")
        await officer.type(str(wrong))
        await officer.press("enter")
        await officer.until(lambda: bool(officer.toasts), "a word about it")
        assert isinstance(officer.screen, SyncScreen)

    at_work(laptop.home, play)
    assert (unsent(laptop.home), history(laptop.home)[0].outcome) == (1, "not-a-parcel")


def test_a_fresh_invite_is_taken_until_the_province_knows_the_laptop(world: World, url: str, tmp_path: Path) -> None:
    home = joined(world, tmp_path / "laptop", url)
    fresh = world.invite(UNIT)

    async def play(officer: Officer) -> None:
        await officer.press("f5", "ctrl+n")
        await officer.sees(_("Where the first invite ran out: a new invite of the same commune."))
        await officer.press("enter")
        await officer.sees(_("Paste or type the invite."))
        await officer.paste(fresh)
        await officer.press("enter")
        await officer.hears(_("This invite is used from the next sync on. What was logged stays."))
        await officer.press("f5")
        await officer.hears(SYNCED)
        assert officer.session.store.logs.own.acked == 3  # both joins, and the activity
        await officer.press("ctrl+n")
        await officer.pause()
        assert isinstance(officer.screen, SyncScreen)

    at_work(home, play)


def test_what_the_province_says_of_entries_is_told_once_for_all_of_which_it_says_the_same(laptop: Laptop) -> None:
    with laptop.store.taking() as taking:
        taking.quarantined(
            (
                *(QuarantinedEntry(Index(index), "void-seen", "citation-goes-back") for index in range(7)),
                QuarantinedEntry(Index(8), "covers-more", ""),
                QuarantinedEntry(Index(9), "future", "a kind"),
            )
        )

    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await officer.sees(
            f"{_('entry {index}').format(index='0, 1, 2, 3, 4, …')}: {said_of_entry('void-seen', '')[:30]}",
            f"{_('entry {index}').format(index=8)}: {said_of_entry('covers-more', '')[:30]}",
            f"{_('entry {index}').format(index=9)}: {said_of_entry('future', '')[:30]}",
        )

    at_work(laptop.home, play, size=(160, 40))
