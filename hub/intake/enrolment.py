"""Enrolling a laptop: from its first range, by the join in it and the invite that the join names."""

from __future__ import annotations

from collections.abc import Sequence

from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import InviteRow
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import BadInput, Refused
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Device, Join, new_salt
from sync.ledger.invite import check_join_proof
from sync.ledger.origins import LogKind
from sync.log.note import ED25519, Verifier


def introduced(keys: Keys, device: DeviceId, first: Sequence[bytes]) -> tuple[str, Verifier]:
    """The unit and key that a log not known yet gives itself in its first entry, a join. The key is the device's, since
    the id is made of it; that the hub asked for this laptop is `enrol`'s to say. `Refused("unknown-device")`."""
    joins = joins_in(first[:1])
    if not joins:
        raise Refused("unknown-device", origin=origins.device(keys.hub, device))
    return joins[0].unit, _key(keys, device, joins[0])


def joins_in(lines: Sequence[bytes]) -> list[Join]:
    """The joins among the entry lines of a device's log."""
    found = (decode(line, LogKind.DEVICE) for line in lines if line.startswith(b'{"kind":"join"'))
    return [entry for entry in found if isinstance(entry, Join)]


def enrol(
    transaction: Transaction, keys: Keys, device: DeviceId, joins: Sequence[Join], now: Instant, random_bytes: RandomBytes
) -> Device:
    """What goes into the registry of a laptop whose first range holds these joins, and its invite is used up.

    A laptop may have joined again with a fresh invite before it was ever heard of: the last join whose invite holds is
    taken. A log is of the unit that its first entry names, for which all of it was stated: joins of another unit are passed
    over. `Refused` says why none holds.
    """
    refusal: Refused | None = None
    for join in reversed([join for join in joins if join.unit == joins[0].unit]):
        try:
            invite = _check(transaction, keys, device, join, now)
        except Refused as error:
            refusal = refusal or error
            continue
        transaction.invites.use(join.invite, device)
        transaction.laptops.set_officer(device, invite.officer)
        return Device(salt=new_salt(random_bytes), at=now, unit=join.unit, key=join.key, invite=join.invite)
    raise refusal or Refused("unknown-device", origin=origins.device(keys.hub, device))


def _key(keys: Keys, device: DeviceId, join: Join) -> Verifier:
    verifier = Verifier.parse(join.key)
    own = (device, origins.device(keys.hub, device), ED25519)
    if (origins.device_id(verifier.key), verifier.name, verifier.algorithm) != own:
        raise BadInput("bad-join", device=device)
    return verifier


def _check(transaction: Transaction, keys: Keys, device: DeviceId, join: Join, now: Instant) -> InviteRow:
    _key(keys, device, join)
    if join.hub != keys.logs.verifier.vkey():
        raise Refused("another-hub", origin=join.hub, hub=keys.hub)
    invite = transaction.invites.get(join.invite)
    if invite is None or invite.unit != join.unit:
        raise Refused("unknown-invite", invite=join.invite)
    if not check_join_proof(invite.secret, join.invite, join.key, join.proof):
        raise Refused("wrong-invite-proof", invite=join.invite)
    if invite.used_by not in (None, device):
        raise Refused("used-invite", invite=join.invite)
    if invite.withdrawn:
        raise Refused("withdrawn-invite", invite=join.invite)
    if now >= invite.expires:
        raise Refused("expired-invite", expires=invite.expires)
    return invite
