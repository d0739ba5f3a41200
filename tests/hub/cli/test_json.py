"""Every command that prints something prints one JSON object, and nothing else, for a script that asks."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from hub.store import HubStore
from sync.shell.groups import GROUPS
from tests.command import under_way
from tests.forked import forked

NOT_FOR_SCRIPTS = {"soxa hub serve", "soxa hub witness serve", "soxa demo"}
"""Two go on until they are stopped, the other is a story."""


class Script:
    """A script in a folder: every command with --json, each answer parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str) -> Any:
        """The answer of a command that does what it should."""
        done = forked(*arguments, "--json", folder=self.folder)
        assert done.returncode == 0, done
        return json.loads(done.stdout)

    def hub(self, *arguments: str) -> Any:
        """At the province."""
        return self("hub", *arguments, "--home", "hub")

    def field(self, *arguments: str) -> Any:
        """On the laptop."""
        return self("field", *arguments, "--home", "laptop")


def test_a_script_runs_a_province(tmp_path: Path) -> None:
    """From the first key to a checked proof, with what each answer says handed to the next command."""
    script = Script(tmp_path)
    made = script.hub("init", "--name", "soxa.test.example", "--province", "lai chau")
    assert script.hub("key") == {"key": made["key"]}
    invited = script.hub("invite", "binh lu")
    assert invited["unit"] == "03390"
    joined = script.field("join", invited["invite"])
    record = script.field("log", "--title", "Phát loa", "--quantity", "3")["id"]
    assert script.field("pack", "out.soxa") == {"path": "out.soxa", "entries": 2, "sealed": True}
    taken = script.hub("unpack", "out.soxa", "--reply", "back.soxa")
    said = {"device": joined["device"], "entries": 2, "reply": "back.soxa"}
    assert taken == said | {"gathers": False, "needs_next": False, "proven": True, "sealed": True, "wrong_times": 0}
    assert script.field("unpack", "back.soxa")["unsent"] == 0
    assert script.hub("review", record, "--return", "Thiếu số người")["verdict"] == "returned"
    month = under_way()
    reminded = script.hub("remind", "--period", month)
    assert "03390" in reminded["units"] and reminded["period"] == month
    written = script.hub("report", "2026", "-o", "annex.json")
    assert (written["path"], written["period"]) == ("annex.json", "2026")
    assert script.hub("export", "open")["rows"]["activities"] == 1
    renamed = script.hub("unit", "rename", "ta leng", "--name", "Tả", "--since", "2026-01-01")
    assert (renamed["how"], renamed["into"]) == ("renamed", ["03405"])
    shown = script.hub("directive", "list")[0]
    assert script.hub("directive", "show", shown["id"]) == shown
    bundle = script.hub("bundle", "-o", "audit.soxa")
    assert script("audit", "verify", "audit.soxa", "--key", made["key"])["entries"] == bundle["entries"]
    revoked = script.hub("device", "revoke", joined["device"], "--reason", "mất")
    assert revoked == {"device": joined["device"], "entries": 2}
    assert script.hub("upgrade")["entries"] > 0
    refused = forked("hub", "review", record, "--json", "--home", "hub", folder=tmp_path)
    assert (json.loads(refused.stdout)["error"]["code"], refused.returncode) == ("accept-or-return", 2)


def test_a_script_keeps_accounts_and_tokens(tmp_path: Path) -> None:
    HubStore.create(tmp_path / "hub" / "hub.db").close()
    script = Script(tmp_path)
    added = script.hub("user", "add", "lan", "--role", "admin", "--generate")
    assert added["name"] == "lan" and len(added["password"]) > 10
    assert script.hub("user", "password", "lan", "--generate")["password"] != added["password"]
    assert script.hub("user", "add", "mai", "--role", "admin", "--generate")["name"] == "mai"
    for verb, disabled in (("disable", True), ("enable", False)):
        assert script.hub("user", verb, "mai") == {"name": "mai", "disabled": disabled}
    token = script.hub("token", "add", "LGSP", "--days", "30")
    assert token["token"].startswith("soxa-read-")
    assert script.hub("token", "revoke", token["id"]) == {"id": token["id"], "revoked": True}


def commands() -> dict[str, Any]:
    """Every command, by the words that call it."""
    found: dict[str, Any] = {}
    below = [(f"soxa {name}", typer.main.get_command(import_module(group.commands).app)) for name, group in GROUPS.items()]
    while below:
        words, command = below.pop()
        inner = getattr(command, "commands", {})
        below += [(f"{words} {name}", one) for name, one in inner.items()]
        if not inner:
            found[words] = command
    return found


@pytest.mark.parametrize(("words", "command"), commands().items(), ids=commands())
def test_a_command_knows_json(words: str, command: Any) -> None:
    options = {name for parameter in command.params for name in parameter.opts}
    assert ("--json" in options) == (words not in NOT_FOR_SCRIPTS)
