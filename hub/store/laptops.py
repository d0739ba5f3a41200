"""What the hub knows of laptops beside the registry: when each was heard of, whose it is, which nonces it has used."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from hub.store import schema as t
from hub.store.rows import LaptopContact
from sync.encoding.types import DeviceId, Instant


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

    def use_nonce(self, device: DeviceId, nonce: str, now: Instant, expires: Instant) -> bool:
        """Whether the device used this nonce for the first time; it is remembered until it expires."""
        self._db.execute(delete(t.nonce).where(t.nonce.c.expires < now))
        statement = upsert(t.nonce).values(device=device, nonce=nonce, expires=expires).on_conflict_do_nothing()
        return self._db.execute(statement).rowcount == 1
