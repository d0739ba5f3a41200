"""Old and new laptops, hubs and auditors, in every pairing: everything syncs, counts and is audited; nobody stops, nobody is
accused, and who cannot read something says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.ledger.period import day_of
from sync.shell.console import now
from tests.command import ROOT, under_way
from tests.future.newer import Program, make

OLD = Program(ROOT)

_LATER_DIRECTIVES = """
from pathlib import Path
from hub import own_logs
from hub.home import HubHome, load_keys
from hub.store import HubStore
from sync.encoding.types import Instant
from sync.ledger import entry as e, origins
from sync.ledger.directive import Directive, Duty

home = HubHome(Path("hub"))
keys, store = load_keys(home, lambda: ""), HubStore.open(home.database)
stated = {"salt": "00" * 8, "at": Instant(1793000000)}

def directive(id_, number, *duties, **more):
    said = Directive(
        id=id_, number=number, kind="plan", date="2026-10-01", province="12", issuer="UBND",
        subject=number, duties=duties, **more
    )
    return e.Directed(**stated, directive=said)

def duty(id_, rule, **more):
    return Duty(id=id_, what=f"Báo cáo {id_}", rule=rule, reporters=("commune-committee",), **more)

month = duty("month", "monthly-15")
with store.writing() as transaction:
    for origin, entries in {
        origins.registry(keys.hub): [
            e.Era(**stated, what="x"),
            directive("later-key", "71/KH", month, spans=2),
            directive("later-duty", "72/KH", month, duty("q", "every-ten-days"), duty("s", "on-request", spans=3)),
            directive("later-edition", "73/KH", month, needs=("spans",)),
        ],
        origins.acceptances(keys.hub): [e.Tide(**stated, what="x")],
        origins.desk(keys.hub, "03390"): [e.Greeting(**stated, what="x")],
    }.items():
        own_logs.append(transaction, keys, origin, entries)
store.close()
"""

_LATER_ENTRIES = """
from pathlib import Path
from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding.types import Instant
from sync.ledger import entry as e
from sync.log.keyfile import load_key
home = LaptopHome(Path("new"))
store = LaptopStore.open(home)
store.logs.append([e.Wave(salt="00" * 8, at=Instant(1793000000), what="x")], load_key(home.key, passphrase=None))
store.close()
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The newer program."""
    return Program(make(tmp_path_factory.mktemp("newer")))


def exchange(folder: Path, hub: Program, laptop: Program, home: str) -> None:
    """A stick to the province and back."""
    laptop.run(folder, "field", "pack", "push.soxa", "--home", home)
    hub.run(folder, "hub", "unpack", "push.soxa", "--reply", "reply.soxa", "--home", "hub")
    laptop.run(folder, "field", "unpack", "reply.soxa", "--home", home)
    (folder / "push.soxa").unlink()
    (folder / "reply.soxa").unlink()


def rows(program: Program, folder: Path, *words: str) -> Any:
    return json.loads(program.run(folder, *words, "--json"))


@pytest.mark.parametrize("hub_is", ["old", "new"])
def test_old_and_new_work_together(tmp_path: Path, new: Program, hub_is: str) -> None:
    month = under_way()
    year = month[:4]
    hub = {"old": OLD, "new": new}[hub_is]
    hub.run(tmp_path, "hub", "init", "--name", "soxa.hai.example", "--province", "12", "--home", "hub")
    for home, program in (("old", OLD), ("new", new)):
        invite = hub.run(tmp_path, "hub", "invite", "03390", "--home", "hub").strip()
        program.run(tmp_path, "field", "join", invite, "--home", home)
        exchange(tmp_path, hub, program, home)
    if hub is new:
        new.does(tmp_path, _LATER_DIRECTIVES)
    new.does(tmp_path, _LATER_ENTRIES)

    activity = ("field", "log", "--date", day_of(now()).isoformat(), "--quantity", "4")
    OLD.run(tmp_path, *activity, "--title", "Cũ", "--home", "old")
    new.run(tmp_path, *activity, "--title", "Mới", "--households", "30", "--home", "new")
    new.run(tmp_path, *activity, "--title", "Mới như cũ", "--home", "new")
    for _again in range(2):
        exchange(tmp_path, hub, OLD, "old")
        exchange(tmp_path, hub, new, "new")
    shared = next(row["id"] for row in rows(OLD, tmp_path, "field", "list", "--home", "old") if row["title"] == "Cũ")
    new.run(tmp_path, "field", "revise", shared, "--households", "12", "--home", "new")
    OLD.run(tmp_path, "field", "revise", shared, "--quantity", "5", "--home", "old")
    for _again in range(2):
        exchange(tmp_path, hub, OLD, "old")
        exchange(tmp_path, hub, new, "new")

    assert {row["title"] for row in rows(OLD, tmp_path, "field", "list", "--home", "old")} == {"Cũ", "Mới như cũ"}
    preview = OLD.hears(tmp_path, "field", "report", month, "--home", "old")
    assert "3 entries that a newer program wrote" in preview  # a kind of entry, and a field of two activities
    assert {row["title"] for row in rows(new, tmp_path, "field", "list", "--home", "new")} == {"Cũ", "Mới", "Mới như cũ"}
    OLD.run(tmp_path, "field", "report", month, "--submit", "--results", "Đủ", "--home", "old")
    exchange(tmp_path, hub, OLD, "old")
    exchange(tmp_path, hub, new, "new")
    new.run(tmp_path, "field", "report", year, "--submit", "--home", "new")
    exchange(tmp_path, hub, new, "new")
    exchange(tmp_path, hub, OLD, "old")

    by_unit = {row["unit"]: row for row in rows(hub, tmp_path, "hub", "status", "--period", month, "--home", "hub")}
    assert by_unit["03390"]["standing"] in ("on-time", "claimed-on-time", "late")
    by_unit = {row["unit"]: row for row in rows(hub, tmp_path, "hub", "status", "--period", year, "--home", "hub")}
    assert by_unit["03390"]["standing"] in ("on-time", "claimed-on-time", "late")

    hub.run(tmp_path, "hub", "bundle", "-o", "bundle.soxa", "--home", "hub")
    hub.run(tmp_path, "hub", "report", month, "-o", "annex.json", "--home", "hub")
    key = hub.run(tmp_path, "hub", "key", "--home", "hub").strip()
    told = new.run(tmp_path, "audit", "verify", "bundle.soxa", "--key", key)
    assert told.startswith("PROVEN") and "finding" not in told
    told = OLD.run(tmp_path, "audit", "verify", "bundle.soxa", "--key", key, codes=(4,))
    assert "newer" in told and "NOT PROVEN" not in told and "finding" not in told
    held_back = [line for line in told.splitlines() if line.startswith("held back: ")]
    assert sum("'households'" in line for line in held_back) == 2
    summary = json.loads(OLD.run(tmp_path, "audit", "verify", "bundle.soxa", "--key", key, "--json", codes=(4,)))
    assert summary["faults"] == [] and summary["findings"] == []
    hub.run(tmp_path, "audit", "report", "bundle.soxa", "annex.json", "--key", key, codes=(0, 4))
    if hub is new:
        told = OLD.hears(tmp_path, "audit", "report", "bundle.soxa", "annex.json", "--key", key, codes=(3,))
        assert "made by a newer version" in told
    for program in (OLD, new):
        program.run(tmp_path, "audit", "list", "bundle.soxa")
        program.run(tmp_path, "field", "directives", "--home", {OLD: "old", new: "new"}[program])
    if hub is new:
        numbers = rows(OLD, tmp_path, "field", "directives", "--home", "old")
        assert {"71/KH", "72/KH", "73/KH"} <= {
            str(row.get("number") or row.get("directive", {}).get("number")) for row in numbers
        }
