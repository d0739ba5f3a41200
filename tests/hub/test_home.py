"""The hub's data folder: where it is, and its keys, which are made once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hub.home import HubHome, keys_fault, load_keys, locate, make_keys
from sync.errors import Refused, Unavailable
from sync.ledger.origins import device_id
from sync.log.keyfile import is_encrypted

HUB = "soxa.test.example"
PASSPHRASE = "ruộng bậc thang"

random_bytes = random.Random(7).randbytes


def never() -> str:
    raise AssertionError("nobody is asked")


def test_an_option_comes_before_the_environment_and_the_hubs_own_word_before_the_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOXA_HOME", str(tmp_path / "program"))
    assert locate(None).path == tmp_path / "program"
    monkeypatch.setenv("SOXA_HUB_HOME", str(tmp_path / "hub"))
    assert locate(None).path == tmp_path / "hub"
    home = locate(str(tmp_path / "option"))
    assert {path.parent for path in (home.database, home.logs_key, home.mirror_key)} == {tmp_path / "option"}
    assert len({home.database, home.logs_key, home.mirror_key}) == 3


def test_without_either_it_is_the_platforms_folder_and_is_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SOXA_HUB_HOME", "SOXA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / name)
    assert locate(None).path == tmp_path / "soxa-hub"
    assert not locate("").path.exists()


def test_keys_are_made_in_the_hubs_name_and_loaded_without_a_question(tmp_path: Path) -> None:
    home = HubHome(tmp_path / "new" / "hub")
    made = make_keys(home, HUB, None, random_bytes)
    assert (made.hub, made.logs.name, made.mirror.name) == (HUB, f"{HUB}/registry", f"{HUB}/mirror")
    assert made.logs.verifier.key != made.mirror.verifier.key
    found = load_keys(home, never)
    assert found.logs.verifier == made.logs.verifier and found.mirror.verifier == made.mirror.verifier
    desk = made.signer(f"{HUB}/desk/03390")
    assert (desk.name, desk.verifier.key) == (f"{HUB}/desk/03390", made.logs.verifier.key)


def test_keys_under_a_passphrase_are_asked_for_once(tmp_path: Path) -> None:
    home = HubHome(tmp_path)
    made = make_keys(home, HUB, PASSPHRASE, random_bytes)
    assert is_encrypted(home.logs_key) and is_encrypted(home.mirror_key)
    given = iter([PASSPHRASE, "another"])
    assert load_keys(home, lambda: next(given)).mirror.verifier == made.mirror.verifier
    with pytest.raises(Refused) as refused:
        load_keys(home, lambda: next(given))
    assert refused.value.code == "wrong-passphrase"


@pytest.mark.parametrize("name", ["logs.key", "mirror.key"])
def test_a_key_that_is_there_is_not_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"somebody's")
    with pytest.raises(Unavailable) as unavailable:
        make_keys(HubHome(tmp_path), HUB, None, random_bytes)
    assert (unavailable.value.code, unavailable.value.facts) == ("key-exists", {"path": str(tmp_path / name)})
    assert (tmp_path / name).read_bytes() == b"somebody's"


@pytest.mark.parametrize("name", ["logs.key", "mirror.key"])
def test_a_key_that_is_missing_or_none_is_told(tmp_path: Path, name: str) -> None:
    home = HubHome(tmp_path)
    make_keys(home, HUB, None, random_bytes)
    assert keys_fault(home) is None
    (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(Refused) as damaged:
        load_keys(home, never)
    assert (damaged.value.code, damaged.value.facts) == ("keys-damaged", {"path": str(tmp_path / name)})
    assert str(keys_fault(home)) == str(damaged.value)
    (tmp_path / name).unlink()
    with pytest.raises(Refused) as missing:
        load_keys(home, never)
    assert (missing.value.code, missing.value.facts) == ("keys-lost", {"path": str(tmp_path), "missing": name})
    assert str(keys_fault(home)) == str(missing.value)


def test_a_sealed_key_is_damaged_only_for_who_opens_it(tmp_path: Path) -> None:
    """Without the passphrase nobody can tell."""
    home = HubHome(tmp_path)
    make_keys(home, HUB, PASSPHRASE, random_bytes)
    words = home.mirror_key.read_text().split(" ")
    home.mirror_key.write_text(" ".join([*words[:-2], words[-2][4:], words[-1]]))
    assert keys_fault(home) is None
    with pytest.raises(Refused) as damaged:
        load_keys(home, lambda: PASSPHRASE)
    assert (damaged.value.code, damaged.value.facts) == ("keys-damaged", {"path": str(home.mirror_key)})


def test_the_key_of_a_log_that_is_entered_follows_from_the_logs_key_and_an_id(tmp_path: Path) -> None:
    keys = make_keys(HubHome(tmp_path), HUB, None, random_bytes)
    again = load_keys(HubHome(tmp_path), never)
    made = keys.entering("03390", "a" * 16)
    assert again.entering("03390", "a" * 16).private_text() == made.private_text()
    assert made.name == f"{HUB}/device/{device_id(made.verifier.key)}"
    others = (keys.entering("03390", "b" * 16), keys.entering("03424", "a" * 16), keys.logs, keys.mirror)
    assert made.verifier.key not in {other.verifier.key for other in others}
