"""`soxa audit`: the auditor's commands. One file, one key, no network, no hub."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from sync.audit import annex_recount, bundles
from sync.audit import receipts as held_word
from sync.audit.dispatches import dispatched_as
from sync.audit.prove import prove as prove_entry
from sync.audit.receipts_told import tell_receipts
from sync.audit.telling import (
    not_proven,
    tell,
    tell_beside_faults,
    tell_proven,
    tell_undecided,
    tell_witnessed,
    tell_wrong,
    told,
    told_difference,
    undecided,
)
from sync.audit.verify import verify as verify_bundle
from sync.encoding.spelling import tobase64
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Activity, Retraction
from sync.ledger.merge import Record
from sync.log.note import Verifier
from sync.log.policy import MAX_POLICY, Policy
from sync.log.policy import parse as parse_policy
from sync.proof import entry_proof as proving
from sync.proof.files import read_proof
from sync.shell.commands import group, progress
from sync.shell.console import out, out_json, say, table
from sync.shell.exit_codes import ExitCode
from sync.shell.files import opened, write_anew
from sync.wording.dates import days, moment
from sync.wording.directive_names import shown_names
from sync.wording.fields import field_name, field_value
from sync.wording.i18n import catalogue
from sync.wording.reasons import held_words
from sync.wording.safe_text import safe_line, shown_path
from sync.wording.statuses import erased_mark, erased_words, status_words

_ = catalogue("sync/audit")

app = group(_("Verify everything from one file and one key."))

KeyOption = Annotated[str, typer.Option("--key", metavar="VKEY", help=_("The line that “soxa hub key” prints."))]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE.soxa", help=_("The audit bundle."))]
RecordArgument = Annotated[
    str, typer.Argument(metavar="RECORD", help=_("A record's id or its beginning, or an entry's leaf hash."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("Not needed here; taken for all."))]


PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy", metavar="FILE", help=_("Whose cosignatures the hub's logs must bear: witnesses, groups and a quorum.")
    ),
]


def _policy(file: Path | None) -> Policy | None:
    if file is None:
        return None
    with opened(file) as read:
        policy = parse_policy(read.read(MAX_POLICY + 1))
    if policy.is_met(()):
        say(_("This policy asks for no witness: who cosigned is told, and the verdict would be the same if nobody had."))
    return policy


@app.command(help=_("Verify a bundle: every signature, every record, every figure. Exit code 1 names each fault."))
def verify(
    file: FileArgument,
    key: KeyOption,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Verify a bundle."""
    verifier, asked = Verifier.parse(key.strip()), _policy(policy)
    with progress(_("Verifying")) as advance:
        summary = verify_bundle(file, verifier, advance, asked)
    if as_json:
        out_json(summary)
    elif summary.faults:
        tell_wrong([told(fault) for fault in summary.faults])
        tell_beside_faults(summary)
        tell_witnessed(summary.witnessed)
        say(not_proven(len(summary.faults), file))
    else:
        tell(summary)
    raise typer.Exit(ExitCode.NO if summary.faults else ExitCode.UNREAD if summary.unread_count else ExitCode.DONE)


@app.command(help=_("Compute a report's every figure again, and name each that is not so. Exit code 1 if any is."))
def report(
    bundle: FileArgument,
    file: Annotated[Path, typer.Argument(metavar="REPORT", help=_("What “soxa hub report” wrote: .xlsx, .csv or .json."))],
    key: KeyOption,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check a report's annex."""
    verifier, asked = Verifier.parse(key.strip()), _policy(policy)
    with progress(_("Verifying")) as advance:
        outcome = annex_recount.check(bundle, file, verifier, advance, asked)
    if as_json:
        out_json(outcome)
    else:
        tell_wrong([*map(told, outcome.faults), *map(told_difference, outcome.differences)])
        tell_undecided(outcome)
        if outcome.false:
            say(not_proven(outcome.wrong, file))
        elif outcome.undecided or not outcome.figures:
            say(undecided(outcome, file))
        else:
            tell_proven(outcome)
        tell_witnessed(outcome.witnessed)
        for sent in outcome.dispatched:
            out(dispatched_as(sent))
    open_ = outcome.undecided or not outcome.figures
    raise typer.Exit(ExitCode.NO if outcome.false else ExitCode.UNREAD if open_ else ExitCode.DONE)


@app.command(help=_("Hold receipts of laptops against a bundle. Exit code 1 names each that it hides or contradicts."))
def receipts(
    bundle: FileArgument,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=_("What “soxa field receipts” wrote, of one laptop or several."))
    ],
    key: KeyOption,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check receipts."""
    verifier, asked = Verifier.parse(key.strip()), _policy(policy)
    with progress(_("Verifying")) as advance:
        outcome = held_word.check(bundle, files, verifier, advance, asked)
    wrong = len(outcome.bundle.faults) + outcome.wrong
    if as_json:
        out_json(outcome)
    else:
        tell_wrong([told(fault) for fault in outcome.bundle.faults])
        tell_receipts(outcome)
        tell_witnessed(outcome.bundle.witnessed)
        if wrong:
            say(not_proven(wrong, bundle))
    raise typer.Exit(ExitCode.NO if wrong else ExitCode.DONE)


@app.command("list", help=_("List a bundle's records. Nothing is verified by listing."))
def list_records(file: FileArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List records."""
    listed = bundles.records(bundles.read(file))
    if as_json:
        out_json([_plain(held) for held in listed])
        return
    rows = [
        (
            held.record.record,
            held.unit,
            days(held.record.values.date, held.record.values.span_end),
            _state(held.record),
            str(held.record.entries),
            ": ".join([erased_mark()] * (held.erased is not None) + [str(held.record.values.title)]),
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
        out_json(_plain(found) | {"log": [_plain_entry(where) for where in found.entries]})
        return
    out(_("record: {id}").format(id=found.record.record))
    out(_("unit: {unit}").format(unit=found.unit))
    out(_("state: {state}").format(state=_state(found.record)))
    if found.entered:
        out(_("The province entered it for the unit, or some of it: see the entries."))
    if found.erased is not None:
        out(erased_words(found.erased))
    names = shown_names(bundles.units(bundle).directives)
    for name, value in msgspec.structs.asdict(found.record.values).items():
        if value not in (None, "", ()):
            out(f"{field_name(name)}: {safe_line(field_value(name, value, names))}")
    out("")
    rows = [
        (
            tobase64(where.version.leaf),
            _("the province") if where.entered else where.origin.rpartition("/")[2],
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
    say(
        _("{path} proves entry {index} of {origin}.").format(path=shown_path(output), index=where.index, origin=where.origin)
    )
    if found.record.entries > 1:
        say(
            _("Entries of the record: {count}; this is the newest. “soxa audit show” names the others.").format(
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
    if proven.entered:
        out(_("No laptop of the unit wrote it: the province entered it for the unit."))
    out(_("The hub {hub} held it by {time}.").format(hub=proven.hub, time=moment(proven.received, seconds=True)))
    out(_("Whether it was revised since, or the laptop revoked, a bundle says and no proof."))
    out("")
    if isinstance(proven.entry, Quarantined):
        out(_("This program cannot read the entry: {why}").format(why=held_words(proven.entry.why, proven.entry.detail)))
    out(proven.line.decode("utf-8", "replace") if not _is_hidden(proven.line) else repr(proven.line))


def _is_hidden(line: bytes) -> bool:
    """Whether a line has characters that could disguise it on a terminal."""
    return not line.decode("utf-8", "replace").isprintable()


def _plain(found: bundles.BundleRecord) -> dict[str, object]:
    record, gone = found.record, found.erased
    return {
        "record": record.record,
        "unit": found.unit,
        "state": "conflict" if record.conflicts else "retracted" if record.retracted is not None else "standing",
        "entries": record.entries,
        "entered": found.entered,
        "erased": None if gone is None else {"at": gone.at, "reason": gone.reason, "by": gone.by},
        "heads": [tobase64(head) for head in record.heads],
        "values": msgspec.to_builtins(record.values),
    }


def _plain_entry(where: bundles.RecordEntry) -> dict[str, object]:
    return {
        "origin": where.origin,
        "index": where.index,
        "entered": where.entered,
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
        "entered": proven.entered,
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
