"""The commands about the program on this machine: settings, where."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from field.cli.options import HomeOption, JsonOption, opened
from field.exchange.whereabouts import whereabouts, whereabouts_lines
from field.home import locate
from field.store.local import HOW_COLLEAGUES
from field.store.rows import Colleagues
from sync.shell.console import out, out_json
from sync.wording.i18n import N_, catalogue

_ = catalogue("field")

COLLEAGUES_WORDS: Final[dict[Colleagues, str]] = {
    "line": N_("with every sync"),
    "stick": N_("by USB stick alone"),
    "none": N_("never"),
}


def settings(
    colleagues: Annotated[
        str | None,
        typer.Option(
            "--colleagues",
            metavar="HOW",
            help=_("How what the unit's other laptops log is brought here: line, stick or none. The own work always is."),
        ),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show or change a setting."""
    chosen = next((how for how in HOW_COLLEAGUES if how == colleagues), None)
    if colleagues is not None and chosen is None:
        raise typer.BadParameter(_("Say line, stick or none."))
    with opened(home) as store:
        if chosen is not None:
            store.local.colleagues = chosen
        now = store.local.colleagues
    if as_json:
        out_json({"colleagues": now})
    else:
        out(_("what other laptops of the unit log is brought here: {how}").format(how=_(COLLEAGUES_WORDS[now])))


def where(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show what is where on this machine."""
    place = locate(home)
    with opened(home) as store:
        found = whereabouts(store, place)
    if as_json:
        out_json(
            {
                "folder": str(found.folder),
                "size": found.size,
                "key": str(found.key),
                "key_is": found.key_is,
                "backup": None if found.second is None else str(found.second),
                "backup_reached": found.reached,
                "backup_of": found.kept or None,
                "faults": found.faults,
                "set_aside": [str(path) for path in found.set_aside],
                "program": str(found.program),
                "version": found.version,
            }
        )
    else:
        for name, text in whereabouts_lines(found):
            out(f"{name}: {text}" if name else f"    {text}")
