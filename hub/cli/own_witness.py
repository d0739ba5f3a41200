"""`soxa hub witness init`, `follow`, `logs`, `serve`: a witness of the logs of others. No hub is needed where one runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.options import JsonOption
from hub.witness.home import locate_witness, make_witness, opened_witness, witness_signer
from hub.witness.store import WitnessStore
from sync.errors import BadInput, Cancelled, Misuse
from sync.log.note import ED25519, Verifier
from sync.log.receipt import cosigner_verifier
from sync.shell.console import (
    answer,
    ask_passphrase,
    chosen_passphrase,
    now,
    out_json,
    random_bytes,
    say,
    stopped_by_sigterm,
    table,
)
from sync.wording.dates import moment
from sync.wording.i18n import catalogue
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("hub")
_DEFAULT_LISTEN = "127.0.0.1:8421"

WitnessHomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("The witness's data folder."))]
LogsOption = Annotated[
    list[str] | None, typer.Option("--log", metavar="VKEY", help=_("A log to follow from now on, by its key. Repeatable."))
]


def init(
    name: Annotated[str, typer.Option("--name", help=_("The witness's name, as in university.example/witness."))],
    as_json: JsonOption = False,
    home: WitnessHomeOption = None,
) -> None:
    """Make a witness."""
    place = locate_witness(home)
    signer = make_witness(place, name, chosen_passphrase(), random_bytes)
    vkey = cosigner_verifier(signer).vkey()
    say(_("The witness {name} is made in {path}.").format(name=name, path=shown_path(place.path)))
    say(
        _(
            "Never put a copy of the folder in its place: it has forgotten what was cosigned since. If it is lost, make "
            "another."
        )
    )
    say(_("Its key, for the hub that asks it and for auditors:"))
    answer({"name": name, "path": str(place.path), "key": vkey}, vkey, as_json=as_json)


def follow(
    vkey: Annotated[str, typer.Argument(metavar="VKEY", help=_("The log's key, from its operator and by another way."))],
    as_json: JsonOption = False,
    home: WitnessHomeOption = None,
) -> None:
    """Follow a log."""
    store = opened_witness(locate_witness(home))
    log, is_new = _follow(store, vkey)
    say(_told(log, is_new=is_new))
    if as_json:
        out_json({"origin": log.origin, "new": is_new})


def _follow(store: WitnessStore, vkey: str) -> tuple[Verifier, bool]:
    log = Verifier.parse(vkey.strip())
    if log.algorithm != ED25519:
        raise BadInput("bad-verifier-key", name=log.name[:80])
    return log, store.follow(log)


def _told(log: Verifier, *, is_new: bool) -> str:
    told = _("{origin} is followed from now on.") if is_new else _("{origin} is followed already.")
    return told.format(origin=log.origin)


def logs(as_json: JsonOption = False, home: WitnessHomeOption = None) -> None:
    """List the logs that are followed."""
    followed = opened_witness(locate_witness(home)).logs()
    if as_json:
        out_json(
            [
                {
                    "origin": log.origin,
                    "key": log.key.vkey(),
                    "size": log.last.size,
                    "cosigned": log.time if log.line else None,
                    "contradictions": log.contradictions,
                }
                for log in followed
            ]
        )
        return
    rows = [
        (
            log.origin,
            number(log.last.size),
            moment(log.time, seconds=True) if log.line else "–",
            number(log.contradictions),
        )
        for log in followed
    ]
    table((_("log"), _("entries"), _("cosigned"), _("contradicted")), rows, {1, 3})
    if any(log.contradictions for log in followed):
        say(_("A log has signed what contradicts what was cosigned: two histories. The requests are kept. Tell others."))


def serve(
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT", help=_("The address and port to listen on."))
    ] = _DEFAULT_LISTEN,
    log: LogsOption = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help=_("The certificate chain, as PEM."))] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help=_("Its key, as PEM."))] = None,
    home: WitnessHomeOption = None,
) -> None:
    """Run a witness."""
    from hub.web.witness_service import run_witness  # noqa: PLC0415 - only this command needs a web server

    if (tls_cert is None) != (tls_key is None):
        raise Misuse("both-tls-files")
    host, port = _address(listen)
    place = locate_witness(home)
    with stopped_by_sigterm():
        store = opened_witness(place)
        signer = witness_signer(place, store, ask_passphrase)
        for vkey in log or ():
            followed, is_new = _follow(store, vkey)
            say(_told(followed, is_new=is_new))
        if not store.logs():
            say(_("It follows no log yet. On this machine: soxa hub witness follow VKEY"))
        run_witness(store, signer, now=now, host=host, port=port, tls_cert=tls_cert, tls_key=tls_key)
        raise Cancelled()  # nothing else ends it


def _address(listen: str) -> tuple[str, int]:
    host, _colon, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Misuse("bad-listen", text=listen[:80])
    return host.removeprefix("[").removesuffix("]"), int(port)
