"""Documents are part of the program: every command has help and stands in a README, and what they show is true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from hub.monitoring.board import ORDER
from sync.ledger.vocabulary import label, vocabulary
from sync.shell.exit_codes import ExitCode
from sync.shell.groups import GROUPS
from sync.wording.i18n import Language, speaking
from sync.wording.statuses import status_letter

Command = Any
"""What typer makes of a command: a class of click, which typer brings along under a name of its own."""

ROOT = Path(__file__).resolve().parent.parent
READMES = {
    "field": ("field/README.md", "field/README.en.md"),
    "hub": ("hub/README.md", "hub/README.en.md"),
    "audit": ("sync/audit/README.md", "sync/audit/README.en.md"),
    "demo": ("README.md",),
}
"""The documents that tell of a group's commands, in each language."""
FOLDERS = ("field", "hub", "sync", "tests")
DOCUMENTS = [*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))]


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
    for name in READMES[group]:
        assert words in _text(name), f"{words} is not in {name}"


def test_the_readmes_name_no_command_that_is_not_there() -> None:
    known = {words for _, words, _ in ALL} | {"soxa field", "soxa hub", "soxa audit"}
    for name in {name for names in READMES.values() for name in names}:
        text = _text(name)
        for found in re.findall(r"soxa (?:field|hub|audit) [a-z]+(?: (?:add|list|show)\b)?", text):
            assert found in known or found.rpartition(" ")[0] in known, f"{name}: {found}"


@pytest.mark.parametrize("name", sorted({name for names in READMES.values() for name in names}))
def test_every_command_line_in_a_document_is_one_that_the_program_takes(name: str) -> None:
    """Its options and arguments, that is: what they name need not be there."""
    lines = re.findall(r"^\$ (soxa (?:field|hub|audit) .+)$", _text(name).replace("\\\n", ""), re.MULTILINE)
    assert lines or name == "README.md"
    for line in lines:
        _, group, *words = shlex.split(line.partition(" > ")[0])
        command = typer.main.get_command(import_module(GROUPS[group].commands).app)
        while (inner := getattr(command, "commands", {})) and words:
            command = inner[words.pop(0)]
        command.make_context(line, words)


@pytest.mark.parametrize(
    ("name", "language", "heading"), [("hub/README.md", "vi", "| chữ |"), ("hub/README.en.md", "en", "| letter |")]
)
def test_the_operators_handbook_has_each_letter_of_the_board(name: str, language: Language, heading: str) -> None:
    table = _text(name).partition(heading)[2].split("\n\n")[0]
    with speaking(language):
        letters = [status_letter(status) for status in ORDER]
    assert re.findall(r"^\| (.) \|", table, re.MULTILINE) == letters


@pytest.mark.parametrize(
    ("name", "language", "heading"),
    [("hub/README.md", "vi", "| mã | loại cơ quan |"), ("hub/README.en.md", "en", "| code | kind of body |")],
)
def test_the_operators_handbook_has_each_kind_that_a_unit_can_be(name: str, language: Language, heading: str) -> None:
    """Those that stand, that is, and are no groups of others."""
    table = _text(name).partition(heading)[2].split("\n\n")[0]
    actors = vocabulary().actors.values()
    kinds = [kind for kind in actors if not kind.until and not kind.members and kind.code not in ("bodies", "superiors")]
    assert re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", table, re.MULTILINE) == [
        (kind.code, label(kind, language)) for kind in kinds
    ]


@pytest.mark.parametrize("name", READMES["field"])
def test_the_officers_handbook_has_each_option_of_an_activity(name: str) -> None:
    (command,) = (found for _group, words, found in ALL if words == "soxa field log")
    options = {option for parameter in command.params for option in parameter.opts} - {"--json", "--home"}
    assert options <= set(re.findall(r"--[a-z]+", "\n".join(re.findall(r"^\| `--.*$", _text(name), re.MULTILINE))))


def test_the_table_of_exit_codes_has_each_of_them() -> None:
    assert re.findall(r"^\| (\d+) \|", _text("README.md"), re.MULTILINE) == [str(code.value) for code in ExitCode]


@pytest.mark.parametrize("group", ["field", "hub", "audit"])
def test_a_handbook_has_the_same_headings_commands_pictures_and_tables_in_both_languages(group: str) -> None:
    vietnamese, english = READMES[group]
    assert _outline(_text(english)) == _outline(_text(vietnamese))


def test_links_and_pictures_of_documents_lead_somewhere() -> None:
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"(?:\]\(|(?:src|href)=\")([^)\"#:]*)(?:#([^)\"]*))?[)\"]", text):
            linked = path.parent / target if target else path
            assert linked.exists(), f"{path.relative_to(ROOT)}: {target}"
            if anchor:
                assert anchor in _anchors(linked.read_text(encoding="utf-8")), f"{path.relative_to(ROOT)}: #{anchor}"


def test_every_path_of_ours_that_a_document_names_is_there() -> None:
    for path in DOCUMENTS:
        for named in re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+)`", path.read_text(encoding="utf-8")):
            assert (ROOT / named).exists() or (path.parent / named).exists(), f"{path.relative_to(ROOT)}: {named}"


def test_the_contributors_map_names_every_room() -> None:
    rooms = {
        path.parent.relative_to(ROOT).as_posix() for top in ("field", "hub", "sync") for path in (ROOT / top).glob("*/*.py")
    }
    named = set(re.findall(r"`((?:field|hub|sync)/\w+)/`", _text("CONTRIBUTING.md")))
    assert rooms == named


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _anchors(text: str) -> set[str]:
    """What a repository's page calls the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _outline(text: str) -> list[str]:
    """What a document must have in every language, in order: heading levels, commands, files to be copied, pictures, rows
    of tables; and at the end of each section the commands that its sentences name. Words between quotes and words in
    capitals, which stand for something, are each language's own."""
    lines: list[str] = []
    named: list[str] = []
    fence: str | None = None
    for line in [*text.splitlines(), "# "]:
        if line.startswith("```"):
            fence = line if fence is None else None
        elif fence is not None:
            if fence == "```" or line.startswith(("$ ", "    ")):
                lines.append(_command(line))
        elif line.startswith("#"):
            lines += [*sorted(named), line.partition(" ")[0]]
            named = []
        else:
            lines += ["picture " + name.replace(".en.", ".") for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", line)]
            lines += ["|" * line.count("|")] if line.startswith("|") else []
            named += map(_command, re.findall(r"`(soxa [^`]+)`", line))
    return lines


def _command(line: str) -> str:
    words = re.sub(r'"[^"]*"', '"…"', line).split(" ")
    return " ".join("…" if word.isupper() and word.replace("_", "").isalpha() else word for word in words)
