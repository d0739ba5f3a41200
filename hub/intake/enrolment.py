"""Enrolling a laptop: from its first range, by the join in it and the invite that the join names."""

from __future__ import annotations

from collections.abc import Sequence

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import InviteRow
from sync.encoding.types import DeviceId, Instant, NamedDevice, RandomBytes
from sync.errors import BadInput, ExpiredInvite, Refused
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Device, Join, Revoked, new_salt
from sync.ledger.invite import check_join_proof
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.succession import vouched
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier, leaf_hashes
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
    refusal, salt = None, new_salt(random_bytes)
    registry = own_logs.registry(transaction, keys)
    for join in reversed([join for join in joins if join.unit == joins[0].unit]):
        try:
            if join.by:
                return _by_the_old_key(transaction, keys, registry, device, join, first=join is joins[0], at=now, salt=salt)
            invite = _check(transaction, keys, device, join, now)
            if invite.replaces:
                registry.check_place_free(invite.replaces)
        except Refused as error:
            refusal = refusal or error
            continue
        transaction.invites.use(join.invite, device)
        transaction.laptops.set_officer(device, invite.officer)
        old = NamedDevice(invite.replaces)
        return Device(salt=salt, at=now, unit=join.unit, key=join.key, invite=join.invite, succeeds=old)
    raise refusal or Refused("unknown-device", origin=origins.device(keys.hub, device))


def enrolled_again(
    transaction: Transaction, keys: Keys, device: DeviceId, joins: Sequence[Join], now: Instant, random_bytes: RandomBytes
) -> Device:
    """What goes into the registry of a laptop that a receipt proves to have been enrolled, where that was lost: for the unit
    and key of its join, whatever is known of its invite. `Refused("used-invite")` if another laptop joined with it,
    `Refused("revoked-device")` if somebody has shown that it was revoked in what was lost."""
    registry, join = own_logs.registry(transaction, keys), joins[0]
    _key(keys, device, join)
    if _revoked_in_what_was_lost(transaction, keys, device):
        raise Refused("revoked-device", device=device)
    if join.invite and any(other.invite == join.invite for other in registry.devices.values()):
        raise Refused("used-invite", invite=join.invite)
    transaction.invites.use(join.invite, device)
    is_free = DeviceId(join.succeeds) in registry.devices and join.succeeds not in registry.succeeded
    succeeds = join.succeeds if is_free else NamedDevice("")
    salt = new_salt(random_bytes)
    return Device(salt=salt, at=now, unit=join.unit, key=join.key, invite=join.invite, succeeds=succeeds)


def _revoked_in_what_was_lost(transaction: Transaction, keys: Keys, device: DeviceId) -> bool:
    """Whether a registry of before that was shown, and whose entries lead to its head, revokes a laptop."""
    log = transaction.logs.get(origins.registry(keys.hub))
    for shown in transaction.waiting.heads():
        if log is None or shown.origin != log.origin or not shown.lines or shown.start > log.size:
            continue
        frontier = Frontier()
        frontier.extend([*transaction.logs.leaves(log.id, 0, shown.start), *leaf_hashes(shown.lines)])
        if frontier.root() != checkpoints.parse(shown.note).checkpoint.root:
            continue
        entries = (decode(line, LogKind.REGISTRY) for line in shown.lines)
        if any(isinstance(entry, Revoked) and entry.device == device for entry in entries):
            return True
    return False


def _key(keys: Keys, device: DeviceId, join: Join) -> Verifier:
    verifier = Verifier.parse(join.key)
    own = (device, origins.device(keys.hub, device), ED25519)
    if (origins.device_id(verifier.key), verifier.name, verifier.algorithm) != own:
        raise BadInput("bad-join", device=device)
    return verifier


def _by_the_old_key(
    transaction: Transaction,
    keys: Keys,
    registry: Registry,
    device: DeviceId,
    join: Join,
    *,
    first: bool,
    at: Instant,
    salt: str,
) -> Device:
    """What goes into the registry of a laptop for which the key that it had before vouches."""
    _key(keys, device, join)
    old = registry.devices.get(DeviceId(join.succeeds))
    if old is None or (old.unit, old.entered) != (join.unit, False) or join.hub != keys.logs.verifier.vkey():
        raise Refused("wrong-succession", device=join.succeeds)
    registry.check_place_free(old.id)
    log = transaction.logs.get(origins.device(keys.hub, old.id))
    assert log is not None, "a laptop is enrolled with the first entries of its log"
    root = log.frontier.root()
    said = vouched(old.verifier, join.by, keys.hub, old.id, log.size, root, join.key)
    if not (first and said and old.id not in registry.revoked):
        raise Refused("wrong-succession", device=join.succeeds)
    contact = transaction.laptops.all().get(old.id)
    transaction.laptops.set_officer(device, contact.officer if contact is not None else None)
    succeeds = NamedDevice(old.id)
    return Device(salt=salt, at=at, unit=join.unit, key=join.key, invite=join.invite, succeeds=succeeds)


def _check(transaction: Transaction, keys: Keys, device: DeviceId, join: Join, now: Instant) -> InviteRow:
    _key(keys, device, join)
    if join.hub != keys.logs.verifier.vkey():
        raise Refused("another-hub", origin=join.hub, hub=keys.hub)
    invite = transaction.invites.get(join.invite)
    if invite is None or invite.unit != join.unit:
        raise Refused("unknown-invite", invite=join.invite)
    if not check_join_proof(invite.secret, join.invite, join.key, join.proof):
        raise Refused("wrong-invite-proof", invite=join.invite)
    others = own_logs.registry(transaction, keys).devices.values()
    if invite.used_by not in (None, device) or any(other.invite == join.invite for other in others):
        raise Refused("used-invite", invite=join.invite)
    if invite.withdrawn:
        raise Refused("withdrawn-invite", invite=join.invite)
    if now >= invite.expires:
        raise ExpiredInvite(expires=invite.expires)
    return invite


def closed(registry: Registry, device: DeviceId) -> Refused | None:
    """Why nothing more of a laptop's log is taken; None if it is."""
    if device in registry.revoked:
        return Refused("revoked-device", device=device)
    successor = registry.succeeded.get(device)
    return None if successor is None else Refused("succeeded", device=successor.id, since=successor.at)
