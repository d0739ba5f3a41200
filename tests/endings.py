"""What a hub or a laptop does when something broke, each as one act in a prepared folder, in which it may be killed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from field.exchange import client, joining
from field.exchange.moving import move_from, move_to
from field.exchange.outcome import ExchangeOutcome
from field.exchange.renewing import complete, renew
from field.exchange.rescue import rescue
from field.exchange.rescue_file import rescue_file
from field.exchange.unfinished import finish_rescues
from field.home import LaptopHome, without_key
from field.store import LaptopStore
from hub import redacting
from hub.generations import rebuild
from hub.generations.closing import Answers, close
from hub.home import HubHome, load_keys
from hub.safekeeping import anchor as anchors
from hub.safekeeping.backup import BackupFacts, back_up, opened_backup
from hub.safekeeping.mend import Way, mend
from hub.safekeeping.restore import restore
from hub.safekeeping.watch import Watch
from sync.encoding.types import Instant
from sync.errors import Refused, SoxaError
from sync.log.keyfile import load_key
from sync.shell.console import random_bytes
from tests.world import BEGAN, Laptop, World

UNIT = "03390"
PHRASE = "bản mường xa xôi"
ACTING, AFTER = Instant(BEGAN + 900_000), Instant(BEGAN + 1_000_000)
"""When an act begins, and when everybody starts again."""


def no_advance(_left: int, _all: int) -> None:
    """Tells nobody how far it is."""


def hub_of(folder: Path) -> HubHome:
    """The hub's folder in a prepared one."""
    return HubHome(folder / "world" / "hub")


def laptop_of(folder: Path, number: int = 0) -> LaptopHome:
    """The folder of one laptop."""
    return LaptopHome(folder / "world" / f"laptop-{number}")


def begin(folder: Path, now: Instant, laptops: int = 0, *, seed: int = 2) -> World:
    """A prepared world that goes on, at a time, with so many of its laptops."""
    with suppress(Refused):
        anchors.opened(hub_of(folder)).close()  # as the hub does that starts
    world = World(folder / "world", seed=seed)
    world.set_clock(now)
    for _each in range(laptops):
        world.laptop(UNIT)
    return world


# -- the hub


def back_up_to(folder: Path) -> None:
    """A backup that is sealed."""
    fixed: dict[str, Any] = {"passphrase": PHRASE, "with_keys": True, "random_bytes": bytes, "advance": no_advance}
    back_up(hub_of(folder), folder / "made", **fixed)


def back_up_plain(folder: Path) -> None:
    """A backup that anybody may open."""
    fixed: dict[str, Any] = {"passphrase": None, "with_keys": False, "random_bytes": bytes, "advance": no_advance}
    back_up(hub_of(folder), folder / "made", **fixed)


def held_in(folder: Path) -> BackupFacts:
    """What the backup that was made holds."""
    with opened_backup(hub_of(folder), folder / "made", lambda: PHRASE) as (_copied, facts):
        return facts


def put_back(folder: Path) -> None:
    """The backup in the place of the hub's database."""
    restore(hub_of(folder), folder / "backup", lambda: PHRASE, ACTING)


def mend_file(folder: Path) -> None:
    """The hub's damaged file is read out into a new one."""
    home = hub_of(folder)
    mend(home, Way(keys=lambda: load_keys(home, str), ask=str), ACTING)


def make_anew(folder: Path) -> None:
    """A hub anew from its keys and what laptops packed."""
    home = hub_of(folder)
    keys = load_keys(home, lambda: "")
    rebuild.begin(home, keys, ACTING)
    take_sticks(folder)


def take_sticks(folder: Path) -> None:
    """The hub takes what laptops packed; once more does no harm."""
    home = hub_of(folder)
    store = anchors.opened(home)
    keys = load_keys(home, lambda: "")
    for parcel in rebuild.parcels(folder / "sticks"):
        rebuild.take(store, keys, parcel, ACTING, bytes)
    store.close()


def go_on(folder: Path) -> None:
    """A hub that asks goes on."""
    home = hub_of(folder)
    store = anchors.opened(home)
    with store.writing() as transaction:
        close(transaction, load_keys(home, lambda: ""), Answers(), now=ACTING, random_bytes=bytes)
    store.close()


def look_around(folder: Path) -> None:
    """The slow check goes around."""
    home = hub_of(folder)
    store = anchors.opened(home)
    watch = Watch(store, load_keys(home, lambda: "").logs.verifier)
    while watch.step():
        pass
    store.close()


# -- a laptop


def exchange(folder: Path) -> None:
    """The first laptop exchanges, and so mends what rotted, here or there."""
    world = begin(folder, ACTING, 1)
    world.laptops[0].exchange(world.line)
    world.close()


def redact(folder: Path) -> None:
    """The texts are erased of the activity whose id lies there, as `soxa hub redact` does."""
    home, random = hub_of(folder), Random(5)
    store = anchors.opened(home)
    keys = load_keys(home, lambda: "")
    with store.writing() as transaction:
        planned = redacting.plan(transaction, keys, UNIT, (folder / "erased").read_text())
        redacting.redact(transaction, keys, planned, "QĐ 12", "", now=ACTING, random_bytes=random.randbytes)
    store.wipe()
    store.close()


def begin_anew(folder: Path) -> None:
    """A closed folder is begun anew with the invite that lies there, and what is unsent goes on."""
    world = begin(folder, ACTING, 1)
    laptop = world.laptops[0]
    laptop.begin_anew((folder / "invite").read_text())
    laptop.exchange(world.line)
    world.close()


def join(folder: Path) -> None:
    """A folder without a key, or without a store, is begun anew with the invite that lies there."""
    given: dict[str, Any] = {"officer": None, "passphrase": None, "now": ACTING, "random_bytes": random_bytes}
    joining.join(laptop_of(folder), (folder / "invite").read_text(), **given)


def renew_key(folder: Path) -> None:
    """A key is renewed."""
    world = begin(folder, ACTING)
    home = laptop_of(folder)

    def ask(store: LaptopStore, signer: Any) -> None:
        client.exchange(store, signer, world.line, ExchangeOutcome())

    with LaptopStore.open(home) as store:
        signer = load_key(home.key, passphrase=None).renamed(store.logs.own_origin)
    renew(home, signer, None, ask, now=world.now(), random_bytes=world.random)
    with LaptopStore.open(home) as store:
        again = load_key(home.key, passphrase=None).renamed(store.logs.own_origin)
        finish_rescues(home, store, again, now=world.now(), random_bytes=world.random)
    world.close()


def move(folder: Path) -> None:
    """A laptop is put on a stick, and taken from there in another folder."""
    home = laptop_of(folder)
    with LaptopStore.open(home) as store:
        signer = load_key(home.key, passphrase=None).renamed(store.logs.own_origin)
    move_to(home, folder / "stick", signer, PHRASE, bytes)
    arrive(folder)


def arrive(folder: Path) -> None:
    """A laptop is taken from the stick."""
    move_from(LaptopHome(folder / "arrived"), folder / "stick", PHRASE, None, bytes)


def read_out(folder: Path) -> None:
    """The first laptop's file, which is damaged, is read out into a new one."""
    LaptopStore.open_well_formed(laptop_of(folder)).close()


def rescue_folder(folder: Path) -> None:
    """What is unsent in another laptop's folder goes on in the first one's log."""
    world = begin(folder, ACTING, 1)
    laptop = world.laptops[0]
    rescue(laptop.store, laptop.signer, laptop_of(folder, 1), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    world.close()


def rescue_elsewhere(folder: Path) -> None:
    """What a laptop of a hub that is lost holds is stated anew in the first one's log."""
    world = begin(folder, ACTING, 1)
    laptop = world.laptops[0]
    lost = LaptopHome(folder / "lost" / "laptop-0")
    rescue(laptop.store, laptop.signer, lost, of_all=True, now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    world.close()


def rescue_reserve(folder: Path) -> None:
    """What is unsent in a file goes on in the first laptop's log."""
    world = begin(folder, ACTING, 1)
    laptop = world.laptops[0]
    rescue_file(laptop.store, laptop.signer, folder / "file.soxa", now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    world.close()


# -- after a start


def start(world: World, laptop: Laptop) -> None:
    """What the program does by itself when it starts, and says to do where a folder can go no further."""
    laptop.store.close()
    complete(laptop.home)
    laptop.reopen()
    fault = without_key(laptop.home) or laptop.store.closed
    if fault is not None and fault.code != "home-behind":
        laptop.begin_anew((world.folder.parent / "invite").read_text())
    finish_rescues(laptop.home, laptop.store, laptop.signer, now=world.now(), random_bytes=world.random)


def settle(world: World) -> None:
    """Everybody exchanges, and a hub that asks goes on."""
    for _round in range(4):
        for laptop in world.laptops:
            with suppress(SoxaError):
                laptop.exchange(world.line)
        with world.store.writing() as transaction:
            if transaction.settings.asking is not None:
                close(transaction, world.keys, Answers(), now=world.now(), random_bytes=world.random)


def is_laptop(folder: Path) -> bool:
    """Whether a laptop is in a folder, its key with it."""
    return LaptopStore.is_there(LaptopHome(folder)) and without_key(LaptopHome(folder)) is None
