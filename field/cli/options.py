"""Common parts of the officer's commands: the options that several of them take, the store and the key to work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from field.home import LaptopHome, locate
from field.store import LaptopStore
from sync.log.keyfile import is_encrypted, load_key
from sync.log.keys import Signer
from sync.shell.console import ask_passphrase
from sync.wording.i18n import catalogue

_ = catalogue("field")

HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR", help=_("The data folder; else SOXA_HOME."))]
JsonOption = Annotated[bool, typer.Option("--json", help=_("For a script: JSON."))]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help=_("The activity's id, or its last 8 characters."))]
Title = Annotated[str | None, typer.Option("--title", help=_("What was done, in a line."))]
Date = Annotated[str | None, typer.Option("--date", help=_("The day: 3/11, 03/11/2026, today, yesterday."))]
DirectiveOption = Annotated[str | None, typer.Option("--directive", metavar="N", help=_("The document it answers to."))]
Task = Annotated[str | None, typer.Option("--task", metavar="N", help=_("The task of that document."))]
Topics = Annotated[list[str] | None, typer.Option("--topic", metavar="CODE", help=_("A topic; may be given again."))]
Channel = Annotated[str | None, typer.Option("--channel", metavar="CODE", help=_("How: commune-radio, zalo-oa, meeting …"))]
TextOption = Annotated[str | None, typer.Option("--text", help=_("More words."))]
Place = Annotated[str | None, typer.Option("--place", help=_("Where."))]
Quantity = Annotated[str | None, typer.Option("--quantity", metavar="N", help=_("How many: broadcasts, posts, sessions …"))]
Audience = Annotated[str | None, typer.Option("--audience", metavar="N", help=_("How many people."))]
Minutes = Annotated[str | None, typer.Option("--minutes", metavar="N", help=_("How many minutes."))]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help=_("In which language: vi, hmn, tai …"))]


@contextmanager
def opened(home: str | None) -> Iterator[LaptopStore]:
    """The laptop's store, closed at the end."""
    with LaptopStore.open(locate(home)) as store:
        yield store


def signer_of(home: LaptopHome, store: LaptopStore) -> Signer:
    """The laptop's key, under the name of its log."""
    passphrase = ask_passphrase() if is_encrypted(home.key) else None
    return load_key(home.key, passphrase=passphrase).renamed(store.logs.own.origin)


@contextmanager
def writing(home: str | None) -> Iterator[tuple[LaptopStore, Signer]]:
    """The store and the key to sign with."""
    place = locate(home)
    with LaptopStore.open(place) as store:
        yield store, signer_of(place, store)
