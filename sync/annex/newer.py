"""What in an annex only a newer program can have written: it is for that program to check, and not called false here.

A version says so in every kind of file; in JSON and flat files so do keys, facts or columns beside all those that are known.
In a workbook nothing else tells a newer program's hand from anybody's: a sheet or a row more is named as one too many.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from sync.annex import layout as lay
from sync.annex.layout import Row
from sync.annex.model import CURRENT, TABLES, Annex, CountedPart, CountRow, LedgerHeads, StandingRow, Sums
from sync.encoding.limits import MAX_LINE
from sync.errors import BadInput

_LATER_FACTS: Final = frozenset({"step", "counts"})
"""Facts that not all versions have."""
_FACTS: Final = frozenset(
    "version hub province period directive start end due made units registry acceptances".split()  # noqa: SIM905 - words
)


def refuse_newer(version: object) -> None:
    """Raise `BadInput("newer-annex")` for a version that is beyond ours."""
    if isinstance(version, int) and version > CURRENT:
        raise BadInput("newer-annex", version=f"{version}"[:40])


def refuse_new(names: Sequence[str]) -> None:
    """Raise `BadInput("annex-with-new-parts")` if there are parts that are new here, by their names."""
    if names:
        raise BadInput("annex-with-new-parts", names=", ".join(dict.fromkeys(names))[:MAX_LINE])


def known_of(said: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """What is known of an annex in JSON, and the keys beside it, of each object in it."""
    new: list[str] = []

    def part(value: object, keys: Collection[str]) -> object:
        if not isinstance(value, dict):
            return value
        new.extend(key for key in value if key not in keys)
        return {key: inside for key, inside in value.items() if key in keys}

    def rows(value: object, keys: Collection[str]) -> object:
        return [part(row, keys) for row in value] if isinstance(value, list) else value

    known = {key: said[key] for key in said if key in Annex.__struct_fields__}
    new += [key for key in said if key not in known]
    known["state"] = part(known.get("state"), LedgerHeads.__struct_fields__)
    known["total"] = part(known.get("total"), Sums.__struct_fields__)
    if "counts" in known:
        known["counts"] = rows(known["counts"], CountedPart.__struct_fields__)
    standings = rows(known.get("standings"), StandingRow.__struct_fields__)
    known["standings"] = (
        [_with_sums(row, part) if isinstance(row, dict) else row for row in standings]
        if isinstance(standings, list)
        else standings
    )
    tables = part(known.get("tables"), TABLES)
    known["tables"] = (
        {by: rows(table, CountRow.__struct_fields__) for by, table in tables.items()} if isinstance(tables, dict) else tables
    )
    return known, new


def _with_sums(row: dict[str, object], part: Callable[[object, Collection[str]], object]) -> dict[str, object]:
    """A standing of which the sums have the keys alone that are known."""
    return row | {key: part(row[key], Sums.__struct_fields__) for key in ("stated", "now") if key in row}


def new_columns(head: Sequence[str]) -> list[str]:
    """The columns of a flat file after those that are known."""
    more = list(head[len(lay.FLAT) :])
    return more if tuple(head[: len(lay.FLAT)]) == lay.FLAT and all(more) else []


def new_facts(rows: Sequence[Row]) -> list[str]:
    """The facts of a flat file that has all that are known, beside those."""
    facts = [str(row[1]) for row in rows if row[0] == "fact" and not str(row[1]).startswith(lay.DESK_FACT)]
    return [fact for fact in facts if fact not in _FACTS | _LATER_FACTS] if {"version", *facts} >= _FACTS else []
