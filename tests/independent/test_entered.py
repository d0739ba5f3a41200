"""What a reader of before makes of a log in which the province enters things: everything, but for the mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hub.entering.entered import ROWS, UNIT, enter, table
from tests.independent import forms, readers
from tests.world import World


def test_a_reader_of_before_proves_the_same_and_knows_no_mark(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    enter(world, table(tmp_path, *ROWS))
    laptop.exchange(world.line)
    laptop.revise(laptop.record_ids()[0], quantity=3)
    laptop.exchange(world.line)
    world.audit(tmp_path / "bundle.soxa")
    vkey, data = world.keys.logs.verifier.vkey(), (tmp_path / "bundle.soxa").read_bytes()
    now = readers.strangers(data, vkey)
    assert now == readers.ours(tmp_path / "bundle.soxa", vkey)
    assert now["entered"] == [[UNIT, 3, 0]] and now["counts"][0] == 1
    monkeypatch.delitem(forms.TABLES["device"], "entered")
    before = readers.strangers(data, vkey)
    assert before["faults"] is False and before["findings"] == before["unread"] == before["held"] == []
    assert (before["entered"], before["counts"][0]) == ([], 2)
    assert before["records"] == now["records"] and before["reports"] == now["reports"]
