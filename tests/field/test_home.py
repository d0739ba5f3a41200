"""The laptop's data folder: named by the option, else by the environment, else where the platform keeps such things."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.home import locate


def test_an_option_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOXA_HOME", str(tmp_path / "environment"))
    assert locate(str(tmp_path / "option")).path == tmp_path / "option"
    home = locate(None)
    assert home.path == tmp_path / "environment"
    assert {home.database.parent, home.key.parent} == {home.path}
    assert home.database != home.key


def test_without_either_it_is_the_platforms_folder_and_is_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SOXA_HOME", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / name)
    assert locate(None).path == tmp_path / "soxa"
    assert not locate("").path.exists()
