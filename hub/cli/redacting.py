"""`soxa hub redact`: texts that the law has erased."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from hub import own_logs, redacting
from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import HomeOption, JsonOption, opened, today
from hub.cli.units import UNIT_HELP
from hub.redacting import PlannedRedaction
from hub.registry.units import named
from sync.shell.asking import can_ask, confirmed
from sync.shell.console import answer, random_bytes, say
from sync.shell.exit_codes import ExitCode
from sync.wording.fields import field_name
from sync.wording.i18n import N_, catalogue, counted

_ = catalogue("hub")

_SHOWN: Final = 200
"""Characters of a text that are shown."""
_KINDS: Final[dict[str, str]] = {
    "activity": N_("activity"),
    "retraction": N_("taken back"),
    "report": N_("report"),
    "review": N_("answer of the province"),
    "reminder": N_("reminder"),
}
_OTHER_FIELDS: Final[dict[str, str]] = {
    "reason": N_("reason"),
    "comment": N_("comment"),
    "results": N_("results"),
    "difficulties": N_("difficulties"),
    "proposals": N_("proposals"),
}


def redact(  # noqa: PLR0917 - one parameter an option, all by keyword
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=UNIT_HELP)],
    what: Annotated[
        str,
        typer.Argument(metavar="RECORD|PERIOD", help=_("The activity, by its id or an end of it; or the period reported.")),
    ],
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="TEXT",
            help=_("Why, by which decision. Everybody reads it for ever: nothing that is erased."),
        ),
    ],
    entry: Annotated[int | None, typer.Option("--entry", metavar="N", help=_("Of its entries this one alone."))] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who does it; everybody reads it, too."))] = "",
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Erase texts for ever."""
    with opened(home) as hub:
        with hub.store.reading() as transaction:
            code = named(own_logs.registry(transaction, hub.keys), unit, today())
            planned = redacting.plan(transaction, hub.keys, code, what, entry)
        _show(planned)
        if not yes and not (can_ask() and confirmed(_("Erase these texts for ever?"))):
            say(_("Nothing was erased. With --yes it is."))
            raise typer.Exit(ExitCode.NO)
        with hub.store.writing() as transaction:
            at = trusted(transaction, is_right=clock_is_right)
            count = redacting.redact(transaction, hub.keys, planned, reason, by, now=at, random_bytes=random_bytes)
        wiped = hub.store.wipe()
    say(
        counted(
            count,
            _("Erased here: the texts of {count} entry. Its laptops erase them with their next exchange."),
            _("Erased here: the texts of {count} entries. Its laptops erase them with their next exchange."),
        ).format(count=count)
    )
    if not wiped:
        say(_("Somebody is reading the database: its free parts are wiped within an hour, while “soxa hub serve” runs."))
    say(
        _(
            "Backups made before, bundles and files that were handed out, paper and folders that no program opens any more "
            "still have them: have those destroyed, and make a backup now."
        )
    )
    answer({"unit": planned.unit, "what": planned.what, "entries": count, "wiped": wiped}, planned.what, as_json=as_json)


def _show(planned: PlannedRedaction) -> None:
    """What would go, and what would stay."""
    say(_("These texts go, from this hub, from every laptop that exchanges with it, and from every later bundle:"))
    for number, going in enumerate(planned.entries, 1):
        for field, text in going.texts:
            name = _(_OTHER_FIELDS[field]) if field in _OTHER_FIELDS else field_name(field)
            kind = _(_KINDS[str(going.entry.__struct_config__.tag)])
            say(f"  {number}  {kind}, {name}: {_short(text)}")
    say(
        _(
            "What stays: days, numbers, codes, and the number of a task; and that there was an entry, by whose laptop and "
            "when. Reports that counted it still hold."
        )
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
