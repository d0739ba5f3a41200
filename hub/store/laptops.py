"""What the hub knows of laptops beside the registry: when each was heard of, whose it is, which nonces it has used."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from hub.store import schema as t
from hub.store.rows import LaptopContact
from sync.encoding.types import DeviceId, Instant
from sync.ledger import origins
from sync.ledger.origins import LogKind

MOST_STRANGERS: Final = 10_000
"""How many devices are remembered that called and have no log here; and how many nonces, before theirs go. Anybody can make
a key and call with it."""


class StoredLaptops:
    """The laptops, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> dict[DeviceId, LaptopContact]:
        """What is known of each laptop, by its id."""
        return {
            row.id: LaptopContact(row.id, row.officer, row.seen, row.by_file) for row in self._db.execute(select(t.laptop))
        }

    def saw(self, device: DeviceId, at: Instant, *, by_file: bool) -> None:
        """Note that a laptop was heard of now."""
        self._put(device, {"seen": at, "by_file": by_file})

    def set_officer(self, device: DeviceId, officer: str | None) -> None:
        """Keep whose laptop it is."""
        self._put(device, {"officer": officer})

    def _put(self, device: DeviceId, values: dict[str, Any]) -> None:
        if self._db.execute(update(t.laptop).where(t.laptop.c.id == device).values(values)).rowcount == 0:
            self._db.execute(insert(t.laptop).values({"id": device, **values}))
            if self._count(t.laptop) > MOST_STRANGERS:
                self._keep_strangers(MOST_STRANGERS)

    def forget_strangers(self, before: int) -> None:
        """Forget the devices that were last heard of this long ago, have no log here, and are nobody's."""
        strange = self._strangers()
        for device in strange:
            self._db.execute(delete(t.laptop).where(t.laptop.c.id == device, t.laptop.c.seen < before))

    def _keep_strangers(self, most: int) -> None:
        """Forget the devices that have no log here, but for the half of so many that was heard of last."""
        strange = self._strangers()
        if len(strange) > most:
            for device in strange[most // 2 :]:
                self._db.execute(delete(t.laptop).where(t.laptop.c.id == device))

    def _strangers(self) -> list[DeviceId]:
        """The devices that have no log here, and are nobody's; the one heard of last first."""
        known, laptop = self._known(), t.laptop.c
        query = select(laptop.id).where(laptop.officer.is_(None)).order_by(laptop.seen.desc(), laptop.id)
        return [device for device in self._db.execute(query).scalars() if device not in known]

    def _known(self) -> set[str]:
        """The devices of which a log is here, or waits, and those that brought what waits."""
        logs = self._db.execute(select(t.log.c.origin).union(select(t.waiting_range.c.origin))).scalars()
        brought = self._db.execute(select(t.waiting_range.c.brought).distinct()).scalars()
        parsed = (origins.parse(origin) for origin in logs)
        return {log.name for log in parsed if log.kind is LogKind.DEVICE} | set(brought)

    def _count(self, table: Table) -> int:
        return self._db.execute(select(func.count()).select_from(table)).scalar_one()

    def use_nonce(self, device: DeviceId, nonce: str, now: Instant, expires: Instant) -> bool:
        """Whether the device used this nonce for the first time; it is remembered until it expires."""
        self.forget_nonces(now)
        statement = upsert(t.nonce).values(device=device, nonce=nonce, expires=expires).on_conflict_do_nothing()
        if self._db.execute(statement).rowcount != 1:
            return False
        if self._count(t.nonce) > MOST_STRANGERS:
            kept = self._known() | {device}
            self._db.execute(delete(t.nonce).where(t.nonce.c.device.not_in(sorted(kept))))
        return True

    def forget_nonces(self, now: Instant) -> None:
        """Forget the nonces that have expired."""
        self._db.execute(delete(t.nonce).where(t.nonce.c.expires < now))
