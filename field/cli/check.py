"""`soxa field check`: whether what the laptop holds is still what was signed, and what to do where it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from field.cli.options import HomeOption, JsonOption
from field.exchange.evidence import evidence as told_by
from field.exchange.receipts import gathered
from field.exchange.unsent import mend
from field.home import locate
from field.messages import sentence
from field.reporting.made_anew import made_anew_lines
from field.store import LaptopStore
from field.store.own_key import key_fault
from field.store.soundness import LaptopDamage
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log.keyfile import is_encrypted, load_key
from sync.log.note import Verifier
from sync.receipts.lines import written
from sync.shell.commands import progress
from sync.shell.console import answer, now, out, out_json, say, table
from sync.shell.exit_codes import ExitCode
from sync.shell.files import write_anew
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("field")


def check(
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence",
            metavar="FILE",
            help=_("Also write what the province signed, and what it has lost since, to a file."),
        ),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> int:
    """Check what this laptop holds."""
    place = locate(home)
    with LaptopStore.open_well_formed(place) as store:
        own_key: Verifier | None = None
        keyless = key_fault(store)
        if keyless is None and not is_encrypted(place.key):
            own_key = load_key(place.key, passphrase=None).verifier
        entries, opened = store.soundness.entries(), store.made_anew
        put_back = mend(store)
        with progress(_("Checking"), 2 * entries) as advance:
            anew = store.derived.make_anew(store.soundness.own_verifier(), advance)
            found = store.soundness.check(own_key, advance)
        store.mending.note(found)
        if evidence is not None:
            write_anew(evidence, told_by(store))
            say(_("What the province signed is in {path}.").format(path=shown_path(evidence)))
        contradictions, state = store.logs.contradictions(), store.local.hub_state
        asking = state.asking and not state.goes_on
    if keyless is not None:
        say(sentence(keyless))
    if contradictions:
        say(_("The province signed heads that contradict each other. Take the file of “soxa field receipts” to an auditor."))
    made_anew = [each for each in (opened, anew) if each]
    for line in dict.fromkeys(line for each in made_anew for line in made_anew_lines(each)):
        say(line)
    if put_back:
        say(
            counted(
                put_back,
                _("{count} entry that is not sent was damaged on this disk, and was put back from the backup."),
                _("{count} entries that are not sent were damaged on this disk, and were put back from the backup."),
            ).format(count=number(put_back))
        )
    if as_json:
        told = [{**_plain(damage), "told": _place(damage), "advice": _advice(damage, asking=asking)} for damage in found]
        out_json(
            {
                "entries": entries,
                "damage": told,
                "put_back": put_back,
                "made_anew": [msgspec.structs.asdict(each) for each in (opened, anew) if each],
            }
        )
    elif found:
        table((_("log"), _("damaged")), [(_log(damage), _place(damage)) for damage in found])
        for line in dict.fromkeys(_advice(damage, asking=asking) for damage in found):
            say(line)
    else:
        out(
            counted(
                entries,
                _("{count} entry, with its log's head and receipts: all as it was signed."),
                _("{count} entries, with their logs' heads and receipts: all as they were signed."),
            ).format(count=number(entries))
        )
    return ExitCode.DAMAGED if found or keyless is not None else ExitCode.DONE


def receipts(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help=_("The new file."))],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Write the receipts, and the province's signed heads, to a file."""
    with LaptopStore.open(locate(home)) as store:
        word = gathered(store, now())
    write_anew(output, written(word))
    forks, unproven = (sum(head.how in how for head in word.heads) for how in (("contradicts",), ("doubted", "asked")))
    told = counted(
        len(word.receipts),
        _("{path}: {count} receipt, and the province's signed heads: {heads}."),
        _("{path}: {count} receipts, and the province's signed heads: {heads}."),
    ).format(path=shown_path(output), count=number(len(word.receipts)), heads=number(len(word.heads)))
    if forks:
        say(_("Among them are heads that contradict each other: {count}.").format(count=number(forks)))
    written_to = {"path": str(output), "receipts": len(word.receipts), "heads": len(word.heads)}
    say(
        _("An auditor holds it against a bundle: soxa audit receipts BUNDLE {path} --key KEY").format(
            path=shown_path(output)
        )
    )
    answer(written_to | {"contradicting": forks, "unproven": unproven}, told, as_json=as_json)


def _plain(damage: LaptopDamage) -> dict[str, object]:
    return {
        "part": damage.part,
        "origin": damage.origin,
        "index": damage.index,
        "own": damage.own,
        "received": damage.received,
    }


def _log(damage: LaptopDamage) -> str:
    if damage.own:
        return _("this laptop's")
    return {
        LogKind.REGISTRY: _("the registry"),
        LogKind.ACCEPTANCES: _("the province's acceptances"),
        LogKind.DESK: _("what the province said"),
        LogKind.DEVICE: _("a colleague's"),
    }[origins.parse(damage.origin).kind]


def _place(damage: LaptopDamage) -> str:
    count = number(damage.index)
    return {
        "file": _("the form of the file soxa.db"),
        "key": _("the key: device.key is of another laptop, not of this one"),
        "entry": _("entry {count}").format(count=count),
        "root": counted(damage.index, _("its first entry"), _("some of its first {count} entries")).format(count=count),
        "head": counted(
            damage.index, _("its signed head over {count} entry"), _("its signed head over {count} entries")
        ).format(count=count),
        "receipt": counted(
            damage.index, _("the receipt over its first entry"), _("the receipt over its first {count} entries")
        ).format(count=count),
    }[damage.part]


def _advice(damage: LaptopDamage, *, asking: bool) -> str:
    """What to do about it; a hub that is `asking` for what it lacks gives nothing back yet."""
    if damage.part == "key":
        return _(
            "Put back the device.key that belongs here. If you have it nowhere, move that file away, ask the province for "
            "an invite, and use it in this folder (soxa field join): what is unsent goes on under a new key."
        )
    if damage.part == "file":
        return _("Close soxa wherever it is open, and check once more: what can be read goes into a new file.")
    if damage.own and not damage.received:
        return _(
            "What is damaged is not with the province yet. If its backup is on a stick, put that in and sync: then it is "
            "mended by itself. Else ask the province for an invite in this laptop's place, and use it in this folder (soxa "
            "field join): what is whole goes on under a new key, and what is damaged becomes a draft, to be looked at and "
            "saved again."
        )
    if asking:
        return _(
            "The province has what is damaged here. It is putting its books together again, and gives nothing back before "
            "that is done: it comes back by itself with the first sync after that (soxa field sync), or with the answer to "
            "the first stick."
        )
    return _(
        "The province has what is damaged here. It comes back by itself with the next sync (soxa field sync); by stick, "
        "with the answer to the next one."
    )
