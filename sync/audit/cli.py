"""`soxa audit`: the auditor's commands. One file, one key, no network, no hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from sync.annex.diff import Difference
from sync.audit import annex_recount, bundles
from sync.audit.faults import Fault
from sync.audit.messages import fault_sentence
from sync.audit.prove import prove as prove_entry
from sync.audit.verify import AuditSummary
from sync.audit.verify import verify as verify_bundle
from sync.encoding import tobase64
from sync.ledger.entry import Activity, Quarantined, Retraction
from sync.ledger.merge import Record
from sync.log.note import Verifier
from sync.proof import entry_proof as proving
from sync.proof.files import read_proof
from sync.shell.commands import group, progress
from sync.shell.console import out, out_json, say, table
from sync.shell.exit_codes import ExitCode
from sync.shell.files import write_anew
from sync.wording.dates import day, moment
from sync.wording.fields import field_name, field_value
from sync.wording.i18n import catalogue, counted
from sync.wording.safe_text import safe_line
from sync.wording.statuses import status_words

_ = catalogue("sync/audit")

app = group(_("Verify everything from one file and one key."))

KeyOption = Annotated[str, typer.Option("--key", metavar="VKEY", help=_("The line that “soxa hub key” prints."))]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE.soxa", help=_("The audit bundle."))]
RecordArgument = Annotated[
    str, typer.Argument(metavar="RECORD", help=_("A record's id or its beginning, or an entry's leaf hash."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("Not needed here; taken for all."))]
_SHOWN_FAULTS: Final = 50


@app.command(help=_("Verify a bundle: every signature, every record, every figure. Exit code 1 names each fault."))
def verify(file: FileArgument, key: KeyOption, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Verify a bundle."""
    verifier = Verifier.parse(key.strip())
    with progress(_("Verifying")) as advance:
        summary = verify_bundle(file, verifier, advance)
    if as_json:
        out_json(summary)
        raise typer.Exit(ExitCode.NO if summary.faults else ExitCode.DONE)
    _tell_wrong([_told(fault) for fault in summary.faults])
    if summary.faults:
        say(
            counted(
                len(summary.faults), _("NOT PROVEN: {count} fault in {path}."), _("NOT PROVEN: {count} faults in {path}.")
            ).format(count=len(summary.faults), path=file)
        )
        raise typer.Exit(ExitCode.NO)
    _tell(summary)


def _tell_wrong(told: Sequence[str]) -> None:
    for line in told[:_SHOWN_FAULTS]:
        out(line)
    if len(told) > _SHOWN_FAULTS:
        out(_("… and {count} more").format(count=len(told) - _SHOWN_FAULTS))


def _told(fault: Fault) -> str:
    """A fault on one line: log, entry, what and why."""
    where = fault.origin or _("bundle")
    if fault.index is not None:
        where += " " + _("entry {index}").format(index=fault.index)
    return f"{where}: {fault_sentence(fault)} [{fault.code}]"


def _tell(summary: AuditSummary) -> None:
    out(_("PROVEN: everything in the bundle of {hub} holds.").format(hub=summary.hub))
    out(
        _("{devices} of {units}; {entries}, {records}, {reports} recomputed.").format(
            devices=_number(summary.devices, _("{count} laptop"), _("{count} laptops")),
            units=_number(summary.units, _("{count} unit"), _("{count} units")),
            entries=_number(summary.entries, _("{count} entry"), _("{count} entries")),
            records=_number(summary.records, _("{count} record"), _("{count} records")),
            reports=_number(summary.reports, _("{count} report"), _("{count} reports")),
        )
    )
    if summary.accepted_at is not None:
        out(_("It is the state as of {time} by the hub's clock.").format(time=moment(summary.accepted_at, seconds=True)))
    for held in summary.held:
        place = f"{held.origin} " + _("entry {index}").format(index=held.index)
        out(_("held back: {place}: {why}: {detail}").format(place=place, why=held.why, detail=held.detail))


def _number(count: int, one: str, several: str) -> str:
    return counted(count, one, several).format(count=count)


@app.command(help=_("Compute a report's every figure again, and name each that is not so. Exit code 1 if any is."))
def report(
    bundle: FileArgument,
    file: Annotated[Path, typer.Argument(metavar="REPORT", help=_("What “soxa hub report” wrote: .xlsx, .csv or .json."))],
    key: KeyOption,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check a report's annex."""
    verifier = Verifier.parse(key.strip())
    with progress(_("Verifying")) as advance:
        outcome = annex_recount.check(bundle, file, verifier, advance)
    wrong = len(outcome.faults) + len(outcome.differences)
    if as_json:
        out_json(outcome)
    elif wrong:
        _tell_wrong([*map(_told, outcome.faults), *map(_told_difference, outcome.differences)])
        say(
            counted(wrong, _("NOT PROVEN: {count} fault in {path}."), _("NOT PROVEN: {count} faults in {path}.")).format(
                count=wrong, path=file
            )
        )
    else:
        _tell_proven(outcome)
    if wrong:
        raise typer.Exit(ExitCode.NO)


def _told_difference(difference: Difference) -> str:
    """A difference on one line: where, what the file states, what was recomputed."""
    parts = [difference.sheet, difference.row] + (
        [_("line {line}").format(line=difference.line)] if difference.line is not None else []
    )
    where = ", ".join(safe_line(part) for part in [*parts, difference.column] if part)
    if difference.column:
        return _("{where}: states “{stated}”, recomputed “{recomputed}”").format(
            where=where, stated=safe_line(difference.stated or ""), recomputed=safe_line(difference.recomputed or "")
        )
    if difference.stated is None:
        return _("{where}: is missing; recomputed “{recomputed}”").format(
            where=where, recomputed=safe_line(difference.recomputed or "")
        )
    return _("{where}: is too many; states “{stated}”").format(where=where, stated=safe_line(difference.stated))


def _tell_proven(outcome: annex_recount.RecountOutcome) -> None:
    out(
        _("PROVEN: all {figures} figures of {period} are those of the signed records of {hub}.").format(
            figures=outcome.figures, period=outcome.period, hub=outcome.hub
        )
    )
    if outcome.accepted_at is not None:
        out(
            _("Computed from what the hub had taken in by {time} ({acceptances} deliveries); made at {made}.").format(
                time=moment(outcome.accepted_at, seconds=True),
                acceptances=outcome.acceptances,
                made=moment(outcome.made, seconds=True),
            )
        )
    if outcome.left_out:
        out(
            _("{count} deliveries came after that and before it was made: they are not in it.").format(
                count=outcome.left_out
            )
        )


@app.command("list", help=_("List a bundle's records. Nothing is verified by listing."))
def list_records(file: FileArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List records."""
    listed = bundles.records(bundles.read(file))
    if as_json:
        out_json([_plain(held.unit, held.record) for held in listed])
        return
    rows = [
        (
            held.record.record,
            held.unit,
            day(held.record.values.date),
            _state(held.record),
            str(held.record.entries),
            held.record.values.title,
        )
        for held in listed
    ]
    table((_("record"), _("unit"), _("date"), _("state"), _("entries"), _("title")), rows, {4})


@app.command(help=_("Show one record of a bundle, with its entries."))
def show(file: FileArgument, record: RecordArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Show a record."""
    bundle = bundles.read(file)
    found, _where = bundles.find_record(bundle, record)
    if as_json:
        out_json(_plain(found.unit, found.record) | {"log": [_plain_entry(where) for where in found.entries]})
        return
    out(_("record: {id}").format(id=found.record.record))
    out(_("unit: {unit}").format(unit=found.unit))
    out(_("state: {state}").format(state=_state(found.record)))
    names = {directive.id: directive.name for directive in bundles.units(bundle).directives}
    for name, value in msgspec.structs.asdict(found.record.values).items():
        if value not in (None, "", ()):
            out(f"{field_name(name)}: {safe_line(field_value(name, value, names))}")
    out("")
    rows = [
        (
            tobase64(where.version.leaf),
            where.origin.rpartition("/")[2],
            str(where.index),
            moment(where.version.entry.at, seconds=True),
            _kind(where.version.entry),
        )
        for where in found.entries
    ]
    table((_("leaf hash"), _("laptop"), _("entry"), _("claimed"), _("what")), rows, {2})


@app.command(help=_("Write the proof of one record into a file of its own."))
def prove(
    file: FileArgument,
    record: RecordArgument,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.tlog-proof", help=_("The new file."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write a proof."""
    bundle = bundles.read(file)
    found, where = bundles.find_record(bundle, record)
    write_anew(output, [prove_entry(bundle, where.origin, where.index).encode("utf-8")])
    say(_("{path} proves entry {index} of {origin}.").format(path=output, index=where.index, origin=where.origin))
    if found.record.entries > 1:
        say(
            _("The record has {count} entries; this is the newest. “soxa audit show” names the others.").format(
                count=found.record.entries
            )
        )
    if as_json:
        proof = {"path": str(output), "record": found.record.record, "origin": where.origin, "index": where.index}
        out_json(proof | {"entries": found.record.entries})


@app.command(help=_("Check the proof of one record, alone and offline."))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.tlog-proof", help=_("What “soxa audit prove” wrote."))],
    key: KeyOption,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check a proof."""
    proven = proving.check(read_proof(file), Verifier.parse(key.strip()))
    if as_json:
        out_json(_plain_proof(proven))
        return
    out(
        _("PROVEN: entry {index} of laptop {device}, unit {unit}.").format(
            index=proven.index, device=proven.device, unit=proven.unit
        )
    )
    out(_("The hub {hub} held it by {time}.").format(hub=proven.hub, time=moment(proven.received, seconds=True)))
    out(_("Whether it was revised since, or the laptop revoked, a bundle says and no proof."))
    out("")
    if isinstance(proven.entry, Quarantined):
        out(_("This program cannot read the entry: {detail}").format(detail=proven.entry.detail))
    out(proven.line.decode("utf-8", "replace") if not _is_hidden(proven.line) else repr(proven.line))


def _is_hidden(line: bytes) -> bool:
    """Whether a line has characters that could disguise it on a terminal."""
    return not line.decode("utf-8", "replace").isprintable()


def _plain(unit: str, record: Record) -> dict[str, object]:
    return {
        "record": record.record,
        "unit": unit,
        "state": "conflict" if record.conflicts else "retracted" if record.retracted is not None else "standing",
        "entries": record.entries,
        "heads": [tobase64(head) for head in record.heads],
        "values": msgspec.to_builtins(record.values),
    }


def _plain_entry(where: bundles.RecordEntry) -> dict[str, object]:
    return {
        "origin": where.origin,
        "index": where.index,
        "leaf": tobase64(where.version.leaf),
        "entry": msgspec.to_builtins(where.version.entry),
    }


def _plain_proof(proven: proving.Proven) -> dict[str, object]:
    """What a proof shows, for a script; the entry's line is the text that was signed."""
    return {
        "hub": proven.hub,
        "unit": proven.unit,
        "device": proven.device,
        "index": proven.index,
        "received": proven.received,
        "line": proven.line.decode("utf-8", "replace"),
        "entry": None if isinstance(proven.entry, Quarantined) else msgspec.to_builtins(proven.entry),
    }


def _state(record: Record) -> str:
    if record.conflicts:
        return status_words("conflict")
    return status_words("retracted") if record.retracted is not None else _("standing")


def _kind(entry: Activity | Retraction) -> str:
    if isinstance(entry, Retraction):
        return _("taken back: {reason}").format(reason=entry.reason)
    return _("revised") if entry.base else _("logged")
