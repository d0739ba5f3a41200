"""A hub that is put back while its laptops go on syncing with it over the line, by real requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from field.exchange import client
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from hub.generations import rebuild
from hub.generations.closing import Answers, close
from hub.home import HubHome
from hub.intake.waiting import MOST_UNKNOWN_LOGS
from hub.safekeeping import anchor as anchors
from hub.safekeeping.backup import back_up
from hub.safekeeping.restore import restore
from hub.web.service import HubService
from sync.activities.record_id import uuid7
from sync.errors import SoxaError
from sync.ledger.entry import Activity, Fields
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.serving import founded, joined, serving


class Served:
    """A hub on a port that may be stopped, put back and served again, and its laptops."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = HubHome(folder / "hub")
        self.keys = founded(self.home)
        self.laptops: list[tuple[LaptopStore, Signer]] = []
        self.start()

    def start(self) -> None:
        """Serve what the folder holds."""
        self.hub = anchors.opened(self.home)
        self._serving = ExitStack()
        self._serving.enter_context(anchors.kept(self.hub, self.keys, self.home.anchor))
        service = HubService(self.hub, self.keys, now=now, random_bytes=random_bytes)
        self.url = self._serving.enter_context(serving(service.app()))
        for store, _signer in self.laptops:
            store.move_hub(self.url)

    def stop(self) -> None:
        """Serve no more."""
        self._serving.close()
        self.hub.close()

    def laptop(self) -> int:
        """The number of a laptop that has joined."""
        home = LaptopHome(self.folder / f"laptop-{len(self.laptops)}")
        signer = joined(self.hub, self.keys, home, self.url)
        self.laptops.append((LaptopStore.open(home), signer))
        return len(self.laptops) - 1

    def log(self, number: int, title: str) -> None:
        """A laptop logs an activity."""
        store, signer = self.laptops[number]
        entry = Activity(
            salt=random_bytes(8).hex(),
            at=now(),
            seen=store.logs.next_seen(),
            record=uuid7(now() * 1000, random_bytes(10)),
            fields=Fields(title=title, date="2026-10-28"),
        )
        store.logs.append([entry], signer)

    def sync(self, *numbers: int) -> None:
        """Laptops sync, one after the other."""
        for number in numbers or range(len(self.laptops)):
            store, signer = self.laptops[number]
            client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))

    def titles(self, number: int) -> list[str]:
        """What a laptop shows."""
        records = self.laptops[number][0].records
        return sorted(records.page(row.record).record.values.title for row in records.rows(ActivityFilter()))

    def unsent(self, number: int) -> int:
        """How many entries of a laptop no receipt covers."""
        own = self.laptops[number][0].logs.own
        return own.size - own.acked

    def back_up(self, path: Path) -> None:
        """Back up while it serves."""
        back_up(
            self.home, path, passphrase=None, with_keys=False, random_bytes=random_bytes, advance=lambda _left, _all: None
        )

    def go_on(self) -> None:
        """Close the gathering."""
        with self.hub.writing() as transaction:
            close(transaction, self.keys, Answers(), now=now(), random_bytes=random_bytes)

    def close(self) -> None:
        """Let go of all."""
        self.stop()
        for store, _signer in self.laptops:
            store.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "province")
    yield made
    made.close()


@pytest.mark.parametrize("called", ["before", "after"])
def test_a_hub_put_back_from_yesterday_with_joins_since_and_after(served: Served, tmp_path: Path, called: str) -> None:
    served.laptop()
    served.log(0, "A1")
    served.sync()
    served.back_up(tmp_path / "backup")
    served.laptop()
    served.log(1, "B1")
    served.log(0, "A2")
    served.sync()
    served.sync()
    served.stop()
    restore(served.home, tmp_path / "backup", lambda: "", now())
    served.start()
    if called == "before":
        served.log(0, "A3")
        served.sync()
        assert served.unsent(0) == 0, "a hub that gathers receipts what it stores"
    served.go_on()
    served.sync()
    served.laptop()
    served.log(2, "C1")
    served.sync()
    served.sync()
    everything = ["A1", "A2", *(["A3"] if called == "before" else []), "B1", "C1"]
    for number in range(3):
        assert (served.titles(number), served.unsent(number)) == (everything, 0)


def test_a_database_put_back_by_hand_is_found_out_by_the_anchor_and_by_a_laptop(served: Served, tmp_path: Path) -> None:
    served.laptop()
    served.log(0, "A1")
    served.sync()
    served.stop()
    old = served.home.database.read_bytes()
    served.start()
    served.log(0, "A2")
    served.sync()
    for anchored in (True, False):
        served.stop()
        served.home.database.write_bytes(old)
        if not anchored:
            served.home.anchor.unlink()
        served.start()
        served.sync()
        with served.hub.reading() as transaction:
            asking = transaction.settings.asking
        assert asking is not None and asking.why == ("behind" if anchored else "shown")
        assert served.unsent(0) == 0
    served.go_on()
    served.sync()
    assert (served.titles(0), served.unsent(0)) == (["A1", "A2"], 0)


def test_a_hub_whose_database_is_lost_is_made_anew_from_what_laptops_bring_by_line(served: Served) -> None:
    for number, title in enumerate(("A1", "B1")):
        served.laptop()
        served.log(number, title)
    served.sync()
    served.sync()
    served.stop()
    for suffix in ("", "-wal", "-shm"):
        served.home.database.with_name(served.home.database.name + suffix).unlink(missing_ok=True)
    rebuild.begin(served.home, served.keys, now())
    served.start()
    for _round in range(2):
        for number in range(2):
            with suppress(SoxaError):  # until the registry is here it knows nobody
                served.sync(number)
    served.go_on()
    served.sync()
    served.sync()
    for number in range(2):
        assert (served.titles(number), served.unsent(number)) == (["A1", "B1"], 0)


def test_strangers_find_room_as_long_as_there_is_some(served: Served, tmp_path: Path) -> None:
    served.laptop()
    served.sync()
    served.back_up(tmp_path / "backup")
    served.stop()
    restore(served.home, tmp_path / "backup", lambda: "", now())
    served.start()
    for _each in range(MOST_UNKNOWN_LOGS):
        served.sync(served.laptop())
    served.sync(served.laptop())
    with served.hub.reading() as transaction:
        logs, _size = transaction.waiting.unknown()
    assert logs == MOST_UNKNOWN_LOGS, "the one too many is told to wait"
    served.go_on()
    served.sync()
    assert all(served.unsent(number) == 0 for number in range(len(served.laptops)))
