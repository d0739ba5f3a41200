"""`soxa demo`: the whole job on this machine. Every command is printed before its output, and the folder stays for looking
around."""

from __future__ import annotations

import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer

from hub.demo.chapters import BINH_LU, tell
from hub.demo.story import Story, called, line
from sync.errors import Refused
from sync.shell import installed
from sync.shell.commands import group
from sync.shell.console import out
from sync.shell.files import is_free_folder
from sync.wording.i18n import catalogue

_ = catalogue("hub")

app = group(_("The whole story on this machine: log offline, sync, count, verify."), runs_alone=True)

_NEEDED: Final = ("hub.cli", "hub.web.service", "hub.export.documents.report_docx")
"""What loads every package of the hub that the story comes to."""


@app.callback(invoke_without_command=True)
def demo(
    home: Annotated[
        Path | None,
        typer.Option("--home", help=_("A new folder for the story, which stays; else a temporary one.")),
    ] = None,
) -> None:
    """Run the demo."""
    _check_installed()
    if home is not None and not is_free_folder(home):
        raise Refused("file-exists", path=str(home))
    folder = Path(tempfile.mkdtemp(prefix="soxa-demo-")) if home is None else home
    folder.mkdir(parents=True, exist_ok=True)
    story, began = Story(folder.resolve()), time.monotonic()
    story.begin()
    port = tell(story)
    _close(story.home, port, round(time.monotonic() - began))


def _check_installed() -> None:
    """`Misuse("group-not-installed")` before anything is made, where a package of the hub is missing."""
    for module in _NEEDED:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            raise installed.missing("demo", error) from None


def _close(folder: Path, port: int, seconds: int) -> None:
    """Where everything is, and the lines that open it."""
    out("")
    told = _("Done in {seconds} s. Everything is in {folder}, private keys too: delete it when you have looked around.")
    out(told.format(seconds=seconds, folder=folder))
    out(_("There every command above that shows, counts or checks can be run again."))
    out("")
    laptop, hub = str(folder / BINH_LU.folder), str(folder / "hub")
    out(_("The officer's program:"))
    out("$ " + line(*called(), "field", "--home", laptop))
    out("")
    desk = f"http://127.0.0.1:{port}/"
    out(_("The province's desk, in a browser at {address}; the first line prints a password:").format(address=desk))
    out("$ " + line(*called(), "hub", "user", "add", "demo", "--role", "admin", "--generate", "--home", hub))
    out("$ " + line(*called(), "hub", "serve", "--port", str(port), "--home", hub))
