"""`soxa hub backup` and `check`, as an operator and a script have them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.cli import safekeeping
from hub.store import HubStore
from sync.errors import Refused
from sync.ledger import origins
from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, soxa
from tests.hub.safekeeping.rot import rot_entry
from tests.serving import hub_process

HUB = "soxa.test.example"
KIND = ("--kind", "science-department")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Path]:
    """A hub's folder."""
    home = tmp_path / "hub"
    made = soxa("hub", "init", "--name", HUB, "--province", "lai chau", "--home", str(home))
    assert made.returncode == ExitCode.DONE, made.stderr
    yield home


def test_a_backup_is_made_and_checked(tmp_path: Path, hub: Path) -> None:
    file = tmp_path / "backup"
    done = soxa("hub", "backup", str(file), "--home", str(hub), "--json")
    assert done.returncode == ExitCode.DONE, done.stderr
    assert b"The hub's keys are not in it." in done.stderr
    told = json.loads(done.stdout)
    assert (told["hub"], told["sealed"], told["keys"], told["damage"]) == (HUB, False, False, [])
    for home in (hub, tmp_path / "elsewhere"):
        checked = soxa("hub", "backup", "--check", str(file), "--home", str(home))
        assert checked.returncode == ExitCode.DONE, checked.stderr
        assert told["key"].encode() in checked.stdout
    again = soxa("hub", "backup", str(file), "--home", str(hub))
    assert (again.returncode, file.exists()) == (ExitCode.NO, True)


def test_a_sealed_backup_needs_its_passphrase(tmp_path: Path, hub: Path) -> None:
    file, given = tmp_path / "backup", "mật khẩu"
    done = soxa("hub", "backup", str(file), "--seal", "--with-keys", "--home", str(hub), SOXA_BACKUP_PASSPHRASE=given)
    assert (done.returncode, b"keys are not in it" in done.stderr) == (ExitCode.DONE, False), done.stderr
    assert b"SQLite" not in file.read_bytes()
    for wrong, code in (("", "passphrase-needed"), ("khác", "wrong-backup-passphrase")):
        refused = soxa("hub", "backup", "--check", str(file), "--json", "--home", str(hub), SOXA_BACKUP_PASSPHRASE=wrong)
        assert json.loads(refused.stdout)["error"]["code"] == code
    assert (
        soxa("hub", "backup", "--check", str(file), "--home", str(hub), SOXA_BACKUP_PASSPHRASE=given).returncode
        == ExitCode.DONE
    )
    unsealed = soxa("hub", "backup", str(tmp_path / "other"), "--with-keys", "--json", "--home", str(hub))
    assert (unsealed.returncode, (tmp_path / "other").exists()) == (ExitCode.USAGE, False)
    assert json.loads(unsealed.stdout)["error"]["code"] == "keys-unsealed"


def test_a_passphrase_that_was_mistyped_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["một", "hai"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    with pytest.raises(Refused) as refused:
        safekeeping._new_passphrase()
    assert refused.value.code == "passphrases-differ"


def test_a_backup_of_another_hub_is_told(tmp_path: Path, hub: Path) -> None:
    other = tmp_path / "other"
    soxa("hub", "init", "--name", HUB, "--province", "lai chau", "--home", str(other))
    soxa("hub", "backup", str(tmp_path / "backup"), "--home", str(other))
    done = soxa("hub", "backup", "--check", str(tmp_path / "backup"), "--home", str(hub), "--json")
    assert done.returncode == ExitCode.NO
    assert json.loads(done.stdout)["error"]["code"] == "backup-of-another"


def test_damage_is_named_with_what_to_do_and_has_an_exit_code_of_its_own(tmp_path: Path, hub: Path) -> None:
    whole = soxa("hub", "check", "--home", str(hub))
    assert (whole.returncode, b"all as they were signed" in whole.stdout) == (ExitCode.DONE, True)
    store = HubStore.open(hub / "hub.db")
    rot_entry(store, origins.registry(HUB), 3, b'"name":"', b'"name":"x')
    store.close()
    told = soxa("hub", "check", "--home", str(hub))
    assert told.returncode == ExitCode.DAMAGED
    assert b"the registry" in told.stdout and b"soxa hub restore FILE" in told.stderr
    (damage,) = json.loads(soxa("hub", "check", "--home", str(hub), "--json").stdout)["damage"]
    assert (damage["origin"], damage["what"]) == (origins.registry(HUB), "entries")
    assert damage["from"] <= 3 < damage["to"]
    done = soxa("hub", "backup", str(tmp_path / "backup"), "--home", str(hub), "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (ExitCode.DAMAGED, "hub-damaged")
    checked = soxa("hub", "backup", "--check", str(tmp_path / "backup.damaged"), "--home", str(hub))
    assert (checked.returncode, b"the registry" in checked.stdout) == (ExitCode.DAMAGED, True)
    restored = soxa("hub", "restore", str(tmp_path / "backup.damaged"), "--home", str(hub))
    assert restored.returncode == ExitCode.DONE, restored.stderr
    assert b"the registry" in restored.stdout and b"Laptops have the true entries" in restored.stderr
    assert json.loads(soxa("hub", "check", "--home", str(hub), "--json").stdout)["damage"] == [damage]


def test_a_hub_whose_keys_are_gone_is_told_what_brings_them_back(tmp_path: Path, hub: Path) -> None:
    backup, sealed = tmp_path / "backup", tmp_path / "sealed"
    assert soxa("hub", "backup", str(backup), "--home", str(hub)).returncode == ExitCode.DONE
    assert soxa("hub", "check", "--home", str(hub), "--json").returncode == ExitCode.DONE
    whole = {name: (hub / name).read_bytes() for name in ("logs.key", "mirror.key")}
    (hub / "mirror.key").write_text("x")
    damaged = soxa("hub", "check", "--home", str(hub))
    assert (damaged.returncode, b"all as they were signed" in damaged.stdout) == (ExitCode.DAMAGED, True)
    assert b"mirror.key is damaged" in damaged.stderr and b"put its copy back" in damaged.stderr
    (hub / "mirror.key").unlink()
    lost = soxa("hub", "check", "--home", str(hub), "--json")
    assert (lost.returncode, json.loads(lost.stdout)["keys"]) == (ExitCode.UNREACHABLE, "keys-lost")
    wanted = ("hub", "backup", str(sealed), "--seal", "--with-keys", "--home", str(hub))
    refused = soxa(*wanted, SOXA_BACKUP_PASSPHRASE="mật khẩu")
    assert (refused.returncode, sealed.exists()) == (ExitCode.UNREACHABLE, False)
    served = soxa("hub", "serve", "--home", str(hub))
    assert (served.returncode, b"put their copies back there" in served.stderr) == (ExitCode.UNREACHABLE, True)
    elsewhere = tmp_path / "elsewhere"
    restored = soxa("hub", "restore", str(backup), "--home", str(elsewhere))
    assert restored.returncode == ExitCode.DONE, restored.stderr
    assert b"cannot be served yet" in restored.stderr and b"put their copies back there" in restored.stderr
    for name, key in whole.items():
        (elsewhere / name).write_bytes(key)
        (elsewhere / name).chmod(0o600)
    again = soxa("hub", "restore", str(backup), "--home", str(elsewhere))
    assert (again.returncode, b"cannot be served yet" in again.stderr) == (ExitCode.DONE, False), again.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which process has a lock")
def test_a_restore_waits_for_no_service_and_tells_what_is_missing(tmp_path: Path, hub: Path) -> None:
    backup = tmp_path / "backup"
    assert soxa("hub", "backup", str(backup), "--home", str(hub)).returncode == ExitCode.DONE
    added = soxa("hub", "unit", "add", "12-khcn", "--name", "Khoa học", "--type", "Sở", *KIND, "--home", str(hub))
    assert added.returncode == ExitCode.DONE, added.stderr
    with hub_process(hub) as service:
        refused = soxa("hub", "restore", str(backup), "--home", str(hub), "--json")
        error = json.loads(refused.stdout)["error"]
        assert (error["code"], error["facts"]["processes"]) == ("hub-is-open", str(service.process.pid))
    done = soxa("hub", "restore", str(backup), "--home", str(hub), "--json")
    assert done.returncode == ExitCode.DONE, done.stderr
    told = json.loads(done.stdout)
    assert told["missing"] == {origins.registry(HUB): 1, origins.acceptances(HUB): 1}
    assert Path(told["kept"]).exists()
    assert soxa("hub", "check", "--home", str(hub)).returncode == ExitCode.DONE


def test_a_database_that_went_back_states_nothing_until_it_is_closed(tmp_path: Path, hub: Path) -> None:
    shutil.copy(hub / "hub.db", tmp_path / "old.db")
    for _turn in range(2):
        added = soxa("hub", "unit", "add", f"12-{_turn}", "--name", "Khoa học", "--type", "Sở", *KIND, "--home", str(hub))
        assert added.returncode == ExitCode.DONE, added.stderr
    shutil.copy(tmp_path / "old.db", hub / "hub.db")
    add = ("hub", "unit", "add", "12-khcn", "--name", "Khoa học", "--type", "Sở", *KIND, "--home", str(hub), "--json")
    refused = soxa(*add)
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (ExitCode.NO, "hub-asking")
    assert soxa("hub", "key", "--home", str(hub)).returncode == ExitCode.DONE
    told = soxa("hub", "restored", "--home", str(hub))
    assert (told.returncode, b"2 entries" in told.stdout) == (ExitCode.DONE, True), (told.stdout, told.stderr)
    assert b"issue anew the invites" in told.stderr
    closed = soxa("hub", "restored", "--close", "--none-revoked", "--home", str(hub))
    assert closed.returncode == ExitCode.DONE and b"issue them anew" in closed.stderr, closed.stderr
    assert soxa(*add).returncode == ExitCode.DONE


def test_a_hub_is_not_made_beside_the_anchor_of_another(tmp_path: Path) -> None:
    (tmp_path / "hub.anchor").write_text("{}")
    refused = soxa("hub", "init", "--name", HUB, "--province", "lai chau", "--home", str(tmp_path), "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "anchor-there"
    assert [each.name for each in tmp_path.iterdir()] == ["hub.anchor"]


@pytest.mark.parametrize(
    ("name", "heading"), [("README.md", "## Khi có sự cố"), ("README.en.md", "## When something breaks")]
)
def test_each_command_of_the_chapter_on_what_breaks_does_what_it_says(
    tmp_path: Path, hub: Path, name: str, heading: str
) -> None:
    text = (ROOT / "hub" / name).read_text(encoding="utf-8").partition(heading)[2]
    lines = re.findall(r"^\$ soxa (.+)$", text.partition("\n| ")[0], re.MULTILINE)
    assert len(lines) == 6
    for line in lines:
        words = [word.replace("/srv/backup", str(tmp_path)) for word in shlex.split(line)]
        done = soxa(*words, SOXA_HUB_HOME=str(hub))
        assert done.returncode == ExitCode.DONE, (line, done.stderr)


def test_what_is_damaged_is_taken_again_from_a_backup(tmp_path: Path, hub: Path) -> None:
    file = tmp_path / "backup"
    assert soxa("hub", "backup", str(file), "--home", str(hub)).returncode == ExitCode.DONE
    store = HubStore.open(hub / "hub.db")
    rot_entry(store, origins.acceptances(HUB), 0, b'"size":', b'"sizf":')
    store.close()
    found = soxa("hub", "check", "--home", str(hub), SOXA_LANG="en")
    assert (found.returncode, b"check --from" in found.stderr) == (ExitCode.DAMAGED, True)
    mended = soxa("hub", "check", "--from", str(file), "--home", str(hub), "--json")
    assert (mended.returncode, json.loads(mended.stdout)["damage"]) == (ExitCode.DONE, [])


def test_a_damaged_file_is_read_out_and_every_command_says_so_first(hub: Path) -> None:
    assert soxa("hub", "user", "add", "lan", "--role", "admin", "--generate", "--home", str(hub)).returncode == ExitCode.DONE
    assert soxa("hub", "key", "--home", str(hub)).returncode == ExitCode.DONE
    whole = soxa("hub", "mend", "--json", "--home", str(hub))
    assert (whole.returncode, json.loads(whole.stdout)["mended"]) == (ExitCode.DONE, False)
    with closing(sqlite3.connect(hub / "hub.db")) as opened:
        roots = dict(opened.execute("SELECT name, rootpage FROM sqlite_schema"))
    with (hub / "hub.db").open("r+b") as file:
        for name in ("account", "log"):
            file.seek((roots[name] - 1) * 4096)
            file.write(bytes(4096))
    for words in (
        ("check",),
        ("key",),
        ("status", "--period", "2026-11"),
        ("serve", "--port", "0"),
        ("backup", str(hub / "b")),
    ):
        told = soxa("hub", *words, "--home", str(hub), SOXA_LANG="en")
        cures = [told.stderr.find(cure) for cure in (b"soxa hub mend", b"soxa hub restore", b"soxa hub rebuild")]
        assert told.returncode == ExitCode.DAMAGED and cures == sorted(cures) and cures[0] > 0, (words, told.stderr)
    mended = soxa("hub", "mend", "--json", "--home", str(hub), SOXA_LANG="en")
    assert mended.returncode == ExitCode.DONE, mended.stderr
    answer = json.loads(mended.stdout)
    assert (answer["mended"], answer["damage"], Path(answer["kept"]).exists()) == (True, [], True)
    assert answer["lost"] == [{"what": "account", "names": ["lan"], "all": True}]
    assert b"Lost: lan (accounts; make them anew: soxa hub user add)" in mended.stderr
    assert soxa("hub", "check", "--home", str(hub)).returncode == ExitCode.DONE


@pytest.mark.parametrize("leave", ["nothing", "an empty file"])
def test_every_command_says_that_the_database_is_lost_and_how_it_comes_back(tmp_path: Path, hub: Path, leave: str) -> None:
    for path in hub.glob("hub.*"):
        path.unlink()
    if leave != "nothing":
        (hub / "hub.db").touch()
    everywhere = [("serve",), ("restored",), ("key",), ("bundle", "-o", str(tmp_path / "b.soxa")), ("upgrade",)]
    everywhere.append(("init", "--name", HUB, "--province", "lai chau"))
    for words in (("check",), *(everywhere if leave == "nothing" else ())):
        told = soxa("hub", *words, "--home", str(hub))
        lost = all(cure in told.stderr for cure in (b"soxa hub restore", b"soxa hub rebuild"))
        assert (told.returncode, lost) == (ExitCode.UNREACHABLE, True), (words, told.stderr)
    made_anew = soxa("hub", "rebuild", "--home", str(hub))
    assert made_anew.returncode == ExitCode.DONE, made_anew.stderr
    assert soxa("hub", "restored", "--home", str(hub)).returncode == ExitCode.DONE
