"""A stick for new laptops, made by the real command of real parts, and used as on a new laptop: nothing of this machine is
there but its system. On Linux with screens; for Windows under Wine, which shows none.

`SOXA_KIT_PARTS` names the folder of parts, as `soxa hub kit-parts` made it; without it these tests are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hub.home import HubHome
from hub.kit import authenticode
from hub.kit.parts import KNOWN, Parts
from tests.command import ROOT, SOXA, environment
from tests.field.tui.terminal import Terminal
from tests.serving import UNIT, HubProcess, founded, hub_process

PARTS = os.environ.get("SOXA_KIT_PARTS", "")
pytestmark = [
    pytest.mark.skipif(not PARTS, reason="SOXA_KIT_PARTS names no folder of parts"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs sh and Wine"),
]
OTHER = "03394"


def soxa(*words: str) -> str:
    """What a command of the hub's machine prints."""
    done = subprocess.run([*SOXA, *words], cwd=ROOT, env=environment(), capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, HubProcess]]:
    """A hub's folder, and the hub that serves."""
    home = tmp_path_factory.mktemp("hub") / "hub"
    founded(HubHome(home))
    with hub_process(home) as hub:
        yield home, hub


@pytest.fixture(scope="module")
def stick(province: tuple[Path, HubProcess], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit for both systems, with an invite of two units each."""
    home, hub = province
    folder = tmp_path_factory.mktemp("stick") / "Sổ xã"
    out = soxa(
        *("hub", "kit", UNIT, OTHER, "--home", str(home), "--parts", PARTS, "-o", str(folder), "--url", hub.url),
        *("--for", "windows", "--for", "linux", "--json"),
    )
    told = json.loads(out)
    assert told["python"] in KNOWN.values()
    assert len(told["invites"]) == 2
    return folder


def test_a_known_python_bears_its_makers_signatures(tmp_path: Path) -> None:
    seen: list[int] = []
    Parts(Path(PARTS)).unpack_python(tmp_path, None, seen.append)
    assert authenticode.is_there()
    assert len(seen) == 30
    with (tmp_path / "python.exe").open("r+b") as program:
        program.seek(0x1000)
        program.write(b"\x00\x01")
    with pytest.raises(Exception, match="bad-kit-part"):
        authenticode.check_signed(tmp_path, lambda _count: None)


def test_a_linux_laptop_from_the_stick_to_the_first_record_and_back_by_stick(
    province: tuple[Path, HubProcess], stick: Path, tmp_path: Path
) -> None:
    home = tmp_path / "Cán bộ"
    (home / "Desktop").mkdir(parents=True)
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def run(*command: str | Path) -> str:
        done = subprocess.run([*map(str, command)], env=bare, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    put = json.loads(run("sh", stick / "cai-dat.sh", "--unit", UNIT, "--name", "Hạnh", "--json"))
    assert put["unit"] == UNIT and put["before"] == ""
    command = home / ".local" / "bin" / "soxa"
    assert (home / "Desktop" / "soxa.desktop").exists()
    with Terminal(command=[str(command), "field"], env=bare) as terminal:
        terminal.wait_for("Bình Lư", "F3 Tìm")
        terminal.write("\x1bOQ")  # F2: the form
        terminal.wait_for("nội dung", "tổng số phút", "Như lần trước")
        terminal.write("Phát loa")
        terminal.wait_for("Phát loa")
        terminal.write("\x11")
        terminal.wait_until_left()
    run(command, "field", "log", "--title", "Họp bản", "--date", "2026-11-20")
    run(command, "field", "pack", tmp_path / "up.soxa")
    soxa("hub", "unpack", str(tmp_path / "up.soxa"), "--home", str(province[0]), "--reply", str(tmp_path / "down.soxa"))
    run(command, "field", "unpack", tmp_path / "down.soxa")
    assert '"unsent": 0' in run(command, "field", "status", "--json")
    run(command, "field", "report", "2026-11", "-o", tmp_path / "report.docx")
    again = json.loads(run("sh", stick / "cai-dat.sh", "--json"))
    assert again["before"] == again["version"] and again["unit"] is None
    assert "Họp bản" in run(command, "field", "list")
    gone = json.loads(run("sh", stick / "go-bo.sh", "--json"))
    assert gone["removed"] and Path(gone["ledger"]).is_dir()
    assert not command.exists() and not (home / "Desktop" / "soxa.desktop").exists()
    assert (Path(gone["ledger"]) / "soxa.db").exists()


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of a Windows of its own, with the one function that Wine 8 lacks."""
    folder = tmp_path_factory.mktemp("wine")
    settings = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "WINEPREFIX": str(folder / "prefix"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "winemenubuilder.exe=d",
        "LANG": "C.UTF-8",
    }
    source = folder / "shim.c"
    source.write_text(
        "#include <windows.h>\n#include <ntsecapi.h>\n"
        "BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }\n"
    )
    library = folder / "bcryptprimitives.dll"
    compiler = shutil.which("x86_64-w64-mingw32-gcc")
    assert compiler is not None, "gcc-mingw-w64-x86-64-win32 is not installed"
    subprocess.run([compiler, "-shared", "-o", str(library), str(source), "-ladvapi32"], check=True)
    subprocess.run(["wineboot", "-i"], env=settings, check=True, capture_output=True)
    shutil.copy(library, folder / "prefix" / "drive_c" / "windows" / "system32")
    version = ("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
    subprocess.run(["wine", *version], env=settings, check=True, capture_output=True)
    return settings


def test_a_windows_laptop_from_the_stick_to_the_first_sync(
    province: tuple[Path, HubProcess], stick: Path, wine: Mapping[str, str]
) -> None:
    def run(*words: str) -> str:
        done = subprocess.run(
            ["wine", *words], env=dict(wine), capture_output=True, check=False, encoding="utf-8", stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    user = next(each for each in Path(wine["WINEPREFIX"], "drive_c", "users").iterdir() if each.name != "Public")
    run("cmd", "/c", "Z:" + str(stick / "Cai-dat.cmd").replace("/", "\\"), "--unit", OTHER, "--name", "Hạnh")
    program = user / "AppData" / "Local" / "Programs" / "Soxa" / "python.exe"
    menu = user / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Sổ xã.lnk"
    assert "-m soxa field".encode("utf-16-le") in menu.read_bytes()
    field = (str(program), "-m", "soxa", "field")
    run(*field, "log", "--title", "Phát loa", "--date", "2026-11-20")
    run(*field, "sync")
    assert json.loads(run(*field, "status", "--json"))["unsent"] == 0
    run("cmd", "/c", "Z:" + str(stick / "Go-bo.cmd").replace("/", "\\"))
    assert not program.exists() and not menu.exists()
    assert (user / "AppData" / "Local" / "soxa" / "soxa.db").exists()
