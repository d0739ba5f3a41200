"""Tab completes groups, commands and options in the shells there are; only the group on the line is imported for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sync.errors import Misuse
from sync.shell import completion
from sync.shell.exit_codes import ExitCode
from tests.command import ROOT, environment, soxa


def completed(line: str) -> list[str]:
    """What a shell is told, in the words of bash."""
    words = line.split(" ")
    done = soxa(_SOXA_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    assert (done.returncode, done.stderr) == (ExitCode.DONE, b"")
    return done.stdout.decode("utf-8").split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("soxa ", ["field", "hub", "audit", "demo"]),
        ("soxa fie", ["field"]),
        ("soxa nobody x", []),
        ("soxa field l", ["log", "list"]),
        ("soxa hub user a", ["add"]),
        ("soxa field log --tit", ["--title"]),
        ("soxa audit verify --js", ["--json"]),
    ],
)
def test_a_line_is_completed(line: str, words: list[str]) -> None:
    assert completed(line) == words


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize(("line", "words"), [("soxa fie", b"field\n"), ("soxa field l", b"log\nlist\n")])
def test_bash_completes_with_the_script_that_is_shown(tmp_path: Path, line: str, words: bytes) -> None:
    (tmp_path / "soxa").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sync.shell.main "$@"\n', encoding="utf-8")
    (tmp_path / "soxa").chmod(0o755)
    asking = "COMP_WORDS=($1) COMP_CWORD=$2; _soxa_completion soxa"
    script = f'eval "$(soxa --show-completion bash)"; {asking}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", line, str(line.count(" "))],
        env=environment(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}"),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (words, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_each_shell_has_a_script(shell: str) -> None:
    shown = soxa("--show-completion", shell)
    assert (shown.returncode, shown.stderr) == (ExitCode.DONE, b"")
    assert b"_SOXA_COMPLETE" in shown.stdout and b"%(" not in shown.stdout


def test_the_script_is_installed_where_the_shell_looks(tmp_path: Path) -> None:
    done = soxa("--install-completion", "bash", HOME=str(tmp_path), USERPROFILE=str(tmp_path))
    assert done.returncode == ExitCode.DONE, done.stderr
    (script,) = tmp_path.rglob("soxa.sh")
    assert str(script).encode() in done.stdout and script.name in (tmp_path / ".bashrc").read_text(encoding="utf-8")
    assert soxa("--show-completion", SHELL="/usr/bin/zsh").stdout.startswith(b"#compdef soxa")


@pytest.mark.parametrize("arguments", [("--install-completion", "powershell"), ("--show-completion", "cmd")])
def test_another_shell_is_refused_and_nothing_is_written(tmp_path: Path, arguments: tuple[str, str]) -> None:
    done = soxa(*arguments, HOME=str(tmp_path), USERPROFILE=str(tmp_path))
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (ExitCode.USAGE, b"", [])
    assert b"bash, zsh, fish" in done.stderr


def test_a_shell_that_there_is_no_script_for_is_named_beside_those_that_there_are() -> None:
    for ask in (completion.install, completion.show):
        with pytest.raises(Misuse) as misused:
            ask(["tcsh"])
        assert misused.value.code == "unknown-shell"
        assert misused.value.facts["text"] == "tcsh"
        assert "bash, zsh, fish" in str(misused.value.facts["shells"])


def test_completing_the_name_of_a_group_imports_none() -> None:
    code = "import sys; from sync.shell.groups import enter; enter([]); assert not {'field', 'hub'} & {*sys.modules}"
    asks = environment(_SOXA_COMPLETE="complete_bash", COMP_WORDS="soxa fi", COMP_CWORD="1")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=asks, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"field\n", b"")
