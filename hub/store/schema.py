"""The hub's tables. Portable SQL types only, so that another database can stand in for SQLite.

Logs are what is kept; `record` and `report` are derived from them. A log's head changes by compare-and-swap alone.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA: Final = MetaData()

setting = Table(
    "setting", METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip

log = Table(
    "log", METADATA,
    Column("id", Integer, primary_key=True),
    Column("origin", String(200), nullable=False, unique=True),
    Column("unit", String(5), nullable=False, default=""),
    Column("size", BigInteger, nullable=False, default=0),
    Column("frontier", LargeBinary, nullable=False, default=b""),
    Column("checkpoint", Text, nullable=False, default=""),   # the signed note at `size`; a device's with the receipt made then
    Column("seen_size", BigInteger, nullable=False, default=0),  # of a device: the newest acceptances checkpoint cited
)  # fmt: skip

entry = Table(
    "entry", METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("leaf", LargeBinary(32), nullable=False),
    Column("line", LargeBinary, nullable=False),
    Column("record", String(36)),                             # of an activity or retraction
)  # fmt: skip
Index("entry_record", entry.c.record, sqlite_where=entry.c.record.is_not(None))

accepted = Table(
    "accepted", METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("checkpoint", Text, nullable=False),
)  # fmt: skip

held = Table(
    "held", METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("why", String(20), nullable=False),
    Column("detail", Text, nullable=False),
)  # fmt: skip

record = Table(
    "record", METADATA,
    Column("unit", String(5), primary_key=True),
    Column("record", String(36), primary_key=True),
    Column("date", String(10), nullable=False),
    Column("retracted", Boolean, nullable=False),
    Column("conflicts", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),             # merge.Values, in MessagePack
)  # fmt: skip
Index("record_date", record.c.date)

report = Table(
    "report", METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("period", String(120), nullable=False),
    Column("claimed", BigInteger, nullable=False),
    Column("after", BigInteger),
    Column("received", BigInteger, nullable=False),
    Column("provisional", Boolean, nullable=False),
)  # fmt: skip
Index("report_unit", report.c.unit)

invite = Table(
    "invite", METADATA,
    Column("id", String(16), primary_key=True),
    Column("unit", String(5), nullable=False),
    Column("officer", Text),
    Column("secret", LargeBinary(32), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used_by", String(16)),
)  # fmt: skip

nonce = Table(
    "nonce", METADATA,
    Column("device", String(16), primary_key=True),
    Column("nonce", String(100), primary_key=True),
    Column("expires", BigInteger, nullable=False),
)  # fmt: skip

evidence = Table(
    "evidence", METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("origin", String(200), nullable=False),
    Column("code", String(60), nullable=False),
    Column("checkpoint", Text, nullable=False),
)  # fmt: skip
