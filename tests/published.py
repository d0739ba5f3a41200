"""What other systems read of the hub, as files: `python -m tests.published` writes them anew.

A change to one of these files is a change for somebody else's program. So it is made on purpose, seen in a review, and told
in the list of changes: the API's description as the hub serves it, and the tables and columns of the open data.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from hub.export.opendata.export import DATABASE, export
from hub.export.opendata.tables import TABLES, VIEWS
from hub.web.api import openapi
from hub.web.api.endpoints import ENDPOINTS
from tests.world import World

ROOT: Final = Path(__file__).resolve().parent
HOW: Final = "if this was meant, write the file anew: python -m tests.published"


def openapi_document() -> str:
    """The description of the API, laid out to be compared line by line."""
    return json.dumps(json.loads(openapi.document(ENDPOINTS)), ensure_ascii=False, indent=2) + "\n"


def opendata_columns() -> str:
    """The tables and views of the open data with their columns, as an exported database has them."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        export(world.store, world.keys, Path(folder) / "data", now=world.now(), random_bytes=world.random)
        world.close()
        database = sqlite3.connect(Path(folder) / "data" / DATABASE)
        try:
            return "\n".join(_described(database)) + "\n"
        finally:
            database.close()


def _described(database: sqlite3.Connection) -> Iterator[str]:
    for table in TABLES:
        refers = {row[3]: f" -> {row[2]}.{row[4]}" for row in database.execute(f"PRAGMA foreign_key_list({table.name})")}
        yield f"table {table.name}"
        for _place, name, kind, _notnull, _default, key in database.execute(f"PRAGMA table_info({table.name})"):
            yield f"  {name} {kind}{' key' if key else ''}{refers.get(name, '')}"
        if table.searched:
            yield f"  search: {', '.join(table.searched)}"
    for view in VIEWS:
        yield f"view {view.name}"
        for _place, name, kind, *_rest in database.execute(f"PRAGMA table_info({view.name})"):
            yield f"  {name} {kind}".rstrip()


PUBLISHED: Final[Mapping[str, Callable[[], str]]] = {
    "hub/web/api/openapi.json": openapi_document,
    "hub/export/opendata/columns.txt": opendata_columns,
}
"""By the file below this folder: what makes it."""


def check(name: str) -> None:
    """Compare what is published now with the file that says what was."""
    assert PUBLISHED[name]() == (ROOT / name).read_text(encoding="utf-8"), f"tests/{name}: {HOW}"


if __name__ == "__main__":
    for name, make in PUBLISHED.items():
        (ROOT / name).write_text(make(), encoding="utf-8", newline="\n")
