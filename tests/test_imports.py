"""Who may import whom: the contracts of pyproject.toml, and what a static reading cannot see."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HUB_ONLY = {"sqlalchemy", "starlette", "uvicorn", "yaml", "hub"}


def loaded(code: str) -> set[str]:
    """The top-level names of all modules that running this code imports, in a process of its own."""
    script = f"import sys, json\n{code}\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_import_contracts_hold() -> None:
    done = subprocess.run([sys.executable, "-m", "importlinter.cli", "lint"], cwd=ROOT, capture_output=True, check=False)
    command = Path(sys.executable).parent / "lint-imports"
    if b"No module" in done.stderr or done.returncode:
        done = subprocess.run([str(command)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_a_laptop_loads_nothing_of_the_hub() -> None:
    assert loaded("import field.cli.commands") & HUB_ONLY == set()


def test_an_auditor_loads_neither_laptop_nor_hub() -> None:
    assert loaded("import sync.audit.cli") & (HUB_ONLY | {"field", "sqlite_utils"}) == set()


def test_the_hub_loads_nothing_of_the_laptop() -> None:
    assert loaded("import hub.cli") & {"field", "sqlite_utils"} == set()


def test_the_front_door_has_loaded_nothing_before_it_can_be_stopped() -> None:
    """What is imported before Ctrl-C is looked after is the interpreter's own, and there from the start."""
    assert loaded("import sync.shell.main") - loaded("import signal, typing") <= {"sync", "__future__"}


def test_the_front_door_loads_no_group() -> None:
    code = "import sync.shell.groups\nsync.shell.groups.enter(['nobody'])"
    assert loaded(code) & (HUB_ONLY | {"field"}) == set()


@pytest.mark.parametrize("package", ["sync", "field", "hub"])
def test_a_package_costs_nothing_to_import(package: str) -> None:
    assert loaded(f"import {package}") & {"msgspec", "cryptography", "typer"} == set()
