"""`soxa hub export`: a folder of open data, told in a sentence or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.cli.opendata import export
from sync.errors import Refused
from sync.wording.i18n import speaking
from tests.world import World


def test_what_was_written_is_told(world: World, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    folder, home = tmp_path / "open", str(world.home.path)
    with speaking("en"):
        export(folder, home=home)
    told = capfdbinary.readouterr()
    assert told.out == b"" and told.err.decode().endswith(f"1 activity written to {folder}.\n")
    assert (folder / "soxa.db").exists()
    with pytest.raises(Refused) as refused:
        export(folder, home=home)
    assert refused.value.code == "folder-not-empty"
    export(tmp_path / "again", as_json=True, home=home)
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["path"] == str(tmp_path / "again")
    assert (answer["rows"]["activities"], answer["rows"]["units"]) == (1, 39)
