"""The command about how this laptop's officer likes the program: settings."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from field.cli.options import HomeOption, JsonOption, opened
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
