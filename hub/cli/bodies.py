"""`soxa hub unit add`: bodies of every kind as units, one by its words or many by a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub import own_logs
from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import HomeOption, JsonOption, opened
from hub.messages import sentence
from hub.registry.bodies import state_unit
from hub.registry.body_files import BodyRow, read_bodies, shipped_bodies, state_units
from hub.registry.unit_changes import check_day
from hub.registry.unit_differences import told
from hub.registry.units import named, province_code
from sync.errors import Misuse, Refused
from sync.ledger.entry import Unit
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.shell.console import answer, now, random_bytes, say
from sync.wording.i18n import catalogue, counted

_ = catalogue("hub")


def add(  # noqa: PLR0917 - one parameter an option, all by keyword
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help=_("Its code: 12-khcn, 03390-vhxh; of --file none."))
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help=_("What it is called, without its type."))] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help=_("What it is, as it stands before its name: Sở, Phòng."))
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help=_("What kind of body it is, by a code or name of the vocabulary."))
    ] = None,
    reports_to: Annotated[
        str | None, typer.Option("--reports-to", metavar="UNIT", help=_("To whom it reports; else as its code says."))
    ] = None,
    eid: Annotated[str | None, typer.Option("--eid", help=_("Its electronic identification code: H35.12.3."))] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("The first day on which it holds; today, if left out."))
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE.csv|xlsx|yaml", help=_("Many at once: all are stated, or none."))
    ] = None,
    shipped: Annotated[
        bool,
        typer.Option("--shipped", help=_("The bodies that this province's shipped directives name, where not yet there.")),
    ] = False,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add a unit."""
    if [code is not None, file is not None, shipped].count(True) != 1:
        raise Misuse("unit-or-file")
    today = day_of(now()).isoformat()
    if code is None:
        if any(word is not None for word in (name, type_, kind, reports_to, eid, since)):
            raise Misuse("unit-or-file")
        _tell(
            *_of_file(None if file is None else read_bodies(file), today, home, clock_is_right=clock_is_right),
            as_json=as_json,
        )
        return
    for field, word in (("--name", name), ("--type", type_)):
        if word is None:
            raise Misuse("no-unit-field", field=field)
    if since is not None:
        check_day(since)
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        stated = state_unit(
            transaction,
            hub.keys,
            code,
            name=name or "",
            type=type_ or "",
            valid_from=since or today,
            body=kind,
            reports_to=None if reports_to is None else named(registry, reports_to, today),
            eid=eid,
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
    _tell(registry, [stated], as_json=as_json)


def _of_file(
    rows: list[BodyRow] | None, today: str, home: str | None, *, clock_is_right: bool
) -> tuple[Registry, list[Unit]]:
    """State the units of a file, or without one those that ship and are not there yet; with the registry before that."""
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        at = trusted(transaction, is_right=clock_is_right)
        if rows is None:
            rows = [row for row in shipped_bodies(province_code(registry)) if row.typed["code"] not in registry.units]
        stated, wrong = state_units(transaction, hub.keys, rows, today=today, now=at, random_bytes=random_bytes)
        for row in wrong:
            say(_("line {line}: {why}").format(line=row.line, why=sentence(row.error)))
        if wrong:
            raise Refused("wrong-units", count=len(wrong))
    return registry, stated


def _tell(before: Registry, units: list[Unit], *, as_json: bool) -> None:
    """Say what was stated, and of what was there before that it was; what is new is the data."""
    for line in told(before, units):
        say(line)
    stated = [unit for unit in units if unit not in before.editions.get(unit.code, ())]
    said = counted(len(stated), _("{count} unit stated."), _("{count} units stated."))
    say(said.format(count=len(stated)))
    answer([unit.code for unit in stated], *(unit.code for unit in stated), as_json=as_json)
