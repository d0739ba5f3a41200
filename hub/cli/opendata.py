"""`soxa hub export`: open data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.options import HomeOption, JsonOption, opened
from sync.shell.commands import progress
from sync.shell.console import now, out_json, random_bytes, say
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("hub")


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The new folder; one that is there must be empty."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write open data."""
    from hub.export.opendata import export as opendata  # noqa: PLC0415 - sqlite-utils is loaded for this command alone

    with opened(home) as hub, progress(_("Writing"), opendata.count(hub.store)) as advance:
        counts = opendata.export(hub.store, hub.keys, folder, now=now(), random_bytes=random_bytes, progress=advance)
    say(
        counted(
            counts["activities"], _("{count} activity written to {path}."), _("{count} activities written to {path}.")
        ).format(count=number(counts["activities"]), path=folder)
    )
    if as_json:
        out_json({"path": str(folder), "rows": counts})
