"""Whatever the command-line library says is said in the language of whoever reads it: help, and every fault of a line."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer

from sync.shell.commands import run
from sync.shell.exit_codes import ExitCode
from sync.shell.groups import GROUPS
from sync.shell.typer_words import fault
from sync.wording.i18n import Language, speaking
from sync.wording.messages import sentence
from tests.forked import forked

FAULTS = [
    ("hub counts", "Missing option '--period'.", "Thiếu tùy chọn --period."),
    ("field retract", "Missing argument 'ID'.", "Thiếu tham số ID."),
    ("hub nix", "No such command 'nix'.", "Không có lệnh “nix”."),
    ("hub user lst", "No such command 'lst'. Did you mean 'list'?", "Không có lệnh “lst”. Có phải là 'list'?"),
    ("field log --foo", "No such option: --foo", "Không có tùy chọn --foo."),
    ("field log -x", "No such option: -x", "Không có tùy chọn -x."),
    (
        "hub serve --por 1",
        "No such option: --por (Possible options: --port)",
        "Không có tùy chọn --por. Có phải là --port?",
    ),
    ("hub serve --port", "Option '--port' requires an argument.", "Tùy chọn --port cần một giá trị."),
    ("hub report 2026 -o", "Option '-o' requires an argument.", "Tùy chọn -o cần một giá trị."),
    ("field list --json=x", "Option '--json' does not take a value.", "Tùy chọn --json không nhận giá trị."),
    ("hub key a b", "Got unexpected extra argument(s) (a b)", "Thừa tham số: a b."),
    (
        "hub serve --port x",
        "Invalid value for '--port': 'x' is not a valid integer.",
        "Giá trị của --port không hợp lệ: “x” không phải số nguyên.",
    ),
    (
        "hub serve --port 99999",
        "Invalid value for '--port': 99999 is not in the range 0<=x<=65535.",
        "Giá trị của --port không hợp lệ: 99999 nằm ngoài khoảng 0<=x<=65535.",
    ),
    (
        "hub invite x --expires x",
        "Invalid value for '--expires': 'x' is not a valid integer.",
        "Giá trị của --expires không hợp lệ: “x” không phải số nguyên.",
    ),
]


@pytest.mark.parametrize(("line", "english", "vietnamese"), FAULTS, ids=[line for line, _, _ in FAULTS])
def test_a_fault_of_a_line_is_told_in_either_language(
    line: str, english: str, vietnamese: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    group, *words = line.split()
    app = import_module(GROUPS[group].commands).app
    told: dict[Language, str] = {"en": english, "vi": vietnamese}
    for language, expected in told.items():
        with speaking(language):
            assert run(app, words, f"soxa {group}", sentence) == ExitCode.USAGE
        out, err = capfdbinary.readouterr()
        assert (out, err.decode("utf-8")) == (b"", f"soxa: {expected}\n")


def parameters() -> Iterator[tuple[str, Any]]:
    """Every parameter of every command, with the command's words."""
    below = [(name, typer.main.get_command(import_module(group.commands).app)) for name, group in GROUPS.items()]
    while below:
        words, command = below.pop()
        yield from ((words, parameter) for parameter in command.params)
        below += [(f"{words} {name}", inner) for name, inner in getattr(command, "commands", {}).items()]


def test_no_command_takes_a_kind_of_value_whose_faults_are_not_listed_above() -> None:
    """Another kind, such as a choice or a day, has messages of its own: provoke them above, then name it here."""
    kinds = {(type(parameter.type).__name__, parameter.nargs == 1) for _words, parameter in parameters()}
    assert {kind for kind, _ in kinds} <= {
        "StringParamType",
        "IntParamType",
        "IntRange",
        "BoolParamType",
        "TyperPath",
        "Path",
    }


def test_what_is_not_recognised_is_shown_as_it_came() -> None:
    with speaking("vi"):
        assert fault("Something {new} of a later version.") == "Something {new} of a later version."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Usage: soxa hub report [OPTIONS]", "\nArguments:\n", "\nOptions:\n", "[required]", "[default: then]"]),
        ("vi", ["Cách dùng: soxa hub report [TÙY CHỌN]", "\nTham số:\n", "\nTùy chọn:\n", "[bắt buộc]", "[mặc định: then]"]),
    ],
)
def test_help_is_in_one_language(language: str, words: list[str]) -> None:
    done = forked("hub", "report", "--help", SOXA_LANG=language)
    told = done.stdout.decode("utf-8").replace("\r\n", "\n")
    assert (done.returncode, done.stderr, [word for word in words if word not in told]) == (ExitCode.DONE, b"", [])
    english = ("Usage", "Options", "Arguments", "required", "default", "Show this message")
    assert language == "en" or not [word for word in english if word in told]


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["COMMAND [ARGS]...", "Commands:"]), ("vi", ["LỆNH [THAM SỐ]...", "Lệnh:"])]
)
@pytest.mark.parametrize("group", ["hub", "hub user", "audit"])
def test_a_group_without_a_command_shows_its_help_as_words(group: str, language: str, words: list[str]) -> None:
    done = forked(*group.split(), SOXA_LANG=language)
    asked = forked(*group.split(), "--help", SOXA_LANG=language)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, b"")
    assert done.stderr == asked.stdout
    assert [word for word in words if word not in done.stderr.decode("utf-8")] == []
