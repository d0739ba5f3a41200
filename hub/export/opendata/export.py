"""Open data: what the hub holds as a folder for everybody: a SQLite file that Datasette shows well, and CSV files.

Only the command for it loads this, since nothing else of the hub needs sqlite-utils. Rows pass through as they are read, and
the folder appears under its name whole or not at all.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec
from sqlite_utils import Database
from sqlite_utils.db import Table as Stored

from hub import own_logs
from hub.export.documents.annex import ledger_heads
from hub.export.opendata.rows import OpenDataSource, Row, moment
from hub.export.opendata.tables import TABLES, VIEWS, OpenColumn, OpenTable, OpenView
from hub.home import Keys
from hub.monitoring.damaged import check_whole
from hub.store import HubStore
from hub.store.records import RecordFilter
from sync.annex.layout import guarded
from sync.annex.model import LedgerHeads
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused
from sync.shell.files import is_free_folder

DATABASE: Final = "soxa.db"
_BOM: Final = "\ufeff"
_BY_NAME: Final = {table.name: table for table in TABLES}
_SOME: Final = 2_000
"""Rows handed to SQLite at once."""


def export(
    store: HubStore,
    keys: Keys,
    folder: Path,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    progress: Callable[[int], None] = lambda _count: None,
) -> dict[str, int]:
    """Write a new folder, of the store of one moment; how many rows each table has. `Refused("folder-not-empty")`
    rather than add to what is there."""
    if not is_free_folder(folder):
        raise Refused("folder-not-empty", path=str(folder))
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{random_bytes(4).hex()}")
    part.mkdir()
    try:
        counts = _written(store, keys, part, now, progress)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def count(store: HubStore) -> int:
    """How many activities there are to write."""
    with store.reading() as transaction:
        ((_keys, tally),) = transaction.records.sums(RecordFilter(stands=None), (), {})
        return tally.activities


def _written(store: HubStore, keys: Keys, folder: Path, now: Instant, progress: Callable[[int], None]) -> dict[str, int]:
    database = Database(folder / DATABASE)
    try:
        database.execute("PRAGMA synchronous = OFF")  # the folder is thrown away unless it is finished
        for table in TABLES:
            _make(database, table)
        with store.reading() as transaction:
            registry = own_logs.registry(transaction, keys)
            check_whole(transaction, registry)
            source = OpenDataSource(transaction, keys, registry, now)
            _fill(database, source, progress)
            ledger = ledger_heads(transaction, keys)
        for table in TABLES:
            _finish(database, table)
        for view in VIEWS:
            database.create_view(view.name, view.sql)
        database.analyze()
        counts = {table.name: _stored(database, table.name).count for table in TABLES}
        for shape in (*TABLES, *VIEWS):
            _write_csv(database, shape, folder / f"{shape.name}.csv")
    finally:
        database.close()
    (folder / "metadata.json").write_bytes(_metadata(source, ledger, now))
    (folder / "README.txt").write_text(_BOM + _readme(source, ledger, now, counts), encoding="utf-8")
    return counts


# -- the database


def _make(database: Database, table: OpenTable) -> None:
    kinds = {"text": str, "number": int}
    _stored(database, table.name).create(
        {column.name: kinds[column.kind] for column in table.columns},
        pk=table.key[0] if len(table.key) == 1 else table.key,
        foreign_keys=[
            (column.name, column.refers, _BY_NAME[column.refers].key[0]) for column in table.columns if column.refers
        ],
    )


def _fill(database: Database, source: OpenDataSource, progress: Callable[[int], None]) -> None:
    for name, rows in source.small():
        _add(database, name, rows)
    for found in source.activities():
        for name, rows in found.unknown.items():
            _add(database, name, rows)
        _add(database, "activities", found.activities)
        _add(database, "activity_topics", found.topics)
        progress(len(found.activities))
    _add(database, "reports", source.reports())
    _add(database, "standings", source.standings())


def _add(database: Database, name: str, rows: Iterable[Row]) -> None:
    """Rows, each once: a code that nobody has defined may be met again and again."""
    columns = [column.name for column in _BY_NAME[name].columns]
    rest = iter(rows)
    while some := [dict(zip(columns, row, strict=True)) for row in islice(rest, _SOME)]:
        _stored(database, name).insert_all(some, ignore=True)


def _finish(database: Database, table: OpenTable) -> None:
    stored = _stored(database, table.name)
    for columns in table.indexes:
        stored.create_index(columns)
    if table.searched:
        stored.enable_fts(table.searched, tokenize="unicode61 remove_diacritics 2")


def _stored(database: Database, name: str) -> Stored:
    return database.table(name)


# -- files beside it


def _write_csv(database: Database, shape: OpenTable | OpenView, path: Path) -> None:
    """A table as CSV in UTF-8 with a byte order mark, as spreadsheets want it; no cell can be a formula."""
    names = [column.name for column in shape.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM)
        writer = csv.writer(file)
        writer.writerow(names)
        for row in database.execute(f"SELECT {', '.join(names)} FROM {shape.name}"):  # noqa: S608 - names of our own
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


class _TableMetadata(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A table as Datasette's metadata describes it."""

    title: str
    description: str
    columns: dict[str, str]
    units: dict[str, str] = {}
    label_column: str | None = None


class _DatabaseMetadata(msgspec.Struct, frozen=True):
    tables: dict[str, _TableMetadata]


class _Metadata(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    description: str
    license: str
    source: str
    databases: dict[str, _DatabaseMetadata]


def _metadata(source: OpenDataSource, ledger: LedgerHeads, now: Instant) -> bytes:
    """The licence is left blank: it is the province's to choose."""
    shown = {
        shape.name: _TableMetadata(
            title=f"{shape.vi} · {shape.en}",
            description=f"{shape.vi}. {shape.en}.",
            columns={column.name: _described(column) for column in shape.columns},
            units={column.name: "min" for column in shape.columns if column.name == "minutes"},
            label_column=shape.label if isinstance(shape, OpenTable) else None,
        )
        for shape in (*TABLES, *VIEWS)
    }
    made = _Metadata(
        title=f"Sổ xã: {source.province}",
        description=f"Hoạt động tuyên truyền của các xã, phường, tính đến {moment(now)}. "
        f"Outreach of the communes, as of {moment(now)}.",
        license="",
        source=f"{source.hub}: {_head(ledger.acceptances)}",
        databases={DATABASE.partition(".")[0]: _DatabaseMetadata(shown)},
    )
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def _described(column: OpenColumn) -> str:
    return f"{column.vi} · {column.en}"


def _head(note: str) -> str:
    """A checkpoint's log, size and root, on one line."""
    return " ".join(note.splitlines()[:3])


_README: Final = """\
{title}

Xuất từ máy chủ {hub} lúc {made}.

soxa.db        Tệp SQLite: các bảng và khung nhìn dưới đây, tìm kiếm không dấu. Xem bằng: datasette soxa.db -m metadata.json
metadata.json  Mô tả từng bảng, từng cột
*.csv          Từng bảng một tệp, UTF-8; ô mở đầu bằng = + - @ có thêm dấu ' phía trước để bảng tính không chạy công thức

{tables_vi}

Không có tên cán bộ, tài khoản hay khóa. Hoạt động mà xã đã rút chỉ còn mã, đơn vị và ngày.
Số liệu tính từ trạng thái sổ dưới đây, có chữ ký của máy chủ.
Ai có gói kiểm chứng (soxa hub bundle) của máy chủ đều tính lại được.

--------

Exported from the hub {hub} at {made}.

soxa.db        A SQLite file: the tables and views below, with a search that minds no accents. See it with:
               datasette soxa.db -m metadata.json
metadata.json  What each table and column is
*.csv          Each table as a file, UTF-8; a cell that begins with = + - @ has a ' before it, so that no spreadsheet runs it

{tables_en}

No officers' names, no accounts, no keys. Of an activity that was taken back only its id, unit and day are here.
Figures are from the state of the ledger below, signed by the hub.
Whoever has an audit bundle of the hub can compute them again.

--------

{registry}
{acceptances}"""


def _readme(source: OpenDataSource, ledger: LedgerHeads, now: Instant, counts: dict[str, int]) -> str:
    def listed(language: str) -> str:
        return "\n".join(_lines(language, counts))

    return _README.format(
        title=f"Sổ xã: {source.province}",
        hub=source.hub,
        made=moment(now),
        tables_vi=listed("vi"),
        tables_en=listed("en"),
        registry=ledger.registry,
        acceptances=ledger.acceptances,
    )


def _lines(language: str, counts: dict[str, int]) -> Iterator[str]:
    for shape in (*TABLES, *VIEWS):
        rows = f" ({counts[shape.name]})" if shape.name in counts else ""
        yield f"  {shape.name:22} {shape.vi if language == 'vi' else shape.en}{rows}"
