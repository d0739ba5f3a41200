"""What the directives ask of this unit: each with its tasks, what was done for them, and whether it was read here."""

from __future__ import annotations

from msgspec import Struct

from field.store import LaptopStore
from sync.encoding import RandomBytes
from sync.errors import Misuse
from sync.ledger.directive import Directive
from sync.ledger.entry import Noted, new_salt
from sync.log.keys import Signer


class DirectiveProgress(Struct, frozen=True):
    """A directive in force."""

    directive: Directive
    noted: bool
    """Whether somebody of the unit has noted this form of it."""
    done: dict[str, int]
    """Activities by task number; `""` for those that name none."""


def asked(store: LaptopStore) -> list[DirectiveProgress]:
    """The directives of this laptop's province, in the order in which they were made known."""
    registry, noted = store.registry(), store.noted()
    return [
        DirectiveProgress(one, noted.get(one.id, -1) >= registry.positions[one.id], store.done_by_task(one.id))
        for one in registry.own_directives
    ]


def note(store: LaptopStore, signer: Signer, directive: str, *, now: int, random_bytes: RandomBytes) -> bool:
    """Write down that a directive, by its id, was read in the form now in force; False if that was written before."""
    position = store.registry().positions.get(directive)
    if position is None:
        raise Misuse("unknown-directive", text=directive)
    with store.transaction():
        if store.noted().get(directive, -1) >= position:
            return False
        store.append(
            [Noted(salt=new_salt(random_bytes), at=now, seen=store.next_seen(), directive=directive, position=position)],
            signer,
        )
    return True
