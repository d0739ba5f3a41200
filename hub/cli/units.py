"""`soxa hub invite` and `unit`: who may join, and what happens to units."""

from __future__ import annotations

from typing import Annotated

import typer

from hub import founding, logs
from hub.cli.common import HomeOption, app, opened
from hub.units import resolve
from sync.console import now, out, random_bytes
from sync.words import catalogue

_ = catalogue("hub")


@app.command(help=_("Print one line that lets one laptop of a unit join."))
def invite(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=_("The unit, by code or name, with or without accents."))],
    officer: Annotated[str | None, typer.Option("--officer", help=_("Whose laptop it is; kept here alone."))] = None,
    expires: Annotated[int, typer.Option("--expires", metavar="DAYS", help=_("Days until it runs out."))] = 30,
    url: Annotated[str | None, typer.Option("--url", help=_("Where this laptop reaches the hub, if elsewhere."))] = None,
    home: HomeOption = None,
) -> None:
    """Print an invite."""
    with opened(home) as hub, hub.store.writing() as session:
        registry = logs.registry(session, hub.keys)
        line = founding.invite(
            session,
            hub.keys,
            registry.units[resolve(founding.official(registry), unit).code],
            officer=officer,
            days=expires,
            url=url,
            now=now(),
            random_bytes=random_bytes,
        )
    out(line)
