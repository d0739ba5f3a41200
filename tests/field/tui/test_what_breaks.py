"""What breaks while the program is open: it says so where the officer looks, loses nothing, and goes on once it is over."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from field.activities import drafts
from field.exchange import client
from field.exchange.moving import copy_database
from field.exchange.outcome import ExchangeOutcome
from field.exchange.renewing import renew
from field.home import LaptopHome
from field.messages import sentence
from field.reporting.clock_words import clock_lines
from field.reporting.restore import HubRestore, restore_words
from field.store import LaptopStore, engine
from field.tui.screens.dialogs import ResultDialog
from hub.registry.laptops import revoke_laptop
from hub.web.service import HubService, listening
from sync.errors import Refused, Unavailable
from sync.log.keyfile import load_key
from sync.log.keys import Signer
from tests.field.tui.officer import NOW, UNIT, Officer, at_work, said, ticking
from tests.field.tui.served import joined, unsent
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.serving import address_of, serving
from tests.world import Laptop, World

_ = said
SIZES = [(80, 24), (160, 50)]
SYNCED = _("Synced: {sent} entries sent, {received} taken; {up} up, {down} down.").partition("{")[0]
CLOSED = _("nothing can be saved here: F5")
ELSEWHERE = _("nothing can be saved here: go on with the laptop that took this one's place")
RESTORED = _("the province restored its books: F5")


class Province:
    """A hub that can be stopped and started at one address."""

    def __init__(self, world: World) -> None:
        self.world = world
        with listening("127.0.0.1", 0) as listener:
            self.url, self._port = address_of(listener), int(listener.getsockname()[1])
        self._serving = contextlib.ExitStack()
        self.start()

    def start(self) -> None:
        service = HubService(self.world.store, self.world.keys, now=self.world.now, random_bytes=self.world.random)
        self._serving.enter_context(serving(service.app(), listening("127.0.0.1", self._port)))

    def stop(self) -> None:
        self._serving.close()


@pytest.fixture
def province(world: World) -> Iterator[Province]:
    made = Province(world)
    yield made
    made.stop()


@pytest.fixture
def home(world: World, province: Province, tmp_path: Path) -> LaptopHome:
    """A laptop that has one activity, unsent."""
    return joined(world, tmp_path / "laptop", province.url)


async def synced(officer: Officer, told: str = SYNCED) -> None:
    """From the page of exchanges, an exchange that is done and told: in a corner, or where there is more to say on top."""
    await officer.press("f5")
    await officer.until(lambda: bool(officer.toasts) or isinstance(officer.screen, ResultDialog), "a word of it")
    await officer.until(lambda: any(told in each for each in (*officer.toasts, officer.text)), told)
    officer.app.clear_notifications()
    if isinstance(officer.screen, ResultDialog):
        await officer.press("escape")
    await officer.pause()


async def logged(officer: Officer, title: str) -> None:
    """From the ledger, an activity that is saved."""
    await officer.press("f2")
    await officer.type(title)
    await officer.press("ctrl+s")
    await officer.sees(title, _("unsent"))
    officer.app.clear_notifications()


@pytest.mark.parametrize("size", SIZES)
def test_a_hub_that_was_restored_asks_goes_on_and_has_all_again(
    world: World, province: Province, home: LaptopHome, tmp_path: Path, size: tuple[int, int]
) -> None:
    asking = restore_words(HubRestore(asking=True, at=None, again=0))

    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await synced(officer)
        backup = backed_up(world, tmp_path / "backup")
        await officer.press("escape")
        await logged(officer, "Sau bản sao")
        await officer.press("f5")
        await synced(officer)
        province.stop()
        put_back(world, backup)
        province.start()
        await synced(officer, asking)
        await officer.sees(asking)
        await officer.press("escape")
        await officer.sees(RESTORED, "Sau bản sao")
        await logged(officer, "Trong lúc ấy")
        closed(world)
        await officer.press("f5")
        await synced(officer)
        await officer.sees(_("restored"), _("{count} entries that the province does not have yet").format(count=0))
        await officer.misses(asking)
        await officer.press("escape")
        await officer.sees(RESTORED, _("unsent: {count}").format(count=0))
        later = officer.session.clock() + 8 * 86_400
        officer.session.clock = ticking(later)
        await officer.press("f6", "escape")
        await officer.misses(RESTORED)

    at_work(home, play, clock=world.now, size=size)
    assert unsent(home) == 0
    assert {str(record.values.title) for record in world.hub_records(UNIT).values()} == {
        "Phát loa",
        "Sau bản sao",
        "Trong lúc ấy",
    }


def revoked(world: World, home: LaptopHome, _copy: LaptopHome) -> str:
    with LaptopStore.open(home) as store:
        device = store.membership.device
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, device, "Mất máy", now=world.now(), random_bytes=world.random)
    return "home-revoked"


def succeeded(world: World, _home: LaptopHome, copy: LaptopHome) -> str:
    def ask(store: LaptopStore, signer: Signer) -> None:
        client.exchange(store, signer, world.line, ExchangeOutcome())

    with LaptopStore.open(copy) as store:
        signer = load_key(copy.key, passphrase=None).renamed(store.logs.own_origin)
    assert renew(copy, signer, None, ask, now=world.now(), random_bytes=world.random)
    return "home-succeeded"


def copied(world: World, _home: LaptopHome, copy: LaptopHome) -> str:
    other = Laptop(world, copy.path)
    world.laptops.append(other)
    other.log(title="Trên bản sao")
    other.exchange(world.line)
    return "home-forked"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("closing", [revoked, succeeded, copied])
def test_a_home_that_is_closed_meanwhile_says_so_before_anything_more_is_typed(
    world: World,
    home: LaptopHome,
    tmp_path: Path,
    closing: Callable[[World, LaptopHome, LaptopHome], str],
    size: tuple[int, int],
) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await synced(officer)
        await officer.press("escape")
        copy = LaptopHome(tmp_path / "copy")
        copy.path.mkdir()
        shutil.copy2(home.key, copy.key)
        copy_database(home.database, copy.database)
        code = closing(world, home, copy)
        await logged(officer, "Chưa gửi")
        await officer.press("f5", "f5")
        told = sentence(Refused(code))
        await officer.sees(told[:60])
        officer.app.clear_notifications()
        await officer.press("escape")  # the dialog is read
        await officer.sees(_("closed"), told[:40])
        await officer.press("escape")
        await officer.sees(ELSEWHERE if closing is succeeded else CLOSED, "Chưa gửi")
        await officer.press("f2")
        await officer.hears(told)
        await officer.type("Không lưu được")
        await officer.press("ctrl+s")
        await officer.hears(told)
        await officer.press("escape")
        await officer.sees(_("draft"), "Không lưu được")

    at_work(home, play, clock=world.now, size=size)
    with LaptopStore.open(home) as store:
        (draft,) = drafts.kept(store)
        assert draft.draft.title == "Không lưu được"
        assert store.records.unsent() == 1


@pytest.mark.parametrize("other", [True, False])
def test_a_key_with_which_nothing_can_be_saved_is_told_at_once_until_it_is_back(
    world: World, home: LaptopHome, *, other: bool
) -> None:
    """Not first by Ctrl+S, when an activity is typed."""
    whole = home.key.read_bytes()
    bad = world.laptop("03424").home.key.read_bytes() if other else whole[:10] + bytes(20) + whole[30:]
    home.key.write_bytes(bad)
    told = "là khóa của máy" if other else sentence(Refused("home-key-damaged", path=str(home.key)))[:30]

    async def play(officer: Officer) -> None:
        await officer.sees(told)
        await officer.press("escape")
        await officer.sees(CLOSED)
        home.key.write_bytes(whole)
        await logged(officer, "Có lại khóa")
        await officer.sees("Có lại khóa")
        await officer.misses(CLOSED)

    at_work(home, play, clock=world.now)


def test_a_home_that_was_moved_says_where_to_go_on_and_takes_the_keys_of_who_types(world: World, home: LaptopHome) -> None:
    """What is told as the program starts lies over the ledger, and swallows no key that means something there."""
    with LaptopStore.open(home) as store:
        store.close_log("moved")
    told = sentence(Refused("home-moved"))

    async def play(officer: Officer) -> None:
        await officer.sees(told[:40])
        await officer.press("f2")
        await officer.sees(_("Write an activity"))
        await officer.type("Gõ ngay")
        await officer.press("escape")
        await officer.sees(_("nothing can be saved here: go on where this laptop was moved to"), _("draft"), "Gõ ngay")

    at_work(home, play, clock=world.now)


def test_one_that_is_closed_by_an_exchange_that_nobody_asked_for_takes_no_keys_from_who_types(
    world: World, home: LaptopHome
) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f5")
        await synced(officer)
        await officer.press("escape", "f2")
        code = revoked(world, home, home)
        officer.session.unlock()
        await officer.type("Đang ")
        officer.app.exchanger.start(lambda watch: str(officer.session.sync(watch).sent), quiet=True)
        await officer.hears(sentence(Refused(code)))
        await officer.type("gõ")
        await officer.sees("Đang gõ")
        await officer.press("escape")
        await officer.sees(CLOSED)

    at_work(home, play, clock=world.now)


def test_a_disk_that_is_full_in_an_exchange_is_told_and_the_next_goes_through(
    world: World, home: LaptopHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = world.laptop(UNIT)
    for number in range(40):
        colleague.log(title=f"Việc {number}", text="x" * 2_000)
    colleague.exchange(world.line)

    async def play(officer: Officer) -> None:
        real = engine.connect

        def without_room(path: str) -> object:
            sql = real(path)
            (pages,) = sql.execute("PRAGMA page_count").fetchone()
            sql.execute(f"PRAGMA max_page_count = {pages}")
            return sql

        with monkeypatch.context() as patch:
            patch.setattr(engine, "connect", without_room)
            patch.setattr("field.store.laptop_store.engine.connect", without_room)
            await officer.press("f5", "f5")
            await officer.hears(sentence(Unavailable("disk-full")))
        await officer.press("escape")
        await officer.sees("Phát loa")
        await officer.press("f5")
        await synced(officer)
        await officer.press("escape")
        await officer.sees("Việc 39", _("unsent: {count}").format(count=0))

    at_work(home, play, clock=world.now)


@pytest.mark.parametrize("size", SIZES)
def test_a_clock_that_stands_in_another_year_is_told_once_an_answer_proves_it(
    world: World, tmp_path: Path, size: tuple[int, int]
) -> None:
    """By stick alone, as where there is no network."""
    laptop = world.laptop(UNIT)
    laptop.log(title="Phát loa")
    reply = tmp_path / "answer.soxa"
    world.unpack(laptop.pack(tmp_path / "out.soxa"), reply)
    laptop.store.close()
    wrong = _("this machine's clock is wrong: F5")

    async def play(officer: Officer) -> None:
        await officer.misses(wrong)
        await officer.press("f5", "f3")
        await officer.type(str(reply))
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, ResultDialog), "what it came to")
        (line, *_more) = clock_lines(officer.session.laptop_status().clock, officer.session.directives)
        await officer.sees(line)
        await officer.press("escape")
        await officer.sees(_("clock"), line)
        await officer.press("escape")
        await officer.sees(wrong)

    at_work(laptop.home, play, clock=ticking(NOW - 11 * 365 * 86_400), size=size)
    laptop.reopen()
