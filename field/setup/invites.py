"""The invites of a kit: those that still hold, and that no laptop was put on from this stick with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct

from field.exchange import joining
from sync.encoding.types import Instant
from sync.errors import SoxaError
from sync.ledger.invite import Invite
from sync.shell import kit_list

_MOST: Final = 500
"""Invites of a stick that are looked at."""
_USED: Final = ".used"


class KitInvite(Struct, frozen=True):
    """An invite of a kit."""

    path: Path
    line: str
    invite: Invite


def invites_of(kit: Path, now: Instant) -> list[KitInvite]:
    """The invites that hold, in the order of their names. What is none, or ran out, is not one of them."""
    found = []
    for path in sorted((kit / kit_list.INVITES).glob("*.txt"))[:_MOST]:
        try:
            line = joining.read_invite_file(path)
            found.append(KitInvite(path, line, joining.read_invite(line, now=now)))
        except SoxaError:
            continue
    return found


def used(invite: KitInvite) -> None:
    """Note on the stick that an invite was used; a stick that lets nothing be written stays as it is."""
    try:
        invite.path.rename(invite.path.with_name(invite.path.name + _USED))
    except OSError:
        return
