"""The version is said where people look for it, and what installs the hub's part names where soxa came from."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from sync.shell import installed
from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, environment, soxa


def stated() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def test_the_version_is_that_of_the_project_and_said_twice() -> None:
    done = soxa("--version")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (ExitCode.DONE, f"soxa {stated()}\n", b"")
    assert stated() in soxa("--help").stdout.decode()


def test_soxa_is_a_module_where_it_is_installed(tmp_path: Path) -> None:
    """Not in the folder of the source, which has no module of that name."""
    done = subprocess.run(
        [sys.executable, "-m", "soxa", "--version"], cwd=tmp_path, env=environment(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout.decode().strip()) == (ExitCode.DONE, f"soxa {stated()}")


class Noted:
    """An installed soxa, as far as its source is asked for."""

    version = "1.2.3"

    def __init__(self, noted: str | None) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.noted


@pytest.mark.parametrize(
    ("noted", "command"),
    [
        ('{"url": "file:///m/soxa-1.2.3-py3-none-any.whl", "archive_info": {}}', '"/m/soxa-1.2.3-py3-none-any.whl[hub]"'),
        ('{"url": "file:///m/s%E1%BB%95%20x%C3%A3", "dir_info": {}}', '"/m/sổ xã[hub]"'),
        ('{"url": "file:///m/soxa", "dir_info": {"editable": true}}', '-e "/m/soxa[hub]"'),
        ('{"url": "https://x.vn/soxa-1.2.3.whl", "archive_info": {}}', '"soxa[hub] @ https://x.vn/soxa-1.2.3.whl"'),
        (None, '".[hub]"'),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of this test are POSIX")
def test_an_extra_is_installed_from_where_soxa_came(
    noted: str | None, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Distribution, "from_name", lambda name: Noted(noted))
    monkeypatch.setattr(sys, "executable", "/venv/bin/python")
    assert installed.install_command("hub") == f"/venv/bin/python -m pip install {command}"
    assert installed.version() == "1.2.3"


def test_a_laptop_is_told_how_to_install_the_hubs_part(tmp_path: Path) -> None:
    """One of the hub's packages is not there."""
    (tmp_path / "sqlalchemy.py").write_text("raise ModuleNotFoundError(name='sqlalchemy')", encoding="utf-8")
    done = soxa("hub", "status", "--json", PYTHONPATH=str(tmp_path))
    assert done.returncode == ExitCode.UNREACHABLE
    told = done.stderr.decode()
    assert "sqlalchemy" in told and "[hub]" in told and '"soxa[hub]"' not in told
    assert b"group-not-installed" in done.stdout
