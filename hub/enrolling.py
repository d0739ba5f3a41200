"""Enrolling a laptop: from its first range, by the join in it and the invite that the join names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hub import logs
from hub.home import Keys
from hub.store import Session
from sync.errors import BadInput, Refused
from sync.ledger import origins
from sync.ledger.entry import Device, Join, decode
from sync.ledger.invite import check_join_proof
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log.note import Verifier


def enrol(
    session: Session,
    keys: Keys,
    registry: Registry,
    device: str,
    batches: Sequence[Sequence[bytes]],
    *,
    now: int,
    random_bytes: Callable[[int], bytes],
) -> tuple[str, Verifier]:
    """Write the laptop into the registry, within the caller's transaction; its unit and key.

    Of the joins in its first range the last whose invite holds is taken. `Refused` says why none does.
    """
    joins = [entry for lines in batches for line in lines if isinstance(entry := _join(line), Join)]
    if not joins:
        raise Refused("unknown-device", origin=origins.device(keys.hub, device))
    refusal: Refused | None = None
    for join in reversed(joins):
        try:
            verifier = _check(session, keys, device, join, now)
        except Refused as error:
            refusal = refusal or error
            continue
        entry = Device(salt=random_bytes(8).hex(), at=now, unit=join.unit, key=join.key, invite=join.invite)
        registry.take([entry])  # refuses what no reader of the registry would take
        logs.append(session, keys, origins.registry(keys.hub), [entry])
        session.use_invite(join.invite, device)
        return join.unit, verifier
    assert refusal is not None, "every join was refused"
    raise refusal


def _join(line: bytes) -> object:
    return decode(line, LogKind.DEVICE) if line.startswith(b'{"kind":"join"') else None


def _check(session: Session, keys: Keys, device: str, join: Join, now: int) -> Verifier:
    verifier = Verifier.parse(join.key)
    if origins.device_id(verifier.key) != device or verifier.name != origins.device(keys.hub, device):
        raise BadInput("bad-join", device=device)
    if join.hub != keys.logs.verifier.vkey():
        raise Refused("another-hub", origin=join.hub, hub=keys.hub)
    invite = session.invite(join.invite)
    if invite is None or invite.unit != join.unit:
        raise Refused("unknown-invite", invite=join.invite)
    if not check_join_proof(invite.secret, join.invite, join.key, join.proof):
        raise Refused("wrong-invite-proof", invite=join.invite)
    if invite.used_by not in (None, device):
        raise Refused("used-invite", invite=join.invite)
    if now >= invite.expires:
        raise Refused("expired-invite", expires=invite.expires)
    return verifier
