"""Who signed the programs of an embeddable Python: each must bear the Python Software Foundation's signature, and
Microsoft's where it is Microsoft's runtime. Verified by `osslsigncode`, which Debian and others have, up to the roots in
`roots.pem`.

A certificate for signing code lasts for days, and that of a time stamp for years; what is verified is that both held when
the stamp was made.
"""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from sync.errors import BadInput, Unavailable

_TOOL: Final = "osslsigncode"
_PROGRAMS: Final = frozenset({".exe", ".dll", ".pyd"})
_FOUNDATION: Final = "/C=US/ST=Oregon/L=Beaverton/O=Python Software Foundation/CN=Python Software Foundation"
_MICROSOFT: Final = "/C=US/ST=Washington/L=Redmond/O=Microsoft Corporation/CN=Microsoft Corporation"
_RUNTIME: Final = re.compile(r"vcruntime140(_\d)?\.dll")
_STAMP: Final = re.compile(r"^\s*Timestamp time: (\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}) GMT$", re.MULTILINE)
_SIGNER: Final = re.compile(r"^\s*Subject: (/.*)$", re.MULTILINE)
_HOLDS: Final = ("Timestamp Server Signature verification: ok", "\nSignature verification: ok")
_SECONDS: Final = 60


def is_there() -> bool:
    """Whether this machine has what verifies signatures."""
    return shutil.which(_TOOL) is not None


def check_signed(folder: Path, advance: Callable[[int], None]) -> None:
    """Verify each program in a folder. `BadInput("bad-kit-part")` names the first that does not hold,
    `Unavailable("no-signature-tool")`."""
    if not is_there():
        raise Unavailable("no-signature-tool", tool=_TOOL)
    with as_file(files("hub.kit").joinpath("files/roots.pem")) as roots:
        for program in sorted(each for each in folder.iterdir() if each.suffix.casefold() in _PROGRAMS):
            if not _holds(program, roots):
                raise BadInput("bad-kit-part", path=str(program), why="it is not signed by whom it should be")
            advance(1)


def _holds(program: Path, roots: Path) -> bool:
    expected = _MICROSOFT if _RUNTIME.fullmatch(program.name.casefold()) else _FOUNDATION
    stamps = _STAMP.findall(_said(program, roots))
    for stamp in dict.fromkeys(stamps):
        made = datetime.datetime.strptime(stamp, "%b %d %H:%M:%S %Y").replace(tzinfo=datetime.UTC)
        for signature in _said(program, roots, "-time", str(int(made.timestamp()) + 1)).split("Signature Index:")[1:]:
            signer = _SIGNER.search(signature)
            if signer is not None and signer[1].strip() == expected and all(words in signature for words in _HOLDS):
                return True
    return False


def _said(program: Path, roots: Path, *more: str) -> str:
    """What the verifier says of a program."""
    command = [_TOOL, "verify", "-ignore-crl", "-CAfile", str(roots), "-TSA-CAfile", str(roots), *more, "-in", str(program)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own words
    except (OSError, subprocess.TimeoutExpired):
        raise Unavailable("no-signature-tool", tool=_TOOL) from None
    return done.stdout.decode("utf-8", "replace")
