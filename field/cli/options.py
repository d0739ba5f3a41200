"""Common parts of the officer's commands: the options that several of them take, the store and the key to work with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from field.exchange import reserve
from field.exchange.renewing import complete
from field.exchange.rescue_file import restore
from field.exchange.unfinished import finish_rescues
from field.exchange.unsent import mend_known
from field.home import LaptopHome, Unsavable, locate
from field.reporting.made_anew import made_anew_lines
from field.store import LaptopStore
from field.store.own_key import is_sealed, own_key
from sync.errors import SoxaError
from sync.log.keys import Signer
from sync.shell.console import ask_passphrase, now, random_bytes, say
from sync.wording.i18n import catalogue

_ = catalogue("field")

HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("The data folder; else SOXA_HOME."))]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help=_("The activity's id, or its last 8 characters."))]


@contextmanager
def opened(home: str | None) -> Iterator[LaptopStore]:
    """The laptop's store, closed at the end."""
    with LaptopStore.open(locate(home)) as store:
        for line in made_anew_lines(store.made_anew):
            say(line)
        mend_known(store)
        reserve.look(store, store.home)
        yield store


def signer_of(home: LaptopHome, store: LaptopStore) -> Signer:
    """The laptop's key, under the name of its log."""
    return own_key(store, ask_passphrase() if is_sealed(home) else None)


@contextmanager
def writing(home: str | None) -> Iterator[tuple[LaptopStore, Signer]]:
    """The store and the key to sign with."""
    place = locate(home)
    complete(place)
    with LaptopStore.open(place) as store:
        for line in made_anew_lines(store.made_anew):
            say(line)
        signer = signer_of(place, store)
        mend_known(store)
        restore(store, place, now=now(), taking=(signer, random_bytes))
        finish_rescues(place, store, signer, now=now(), random_bytes=random_bytes)
        try:
            yield store, signer
        finally:
            reserve.keep(store, place, now=now())


@contextmanager
def saving(home: str | None, keep: Callable[[LaptopStore], str]) -> Iterator[tuple[LaptopStore, Signer]]:
    """As `writing`, to save what was typed. Where that cannot be, `keep` keeps it and says where it is to be found, and what
    stands in the way is raised."""
    try:
        with writing(home) as (store, signer):
            if (closed := store.closed) is not None:
                raise closed
            yield store, signer
    except Unsavable as found:
        raise _kept(locate(home), keep) or found from None


def _kept(place: LaptopHome, keep: Callable[[LaptopStore], str]) -> SoxaError | None:
    """Keep what was typed, and say it; what closes the folder, which may have been found just now."""
    with suppress(SoxaError), LaptopStore.open(place) as store:
        if told := keep(store):
            say(told)
        reserve.keep(store, place, now=now())
        return store.closed
    return None
