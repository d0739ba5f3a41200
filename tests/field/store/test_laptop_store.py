"""The store of a folder: made once, and closed to others."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import msgspec
import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from sync.errors import Refused


def test_a_folder_joins_once(store: LaptopStore, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        LaptopStore.create(LaptopHome(tmp_path / "laptop"), store.membership)
    assert caught.value.code == "already-joined"
    with pytest.raises(Refused) as caught:
        LaptopStore.open(LaptopHome(tmp_path / "elsewhere"))
    assert caught.value.code == "not-joined"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a person's folders to that person by other means")
def test_others_on_the_machine_cannot_read_the_store(store: LaptopStore, tmp_path: Path) -> None:
    assert (tmp_path / "laptop" / "soxa.db").stat().st_mode & 0o077 == 0


def test_a_store_that_does_not_say_whose_it_is_is_read_out(store: LaptopStore, tmp_path: Path) -> None:
    was, home = store.membership, store.home
    store.close()
    with sqlite3.connect(tmp_path / "laptop" / "soxa.db") as raw:
        raw.execute("DELETE FROM membership")
    raw.close()
    with LaptopStore.open(home) as found:
        read_out = found.made_anew.read_out
        assert read_out is not None and read_out.parts == ("membership",)
        assert msgspec.structs.replace(found.membership, officer=was.officer, unit_name=was.unit_name, url=was.url) == was
