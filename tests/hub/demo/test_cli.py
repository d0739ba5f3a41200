"""`soxa demo` tells its story to the end in either language, and what it prints is true of what it leaves behind."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sync.shell.exit_codes import ExitCode
from tests.command import environment, soxa
from tests.field.tui.terminal import CTRL_Q, Terminal, in_a_terminal

LOOKING = re.compile(
    r"soxa (field (list|status|directives)|hub (directive list|status|counts|key)|audit (verify|list|check|report)) .*"
)
"""Commands that show, count or check."""


class Told:
    """A story that was told, in a folder that stays."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.path = os.pathsep.join(  # without the folder of soxa itself, which the story has to name
            part for part in os.environ["PATH"].split(os.pathsep) if Path(part) != Path(sys.executable).parent
        )
        done = soxa("demo", "--home", str(folder), SOXA_LANG=language, PATH=self.path)
        assert (done.returncode, done.stderr) == (ExitCode.DONE, b""), (done.stdout[-2_000:], done.stderr)
        self.lines = done.stdout.decode("utf-8").splitlines()
        self.commands = [line.removeprefix("$ ") for line in self.lines if line.startswith("$ ")]

    def said_after(self, command: str) -> list[str]:
        """What a command said, the first that begins so."""
        at = next(number for number, line in enumerate(self.lines) if line.startswith(f"$ {command}"))
        rest = self.lines[at + 1 :]
        return rest[: rest.index("") if "" in rest else None]

    def pasted(self, *lines: str) -> subprocess.CompletedProcess[bytes]:
        """Lines of the story, pasted into a shell that knows nothing of it, in another folder."""
        return subprocess.run(
            ["sh", "-c", "\n".join(lines)],
            cwd="/",
            env=environment(PATH=self.path, PYTHONPATH=""),
            capture_output=True,
            check=False,
        )


def check_what_is_told(told: Told) -> None:
    """It finds what it searches, names what was forged, and says where everything is."""
    found = told.said_after("soxa field list --search duong")
    assert "đường" in "".join(found) and found[-1].startswith("1 ")
    (figure,) = (line for line in told.said_after("soxa audit verify changed.soxa") if "other-figures" in line)
    assert re.search(r"\b14\b.*\b94\b", figure), figure
    assert any(str(told.folder) in line for line in told.lines[-9:] if not line.startswith("$"))


def check_that_what_looks_can_be_run_again(told: Told) -> None:
    """Whatever shows, counts or checks, as it stands."""
    first = [command for command in told.commands[:2] if not command.startswith("soxa")]
    looking = [command for command in told.commands if LOOKING.fullmatch(command)]
    assert len(looking) >= 14
    done = told.pasted(*first, *(f"{command} >>again.txt 2>&1; echo $?" for command in dict.fromkeys(looking)))
    codes = done.stdout.decode().split()
    assert codes == ["0"] * (len(codes) - 1) + ["1"], done.stderr  # the last is the forged file
    assert (told.folder / "again.txt").read_text(encoding="utf-8")


def check_that_the_desk_opens(told: Told) -> None:
    """By the last two lines."""
    adding, serving = told.commands[-2:]
    added = told.pasted(adding)
    assert added.returncode == ExitCode.DONE and len(added.stdout.split()) == 1, added.stderr
    service = subprocess.Popen(
        ["sh", "-c", f"exec {serving}"], cwd="/", env=environment(PATH=told.path, PYTHONPATH=""), stderr=subprocess.PIPE
    )
    try:
        assert service.stderr is not None
        address = re.search(r"http://\S+", service.stderr.readline().decode("utf-8"))
        assert address is not None and any(address[0] in line for line in told.lines)
        with httpx.Client(base_url=address[0], follow_redirects=True, timeout=60) as browser:
            assert browser.get("/").url.path == "/signin"
        service.terminate()
        service.communicate()
    finally:
        service.kill()
        service.wait()


def check_that_the_program_opens(told: Told) -> None:
    """By the line before those."""
    program, *words = shlex.split(told.commands[-3])
    assert os.access(program, os.X_OK)
    with Terminal("sync.shell.main", *words) as terminal:
        terminal.wait_for("sạt lở đường")
        terminal.write(CTRL_Q)
        assert terminal.wait_until_left() == ExitCode.DONE


@in_a_terminal
def test_the_story_is_true_of_what_it_leaves_behind(tmp_path: Path) -> None:
    """Its lines are pasted into a shell. One telling for all: it takes a while."""
    told = Told(tmp_path / "demo", "vi")
    check_what_is_told(told)
    check_that_what_looks_can_be_run_again(told)
    check_that_the_program_opens(told)
    check_that_the_desk_opens(told)


def test_the_story_is_told_in_english(tmp_path: Path) -> None:
    told = Told(tmp_path / "demo", "en")
    check_what_is_told(told)
    assert told.lines[told.lines.index(f"$ {told.commands[-3]}") - 1] == "The officer's program:"


@pytest.mark.parametrize("package", ["sqlalchemy", "uvicorn", "docx", "yaml", "argon2"])
def test_without_a_package_of_the_hubs_nothing_is_begun(tmp_path: Path, package: str) -> None:
    (tmp_path / f"{package}.py").write_text(f"raise ModuleNotFoundError(name={package!r})", encoding="utf-8")
    done = soxa("demo", "--home", str(tmp_path / "demo"), PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (ExitCode.UNREACHABLE, b"")
    assert b"[hub]" in done.stderr and not (tmp_path / "demo").exists()


def test_a_folder_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = soxa("demo", "--home", str(tmp_path))
    assert (done.returncode, [path.name for path in tmp_path.iterdir()]) == (ExitCode.NO, ["mine.txt"])
