"""The store of a folder: made once, and closed to others."""

from __future__ import annotations

import os
from pathlib import Path

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
