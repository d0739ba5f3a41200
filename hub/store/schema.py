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
_ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite makes an INTEGER primary key the row's own number."""

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
    Column("checkpoint", Text, nullable=False, default=""),   # the signed note at `size`; a device's with its receipt
    Column("seen_size", BigInteger, nullable=False, default=0),  # of a device: the newest acceptances checkpoint cited
)  # fmt: skip

segment = Table(
    "segment", METADATA,
    Column("place", _ROW_NUMBER, primary_key=True, autoincrement=False),  # `place_of(log, index)` of its first entry
    Column("lines", LargeBinary, nullable=False),             # some entries, a newline between two
)  # fmt: skip

INDEX_BITS: Final = 40


def place_of(log: int, index: int) -> int:
    """Where an entry stands: its log's number and its index in one integer, so that a log lies together in the order in
    which it grows, and appending costs what appending to a file costs. A log may have 2^40 entries, a hub 2^23 logs."""
    assert 0 <= index <= 1 << INDEX_BITS, "more entries than a log may have"
    return (log << INDEX_BITS) | index


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
    Column("record", LargeBinary(16), primary_key=True),      # the bytes of its UUID
    Column("date", String(10), nullable=False),
    Column("conflicts", Integer, nullable=False),
    Column("counted", LargeBinary),                           # figures.CountedFields in MessagePack; null: retracted
    Column("places", LargeBinary, nullable=False),            # of its entries, 8 bytes each
    sqlite_with_rowid=False,
)  # fmt: skip

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
