"""What the commands of `soxa hub` share: the options that many have, and opening a hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from hub.home import Keys, load_keys, locate
from hub.safekeeping import anchor as anchors
from hub.store import HubStore
from sync.ledger.period import day_of
from sync.log.note import Verifier
from sync.shell.console import ask_passphrase, now
from sync.wording.i18n import catalogue

_ = catalogue("hub")

HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("The hub's data folder."))]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
PERIOD_HELP = _("2026-11, 2026-H1, 2026, or NUMBER@ one of these.")
PeriodOption = Annotated[str, typer.Option("--period", metavar="PERIOD", help=PERIOD_HELP)]


def today() -> str:
    """Today, in ISO format."""
    return day_of(now()).isoformat()


class OpenedHub:
    """An open hub, for one command."""

    def __init__(self, store: HubStore, keys: Keys) -> None:
        self.store = store
        self.keys = keys


@contextmanager
def opened(home: str | None) -> Iterator[OpenedHub]:
    """The hub of a folder, closed at the end."""
    place = locate(home)
    with opened_store(home) as store:
        keys = load_keys(place, ask_passphrase)
        with store.reading() as transaction:
            is_kept = transaction.settings.key == keys.logs.verifier.vkey()
        if not is_kept:
            with store.writing() as transaction:
                transaction.settings.keep_key(keys.logs.verifier.vkey())
        with anchors.kept(store, keys, place.anchor):
            yield OpenedHub(store, keys)


def key_of(home: str | None) -> Verifier:
    """The key that the hub's logs are signed with, without a passphrase where the store has kept it."""
    with opened_store(home) as store, store.reading() as transaction:
        kept = transaction.settings.key
    if kept:
        return Verifier.parse(kept)
    with opened(home) as hub:
        return hub.keys.logs.verifier


@contextmanager
def opened_store(home: str | None) -> Iterator[HubStore]:
    """The store of a folder alone, closed at the end: for what needs no keys, and so no passphrase."""
    store = anchors.opened(locate(home))
    try:
        yield store
    finally:
        store.close()
