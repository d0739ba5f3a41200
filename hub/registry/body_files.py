"""Bodies of a file, many at once: a CSV table, a workbook or YAML, of which all are stated or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

import yaml
from msgspec import Struct

from hub.home import Keys
from hub.registry.bodies import state_unit
from hub.registry.unit_changes import check_day
from hub.store import Transaction
from sync.encoding.spelling import utf8
from sync.encoding.types import Instant, RandomBytes
from sync.errors import BadInput, Misuse, Refused, SoxaError
from sync.ledger.entry import Unit
from sync.ledger.text import fold, tidy
from sync.shell.files import pieces_of
from sync.tables import Row, read_book

_HEADINGS: Final = {
    "code": ("code", "ma", "ma don vi"),
    "name": ("name", "ten", "ten don vi"),
    "type": ("type", "loai", "loai don vi"),
    "kind": ("kind", "loai co quan"),
    "reports_to": ("reports_to", "reports-to", "bao cao cho", "bao cao ve"),
    "eid": ("eid", "ma dinh danh"),
    "from": ("from", "tu ngay"),
    "until": ("until", "den ngay"),
}
"""What a column, or a key of YAML, may be called, folded."""
_FIELDS: Final = {heading: field for field, headings in _HEADINGS.items() for heading in headings}
_NEEDED: Final = ("code", "name", "type")


class BodyRow(Struct, frozen=True, kw_only=True):
    """A unit of a file as it was typed: the line on which it stands, and its filled fields, by the names of `_HEADINGS`."""

    line: int
    typed: Mapping[str, str]


class WrongBody(Struct, frozen=True):
    """A row that cannot be stated: its line in the file, and why."""

    line: int
    error: SoxaError


def read_bodies(path: Path) -> list[BodyRow]:
    """The units of a file. `BadInput`: `file-missing`, `no-units-there`, or what the reader of tables says."""
    found = list(_of_yaml_file(path) if path.suffix.lower() in (".yaml", ".yml") else _of_table(path))
    if not found:
        raise BadInput("no-units-there", path=path.name)
    return found


def shipped_bodies(province: str) -> list[BodyRow]:
    """The bodies that the shipped directives of a province, by its code, name; none of a province without any."""
    file = resources.files("hub").joinpath("data", "bodies", f"{province}.yaml")
    return list(_of_yaml(file.read_bytes(), file.name)) if file.is_file() else []


def state_units(
    transaction: Transaction,
    keys: Keys,
    rows: Sequence[BodyRow],
    *,
    today: str,
    now: Instant,
    random_bytes: RandomBytes,
) -> tuple[list[Unit], list[WrongBody]]:
    """State units, each after those to whom it reports; with the rows that cannot be. A caller who wants all or none leaves
    the transaction undone where there is such a row. `today` (ISO) is the first day of those that name none."""
    stated: list[Unit] = []
    wrong: list[WrongBody] = []
    spoilt: set[str] = set()
    for row in _superiors_first(rows):
        typed = row.typed
        if typed.get("reports_to") in spoilt:
            spoilt.add(typed.get("code", ""))
            continue  # what is wrong is its superior's row, which is named
        try:
            for needed in _NEEDED:
                if needed not in typed:
                    raise Misuse("no-unit-field", field=needed)
            for field in ("from", "until"):
                if field in typed:
                    check_day(typed[field])
            stated.append(
                state_unit(
                    transaction,
                    keys,
                    typed["code"],
                    name=typed["name"],
                    type=typed["type"],
                    valid_from=typed.get("from", today),
                    valid_to=typed.get("until"),
                    body=typed.get("kind"),
                    reports_to=typed.get("reports_to"),
                    eid=typed.get("eid"),
                    now=now,
                    random_bytes=random_bytes,
                )
            )
        except (BadInput, Misuse, Refused) as error:
            wrong.append(WrongBody(row.line, error))
            spoilt.add(typed.get("code", ""))
    return stated, sorted(wrong, key=lambda found: found.line)


def _superiors_first(rows: Sequence[BodyRow]) -> list[BodyRow]:
    """Rows in the order of the file, but none before that of its superior; those that lead in a circle last."""
    ordered: list[BodyRow] = []
    waiting = list(rows)
    while waiting:
        codes = {row.typed.get("code") for row in waiting}
        ready = [row for row in waiting if row.typed.get("reports_to") not in codes]
        if not ready:
            return ordered + waiting
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
    return ordered


def _of_table(path: Path) -> Iterator[BodyRow]:
    columns: dict[int, str] = {}
    for sheet in read_book(path).sheets:
        for row in sheet.rows:
            if not columns:
                columns = _columns(row)
                continue
            typed = {field: tidy(row.at(place).text) for place, field in columns.items()}
            if any(typed.values()):
                yield BodyRow(line=row.number, typed={field: text for field, text in typed.items() if text})
        if columns:
            return


def _columns(row: Row) -> dict[int, str]:
    """The columns of a heading; none of another row."""
    found = {place: _FIELDS[name] for place, cell in enumerate(row.cells) if (name := fold(cell.text)) in _FIELDS}
    return found if set(_NEEDED) <= set(found.values()) else {}


def _of_yaml_file(path: Path) -> Iterator[BodyRow]:
    with pieces_of(path) as pieces:
        return _of_yaml(b"".join(pieces), path.name)


def _of_yaml(data: bytes, called: str) -> Iterator[BodyRow]:
    try:
        root = yaml.compose(utf8(data), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        raise BadInput("bad-units-file", path=called, line=1) from None
    for item in root.value if isinstance(root, yaml.SequenceNode) else ():
        line = item.start_mark.line + 1
        pairs = item.value if isinstance(item, yaml.MappingNode) else [(item, item)]
        typed: dict[str, str] = {}
        for key, value in pairs:
            field = _FIELDS.get(fold(key.value)) if isinstance(key, yaml.ScalarNode) else None
            if field is None or field in typed or not isinstance(value, yaml.ScalarNode):
                raise BadInput("bad-units-file", path=called, line=key.start_mark.line + 1)
            typed[field] = tidy(value.value)
        yield BodyRow(line=line, typed={field: text for field, text in typed.items() if text})
