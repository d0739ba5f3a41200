"""Succession of a laptop by one under another key: what the old key signs where it still can, and what follows from it.

An invite is handed out by the hub and proven by its secret. Where the old key itself vouches, its signature stands in their
place: the join's `invite` and `proof` are made of it, so that whoever knows neither reads an ordinary join.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sync.encoding.spelling import tobase32, tobase64, unbase64
from sync.encoding.types import Base64Hash, DeviceId, Hash, Size
from sync.errors import BadInput
from sync.log.note import Verifier

if TYPE_CHECKING:
    from sync.log.keys import Signer

_SIGNATURE: Final = 64


def vouch(old: Signer, hub: str, device: DeviceId, size: Size, root: Hash, key: str) -> str:
    """What the old key signs: its log of so many entries and this root goes on under the verifier key `key`; base64."""
    return tobase64(old.sign(_text(hub, device, size, root, key)))


def vouched(verifier: Verifier, by: str, hub: str, device: DeviceId, size: Size, root: Hash, key: str) -> bool:
    """Whether the old key signed that, of exactly this log and this key."""
    return verifier.check(_text(hub, device, size, root, key), unbase64(by, length=_SIGNATURE))


def _text(hub: str, device: DeviceId, size: Size, root: Hash, key: str) -> bytes:
    return f"soxa succeeds v1\n{hub}\n{device}\n{size}\n{tobase64(root)}\n{key}\n".encode()


def stands_for(by: str) -> tuple[str, Base64Hash]:
    """The `invite` and the `proof` of a join that the old key vouches for."""
    digest = Hash(hashlib.sha256(unbase64(by, length=_SIGNATURE)).digest())
    return tobase32(digest[:10]), tobase64(digest)


def check_succession(succeeds: str, by: str, invite: str, proof: str) -> None:
    """The rule for what a join says of a laptop that it succeeds. `BadInput` if it is broken."""
    if bool(succeeds) != bool(by):
        raise BadInput("bad-entry", why="whom it succeeds, and by whose word, stand together or not at all")
    if by and (invite, proof) != stands_for(by):
        raise BadInput("bad-entry", why="its invite and proof are not those of the old key's word")
