"""Exchanges with the province from the program: over a real line, over one that fails, by stick, and unasked."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from field.activities.drafts import ActivityDraft
from field.activities.entries import log_activity
from field.exchange import joining
from field.home import LaptopHome
from field.settings import AUTOMATIC
from field.store import LaptopStore
from field.store.rows import PastExchange
from field.tui.screens.ledger import Ledger
from field.tui.screens.sync import SyncScreen
from hub import own_logs
from hub.registry import invites
from hub.web.service import HubService
from sync.log.keyfile import load_key
from sync.wording.i18n import catalogue
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import World

_ = said
_of_sync = catalogue("sync")

SYNCED = _("Synced: {sent} entries sent, {received} taken; {up} up, {down} down.").partition("{")[0]
NO_ANSWER = _of_sync("The hub did not answer: {why}. What was saved is safe; try again later.").partition("{")[0]


@pytest.fixture
def url(world: World) -> Iterator[str]:
    """Where the province answers."""
    service = HubService(world.store, world.keys, now=world.now, random_bytes=world.random)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(service.app(), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"


def joined(world: World, folder: Path, url: str) -> LaptopHome:
    """A laptop that reaches the province at this address, with one activity logged."""
    home = LaptopHome(folder)
    with world.store.writing() as session:
        unit = own_logs.registry(session, world.keys).units[UNIT]
        invite = invites.hand_out(
            session, world.keys, unit, officer=None, days=1, url=url, now=world.now(), random_bytes=world.random
        )
    joining.join(home, invite, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    with LaptopStore.open(home) as store:
        signer = load_key(home.key, passphrase=None).renamed(store.logs.own.origin)
        draft = ActivityDraft(title="Phát loa", date="hôm nay")
        log_activity(store, signer, draft, now=world.now(), random_bytes=world.random)
    return home


def history(home: LaptopHome) -> list[PastExchange]:
    """What the exchanges came to, the newest first."""
    with LaptopStore.open(home) as store:
        return list(store.local.exchanges(10))


def unsent(home: LaptopHome) -> int:
    """Entries that no receipt covers."""
    with LaptopStore.open(home) as store:
        return store.records.unsent()


def test_a_sync_over_the_line_is_told_stands_in_the_history_and_brings_the_directives(
    world: World, tmp_path: Path, url: str
) -> None:
    home = joined(world, tmp_path / "laptop", url)

    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await officer.sees(url, _("No exchange yet."))
        await officer.press("f5")
        await officer.hears(SYNCED)
        await officer.sees(_("line"), _("done"), _("{count} entries that the province does not have yet").format(count=0))
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


def test_a_file_is_taken_in_and_each_bad_row_is_told(world: World, url: str, tmp_path: Path) -> None:
    home = joined(world, tmp_path / "laptop", url)
    table = tmp_path / "activities.csv"
    table.write_text("Ngày,Nội dung,Số người\n3/11/2026,Họp bản,30\n40/11/2026,Sai ngày,1\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+o")
        await officer.type(str(table))
        await officer.press("enter")
        words = _("{taken} rows taken; {again} were taken before; {bad} refused.").format(taken=1, again=0, bad=1)
        await officer.sees(words, "40/11/2026")
        await officer.press("escape")
        await officer.sees("Họp bản")

    at_work(home, play)
