"""The hub's tables. Portable SQL types only, so that another database can stand in for SQLite.

Logs are what is kept; the tables in `DERIVED` are made from them. A log's head changes by compare-and-swap alone.
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

VERSION: Final = 15
"""Grows by one when the tables change, or what a program reads in logs; `hub.upgrade` brings an older store here."""

METADATA: Final = MetaData()
_ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite makes an INTEGER primary key the row's own number."""

setting = Table(
    "setting",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

log = Table(
    "log",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("origin", String(200), nullable=False, unique=True),
    Column("unit", String(5), nullable=False, default=""),
    Column("size", BigInteger, nullable=False, default=0),
    Column("frontier", LargeBinary, nullable=False, default=b""),
    Column("checkpoint", Text, nullable=False, default=""),  # the signed note at `size`; a device's with its receipt
    Column("seen_size", BigInteger, nullable=False, default=0),  # of a device: what its newest valid citation cites
)

segment = Table(
    "segment",
    METADATA,
    Column("place", _ROW_NUMBER, primary_key=True, autoincrement=False),  # `places.place_of(log, index)` of its first entry
    Column("lines", LargeBinary, nullable=False),  # some entries, a newline between two
)

accepted = Table(
    "accepted",
    METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("checkpoint", Text, nullable=False),
    Column("acceptance", BigInteger, nullable=False),  # the index of the entry in the acceptances that says so
)

acceptance_root = Table(
    "acceptance_root",
    METADATA,
    Column("size", _ROW_NUMBER, primary_key=True, autoincrement=False),  # of the acceptances
    Column("root", LargeBinary(32), nullable=False),
)

held = Table(
    "held",
    METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("why", String(20), primary_key=True),
    Column("detail", Text, nullable=False),
)

record = Table(
    "record",
    METADATA,
    Column("unit", String(5), primary_key=True),
    Column("record", LargeBinary(16), primary_key=True),  # the bytes of its UUID
    Column("date", String(10), nullable=False),  # on which it counts: its last day
    Column("month", Integer, nullable=False),  # `period.month_number` of that
    Column("began", String(10)),  # its first day, where that is another
    Column("standing", Boolean, nullable=False),  # false: retracted, and counted nowhere
    Column("conflicts", Integer, nullable=False),
    Column("answer", Integer, nullable=False),  # `rows.ANSWERS`: the province's answer to it as it stands
    Column("directive", String(64)),
    Column("task", String(500)),
    Column("topics", Text, nullable=False),  # codes, a space around each: " digital-skills "
    Column("channel", String(64)),
    Column("quantity", BigInteger),
    Column("audience", BigInteger),
    Column("minutes", BigInteger),
    Column("audiences", Text, nullable=False),  # codes, as of topics
    Column("body", String(64)),
    Column("languages", Text, nullable=False),  # every one of them, codes as of topics
    Column("places", LargeBinary, nullable=False),  # of its entries, 8 bytes each
    sqlite_with_rowid=False,
)

answer = Table(
    "answer",
    METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("record", LargeBinary(16)),  # of an activity; null: of a report
    Column("period", String(120)),
    Column("at", BigInteger, nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("account", String(60)),  # who answered; kept here alone, in no log
)
Index("answer_unit", answer.c.unit)

tally = Table(
    "tally",
    METADATA,
    Column("dimension", String(10), primary_key=True),  # `tallies.TallyKind`
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(5), primary_key=True),
    Column("directive", String(64), primary_key=True),  # empty for activities that name none
    Column("key", String(500), primary_key=True),
    Column("activities", BigInteger, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("audience", BigInteger, nullable=False),
    Column("minutes", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

summed = Table(
    "summed",
    METADATA,
    Column("unit", String(5), primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("times", BigInteger, nullable=False),  # how often: as long as that stays, so do the sums and what is told by them
    sqlite_with_rowid=False,
)

stale = Table(
    "stale",
    METADATA,
    Column("unit", String(5), primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

report = Table(
    "report",
    METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("period", String(120), nullable=False),
    Column("claimed", BigInteger, nullable=False),
    Column("after", BigInteger),
    Column("received", BigInteger, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("verdict", String(20), nullable=False),  # `report_verdict.ReportVerdict`
    Column("code", String(60), nullable=False),
    Column("facts", Text, nullable=False),  # of the verdict, as JSON
)
Index("report_unit", report.c.unit)

noted = Table(
    "noted",
    METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("directive", String(64), nullable=False),
    Column("position", BigInteger, nullable=False),  # in the registry: of the edition that was read
    Column("claimed", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
)
Index("noted_directive", noted.c.directive)

invite = Table(
    "invite",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("unit", String(5), nullable=False),
    Column("officer", Text),
    Column("secret", LargeBinary(32), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used_by", String(16)),
    Column("made", BigInteger, nullable=False),
    Column("withdrawn", Boolean, nullable=False, default=False),
    Column("url", Text, nullable=False, default=""),  # where its laptop reaches the hub
    Column("replaces", String(16), nullable=False, default=""),  # the laptop whose place its own takes
)

laptop = Table(
    "laptop",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("officer", Text),  # whose it is; kept here alone, in no log
    Column("seen", BigInteger),  # its last exchange, by the hub's clock
    Column("by_file", Boolean, nullable=False, default=False),  # whether that came on a stick
)

entering = Table(
    "entering",
    METADATA,
    Column("log", Integer, ForeignKey("log.id"), primary_key=True),
    Column("first", BigInteger, primary_key=True, autoincrement=False),  # the entries from this index on
    Column("after", BigInteger, nullable=False),  # up to, and without, this one
    Column("account", String(60)),  # who entered them; kept here alone, in no log
    Column("source", String(500), nullable=False, default=""),  # what they were entered from; likewise
)

brought = Table(
    "brought",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("unit", String(40), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("file", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Column("titles", LargeBinary),  # what stood above its tables, by their names: JSON; not known of older ones
)

brought_row = Table(
    "brought_row",
    METADATA,
    Column("record", String(36), primary_key=True),
    Column("brought", Integer, ForeignKey("brought.id"), primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("known", LargeBinary(32), nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("before", LargeBinary),
)
Index("brought_row_brought", brought_row.c.brought)

aside = Table(
    "aside",
    METADATA,
    Column("account", String(60), primary_key=True),  # a file that somebody sent, until its plan is agreed to
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
)

answered_plan = Table(
    "answered_plan",
    METADATA,
    Column("shape", String(64), primary_key=True),
    Column("answers", LargeBinary, nullable=False),
)

nonce = Table(
    "nonce",
    METADATA,
    Column("device", String(16), primary_key=True),
    Column("nonce", String(100), primary_key=True),
    Column("expires", BigInteger, nullable=False),
)

evidence = Table(
    "evidence",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("origin", String(200), nullable=False),
    Column("code", String(60), nullable=False),
    Column("checkpoint", Text, nullable=False),
)

waiting_range = Table(
    "waiting_range",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("origin", String(200), nullable=False),
    Column("unit", String(5), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),  # of the log, with it
    Column("frontier", LargeBinary, nullable=False),  # of the log at that size
    Column("lines", LargeBinary, nullable=False),  # a newline between two
    Column("note", Text, nullable=False),  # the signed head at that size, with the receipt that was given for it
    Column("at", BigInteger, nullable=False),  # when it came
    Column("brought", String(16), nullable=False),  # which laptop brought it
    Column("known", Boolean, nullable=False),  # whether its laptop is, or once was, enrolled
    Column("refused", String(60), nullable=False, default=""),  # why it was left out; empty while it waits
)
Index("waiting_origin", waiting_range.c.origin)

shown_head = Table(
    "shown_head",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("origin", String(200), nullable=False),  # of a log of the hub's own, by its first name
    Column("generation", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("brought", String(16), nullable=False),  # which laptop showed it; empty: it lay here
    Column("beside", Boolean, nullable=False),  # whether it is not of the history that is held
    Column("start", BigInteger, nullable=False),  # of the entries that came with it
    Column("lines", LargeBinary, nullable=False),
)

account = Table(
    "account",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("password", Text, nullable=False),  # Argon2id, as argon2-cffi encodes it
    Column("made", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("seen", BigInteger),  # the last sign-in
    Column("unit", String(40), nullable=False, default=""),  # of a superior: whose subordinates are seen
)

visit = Table(
    "visit",
    METADATA,
    Column("token", LargeBinary(32), primary_key=True),  # SHA-256 of what the browser holds
    Column("account", String(60), ForeignKey("account.name"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("told", Text, nullable=False, default=""),  # a sentence for the next page
    Column("offered", String(40), nullable=False, default=""),  # the secret of a second factor that is not switched on yet
)

second_factor = Table(
    "second_factor",
    METADATA,
    Column("account", String(60), ForeignKey("account.name"), primary_key=True),
    Column("secret", LargeBinary(20), nullable=False),  # what the phone has, too
    Column("step", BigInteger, nullable=False),  # of time, whose code was used last (RFC 6238)
)

guess = Table(
    "guess",
    METADATA,
    Column("whom", String(100), primary_key=True),  # an account's name or a client's address
    Column("failures", Integer, nullable=False),
    Column("last", BigInteger, nullable=False),
)

reader = Table(
    "reader",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("token", LargeBinary(32), nullable=False, unique=True),  # SHA-256 of the token
    Column("made", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("revoked", Boolean, nullable=False, default=False),
    Column("seen", BigInteger),
)

witness = Table(
    "witness",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("vkey", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("tried", BigInteger),
    Column("answered", BigInteger),
    Column("failures", Integer, nullable=False, default=0),
    Column("trouble", String(60), nullable=False, default=""),
    Column("facts", Text, nullable=False, default="{}"),  # of the trouble, as JSON
)

cosigned = Table(
    "cosigned",
    METADATA,
    Column("witness", String(100), primary_key=True),
    Column("origin", String(200), primary_key=True),  # by its name of a generation
    Column("size", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("said", BigInteger, nullable=False, default=0),
)

witness_alarm = Table(
    "witness_alarm",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("witness", String(100), nullable=False),
    Column("origin", String(200), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("said", BigInteger),
    Column("settled", Boolean, nullable=False, default=False),
)

DERIVED: Final = (record, tally, summed, stale, report, noted, held, acceptance_root)
"""What follows from the logs, and can be made from them anew."""
