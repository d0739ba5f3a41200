"""`soxa hub invite`, `unit` and `device`: who may join, what happens to units, and which laptops are trusted no more."""

from __future__ import annotations

import datetime
from typing import Annotated, Final

import msgspec
import typer

from hub import own_logs
from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import HomeOption, JsonOption, opened, today
from hub.monitoring.found import found_against, marks
from hub.registry import invites, unit_changes
from hub.registry.laptops import LaptopRow, laptop_rows, revoke_laptop, revoked_with
from hub.registry.units import named, unit_rows
from sync.encoding.types import DeviceId
from sync.ledger.entry import Reorganised
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.shell.console import answer, out_json, random_bytes, say, table
from sync.wording.dates import day, moment
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.names import term

_ = catalogue("hub")


UNIT_HELP = _("The unit, by code or name, with or without accents.")
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help=UNIT_HELP)]
NameOption = Annotated[str | None, typer.Option("--name", help=_("What it is called from then on, without its type."))]
TypeOption = Annotated[str | None, typer.Option("--type", metavar="xã|phường|đặc khu", help=_("What it is from then on."))]
SinceOption = Annotated[str, typer.Option("--since", metavar="DATE", help=_("The first day on which it holds: 2026-11-01."))]
DocumentOption = Annotated[str, typer.Option("--document", help=_("The number of the decision."))]

_HAPPENED: Final[dict[str, str]] = {
    "renamed": N_("{units} until {until}; {into} from {since} on."),
    "merged": N_("{units}: one unit from {since} on, {into}. What they reported counts for it from that day on."),
    "split": N_("{units}: divided from {since} on into {into}. What it reported stays its own."),
}


def invite(  # noqa: PLR0917 - one parameter an option, all by keyword
    unit: UnitArgument,
    officer: Annotated[str | None, typer.Option("--officer", help=_("Whose laptop it is; kept here alone."))] = None,
    expires: Annotated[int, typer.Option("--expires", metavar="DAYS", help=_("Days until it runs out."))] = invites.DAYS,
    url: Annotated[str | None, typer.Option("--url", help=_("Where this laptop reaches the hub, if elsewhere."))] = None,
    replaces: Annotated[
        str, typer.Option("--replaces", metavar="LAPTOP", help=_("The laptop whose place it takes, by its id."))
    ] = "",
    for_older: Annotated[
        bool, typer.Option("--for-older", help=_("For a laptop whose program says that the line is no invite."))
    ] = False,
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print an invite."""
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        invited = registry.units[named(registry, unit, today())]
        line = invites.hand_out(
            transaction,
            hub.keys,
            invited,
            officer=officer,
            days=expires,
            url=url,
            replaces=replaces,
            for_older=for_older,
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
    answer({"invite": line, "unit": invited.code}, line, as_json=as_json)


def list_units(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the units."""
    with opened(home) as hub, hub.store.reading() as transaction:
        rows = unit_rows(own_logs.registry(transaction, hub.keys), today())
    if as_json:
        out_json(rows)
        return
    heads = (
        _("code"),
        _("unit"),
        _("kind of body"),
        _("reports to"),
        _("identification code"),
        _("first day"),
        _("last day"),
        _("is now"),
        _("laptops"),
    )
    lines = [
        (
            row.code,
            row.name,
            term("actors", row.kind) if row.kind else "–",
            row.reports_to or "–",
            row.eid or "–",
            day(row.valid_from),
            day(row.valid_to),
            ", ".join(row.became) or "–",
            str(row.laptops),
        )
        for row in rows
    ]
    table(heads, lines, {8})


def rename(  # noqa: PLR0917 - one parameter an option, all by keyword
    unit: UnitArgument,
    name: Annotated[str, typer.Option("--name", help=_("What it is called from then on, without its type."))],
    since: SinceOption,
    type_: Annotated[str | None, typer.Option("--type", metavar="TYPE", help=_("What it is from then on."))] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=_("The kind of body that it is from then on."))
    ] = None,
    document: DocumentOption = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Rename a unit."""
    with opened(home) as hub, hub.store.writing() as transaction:
        code = named(own_logs.registry(transaction, hub.keys), unit, today())
        event = unit_changes.rename(
            transaction,
            hub.keys,
            code,
            name=name,
            type=type_,
            body=kind,
            since=since,
            document=document,
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
        registry = own_logs.registry(transaction, hub.keys)
    _tell(registry, event, as_json=as_json)


def merge(  # noqa: PLR0917 - one parameter an option, all by keyword
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help=UNIT_HELP)],
    into: Annotated[str, typer.Option("--into", metavar="CODE", help=_("The unit that they become; a new code may be."))],
    since: SinceOption,
    name: NameOption = None,
    type_: TypeOption = None,
    document: DocumentOption = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Merge units."""
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        event = unit_changes.merge(
            transaction,
            hub.keys,
            [named(registry, unit, today()) for unit in units],
            into if into.isdecimal() else named(registry, into, today()),
            name=name,
            type=type_,
            since=since,
            document=document,
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
        registry = own_logs.registry(transaction, hub.keys)
    _tell(registry, event, as_json=as_json)


def split(
    unit: UnitArgument,
    into: Annotated[
        list[str], typer.Option("--into", metavar="CODE", help=_('A part; a new one is written out: "09999 xã Tên".'))
    ],
    since: SinceOption,
    document: DocumentOption = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Split a unit."""
    with opened(home) as hub, hub.store.writing() as transaction:
        code = named(own_logs.registry(transaction, hub.keys), unit, today())
        event = unit_changes.split(
            transaction,
            hub.keys,
            code,
            into,
            since=since,
            document=document,
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
        registry = own_logs.registry(transaction, hub.keys)
    _tell(registry, event, as_json=as_json)


def list_devices(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the laptops."""
    with opened(home) as hub, hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        rows, names = laptop_rows(transaction, registry), UnitHistory(registry)
        found = found_against(transaction, registry)
    if as_json:
        out_json([{**msgspec.to_builtins(row), "found": dict(found.get(row.device, {}))} for row in rows])
        return
    heads = (_("laptop"), _("code"), _("unit"), _("officer"), _("entries"), _("last heard of"), _("what became of it"))
    lines = [
        (
            row.device,
            row.unit,
            names.name_apart(row.unit, today()),
            row.officer or "–",
            str(row.entries),
            moment(row.seen),
            ", ".join([*_ended(row), *marks(found.get(row.device, {}))]) or "–",
        )
        for row in rows
    ]
    table(heads, lines, {4})


def revoke(
    device: Annotated[str, typer.Argument(metavar="LAPTOP", help=_("Its id, as “soxa hub device list” shows it."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why. It stands in the registry for ever."))],
    keep: Annotated[
        str,
        typer.Option("--keep", metavar="LAPTOP", help=_("Of those that took each other's places, one to go on with.")),
    ] = "",
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Revoke a laptop."""
    with opened(home) as hub, hub.store.writing() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        others = revoked_with(registry, DeviceId(device)) if device in registry.devices else []
        entry = revoke_laptop(
            transaction,
            hub.keys,
            DeviceId(device),
            reason,
            keep=keep,
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
    if others := [other for other in others if other != keep]:
        say(_("Revoked with it, for they took each other's places: {laptops}.").format(laptops=", ".join(others)))
    say(
        counted(
            entry.size,
            _("Revoked. The {size} entry that it has sent stays and counts."),
            _("Revoked. The {size} entries that it has sent stay and count."),
        ).format(size=entry.size)
    )
    answer({"device": entry.device, "entries": entry.size}, entry.device, as_json=as_json)


def _ended(row: LaptopRow) -> list[str]:
    if row.revoked is not None:
        return [_("revoked {time}: {reason}").format(time=moment(row.revoked), reason=row.reason)]
    if row.successor is not None:
        return [_("replaced {time} by {laptop}").format(time=moment(row.succeeded), laptop=row.successor)]
    return []


def _tell(registry: Registry, event: Reorganised, *, as_json: bool) -> None:
    """Say what was stated; the codes that hold from then on are the data."""
    names = UnitHistory(registry)
    day_before = (datetime.date.fromisoformat(event.since) - datetime.timedelta(days=1)).isoformat()
    before = ", ".join(names.name_apart(code, day_before) for code in event.units)
    after = ", ".join(names.name_apart(code, event.since) for code in event.into)
    say(_(_HAPPENED[event.how]).format(units=before, into=after, since=day(event.since), until=day(day_before)))
    stated = {"how": event.how, "units": event.units, "into": event.into, "since": event.since}
    answer(stated, *event.into, as_json=as_json)
