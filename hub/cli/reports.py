"""`soxa hub report`: a period's report upward as a document or a workbook, with the state of the ledger it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, cast, get_args

import typer

from hub import own_logs
from hub.cli.clock_gate import ClockOption, trusted
from hub.cli.options import PERIOD_HELP, HomeOption, JsonOption, opened
from hub.monitoring.own_duty_words import dispatched_before_words
from hub.registry.dispatches import digest_of, dispatch, dispatched_before
from hub.registry.unit_changes import check_day
from sync.annex.model import Units
from sync.errors import Misuse, NotListed, Refused
from sync.ledger.period import Period, chosen_directive
from sync.ledger.registry import Registry
from sync.shell.console import answer, now, out_json, random_bytes, say
from sync.shell.files import pieces_of, write_anew
from sync.wording.dates import day
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("hub")


_KINDS: Final = (".docx", ".xlsx", ".csv", ".json")


def report(  # noqa: PLR0917 - one parameter an option, all by keyword
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=PERIOD_HELP)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=_("The new file: .docx, .xlsx, .csv or .json."))
    ],
    directive: Annotated[
        str | None,
        typer.Option("--directive", metavar="NUMBER", help=_("Of this directive alone: its number, symbol or id.")),
    ] = None,
    duty: Annotated[
        str | None,
        typer.Option("--duty", metavar="ID", help=_("Of a document: the duty of the directive whose office stands on it.")),
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
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a report."""
    from hub.export.documents import files  # noqa: PLC0415 - only this command needs what writes documents and workbooks

    ending, whose = output.suffix.lower(), _units(units)
    if ending not in _KINDS:
        raise Misuse("unknown-report-kind", path=output.name)
    if section and ending != ".docx":
        raise Misuse("section-of-a-document")
    if output.exists():
        raise Refused("file-exists", path=str(output))
    kind = files.kind_of("section" if section else ending.removeprefix("."))
    with opened(home) as hub, hub.store.reading() as transaction:
        registry = own_logs.registry(transaction, hub.keys)
        asked = _asked(registry, period, directive)
        file = files.write(
            transaction, hub.keys, registry, asked, kind, units=whose, made=now(), duty=_duty(registry, asked, duty)
        )
    write_anew(output, [file.data])
    total, owing = file.annex.total.activities, len(file.annex.standings)
    activities = counted(total, _("{count} activity"), _("{count} activities")).format(count=number(total))
    units = counted(owing, _("{count} unit"), _("{count} units")).format(count=number(owing))
    told = (
        _("{path} is written: {activities}, {units}.")
        if owing
        else _("{path} is written: {activities}; no unit owes this report.")
    )
    say(told.format(path=shown_path(output), activities=activities, units=units))
    if ending != ".docx":
        say(
            _("Whoever has a bundle and the key checks it: soxa audit report BUNDLE.soxa {path} --key KEY").format(
                path=output
            )
        )
    if as_json:
        out_json(
            {
                "path": str(output),
                "period": asked.name,
                "activities": file.annex.total.activities,
                "units": len(file.annex.standings),
            }
        )


def _asked(registry: Registry, typed: str, directive: str | None) -> Period:
    """The period that is named, of one directive if that is named beside it."""
    if directive is None:
        return registry.chosen_gathered(typed)
    if "@" in typed:
        raise Misuse("directive-twice", period=typed[:100])
    return registry.gathered(f"{chosen_directive(directive, registry.directives).id}@{typed}")


def _duty(registry: Registry, period: Period, typed: str | None) -> str | None:
    from hub.export.documents.office import duties_of  # noqa: PLC0415 - as above

    known = [duty.id for duty in duties_of(registry, period)]
    if typed is not None and typed not in known:
        raise NotListed("unknown-duty", text=typed[:100], near=", ".join(known) or "–")
    return typed


def _units(typed: str) -> Units:
    for units in get_args(Units):
        if units == typed:
            return cast(Units, units)
    raise Misuse("unknown-units", text=typed[:40])


def dispatched(  # noqa: PLR0917 - one parameter an option, all by keyword
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=PERIOD_HELP)],
    number: Annotated[str, typer.Option("--number", help=_("The number of the document as it was sent."))],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help=_("Its day: 2026-12-14."))],
    recipient: Annotated[str, typer.Option("--recipient", metavar="TEXT", help=_("To whom it went."))],
    annex: Annotated[Path, typer.Option("--annex", metavar="FILE", help=_("The annex, just as it was sent."))],
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """State what went upward."""
    check_day(date)
    with pieces_of(annex) as pieces:
        sent = b"".join(pieces)
    with opened(home) as hub, hub.store.writing() as transaction:
        entry = dispatch(
            transaction,
            hub.keys,
            period,
            number=number,
            date=date,
            recipient=recipient,
            annex=digest_of(sent),
            now=trusted(transaction, is_right=clock_is_right),
            random_bytes=random_bytes,
        )
        registry = own_logs.registry(transaction, hub.keys)
        before = dispatched_before(registry, entry)
    say(
        _("Stated: the report {period} went to {recipient} as {number} of {date}.").format(
            period=period_words(entry.period, registry.directives),
            recipient=entry.recipient,
            number=entry.number,
            date=day(entry.date),
        )
    )
    for earlier in before:
        say(dispatched_before_words(earlier, registry.directives))
    stated = {"period": entry.period, "number": entry.number, "date": entry.date, "annex": entry.annex}
    answer(stated, entry.annex, as_json=as_json)
