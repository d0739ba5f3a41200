"""`soxa hub init`, `serve`, `key`: making a hub and running it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final

import typer

from hub import upgrade as upgrading
from hub.cli.clock_gate import ClockOption, last_time
from hub.cli.options import HomeOption, JsonOption, opened
from hub.clock import HubClock, beyond, passed
from hub.clock_words import clock_lines, jumped
from hub.cosigning.rounds import cosigning
from hub.home import load_keys, locate
from hub.monitoring.false_time_words import ahead
from hub.registry import foundation, seal
from hub.registry.directives.yaml import shipped
from hub.registry.false_times import is_ahead
from hub.registry.official_units import province_units
from hub.safekeeping.anchor import opened as opened_at
from hub.store import HubStore
from hub.tidying import tidied
from sync.encoding.types import Instant
from sync.errors import Cancelled, Misuse, Refused, SoxaError
from sync.shell.commands import progress
from sync.shell.console import (
    answer,
    ask_passphrase,
    chosen_passphrase,
    now,
    out_json,
    random_bytes,
    say,
    stopped_by_sigterm,
)
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("hub")
_DEFAULT_PORT: Final = 8420


def init(
    name: Annotated[str, typer.Option("--name", help=_("The hub's name, as in soxa.laichau.example."))],
    province: Annotated[str, typer.Option("--province", help=_("The province, by code or name."))],
    url: Annotated[str, typer.Option("--url", help=_("Where laptops reach it, as in https://soxa.laichau.example."))] = "",
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Make a hub."""
    place, units = locate(home), province_units(province)
    directives = [directive for directive in shipped() if directive.province == units[0].code]
    passphrase = chosen_passphrase()
    if place.anchor.exists():
        raise Refused("anchor-there", path=str(place.anchor))
    keys = foundation.found(
        place, name, units, directives, url=url, passphrase=passphrase, now=now(), random_bytes=random_bytes
    )
    store = opened_at(place)
    try:
        seal.state(store, keys, now=now(), random_bytes=random_bytes)
    finally:
        store.close()
    say(
        _("The hub {hub} is made in {path}: communes of {province}: {units}, directives: {directives}.").format(
            hub=keys.hub, path=place.path, units=len(units) - 1, province=units[0].name, directives=len(directives)
        )
    )
    say(_("Keep a copy of the folder's two key files in a safe place. The key that auditors need:"))
    vkey = keys.logs.verifier.vkey()
    made = {"hub": keys.hub, "path": str(place.path), "units": len(units) - 1, "directives": len(directives), "key": vkey}
    answer(made, vkey, as_json=as_json)


def serve(
    host: Annotated[str, typer.Option("--host", help=_("The address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help=_("The port to listen on."))] = _DEFAULT_PORT,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help=_("The certificate chain, as PEM."))] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help=_("Its key, as PEM."))] = None,
    clock_is_right: ClockOption = False,
    home: HomeOption = None,
) -> None:
    """Run the service."""
    from hub.web.service import run  # noqa: PLC0415 - only this command needs a web server

    if (tls_cert is None) != (tls_key is None):
        raise Misuse("both-tls-files")
    with stopped_by_sigterm(), opened(home) as hub:
        with hub.store.reading() as transaction:
            if transaction.settings.asking is not None:
                say(_("The hub gathers what it lacks, and states nothing until that is closed: soxa hub restored"))
        if tls_cert is None and host not in ("127.0.0.1", "localhost", "::1"):
            say(_("Without TLS whoever is on the line can read along. Put a proxy with TLS before it, or give --tls-cert."))
        with hub.store.reading() as transaction:
            if not transaction.accounts.all():
                say(_("Nobody can sign in at the desk yet. On this machine: soxa hub user add NAME --role admin"))
        clock = _clock(hub.store, is_right=clock_is_right)
        if not clock.ahead:
            seal.state(hub.store, hub.keys, now=clock.now(), random_bytes=random_bytes)
        try:
            with tidied(hub.store, lambda: _keep(hub.store, clock)), cosigning(hub.store, hub.keys, clock.now, random_bytes):
                run(hub.store, hub.keys, clock=clock, host=host, port=port, tls_cert=tls_cert, tls_key=tls_key)
        finally:
            with suppress(SoxaError):  # the next start asks then, at worst
                _keep(hub.store, clock)
        raise Cancelled()  # nothing else ends it


def _clock(store: HubStore, *, is_right: bool) -> HubClock:
    """The service's clock. What is to be known of it is said."""
    with store.reading() as transaction:
        last = last_time(transaction)
        if is_ahead(transaction, now()):
            say(ahead(transaction.logs.last_accepted_at()))
    clock = HubClock(now, passed, last=last, is_right=is_right, tell=lambda off: say(jumped(off)))
    for line in clock_lines(clock):
        say(line)
    if clock.ahead:
        say(_("If it is: soxa hub serve --clock-is-right, or the button on the first page. Else set it, and start again."))
    _keep(store, clock)
    return clock


def _keep(store: HubStore, clock: HubClock) -> Instant:
    """The hub's time, of which note is taken where it is vouched for, so that commands beside the service can go by it."""
    at = clock.now()
    if not clock.ahead:
        with store.writing() as transaction:
            transaction.settings.keep_clock(at)
    return at


def upgrade(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Bring a hub up to date."""
    place = locate(home)
    store = opened_at(place, any_version=True)
    try:
        keys = load_keys(place, ask_passphrase)
        with progress(_("Reading the logs again"), upgrading.entries(store)) as advance:
            count = upgrading.upgrade(store, keys, advance)
        with store.reading() as transaction:
            is_doubted = bool(beyond(now(), last_time(transaction)))
        if not is_doubted:  # the next start states it, once the clock is known to be right
            seal.state(store, keys, now=now(), random_bytes=random_bytes)
    finally:
        store.close()
    told = counted(
        count,
        _("{path} is up to date; {count} entry was read again."),
        _("{path} is up to date; {count} entries were read again."),
    )
    say(told.format(path=shown_path(place.path), count=number(count)))
    if as_json:
        out_json({"path": str(place.path), "entries": count})


def key(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Print the key."""
    with opened(home) as hub:
        vkey = hub.keys.logs.verifier.vkey()
    answer({"key": vkey}, vkey, as_json=as_json)
