"""Joining a hub with an invite. Needs no network: the laptop makes its key, writes down that it joins, and may log at
once; its first exchange, by line or by USB stick, enrols it.

Joining again with a fresh invite is possible while no receipt has come: an invite that ran out, or that somebody else
used, must not cost what was logged meanwhile.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from field.exchange.beginning import begin_after
from field.exchange.seals import keep_invited
from field.exchange.unfinished import finish_rescues
from field.exchange.unsent import mend
from field.home import LaptopHome, unfinished
from field.store import LaptopStore
from field.store.anchor import bereft
from field.store.own_key import is_damaged, own_key
from field.store.rows import Membership
from sync.encoding.spelling import unbase64
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import BadInput, ExpiredInvite, Refused, SoxaError, Unavailable
from sync.ledger import origins
from sync.ledger.entry import Join, new_salt
from sync.ledger.invite import MAX_TEXT, Invite, join_proof, parse_invite
from sync.ledger.officers import officer_name
from sync.log.keyfile import load_key, save_key
from sync.log.keys import Signer
from sync.shell.files import opened, unreadable

_BEGINS: Final = "soxa-invite-"
MAX_FILE: Final = 4 * MAX_TEXT
"""Bytes of a file that are read: no encoding has more of them to a letter."""


def read_invite(line: str, *, now: Instant) -> Invite:
    """The invite in a line, at POSIX second `now`. `BadInput` for a line that is none, `Refused("expired-invite")`."""
    invite = parse_invite(line)
    if now >= invite.expires:
        raise ExpiredInvite(expires=invite.expires)
    return invite


def read_invite_file(path: Path) -> str:
    """The text of a file that an invite stands in. `BadInput("file-missing")` for one that is none and has no text,
    `Unavailable("file-unusable")`."""
    try:
        with opened(path) as file:
            text = invite_text(file.read(MAX_FILE))
    except OSError as error:
        raise unreadable(path, error) from None
    if text is None:
        raise BadInput("file-missing", path=str(path))
    return text


def invite_text(given: bytes) -> str | None:
    """The text of bytes that an invite may stand in, in whatever encoding; None for no text. An invite is of ASCII, which
    all have in common, those of more bytes to a letter with zeros between."""
    text = given.replace(b"\0", b"").decode("utf-8", "replace")
    return None if "\ufffd" in text and _BEGINS not in text else text


def join(
    home: LaptopHome, line: str, *, officer: str | None, passphrase: str | None, now: Instant, random_bytes: RandomBytes
) -> Membership:
    """Make this folder a laptop of the invite's unit; `now` in POSIX seconds.

    Where the data file is gone, its key is set aside, and what is on its second place goes on once the registry is here.
    What rotted in this folder is put back from its reserve first, as far as that has it. `BadInput` for a line that is no
    invite; `Refused` for one that ran out, or in a folder that joined already: `home-mended` where that can go on, now that
    what had rotted in it is put back.
    """
    invite, officer = read_invite(line, now=now), officer_name(officer)
    if home.database.exists():
        with LaptopStore.open(home) as store:
            mended = _mended(store)
            closed = store.logs.standing.closed
            if home.key.exists() and not closed and not is_damaged(home.key):
                if mended and store.logs.own.acked:
                    raise Refused("home-mended", count=mended)
                signer = own_key(store, passphrase)
                membership = join_again(store, signer, line, now=now, random_bytes=random_bytes)
                finish_rescues(home, store, signer, now=now, random_bytes=random_bytes)
                return membership
            officer = officer or store.membership.officer
        _set_aside(home, invite)
    elif (lost := bereft(home)) is not None:
        _set_key_aside(home, lost)
    membership = _begin(home, invite, officer, passphrase, now, random_bytes)
    with LaptopStore.open(home) as store:
        signer = own_key(store, passphrase)
        keep_invited(store, invite)
        finish_rescues(home, store, signer, now=now, random_bytes=random_bytes)
    return membership


def _mended(store: LaptopStore) -> int:
    """Look at what is not sent, and put back what rotted of it and the reserve has; how many entries. What stands against
    it does not stand against joining."""
    try:
        return mend(store)
    except (SoxaError, sqlite3.DatabaseError):
        return 0


def _begin(
    home: LaptopHome,
    invite: Invite,
    officer: str | None,
    passphrase: str | None,
    now: Instant,
    random_bytes: RandomBytes,
) -> Membership:
    """A new key, a new log that begins with its join; behind what was held here before, if this folder is begun anew."""
    signer = _key(home, invite, passphrase, random_bytes)
    membership = Membership(
        hub=invite.hub,
        key=invite.key,
        url=invite.url,
        unit=invite.unit,
        unit_name=invite.unit_name,
        device=origins.device_id(signer.verifier.key),
        officer=officer,
        invite=invite.id,
    )
    entry = _entry(invite, signer, now, random_bytes)
    before = _set_aside_last(home, membership)
    if before is None or not _begun_after(before, home, membership, entry, signer):
        LaptopStore.create(home, membership, lambda store: store.logs.append([entry], signer)).close()
    return membership


def _begun_after(before: LaptopHome, home: LaptopHome, membership: Membership, entry: Join, signer: Signer) -> bool:
    """Whether the new store could be made of the old one; of one that has rotted it cannot."""
    try:
        begin_after(before.database, home, membership, entry, signer)
    except (SoxaError, sqlite3.DatabaseError):
        return False
    return True


def _set_aside_last(home: LaptopHome, membership: Membership) -> LaptopHome | None:
    """The folder that was set aside last, for a laptop of the same hub and unit; None if none was."""
    for aside in sorted(unfinished(home), key=lambda aside: aside.mark.stat().st_mtime_ns, reverse=True):
        if not aside.database.exists():
            continue  # a try that was cut short
        try:
            with LaptopStore.open(aside) as store:
                was = store.membership
        except SoxaError:
            continue  # rotten: it stays there, and nothing stops for it
        if (was.key, was.unit) == (membership.key, membership.unit):
            return aside
    return None


def _set_aside(home: LaptopHome, invite: Invite) -> None:
    """Keep a folder's log and key that can go no further beside a new one, which the invite is for; what of it is unsent
    is to go on there. The key goes first: a folder without one is begun anew again, should this be cut short."""
    with LaptopStore.open(home) as store:
        was = store.membership
    if (invite.key, invite.unit) != (was.key, was.unit):
        raise Refused("already-joined", unit=was.unit_name, hub=was.hub)
    if home.database.with_name(f"{home.database.name}-wal").exists():  # whoever closes it last leaves none
        raise Unavailable("store-busy")
    aside = LaptopHome(free_path(home.path / f"closed-{was.device}"))
    aside.path.mkdir(mode=0o700, parents=True)
    aside.mark.touch()
    for path, target in ((home.key, aside.key), (home.database, aside.database)):
        if path.exists():
            path.rename(target)


def _set_key_aside(home: LaptopHome, device: DeviceId) -> None:
    """Keep a key whose log is gone beside a new one: it signs no other. What its laptop put on its second place is to go on
    in the new log."""
    aside = LaptopHome(free_path(home.path / f"closed-{device}"))
    aside.path.mkdir(mode=0o700)
    aside.mark.touch()
    home.key.rename(aside.key)
    (home.path / "anchor").unlink(missing_ok=True)  # it speaks of that log


def free_path(path: Path) -> Path:
    """A path that nothing has yet: this one, or with a number behind it."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _key(home: LaptopHome, invite: Invite, passphrase: str | None, random_bytes: RandomBytes) -> Signer:
    """The laptop's key: a new one, or the one that an attempt cut short has left."""
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_damaged(home.key):
        home.key.rename(free_path(home.key.with_name(f"{home.key.name}.damaged")))
    if home.key.exists():
        left = load_key(home.key, passphrase=passphrase)
        return left.renamed(origins.device(invite.hub, origins.device_id(left.verifier.key)))
    nameless = Signer("soxa", random_bytes(32))
    signer = nameless.renamed(origins.device(invite.hub, origins.device_id(nameless.verifier.key)))
    save_key(home.key, signer, passphrase=passphrase, salt=random_bytes(16), nonce=random_bytes(12))
    return signer


def join_again(store: LaptopStore, signer: Signer, line: str, *, now: Instant, random_bytes: RandomBytes) -> Membership:
    """Use a fresh invite to the same unit, and the address in it if any, as long as no receipt has come.
    `Refused("already-joined")` after that."""
    invite, was = read_invite(line, now=now), store.membership
    if store.logs.own.acked or (invite.key, invite.unit) != (was.key, was.unit):
        raise Refused("already-joined", unit=was.unit_name, hub=was.hub)
    with store.transaction():
        store.logs.append([_entry(invite, signer, now, random_bytes)], signer)
        keep_invited(store, invite)
        if invite.url:
            store.move_hub(invite.url)
    return store.membership


def _entry(invite: Invite, signer: Signer, now: Instant, random_bytes: RandomBytes) -> Join:
    key = signer.verifier.vkey()
    return Join(
        salt=new_salt(random_bytes),
        at=now,
        hub=invite.key,
        unit=invite.unit,
        invite=invite.id,
        key=key,
        proof=join_proof(unbase64(invite.secret), invite.id, key),
    )
