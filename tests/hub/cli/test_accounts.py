"""Accounts and tokens by commands: `soxa hub user` and `token`."""

from __future__ import annotations

import getpass
import subprocess
import sys
from pathlib import Path

import pytest

from hub.accounts import readers, visits
from hub.cli import accounts
from hub.store import HubStore
from sync.errors import Refused
from tests.forked import forked
from tests.hub.accounts.people import (
    NOW,
    RIGHT,
    THERE,
    add,
    code,
    failure,
    reader,
    sign_in,
)
from tests.hub.accounts.phone import set_up


def soxa(home: Path, *words: str, password: str | None = None) -> subprocess.CompletedProcess[bytes]:
    given = {} if password is None else {"SOXA_USER_PASSWORD": password}
    return forked("hub", *words, "--home", str(home), folder=home, stdin=b"", **given)


def test_accounts_and_tokens_are_kept_by_commands_that_need_no_key(tmp_path: Path) -> None:
    store = HubStore.create(tmp_path / "hub.db")
    added = soxa(tmp_path, "user", "add", "lan", "--role", "admin", "--generate")
    assert added.returncode == 0
    assert sign_in(store, added.stdout.decode().strip()).token
    assert soxa(tmp_path, "user", "add", "mai", "--role", "auditor", password=RIGHT).stdout == b""
    made = sign_in(store, name="mai", client=THERE)
    assert soxa(tmp_path, "user", "password", "mai", password="nương ngô 2026").returncode == 0
    assert visits.visit(store, made.token, NOW) is None
    for verb, listed in (("disable", "disabled"), ("enable", "can sign in")):
        assert soxa(tmp_path, "user", verb, "mai").returncode == 0
        assert listed in soxa(tmp_path, "user", "list").stdout.decode().splitlines()[-1]
    for wrong in range(6):
        failure(store, name="mai", client=f"192.0.2.{wrong}")
    assert code(lambda: sign_in(store, "nương ngô 2026", name="mai", client=THERE)) == "too-many-tries"
    assert b'"waits": false' in soxa(tmp_path, "user", "unlock", "mai", "--json").stdout
    assert sign_in(store, "nương ngô 2026", name="mai", client=THERE).token
    set_up(store, sign_in(store, "nương ngô 2026", name="mai", client=THERE))
    assert soxa(tmp_path, "user", "list").stdout.decode().splitlines()[-1].endswith("on")
    assert b'"second_factor": true' in soxa(tmp_path, "user", "list", "--json").stdout
    assert code(lambda: sign_in(store, "nương ngô 2026", name="mai", client=THERE)) == "wrong-password"
    assert b'"second_factor": false' in soxa(tmp_path, "user", "second-factor-off", "mai", "--json").stdout
    assert sign_in(store, "nương ngô 2026", name="mai", client=THERE).token
    token = soxa(tmp_path, "token", "add", "LGSP", "--days", "40000").stderr.decode()
    assert "3650" in token
    granted = soxa(tmp_path, "token", "add", "LGSP", "--days", "3650").stdout.decode().strip()
    (row,) = soxa(tmp_path, "token", "list").stdout.decode().splitlines()[2:]
    assert granted not in row and "valid" in row
    assert soxa(tmp_path, "token", "revoke", row.split()[0]).returncode == 0
    assert b'"revoked": true' in soxa(tmp_path, "token", "list", "--json").stdout
    assert readers.read_token(store, granted, NOW) is None
    store.close()


def test_lists_for_scripts_carry_no_hash(tmp_path: Path) -> None:
    store = HubStore.create(tmp_path / "hub.db")
    add(store, "lan", "admin")
    reader(store)
    store.close()
    listed = soxa(tmp_path, "user", "list", "--json").stdout + soxa(tmp_path, "token", "list", "--json").stdout
    assert b'"lan"' in listed and b'"LGSP"' in listed
    assert b"argon2" not in listed and b'"password"' not in listed and b'"token"' not in listed


@pytest.mark.parametrize(
    ("words", "password", "status", "said"),
    [
        (("user", "add", "lan", "--role", "king"), RIGHT, 2, "admin, operator, auditor"),
        (("user", "add", "lan", "--role", "admin"), None, 1, "SOXA_USER_PASSWORD"),
        (("user", "add", "lan", "--role", "admin"), "short", 2, "10"),
        (("user", "add", "Lan", "--role", "admin"), RIGHT, 2, "Lan"),
        (("user", "add", "lan", "--role", "admin", "--unit", "03390"), RIGHT, 2, "superior"),
        (("user", "disable", "mai"), None, 2, "mai"),
        (("user", "unlock", "mai"), None, 2, "mai"),
        (("user", "second-factor-off", "mai"), None, 2, "mai"),
        (("user", "password", "mai"), RIGHT, 2, "mai"),
        (("token", "revoke", "x"), None, 2, "x"),
    ],
)
def test_what_commands_refuse_is_said_in_a_line(
    tmp_path: Path, words: tuple[str, ...], password: str | None, status: int, said: str
) -> None:
    HubStore.create(tmp_path / "hub.db").close()
    done = soxa(tmp_path, *words, password=password)
    assert (done.returncode, done.stdout) == (status, b"")
    assert said in done.stderr.decode() and len(done.stderr.splitlines()) == 1


TYPED = "mật khẩu đủ dài"


@pytest.fixture
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOXA_USER_PASSWORD", raising=False)


@pytest.mark.usefixtures("_nothing_given")
def test_without_a_terminal_a_password_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    with pytest.raises(Refused) as refused:
        accounts._password(generate=False)
    assert refused.value.code == "password-needed"
    monkeypatch.setenv("SOXA_USER_PASSWORD", TYPED)
    assert accounts._password(generate=False) == TYPED
    assert accounts._password(generate=True) != TYPED


@pytest.mark.usefixtures("_nothing_given")
@pytest.mark.parametrize("again", [TYPED, TYPED + "x"])
def test_a_password_is_typed_twice_alike(monkeypatch: pytest.MonkeyPatch, again: str) -> None:
    typed = iter([TYPED, again])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    if again == TYPED:
        assert accounts._password(generate=False) == TYPED
        return
    with pytest.raises(Refused) as refused:
        accounts._password(generate=False)
    assert refused.value.code == "passwords-differ"
