"""The version of a store's tables, and the way from an older version to this."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, String, inspect

from hub.store import schema as t
from hub.store.settings import StoredSettings

_SCHEMA_SETTING: Final = "schema"


class Migration:
    """The shape of the tables, as one transaction finds and changes it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._settings = StoredSettings(connection)

    def has_tables(self) -> bool:
        """Whether there are tables at all: a file whose making was stopped has none."""
        return inspect(self._db).has_table(t.setting.name)

    def version(self) -> int:
        """The version of the tables that this store has; see `schema.VERSION`."""
        return int(self._settings.get(_SCHEMA_SETTING) or 1)

    def create_tables(self) -> None:
        """Make the tables in an empty store."""
        t.METADATA.create_all(self._db)
        self._settings.set(_SCHEMA_SETTING, str(t.VERSION))

    def renew_tables(self) -> None:
        """Bring the tables of an older version into the shape of this one. What is derived of logs is emptied."""
        for table in t.DERIVED:
            table.drop(self._db, checkfirst=True)
        known = inspect(self._db)
        for table in t.METADATA.sorted_tables:
            if not known.has_table(table.name):
                table.create(self._db)
                continue
            there = {column["name"] for column in known.get_columns(table.name)}
            for column in table.columns:
                if column.name not in there:
                    kind = column.type.compile(self._db.dialect)
                    empty = (
                        "" if column.nullable else " NOT NULL DEFAULT " + ("''" if isinstance(column.type, String) else "0")
                    )
                    self._db.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}{empty}")
        self._settings.set(_SCHEMA_SETTING, str(t.VERSION))
