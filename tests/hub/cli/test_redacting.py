"""`soxa hub redact`: what goes is shown and asked about, and the answer is the same for people and for scripts."""

from __future__ import annotations

import json

import pytest
import typer

from hub import redacting
from hub.cli.redacting import redact
from sync.encoding.types import Hash, Index
from sync.errors import Misuse, Refused
from sync.ledger.entry import Activity, Fields, RedactedEntry
from sync.ledger.redaction import REMOVED
from tests.world import Laptop, World

UNIT = "03390"


def with_one(world: World) -> tuple[Laptop, str]:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.log(title="Thăm bà A", text="Bà A\nốm " + "x" * 300, places=("Nhà bà A",), quantity=2)
    laptop.exchange(world.line)
    return laptop, laptop.record_ids()[0]


def test_it_shows_what_goes_and_asks(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    laptop, record = with_one(world)
    home = str(world.home.path)
    with pytest.raises(typer.Exit):
        redact(unit="Bình Lư", what=record, reason="QĐ 12", home=home)
    said = capsys.readouterr().err
    assert "Thăm bà A" in said and "Bà A ốm" in said and "Nhà bà A" in said and "…" in said
    assert world.hub_records(UNIT)[record].values.title == "Thăm bà A"
    redact(unit="Bình Lư", what=record, reason="QĐ 12", by="Lan", yes=True, as_json=True, home=home)
    assert json.loads(capsys.readouterr().out) == {"unit": UNIT, "what": record, "entries": 1, "wiped": True}
    assert world.hub_records(UNIT)[record].values.title == REMOVED
    laptop.exchange(world.line)
    assert laptop.records()[record].values.title == REMOVED
    with pytest.raises(Refused, match="nothing-to-redact"):
        redact(unit="Bình Lư", what=record, reason="QĐ 12", yes=True, home=home)


def test_what_there_is_not_is_refused(world: World) -> None:
    _laptop, record = with_one(world)
    home = str(world.home.path)
    with pytest.raises(Misuse, match="no-record"):
        redact(unit=UNIT, what="0" * 8, reason="QĐ 12", yes=True, home=home)
    with pytest.raises(Misuse, match="no-report"):
        redact(unit=UNIT, what="2026-11", reason="QĐ 12", yes=True, home=home)
    with pytest.raises(Misuse, match="no-such-entry"):
        redact(unit=UNIT, what=record, entry=2, reason="QĐ 12", yes=True, home=home)


def test_an_entry_that_fits_into_no_statement_is_refused() -> None:
    long = RedactedEntry("x", "y" * 65_000)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="too-long-to-redact"):
        list(redacting._portions([long]))
    short = RedactedEntry("x", "y" * 20_000)  # type: ignore[arg-type]
    assert [len(some) for some in redacting._portions([short] * 7)] == [3, 3, 1]
    assert [len(some) for some in redacting._portions([RedactedEntry("x", "y")] * 65)] == [64, 1]  # type: ignore[arg-type]


def test_the_texts_of_an_entry_are_told_by_their_fields() -> None:
    fields = Fields(title="a", date="2026-10-26", text=None, place="b", places=("c", "d"))
    entry = Activity(salt="0" * 16, at=0, record="r", fields=fields)  # type: ignore[arg-type]
    going = redacting.GoingEntry("", Index(0), Hash(bytes(32)), entry)
    assert going.texts == [("title", "a"), ("place", "b"), ("place", "c"), ("place", "d")]
