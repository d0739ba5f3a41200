"""`soxa hub witness` at the hub: added, asked, listed, removed; and what stands against one ends commands with 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hub.cosigning.choosing import log_keys
from sync.log import checkpoint as checkpoints
from sync.log.note import Verifier
from sync.log.witness import cosignature_time
from sync.shell.console import now
from sync.shell.exit_codes import ExitCode
from tests.command import soxa, under_way
from tests.serving import serving
from tests.witnesses import RealWitness, always, lying, witness_signer
from tests.world import World


class Script:
    """The commands, in a hub's folder."""

    def __init__(self, home: Path) -> None:
        self.home = str(home)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        done = soxa("hub", *words, "--home", self.home)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def json(self, *words: str, code: int = ExitCode.DONE) -> Any:
        found, shown, said = self(*words, "--json")
        assert found == code, (shown, said)
        return json.loads(shown)


def test_a_witness_is_added_asked_listed_and_removed(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.store.reading() as transaction:
        keys = log_keys(transaction, world.keys)
    world.close()
    script = Script(world.home.path)
    witness = RealWitness(tmp_path / "w", "university.example/witness")
    witness.now = now()
    with serving(witness.app) as url:
        added = script.json("witness", "add", url, witness.key.vkey())
        assert added == {"name": witness.key.name, "url": url, "logs": keys}
        refused = script.json("witness", "ask", code=ExitCode.NO)
        assert [log["trouble"] for log in refused["asked"][0]["logs"]] == ["witness-unknown-log"] * 2
        assert keys[0] in script("witness", "ask")[1]
        for vkey in added["logs"]:
            witness.store.follow(Verifier.parse(vkey))
        asked = script.json("witness", "ask")
        assert ([log["trouble"] for log in asked["asked"][0]["logs"]], asked["alarms"]) == ([None, None], [])
        bundle = tmp_path / "audit.soxa"
        assert script("bundle", "-o", str(bundle))[0] == ExitCode.DONE
    (listed,) = script.json("witness", "list")["witnesses"]
    assert (listed["name"], listed["url"], listed["trouble"]) == (witness.key.name, url, None)
    for head in listed["cosigned"]:
        signed = checkpoints.parse(head["checkpoint"])
        assert cosignature_time(signed.note, signed.checkpoint, witness.key) == head["time"]
    assert witness.key.name in script("witness", "list")[1]
    code, _shown, said = script("witness", "remove", witness.key.name)
    assert (code, "university.example/witness has cosigned" in said, "--yes" in said) == (ExitCode.NO, True, True)
    assert script.json("witness", "remove", witness.key.name, "--yes") == {"name": witness.key.name}
    assert script.json("witness", "list") == {"witnesses": [], "alarms": []}
    assert script("witness", "remove", "nobody", "--yes")[0] == ExitCode.USAGE


def test_what_a_witness_says_against_the_hub_is_told_until_it_is_settled_or_believed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.ask_monthly()
    world.close()
    script = Script(world.home.path)
    _signer, key = witness_signer("ahead.example")
    month = under_way()
    assert script("status", "--period", month)[0] == ExitCode.DONE
    with serving(lying(always(409, b"1000000\n"))) as url:
        script.json("witness", "add", url, key.vkey())
        asked = script.json("witness", "ask", code=ExitCode.NO)
        assert {alarm["kind"] for alarm in asked["alarms"]} == {"witness-ahead"}
        code, _shown, said = script("status", "--period", month)
        assert (code, "soxa hub witness believe ahead.example" in said) == (ExitCode.NO, True)
        assert script("witness", "list")[0] == ExitCode.NO
        assert script.json("witness", "settle", key.name) == {"name": key.name, "settled": 2}
        assert script("status", "--period", month)[0] == ExitCode.DONE
        assert script("witness", "believe", key.name)[0] == ExitCode.NO  # it says nothing now
        assert script("witness", "ask")[0] == ExitCode.NO
    assert script.json("witness", "believe", key.name) == {"name": key.name, "gathers": True}
    assert script.json("restored")["why"] == "witnessed"
