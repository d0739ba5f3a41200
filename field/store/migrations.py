"""The laptop's tables, one function per migration. What is done to a table later is a new function below; none that
was released is ever changed.

    membership   whose laptop this is; one row
    log          each log held: its own (always number 1), the hub's, those of the unit's other laptops
    entry        the lines of those logs, byte for byte, with their leaf hashes
    record       each activity as its entries make it: derived, and made anew from `entry` whenever they change
    search       the folded words of each record (FTS5), under the record's number
    held         what the hub says of entries of the own log: that it holds them back, or what it found, with why
    imported     fingerprints of rows taken from files, so that no row is taken twice
    import       each file that was imported
    origin       each row that was taken: its record, where it stood, what it said, what its record was before
    exchange     what every exchange with the hub came to
    review       what the province said last of a record, by the record's number
    draft        what is being typed and is no entry yet; nothing of it leaves the laptop
    setting      how this laptop's officer likes the program
    receipted    for each size of the own log that was receipted the first receipt, with its acceptance where that is known
    hub_head     every head of the hub's own logs that was taken, of each generation
    peer_head    of colleagues' logs, the heads at which they were taken, with the receipts on them
    left_behind  what the hub said in a generation before and has not any more since it was restored from a copy
    contradiction  signed heads of the hub's own logs that contradict what is held of them
    hub_word     signed heads of the acceptances that are not proven, and why: `cited` by a colleague, `asked` for in vain,
                 or `doubted`, for what came with it proved nothing
    citation     the entries of the own log that cite the acceptances, with the size that they cite
    verdict      what each report of the unit is, by what is held here: derived, and made anew

Entries with a record are activities and retractions; `kind` is an entry's tag, or `future` or `invalid` for what this
program does not read.
"""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec
from sqlite_utils import Database, Migrations

from field.store.projection import UNREADABLE
from field.store.schema import MIGRATION_SET, spelled
from field.store.search import searched
from sync.ledger.decode import Quarantined, decode
from sync.ledger.merge import Record
from sync.ledger.origins import LogKind

MIGRATIONS: Final = Migrations(MIGRATION_SET)


@MIGRATIONS()
def first(db: Database) -> None:
    """The tables as they began."""
    for statement in _FIRST:
        db.execute(statement)


@MIGRATIONS()
def desk(db: Database) -> None:
    """What the province answers, what is typed and not saved yet, and columns by which lists are filtered."""
    for statement in _DESK:
        db.execute(statement)
    unpack = msgspec.msgpack.Decoder(Record)
    for number, state in db.execute("SELECT num, state FROM record WHERE state IS NOT NULL").fetchall():
        values = unpack.decode(state).values
        db.execute(
            "UPDATE record SET task = ?, channel = ?, topics = ? WHERE num = ?",
            (values.task, values.channel, spelled(values.topics), number),
        )


@MIGRATIONS()
def receipts(db: Database) -> None:
    """When what was received: of the receipts before this, the newest alone is known."""
    db.execute("CREATE TABLE receipt (acked INTEGER NOT NULL, own INTEGER NOT NULL, time INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO receipt SELECT acked, size, receipt_time FROM log WHERE id = 1 AND receipt_time IS NOT NULL")
    db.execute("ALTER TABLE exchange ADD COLUMN facts BLOB NOT NULL DEFAULT x'7b7d'")  # of the error: JSON, {}


@MIGRATIONS()
def evidence(db: Database) -> None:
    """What proves when own entries were made and taken, and what the hub said of its logs; what reports are. Of receipts
    before this the times alone are known, and the newest whole."""
    for statement in _EVIDENCE:
        db.execute(statement)
    citing = "SELECT idx, line FROM entry WHERE log = 1 AND instr(line, CAST('\"seen\":' AS BLOB))"
    for idx, line in db.execute(citing).fetchall():
        entry = decode(line, LogKind.DEVICE)
        if not isinstance(entry, Quarantined) and entry.seen is not None:
            db.execute("INSERT INTO citation VALUES (?, ?)", (idx, entry.seen.size))


@MIGRATIONS()
def newer_reports(db: Database) -> None:
    """Nothing of the tables: reports of newer programs were kept unread, and are read in part."""


@MIGRATIONS()
def spans_and_audiences(db: Database) -> None:
    """The highest level of a record's entries, and, where that is not the first, the day and directive under which a program
    of the first level counts it: NULL if it does not. `date` is a record's last day, on which it counts."""
    for column in ("level INTEGER NOT NULL DEFAULT 1", "first_level_date TEXT", "first_level_directive TEXT"):
        db.execute(f"ALTER TABLE record ADD COLUMN {column}")


@MIGRATIONS()
def rows_of_files(db: Database) -> None:
    """Where each activity that was imported came from: of rows taken before this, their fingerprints alone are known."""
    for statement in _ROWS_OF_FILES:
        db.execute(statement)


@MIGRATIONS()
def generations(db: Database) -> None:
    """What is kept of a hub that was restored from a copy, and what can be given back to one. Of colleagues' logs the newest
    head is known."""
    for statement in _GENERATIONS:
        db.execute(statement)


@MIGRATIONS()
def proofs(db: Database) -> None:
    """Heads that the hub signed and that are not proven."""
    db.execute(_PROOFS)


@MIGRATIONS()
def redactions(db: Database) -> None:
    """Nothing of the tables: what the province erased was kept unread, and is erased here."""


@MIGRATIONS()
def titles_of_lists(db: Database) -> None:
    """What stood above the tables of each file that was imported: of those before this it is not known."""
    db.execute("ALTER TABLE import ADD COLUMN titles BLOB NOT NULL DEFAULT x'7b7d'")  # JSON, {}


@MIGRATIONS()
def words_alone(db: Database) -> None:
    """The words by which records are found, as `searched` gives them now: nothing else stands in the index."""
    unpack = msgspec.msgpack.Decoder(Record)
    for number, state in db.execute("SELECT num, state FROM record WHERE state IS NOT NULL").fetchall():
        try:
            words = searched(unpack.decode(state).values)
            db.execute("UPDATE search SET words = ? WHERE rowid = ?", (words, number))
        except UNREADABLE:  # what rotted is told and made anew by a check
            continue
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise


_PROOFS: Final = """CREATE TABLE hub_word (
    note TEXT PRIMARY KEY, size INTEGER NOT NULL, why TEXT NOT NULL
) STRICT, WITHOUT ROWID"""

_GENERATIONS: Final = (
    "ALTER TABLE hub_head RENAME TO hub_head_of_one",
    """CREATE TABLE hub_head (
        log INTEGER NOT NULL REFERENCES log (id),
        generation INTEGER NOT NULL,
        size INTEGER NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (log, generation, size)
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO hub_head SELECT log, 1, size, note FROM hub_head_of_one",
    "DROP TABLE hub_head_of_one",
    """CREATE TABLE peer_head (
        log INTEGER NOT NULL REFERENCES log (id),
        size INTEGER NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (log, size)
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO peer_head SELECT id, size, checkpoint FROM log"
    " WHERE id <> 1 AND origin LIKE '%/device/%' AND checkpoint LIKE '%' || char(10) || size || char(10) || '%'",
    # `origin` is the log's name in that generation; acceptances are those of own receipts
    """CREATE TABLE left_behind (
        origin TEXT NOT NULL, idx INTEGER NOT NULL, line BLOB NOT NULL,
        PRIMARY KEY (origin, idx)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE contradiction (note TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
)

_ROWS_OF_FILES: Final = (
    """CREATE TABLE import (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE origin (
        record TEXT NOT NULL, import INTEGER NOT NULL REFERENCES import (id),
        sheet TEXT NOT NULL, row INTEGER NOT NULL,
        known BLOB NOT NULL, said BLOB NOT NULL, before BLOB,
        PRIMARY KEY (record, import)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX origin_import ON origin (import)",
)

_EVIDENCE: Final = (
    # `own`: how large the own log was when the receipt came
    """CREATE TABLE receipted (
        acked INTEGER PRIMARY KEY,
        note TEXT NOT NULL, time INTEGER NOT NULL,
        idx INTEGER, line BLOB,
        own INTEGER NOT NULL
    ) STRICT""",
    """INSERT INTO receipted (acked, note, time, own)
        SELECT receipt.acked, coalesce(log.receipt, ''), min(time), own
        FROM receipt LEFT JOIN log ON log.id = 1 AND log.acked = receipt.acked AND log.receipt_time = time
        GROUP BY receipt.acked""",
    "DROP TABLE receipt",
    """CREATE TABLE hub_head (
        log INTEGER NOT NULL REFERENCES log (id),
        size INTEGER NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (log, size)
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO hub_head SELECT id, size, checkpoint FROM log WHERE origin NOT LIKE '%/device/%' AND checkpoint <> ''",
    "CREATE TABLE citation (idx INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT",
    """CREATE TABLE said (
        idx INTEGER NOT NULL, why TEXT NOT NULL, detail TEXT NOT NULL,
        PRIMARY KEY (idx, why)
    ) STRICT""",
    "INSERT INTO said SELECT idx, why, detail FROM held",
    "DROP TABLE held",
    "ALTER TABLE said RENAME TO held",
    """CREATE TABLE verdict (
        log INTEGER NOT NULL, idx INTEGER NOT NULL,
        verdict TEXT NOT NULL, code TEXT NOT NULL, facts BLOB NOT NULL,
        PRIMARY KEY (log, idx),
        FOREIGN KEY (log, idx) REFERENCES entry (log, idx)
    ) STRICT, WITHOUT ROWID""",
)

_DESK: Final = (
    """CREATE TABLE review (
        record INTEGER PRIMARY KEY REFERENCES record (num),
        heads BLOB NOT NULL, verdict TEXT NOT NULL, comment TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE draft (
        id INTEGER PRIMARY KEY,
        record TEXT, typed BLOB NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "ALTER TABLE record ADD COLUMN task TEXT",
    "ALTER TABLE record ADD COLUMN channel TEXT",
    "ALTER TABLE record ADD COLUMN topics TEXT NOT NULL DEFAULT ''",
    # accepted or returned, while what the review was about is still how the record stands
    "ALTER TABLE record ADD COLUMN reviewed TEXT",
    # whole in itself for a list's order and length, and for how many there are
    "CREATE INDEX record_listed ON record (date, num, retracted) WHERE state IS NOT NULL",
    "CREATE INDEX record_returned ON record (num) WHERE reviewed = 'returned'",
)

_FIRST: Final = (
    """CREATE TABLE membership (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        hub TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL,
        unit TEXT NOT NULL, unit_name TEXT NOT NULL, device TEXT NOT NULL,
        officer TEXT, invite TEXT NOT NULL
    ) STRICT""",
    # `frontier` is NULL for a log of which only checkpoints are held. `acked` to `cited` serve the own log alone:
    # how far a receipt covers it, that receipt and its time, and the largest acceptances checkpoint cited in it.
    """CREATE TABLE log (
        id INTEGER PRIMARY KEY,
        origin TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL DEFAULT 0,
        frontier BLOB,
        checkpoint TEXT NOT NULL DEFAULT '',
        acked INTEGER NOT NULL DEFAULT 0,
        receipt TEXT,
        receipt_time INTEGER,
        cited INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE record (
        num INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        date TEXT NOT NULL DEFAULT '',
        directive TEXT,
        retracted INTEGER NOT NULL DEFAULT 0,
        conflicts INTEGER NOT NULL DEFAULT 0,
        last_own INTEGER,
        state BLOB
    ) STRICT""",
    "CREATE INDEX record_date ON record (date, retracted)",
    "CREATE INDEX record_conflicts ON record (num) WHERE conflicts > 0",
    """CREATE TABLE entry (
        log INTEGER NOT NULL REFERENCES log (id),
        idx INTEGER NOT NULL,
        leaf BLOB NOT NULL,
        line BLOB NOT NULL,
        kind TEXT NOT NULL,
        record INTEGER REFERENCES record (num),
        PRIMARY KEY (log, idx)
    ) STRICT""",
    "CREATE INDEX entry_record ON entry (record) WHERE record IS NOT NULL",
    "CREATE INDEX entry_other ON entry (kind, log, idx) WHERE record IS NULL",
    # Accents are folded before they get here, since no tokenizer of SQLite folds đ.
    "CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = 'unicode61')",
    "CREATE TABLE held (idx INTEGER PRIMARY KEY, why TEXT NOT NULL, detail TEXT NOT NULL) STRICT",
    "CREATE TABLE imported (fingerprint BLOB PRIMARY KEY) STRICT, WITHOUT ROWID",
    """CREATE TABLE exchange (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL, how TEXT NOT NULL, outcome TEXT NOT NULL,
        sent INTEGER NOT NULL, received INTEGER NOT NULL,
        sent_bytes INTEGER NOT NULL, received_bytes INTEGER NOT NULL
    ) STRICT""",
)


def database(sql: sqlite3.Connection) -> Database:
    """The connection as sqlite-utils takes it."""
    return Database(sql, execute_plugins=False)
