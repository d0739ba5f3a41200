"""The invites that were handed out, used and withdrawn."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, insert, select, update

from hub.store import schema as t
from hub.store.rows import InviteRow
from sync.encoding.types import DeviceId


class StoredInvites:
    """The invites, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, invite: InviteRow) -> None:
        """Keep an invite that is handed out now."""
        self._db.execute(insert(t.invite).values(msgspec.structs.asdict(invite)))

    def get(self, invite_id: str) -> InviteRow | None:
        """An invite, if it was ever handed out."""
        row = self._db.execute(select(t.invite).where(t.invite.c.id == invite_id)).first()
        return None if row is None else InviteRow(*row)

    def all(self) -> list[InviteRow]:
        """Every invite that was handed out, the newest first."""
        rows = self._db.execute(select(t.invite).order_by(t.invite.c.made.desc(), t.invite.c.id))
        return [InviteRow(*row) for row in rows]

    def withdraw(self, invite_id: str) -> bool:
        """Whether there was such an invite, unused; it is worth nothing from now on."""
        unused = (t.invite.c.id == invite_id, t.invite.c.used_by.is_(None))
        return self._db.execute(update(t.invite).where(*unused).values(withdrawn=True)).rowcount == 1

    def use(self, invite_id: str, device: DeviceId) -> None:
        """Note which device joined with an invite; nobody else will."""
        self._db.execute(update(t.invite).where(t.invite.c.id == invite_id).values(used_by=device))
