"""A Word document made a PDF by what the machine has: Word itself on Windows, or LibreOffice. Nothing is sent anywhere.

Either is called by its own path and without a shell, for a limited time, in a folder of its own; LibreOffice with a profile
of its own, since one that is open has the other. The paths go to Word's script beside it and not in it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from sync.errors import Unavailable

SECONDS: Final = 180
"""How long a program may take: the first start of an office program on an old machine is slow."""
_WORD: Final = (
    "$ErrorActionPreference='Stop';$w=New-Object -ComObject Word.Application;"
    "try{$w.Visible=$false;$w.DisplayAlerts=0;$d=$w.Documents.Open($env:SOXA_DOCX,$false,$true);"
    "try{$d.ExportAsFixedFormat($env:SOXA_PDF,17)}finally{$d.Close($false)}}finally{$w.Quit()}"
)
"""17 is PDF."""
_SOFFICE: Final = ("soffice", "libreoffice")
_MAC: Final = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")


class Maker(Struct, frozen=True):
    """A program that makes PDFs: its name, and what it is called with for a document and the PDF beside it."""

    name: str
    command: Callable[[Path, Path], Sequence[str | Path]]


def to_pdf(document: bytes, *, makers: Sequence[Maker] | None = None, seconds: float = SECONDS) -> bytes:
    """A DOCX file as PDF. `Unavailable("no-pdf-maker")` without a program that makes one, `Unavailable("pdf-failed")`, which
    names it, where each that there is failed or took longer than `seconds`."""
    known = installed() if makers is None else makers
    failed: list[str] = []
    for maker in known:
        with tempfile.TemporaryDirectory(prefix="soxa-", ignore_cleanup_errors=True) as folder:
            source, target = Path(folder, "report.docx"), Path(folder, "report.pdf")
            source.write_bytes(document)
            if _run(maker.command(source, target), {"SOXA_DOCX": str(source), "SOXA_PDF": str(target)}, seconds):
                made = target.read_bytes() if target.is_file() else b""
                if made.startswith(b"%PDF-"):
                    return made
        failed.append(maker.name)
    if failed:
        raise Unavailable("pdf-failed", programs=", ".join(failed))
    raise Unavailable("no-pdf-maker")


def installed() -> list[Maker]:
    """The programs of this machine that make PDFs, the likeliest to lay a document out as it was meant first."""
    office = _office()
    makers = [Maker("Word", lambda _source, _target: _word())] if _has_word() else []
    if office is not None:
        makers.append(Maker("LibreOffice", lambda source, target: _libreoffice(office, source, target)))
    return makers


def _libreoffice(program: Path, source: Path, target: Path) -> list[str | Path]:
    profile = (source.parent / "profile").as_uri()
    return [
        program,
        f"-env:UserInstallation={profile}",
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf:writer_pdf_Export"),
        *("--outdir", target.parent, source),
    ]


def _office() -> Path | None:
    """Where LibreOffice is; on Windows not looked for along the path, on which anybody's folder may stand."""
    if sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"))
        places = [Path(root, "LibreOffice", "program", "soffice.com") for root in roots if root]
    else:
        found = (shutil.which(name) for name in _SOFFICE)
        places = [*(Path(path) for path in found if path), _MAC]
    return next((place for place in places if place.is_file()), None)


def _word() -> list[str | Path]:
    shell = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
    return [shell, "-NoProfile", "-NonInteractive", "-Command", _WORD]


def _has_word() -> bool:
    """Whether Word is installed, as Windows has it registered."""
    if sys.platform != "win32":
        return False
    import winreg  # noqa: PLC0415 - of Windows alone

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application\\CurVer"))
    except OSError:
        return False
    return True


def _run(command: Sequence[str | Path], paths: Mapping[str, str], seconds: float) -> bool:
    """Run a program to its end; whether it says that it succeeded. One that takes too long is ended with all that it
    started."""
    try:
        program = subprocess.Popen(  # noqa: S603 - a path of this machine's own programs, without a shell
            [str(part) for part in command],
            env={**os.environ, **paths},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return program.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        _end(program)
        return False


def _end(program: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        program.kill()
    else:
        try:
            os.killpg(program.pid, signal.SIGKILL)  # its group is its own
        except ProcessLookupError:
            program.kill()
    program.wait()
