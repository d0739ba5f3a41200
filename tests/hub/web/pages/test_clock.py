"""The hub's clock on the first page: told to everybody there, and confirmed by an administrator."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from hub.clock import ASKED_BEYOND, HubClock
from sync.encoding.types import Instant
from tests.hub.web.province import Province
from tests.world import BEGAN


def test_a_clock_in_doubt_is_told_and_an_administrator_says_that_it_is_right(tmp_path: Path) -> None:
    long_after = Instant(BEGAN + ASKED_BEYOND + 86_400)
    clock = HubClock(lambda: long_after, lambda: 0.0, last=BEGAN, tell=lambda _off: None)
    with closing(Province(tmp_path, clock=clock)) as province, province.visitor() as laptop:
        with province.store.reading() as transaction:
            before = transaction.settings.clock
        told = "4 days after the last thing that this hub took"
        assert told in province.get("operator", "/")
        assert "clock is right" not in province.get("operator", "/")
        assert laptop.post("/sync").status_code == 503
        assert "clock is right" in province.get("admin", "/")
        assert "The hub goes by this machine" in province.post("admin", "/clock")
        assert told not in province.get("operator", "/")
        assert laptop.post("/sync").status_code != 503
        with province.store.reading() as transaction:
            assert transaction.settings.clock != before
