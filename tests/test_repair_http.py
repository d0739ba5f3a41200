"""What rots comes back over a real line: at the hub from the laptop, on the laptop from the hub, at both at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from field.activities.entries import log_activity
from hub.safekeeping import check as checking
from hub.safekeeping.watch import Watch
from sync.activities.draft import ActivityDraft
from sync.errors import SoxaError
from sync.ledger import origins
from sync.shell.console import now, random_bytes
from tests.hub.live import Live
from tests.hub.safekeeping.rot import rot, rot_entry

BROKEN = "UPDATE entry SET line = x'7b22ff' WHERE idx = ? AND log = (SELECT id FROM log WHERE origin = ?)"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A hub that has five entries of its laptop, and serves."""
    with closing(Live(tmp_path)) as made:
        log(made, 4)
        made.sync()
        yield made


def log(live: Live, count: int) -> None:
    for number in range(count):
        draft = ActivityDraft(title=f"Phát loa {number}", date="2026-10-28")
        log_activity(live.store, live.signer, draft, now=now(), random_bytes=random_bytes)


def own(live: Live) -> str:
    return live.store.logs.own_origin


def rots_at_the_hub(live: Live, index: int = 3) -> None:
    """A byte changes there, and the slow check goes around."""
    rot_entry(live.hub, own(live), index, b"loa", b"lob")
    watch = Watch(live.hub, live.keys.logs.verifier)
    while watch.step():
        pass
    with live.hub.reading() as transaction:
        assert transaction.settings.damage


def rots_here(live: Live, index: int, origin: str) -> None:
    rot(live.store.home.database, BROKEN, index, origin)


def all_is_whole(live: Live) -> None:
    """Here and there, and it is the same."""
    assert checking.check(live.hub, live.keys.logs.verifier, lambda _count: None) == []
    assert live.store.soundness.check(live.signer.verifier, lambda _count: None) == []
    size = live.store.logs.own.size
    assert live.store.logs.own.acked == size
    with live.hub.reading() as transaction:
        log = transaction.logs.get(live.store.logs.own_origin)
        assert log is not None and not transaction.settings.damage
        assert list(transaction.logs.lines(log.id, 0, size)) == live.store.logs.lines(live.store.logs.own_origin, 0, 10**6)


@pytest.mark.parametrize("new", [0, 1])
def test_at_the_hub_it_comes_back_with_the_laptops_next_sync(live: Live, new: int) -> None:
    rots_at_the_hub(live)
    log(live, new)
    outcome = live.sync()
    assert outcome.given_again > 0
    all_is_whole(live)


@pytest.mark.parametrize("whose", ["own", "registry"])
def test_on_the_laptop_it_comes_back_with_its_next_sync(live: Live, whose: str) -> None:
    rots_here(live, 1, own(live) if whose == "own" else origins.registry(live.keys.hub))
    for _try in range(2):
        try:
            live.sync()
        except SoxaError:
            continue
    all_is_whole(live)


def test_at_both_in_different_places_it_comes_back_each_from_the_other(live: Live) -> None:
    rots_at_the_hub(live, 3)
    rots_here(live, 1, own(live))
    log(live, 1)
    for _try in range(2):
        try:
            live.sync()
        except SoxaError:
            continue
    all_is_whole(live)
