"""`soxa hub import`: what the province enters for a unit that sent it by mail, told it by telephone or wrote it on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from hub import own_logs
from hub.cli.options import HomeOption, JsonOption, OpenedHub, opened
from hub.cli.units import UnitArgument
from hub.entering.ledger import Entering, UnitLedger
from hub.registry.units import check_not_ended, named
from sync.errors import Misuse
from sync.importing import command, take
from sync.importing.options import (
    AlikeOption,
    DatesOption,
    MapOption,
    PlanOption,
    SheetOption,
    UndoOption,
    VanishedOption,
    YesOption,
)
from sync.importing.undo import undo_import
from sync.ledger.period import day_of
from sync.shell.commands import counted_up, progress
from sync.shell.console import now, out_json, random_bytes
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import catalogue

_ = catalogue("hub")

_COMMAND: Final = "soxa hub import {unit}"

SourceOption = Annotated[
    str,
    typer.Option("--source", metavar="TEXT", help=_("What it is entered from: a letter, a call; kept in the hub alone.")),
]
OperatorOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=_("Who enters it; kept in the hub alone."))]


def ledger_of(hub: OpenedHub, unit: str, source: str, operator: str | None) -> UnitLedger:
    """The ledger of a unit that somebody names, to enter things in."""
    entering = Entering(operator, source, now=now(), random_bytes=random_bytes)
    with hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        today = day_of(entering.now).isoformat()
        code = named(registry, unit, today)
        check_not_ended(registry, code, today)
    return UnitLedger(hub.store, hub.keys, code, entering)


def import_(
    unit: UnitArgument,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=_("A table with at least Ngày and Nội dung."))] = None,
    *,
    only_plan: PlanOption = False,
    named_columns: MapOption = None,
    sheets: SheetOption = None,
    dates: DatesOption = None,
    alike: AlikeOption = None,
    vanished: VanishedOption = None,
    yes: YesOption = False,
    undo: UndoOption = None,
    source: SourceOption = "",
    operator: OperatorOption = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Enter the activities of a file for a unit."""
    if (file is None) == (undo is None):
        raise Misuse("import-what")
    with opened(home) as hub:
        ledger = ledger_of(hub, unit, source, operator)
        if file is None:
            assert undo is not None, "asked just above"
            undone = undo_import(ledger, undo, now=now(), random_bytes=random_bytes)
            command.tell_undone(undone, as_json=as_json)
            return
        answers = command.answers_of(named_columns or [], sheets or [], dates, alike, vanished)
        planned = take.plan_file(ledger, file, answers, now=now())
        if only_plan:
            command.show(planned, as_json=as_json)
            return
        if not (command.certain(planned) if yes else command.agreed(planned)):
            if as_json:
                out_json(command.plain(planned))
            raise typer.Exit(ExitCode.NO)
        with progress(_("Importing")) as advance:
            tell = counted_up(advance)
            take.remember(ledger, planned.plan, answers)
            outcome = take.take_plan(
                ledger, planned, answers, now=now(), random_bytes=random_bytes, progress=lambda rows, _all: tell(rows)
            )
    command.tell(planned, outcome, _COMMAND.format(unit=ledger.unit), as_json=as_json)
    if outcome.bad:
        raise typer.Exit(ExitCode.NO)
