"""`soxa hub witness add`, `list`, `remove`, `ask`, `settle`, `believe`: the witnesses of this hub."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.clock_gate import ClockOption, trusted, trusted_now
from hub.cli.options import HomeOption, JsonOption, opened, opened_store
from hub.cosigning.choosing import add_witness, believe, chosen_witness, log_keys
from hub.cosigning.rounds import AskedWitness, ask_round
from hub.cosigning.words import alarm_line, alarms_json, trouble_line
from hub.messages import sentence
from hub.store.rows import CosignedHead, WitnessRow
from sync.shell.asking import can_ask, confirmed
from sync.shell.console import answer, out, out_json, random_bytes, say, table
from sync.shell.exit_codes import ExitCode
from sync.wording.dates import moment
from sync.wording.i18n import catalogue
from sync.wording.numbers import number

_ = catalogue("hub")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=_("The witness's name."))]


def add(
    url: Annotated[
        str, typer.Argument(metavar="URL", help=_("Where it is asked, as in https://university.example/witness."))
    ],
    vkey: Annotated[str, typer.Argument(metavar="VKEY", help=_("Its key, from whoever runs it and by another way."))],
    clock_is_right: ClockOption = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add a witness."""
    with opened(home) as hub, hub.store.writing() as transaction:
        row = add_witness(transaction, url, vkey, trusted(transaction, is_right=clock_is_right))
        logs = log_keys(transaction, hub.keys)
    say(
        _("The witness {name} is asked from now on. It must follow these logs; hand their keys to whoever runs it:").format(
            name=row.name
        )
    )
    answer({"name": row.name, "url": row.url, "logs": logs}, *logs, as_json=as_json)


def list_witnesses(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """List the witnesses."""
    with opened_store(home) as store, store.reading() as transaction:
        rows = transaction.witnesses.all()
        cosigned = {row.name: transaction.witnesses.cosigned(row.name) for row in rows}
        alarms = transaction.witnesses.alarms()
    if as_json:
        told = [_as_json(row, cosigned[row.name]) for row in rows]
        out_json({"witnesses": told, "alarms": alarms_json(alarms)})
    else:
        lines = [line for row in rows for line in _rows(row, cosigned[row.name])]
        table((_("witness"), _("log"), _("entries"), _("cosigned"), _("address")), lines, {2})
        for row in rows:
            if row.trouble:
                out(trouble_line(row))
        for alarm in alarms:
            out(alarm_line(alarm))
    if alarms:
        raise typer.Exit(ExitCode.NO)


def _rows(row: WitnessRow, cosigned: list[CosignedHead]) -> list[tuple[str, str, str, str, str]]:
    lines: list[tuple[str, str, str, str, str]] = [
        (row.name, head.origin, number(head.size), moment(head.time, seconds=True), row.url)
        for head in cosigned
        if head.line
    ]
    return lines or [(row.name, "–", "–", "–", row.url)]


def _as_json(row: WitnessRow, cosigned: list[CosignedHead]) -> dict[str, object]:
    return {
        "name": row.name,
        "key": row.vkey,
        "url": row.url,
        "answered": row.answered,
        "trouble": {"code": row.trouble, "message": trouble_line(row)} if row.trouble else None,
        "cosigned": [
            {"origin": head.origin, "size": head.size, "time": head.time, "checkpoint": head.note + head.line}
            for head in cosigned
            if head.line
        ],
    }


def remove(
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", help=_("Without asking."))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Remove a witness."""
    with opened_store(home) as store:
        with store.reading() as transaction:
            row = chosen_witness(transaction, name)
            heads = [head for head in transaction.witnesses.cosigned(row.name) if head.line]
        for head in heads:
            told = _("{witness} has cosigned {origin} at the size {size}. No bundle from now on has that.")
            say(told.format(witness=row.name, size=number(head.size), origin=head.origin))
        say(_("Auditors whose policy needs {witness} will find later bundles not proven.").format(witness=row.name))
        if not yes and not (can_ask() and confirmed(_("Remove it?"))):
            say(_("Nothing was removed. With --yes it is."))
            raise typer.Exit(ExitCode.NO)
        with store.writing() as transaction:
            transaction.witnesses.remove(row.name)
            transaction.witnesses.settle(row.name)
    answer({"name": row.name}, row.name, as_json=as_json)


def ask(clock_is_right: ClockOption = False, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Ask the witnesses now."""
    with opened(home) as hub:
        at = trusted_now(hub.store, is_right=clock_is_right)
        asked = ask_round(hub.store, hub.keys, now=at, random_bytes=random_bytes, everybody=True)
        with hub.store.reading() as transaction:
            alarms = transaction.witnesses.alarms()
            gathers = transaction.settings.asking is not None
    cosigned = all(outcome.line for each in asked for outcome in each.outcomes)
    if as_json:
        out_json({"asked": [_asked_json(each) for each in asked], "alarms": alarms_json(alarms), "gathers": gathers})
    else:
        for each in asked:
            for line in _asked_lines(each):
                out(line)
        for alarm in alarms:
            out(alarm_line(alarm))
        if gathers:
            say(_("This hub gathers what it lacks. What has come, and how to go on: soxa hub restored"))
        if not asked:
            say(_("No witness is to be asked: none is there, or each has refused and somebody has to look first."))
    if alarms or not cosigned:
        raise typer.Exit(ExitCode.NO)


def _asked_lines(asked: AskedWitness) -> list[str]:
    cosigned = _("{witness} has cosigned {origin}, at {time} by its clock.")
    lines = []
    for outcome in asked.outcomes:
        if outcome.line:
            time = moment(outcome.time, seconds=True)
            lines.append(cosigned.format(witness=asked.witness.name, origin=outcome.origin, time=time))
        elif outcome.trouble is not None:
            lines.append(sentence(outcome.trouble))
    return lines


def _asked_json(asked: AskedWitness) -> dict[str, object]:
    return {
        "name": asked.witness.name,
        "logs": [
            {
                "origin": outcome.origin,
                "time": outcome.time if outcome.line else None,
                "alarm": outcome.alarm,
                "trouble": None if outcome.trouble is None else outcome.trouble.code,
            }
            for outcome in asked.outcomes
        ],
    }


def settle(name: NameArgument, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Settle the alarms of a witness."""
    with opened_store(home) as store, store.writing() as transaction:
        count = transaction.witnesses.settle(name)
        if not count:
            chosen_witness(transaction, name)
    say(_("Settled: {count}. The witness is asked again.").format(count=number(count)))
    if as_json:
        out_json({"name": name, "settled": count})


def believe_it(
    name: NameArgument, clock_is_right: ClockOption = False, as_json: JsonOption = False, home: HomeOption = None
) -> None:
    """Take a witness's word that the hub went back."""
    with opened(home) as hub, hub.store.writing() as transaction:
        believe(transaction, name, trusted(transaction, is_right=clock_is_right))
    say(
        _("From now on the hub states nothing and gathers what it lacks. How it stands, and how to go on: soxa hub restored")
    )
    if as_json:
        out_json({"name": name, "gathers": True})
