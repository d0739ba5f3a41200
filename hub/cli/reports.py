"""`soxa hub report`: a period's report upward as a document or a workbook, with the state of the ledger it rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, cast, get_args

import typer

from hub import logs
from hub.cli.common import PERIOD_HELP, HomeOption, Hub, app, opened
from hub.reports import flat
from hub.reports.annex import annex as gather
from hub.store import Session
from sync.audit.annex import Annex, Units
from sync.console import now, say
from sync.errors import Misuse, Refused
from sync.files import write_anew
from sync.ledger.period import Period, find_directive, parse
from sync.ledger.registry import Registry
from sync.words import catalogue

_ = catalogue("hub")


class _Wanted:
    """What a report is written from, within one reading of the store."""

    def __init__(self, session: Session, registry: Registry, period: Period, annex: Annex) -> None:
        self.session = session
        self.registry = registry
        self.period = period
        self.annex = annex


def _document(wanted: _Wanted, *, section: bool) -> bytes:
    from hub.reports import document, narratives  # noqa: PLC0415 - only this kind of file needs what it loads

    told = narratives.gather(wanted.session, wanted.registry, wanted.period)
    return document.write(wanted.annex, told, document.office(wanted.registry), section=section)


def _workbook(annex: Annex) -> bytes:
    from hub.reports import workbook  # noqa: PLC0415 - the same

    return workbook.write(annex)


_WRITERS: Final[dict[str, Callable[[Annex], bytes]]] = {
    ".xlsx": _workbook,
    ".csv": flat.write_csv,
    ".json": flat.write_json,
}
_DOCUMENT: Final = ".docx"


@app.command(help=_("Write a period's report upward: a document, or an annex whose every figure can be proven."))
def report(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=PERIOD_HELP)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=_("The new file: .docx, .xlsx, .csv or .json."))
    ],
    directive: Annotated[
        str | None,
        typer.Option("--directive", metavar="NUMBER", help=_("Of this directive alone: its number, symbol or id.")),
    ] = None,
    units: Annotated[
        str,
        typer.Option(
            "--units", metavar="then|now", help=_("Count for the units of each record's day, or for those of today.")
        ),
    ] = "then",
    section: Annotated[
        bool, typer.Option("--section", help=_("Of a document only the results, to paste into a larger report."))
    ] = False,
    home: HomeOption = None,
) -> None:
    """Write a report."""
    kind = output.suffix.lower()
    if kind != _DOCUMENT and kind not in _WRITERS:
        raise Misuse("unknown-report-kind", path=output.name)
    if section and kind != _DOCUMENT:
        raise Misuse("section-of-a-document")
    if output.exists():
        raise Refused("file-exists", path=str(output))
    with opened(home) as hub, hub.store.reading() as session:
        wanted = _gathered(hub, session, period, directive, _units(units))
        data = _document(wanted, section=section) if kind == _DOCUMENT else _WRITERS[kind](wanted.annex)
    write_anew(output, [data])
    say(_("{path} is written: {activities} activities, {units} units.").format(
        path=output, activities=wanted.annex.total.activities, units=len(wanted.annex.standings)))  # fmt: skip
    if kind != _DOCUMENT:
        say(
            _("Whoever has a bundle and the key checks it: soxa audit report BUNDLE.soxa {path} --key KEY").format(
                path=output
            )
        )


def _gathered(hub: Hub, session: Session, typed: str, directive: str | None, units: Units) -> _Wanted:
    registry = logs.registry(session, hub.keys)
    if directive is not None:
        if "@" in typed:
            raise Misuse("directive-twice", period=typed[:100])
        typed = f"{find_directive(directive, registry.directives).id}@{typed}"
    period = parse(typed, registry.directives)
    return _Wanted(session, registry, period, gather(session, hub.keys, registry, period, units=units, made=now()))


def _units(typed: str) -> Units:
    for units in get_args(Units):
        if units == typed:
            return cast(Units, units)
    raise Misuse("unknown-units", text=typed[:40])
