"""Documents are part of the program: every command has help and stands in a README, and what they show is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from sync.shell.groups import GROUPS

Command = Any
"""What typer makes of a command: a class of click, which typer brings along under a name of its own."""

ROOT = Path(__file__).resolve().parent.parent
READMES = {"field": "field/README.md", "hub": "hub/README.md", "audit": "sync/audit/README.md", "demo": "README.md"}


def commands() -> Iterator[tuple[str, str, Command]]:
    """Every command of every group: the group, the words that call it, and what the library made of it."""
    for name, group in GROUPS.items():
        root = typer.main.get_command(import_module(group.commands).app)
        yield from _below(name, f"soxa {name}", root)


def _below(group: str, words: str, command: Command) -> Iterator[tuple[str, str, Command]]:
    inner = getattr(command, "commands", {})
    if not inner:
        yield group, words, command
    for name, one in inner.items():
        yield from _below(group, f"{words} {name}", one)


ALL = list(commands())


@pytest.mark.parametrize(("group", "words", "command"), ALL, ids=[words for _, words, _ in ALL])
def test_every_command_has_help_and_stands_in_a_readme(group: str, words: str, command: Command) -> None:
    assert (command.help or "").strip(), f"{words} has no help"
    for parameter in command.params:
        told = getattr(parameter, "help", None) or parameter.human_readable_name
        assert told, f"{words}: {parameter.name} has no help"
    assert words in (ROOT / READMES[group]).read_text(encoding="utf-8"), f"{words} is not in {READMES[group]}"


def test_the_readmes_name_no_command_that_is_not_there() -> None:
    known = {words for _, words, _ in ALL} | {"soxa field", "soxa hub", "soxa audit"}
    for name in set(READMES.values()):
        text = (ROOT / name).read_text(encoding="utf-8")
        for found in re.findall(r"soxa (?:field|hub|audit) [a-z]+(?: (?:add|list|show)\b)?", text):
            assert found in known or found.rpartition(" ")[0] in known, f"{name}: {found}"


def test_links_between_documents_lead_somewhere() -> None:
    for path in [
        ROOT / "README.md",
        *(ROOT / "sync").rglob("*.md"),
        *(ROOT / "field").rglob("*.md"),
        *(ROOT / "hub").rglob("*.md"),
    ]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)}: {target}"
