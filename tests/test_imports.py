"""Who may import whom: the contracts of pyproject.toml, and what a static reading cannot see."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
HUB_ONLY = {"sqlalchemy", "starlette", "uvicorn", "yaml", "hub"}


def loaded(code: str) -> set[str]:
    """The top-level names of all modules that running this code imports, in a process of its own."""
    script = f"import sys, json\n{code}\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_import_contracts_hold() -> None:
    script = "import sys, importlinter.cli as cli\nsys.exit(cli.lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, b"0 broken" in done.stdout) == (0, True), done.stdout.decode()


def contracts() -> list[dict[str, Any]]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    assert isinstance(found, list)
    return found


def layers(contract: dict[str, Any]) -> set[str]:
    """The modules that a contract of layers names, in full."""
    names = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    return {f"{container}.{name}" for container in contract["containers"] for name in names}


def named(contract: dict[str, Any]) -> set[str]:
    """The modules that a contract binds."""
    return layers(contract) if contract["type"] == "layers" else set(contract["source_modules"])


def test_every_module_stands_in_a_contract_beside_the_first() -> None:
    bound = set[str]().union(*map(named, contracts()[1:]))
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in ("field", "hub", "sync")
        for path in sorted((ROOT / package).rglob("*.py"))
    ]
    loose = [
        module
        for module in modules
        if "." in module and not any(module == name or module.startswith(f"{name}.") for name in bound)
    ]
    assert loose == []


def test_a_room_that_is_no_face_is_kept_from_them() -> None:
    """The layers list the rooms, and the contracts about the terminal list them again without the faces."""
    faces = {"field.cli", "field.tui", "hub.cli", "hub.demo", "hub.web"}
    for package in ("field", "hub"):
        (rooms,) = (layers(found) for found in contracts() if found.get("containers") == [package])
        (kept,) = (
            set(found["source_modules"])
            for found in contracts()
            if found["type"] == "forbidden" and f"{package}.cli" in found["forbidden_modules"]
        )
        assert kept == rooms - faces


def test_what_is_let_through_is_an_import_that_is_there() -> None:
    """Each exception has its reason beside it, and none outlives what it was made for."""
    let_through = [line for found in contracts() for line in found.get("ignore_imports", ())]
    assert let_through
    for line in let_through:
        importer, imported = line.split(" -> ")
        source = (ROOT / importer.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8")
        assert f"import {imported}" in source or f"from {imported}" in source, line


def test_a_laptop_loads_nothing_of_the_hub() -> None:
    assert loaded("import field.cli.commands") & HUB_ONLY == set()


def test_an_auditor_loads_neither_laptop_nor_hub() -> None:
    assert loaded("import sync.audit.cli") & (HUB_ONLY | {"field", "sqlite_utils"}) == set()


def test_the_hub_loads_nothing_of_the_laptop() -> None:
    assert loaded("import hub.cli.commands") & {"field", "sqlite_utils"} == set()


def test_the_front_door_has_loaded_nothing_before_it_can_be_stopped() -> None:
    """What is imported before Ctrl-C is looked after is the interpreter's own, and there from the start."""
    assert loaded("import sync.shell.main") - loaded("import signal, typing") <= {"sync", "__future__"}


def test_the_front_door_loads_no_group() -> None:
    code = "import sync.shell.groups\nsync.shell.groups.enter(['nobody'])"
    assert loaded(code) & (HUB_ONLY | {"field"}) == set()


@pytest.mark.parametrize("package", ["sync", "field", "hub"])
def test_a_package_costs_nothing_to_import(package: str) -> None:
    assert loaded(f"import {package}") & {"msgspec", "cryptography", "typer"} == set()
