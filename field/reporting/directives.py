"""Progress on directives: each with its tasks, what was done for them, and whether it was read here; and noting that."""

from __future__ import annotations

from msgspec import Struct

from field.store import LaptopStore
from sync.encoding.types import Instant, RandomBytes
from sync.errors import UnknownDirective
from sync.ledger.directive import ALL_READ, Directive, Unread
from sync.ledger.entry import Noted, new_salt
from sync.log.keys import Signer


class DirectiveProgress(Struct, frozen=True):
    """A directive in force, and how far the unit has come with it."""

    directive: Directive
    noted: bool
    """Whether somebody of the unit has noted this form of it."""
    done: dict[str, int]
    """Activities by task number; `""` for those that name none."""
    unread: Unread = ALL_READ
    """What of it only a newer program can read."""


def directive_progress(store: LaptopStore) -> list[DirectiveProgress]:
    """The directives of this laptop's province, in the order in which they were made known."""
    registry, noted = store.logs.registry(), store.reporting.noted()
    return [
        DirectiveProgress(
            directive=directive,
            noted=noted.get(directive.id, -1) >= registry.positions[directive.id],
            done=store.reporting.done_by_task(directive.id),
            unread=registry.unread(directive.id),
        )
        for directive in registry.own_directives
    ]


def note(store: LaptopStore, signer: Signer, directive: str, *, now: Instant, random_bytes: RandomBytes) -> bool:
    """Write down that a directive, by its id, was read in the form now in force; False if that was written before."""
    position = store.logs.registry().positions.get(directive)
    if position is None:
        raise UnknownDirective(text=directive)
    with store.transaction():
        if store.reporting.noted().get(directive, -1) >= position:
            return False
        store.logs.append(
            [
                Noted(
                    salt=new_salt(random_bytes), at=now, seen=store.logs.next_seen(), directive=directive, position=position
                )
            ],
            signer,
        )
    return True
