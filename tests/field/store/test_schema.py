"""The tables that a program knows: those of a newer one are left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from sync.errors import Refused


def test_a_store_that_a_newer_program_changed_is_left_alone(store: LaptopStore, tmp_path: Path) -> None:
    store.close()
    with sqlite3.connect(tmp_path / "laptop" / "soxa.db") as raw:
        raw.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('soxa.field', 'from-the-future', '')"
        )
    raw.close()
    with pytest.raises(Refused) as caught:
        LaptopStore.open(LaptopHome(tmp_path / "laptop"))
    assert caught.value.code == "newer-store"


def test_a_store_whose_list_of_changes_rotted_is_read_out_and_not_newer(store: LaptopStore, tmp_path: Path) -> None:
    store.close()
    with sqlite3.connect(tmp_path / "laptop" / "soxa.db") as raw:
        raw.execute("UPDATE _sqlite_migrations SET name = 'desj' WHERE name = 'desk'")
    raw.close()
    with LaptopStore.open(store.home) as found:
        assert found.made_anew.read_out is not None and found.made_anew.read_out.parts == ()
