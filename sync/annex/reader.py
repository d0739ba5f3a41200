"""An annex as the bytes of a file, XLSX, CSV or JSON: what it says of itself, and its cells. Nothing in it is believed, and
nothing is read that another program could read otherwise.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, cast, get_args

import msgspec
from msgspec import UNSET, Struct

from sync.annex import layout as lay
from sync.annex import xlsx
from sync.annex.diff import Difference, compare, compare_bytes
from sync.annex.layout import Cell, Sheet
from sync.annex.model import Annex, AnnexBasis, LedgerHeads, Units, Version, basis_of, says_step, tables_of
from sync.annex.newer import known_of, new_columns, new_facts, refuse_new, refuse_newer
from sync.annex.written import annex_csv, annex_json
from sync.encoding.spelling import is_shallow, utf8
from sync.encoding.types import Instant
from sync.errors import BadInput
from sync.wording.dates import moment_iso

_COLUMNS: Final = {len(lay.flat_columns(version)) for version in get_args(Version)}
_MAX_LINES: Final = 1_000_000
_LAST: Final = 250_000_000_000
"""A moment (POSIX seconds) in the year 9892: no export is later."""


class Filed(Struct, frozen=True):
    """A filed annex: on what it says that it rests, its cells, and how the right annex is laid out to be held against it."""

    basis: AnnexBasis
    sheets: list[Sheet]
    laid_out: Callable[[Annex], tuple[Sheet, ...]]
    written: Callable[[Annex], bytes] | None = None
    """The one spelling of this kind of file; None of workbooks, which may look as anybody likes."""
    data: bytes = b""

    def differences(self, annex: Annex) -> list[Difference]:
        """What the file says otherwise than the right annex; or, where it says the same, how it is spelled otherwise."""
        differences = compare(self.laid_out(annex), self.sheets)
        if differences or self.written is None:
            return differences
        return compare_bytes(self.written(annex), self.data)


def read(suffix: str, data: bytes) -> Filed:
    """Read what a file with this ending, one of `READERS`, holds. `BadInput` if it is no annex."""
    filed = READERS[suffix](data)
    if not 0 <= filed.basis.made < _LAST:
        raise _bad("the time of the export")
    return filed


def _xlsx(data: bytes) -> Filed:
    sheets = current_words(xlsx.read(data))
    proof = next((sheet for sheet in sheets if sheet.name == lay.PROOF), None)
    if proof is None:
        raise _bad(f"there is no sheet “{lay.PROOF}”")
    facts = {str(row[0]): row[1] for row in proof.rows if len(row) > 1}
    made = facts.get(lay.MADE)
    if not isinstance(made, datetime.datetime):
        raise _bad(f"“{lay.MADE}” is not a time")
    version = _version(facts.get(lay.VERSION, 1))
    basis = AnnexBasis(
        version=version,
        hub=_text(facts, lay.HUB),
        period=_text(facts, lay.PERIOD),
        units=_units(_text(facts, lay.UNITS), {words: units for units, words in lay.UNITS_WORDS.items()}),
        made=lay.instant_of(made),
        state=_heads(facts, version, lay.REGISTRY, lay.ACCEPTANCES, lay.is_desk_row),
    )
    return Filed(basis, sheets, lay.workbook)


def current_words(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of a workbook with the words of now where an earlier version wrote others."""
    now = {lay.EARLIER_PROVISIONAL: lay.PROVISIONAL}
    return [
        Sheet(
            sheet.name, tuple((*row[:-1], now.get(str(row[-1]), row[-1])) if row else row for row in sheet.rows), sheet.keys
        )
        if sheet.name == lay.STANDINGS
        else sheet
        for sheet in sheets
    ]


def _csv(data: bytes) -> Filed:
    text = utf8(data).removeprefix("\ufeff")
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if not rows:
                refuse_new(new_columns(row))
            columns = len(rows[0]) if rows else len(row)
            if len(row) != columns or columns not in _COLUMNS or len(rows) >= _MAX_LINES:
                raise _bad(f"line {len(rows) + 1}: too many lines, or not {' or '.join(map(str, sorted(_COLUMNS)))} columns")
            rows.append(tuple(row))
    except csv.Error as error:
        raise _bad(str(error)) from None
    facts: dict[str, Cell] = {str(row[1]): row[2] for row in rows if row[0] == "fact"}
    version = _version(_whole(facts.get("version", "1")))
    basis = AnnexBasis(
        version=version,
        hub=_text(facts, "hub"),
        period=_text(facts, "period"),
        units=_units(_text(facts, "units"), {"then": "then", "now": "now"}),
        made=_instant(_text(facts, "made")),
        state=_heads(facts, version, "registry", "acceptances", lambda name: name.startswith(lay.DESK_FACT)),
    )
    refuse_new(new_facts(rows))
    return Filed(basis, [Sheet("", tuple(rows), keys=2)], lambda annex: (lay.flat_guarded(annex),), annex_csv, data)


class _Versioned(Struct):
    """The version that an annex states, whatever else a newer program wrote."""

    soxa: object = None


def _json(data: bytes) -> Filed:
    if not is_shallow(data):
        raise _bad("objects and lists lie too deep within each other")
    try:
        refuse_newer(msgspec.json.decode(data, type=_Versioned).soxa)
        annex = _annex(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _bad(str(error)) from None
    if annex_json(annex) != data:
        json.loads(data, object_pairs_hook=_each_once)
    return Filed(basis_of(annex), [lay.flat(annex)], lambda right: (lay.flat(right),), annex_json, data)


def _annex(data: bytes) -> Annex:
    """The annex in a file, which has no other keys than those that are known here. `msgspec.ValidationError`."""
    try:
        return _whole_annex(msgspec.json.decode(data, type=Annex))
    except msgspec.ValidationError:
        said = msgspec.json.decode(data)
        if isinstance(said, dict) and "soxa" in said:
            known, new = known_of(said)
            whole = _whole_annex(msgspec.convert(known, Annex))
            if whole.tables.keys() >= set(tables_of(whole.soxa)):
                refuse_new(new)
        raise


def _whole_annex(annex: Annex) -> Annex:
    """An annex that has all that its version has; what came later is another spelling of what it says."""
    parts: tuple[Struct, ...] = (annex.state, *annex.standings) if annex.soxa > 3 else ()
    for part in (*parts, annex) if says_step(annex.soxa) else parts:
        missing = next((name for name in part.__struct_fields__ if getattr(part, name) is UNSET), None)
        if missing is not None:
            raise msgspec.ValidationError(f"Object missing required field `{missing}`")
    return annex


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON whose keys stand once each: of two, one program would read the first, another the last."""
    once = dict(pairs)
    if len(once) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _value in pairs).items() if times > 1)
        raise _bad(f"“{twice}” stands twice")
    return once


READERS: Final[dict[str, Callable[[bytes], Filed]]] = {".xlsx": _xlsx, ".csv": _csv, ".json": _json}
"""By the end of a file\'s name."""


def _bad(why: str) -> BadInput:
    return BadInput("bad-annex", why=why[:200])


def _text(said: dict[str, Cell], name: str) -> str:
    """A text that a cell states, without what keeps spreadsheets from running it."""
    text = said.get(name)
    if not isinstance(text, str):
        raise _bad(f"“{name}” is missing")
    return lay.unguarded(text)


def _heads(
    facts: dict[str, Cell], version: Version, registry: str, acceptances: str, is_desk: Callable[[str], bool]
) -> LedgerHeads:
    """The signed heads that cells state, which are called so; those of desks as they stand."""
    desks = tuple(_text(facts, name) for name in facts if is_desk(name))
    return LedgerHeads(
        registry=_text(facts, registry), acceptances=_text(facts, acceptances), desks=desks if version > 3 else UNSET
    )


def _version(stated: Cell) -> Version:
    """The version that an annex is of."""
    refuse_newer(stated)
    if stated in get_args(Version):
        return cast(Version, stated)
    raise _bad(f"“{stated}” is no version of annexes")


def _whole(stated: Cell) -> Cell:
    """The number that a cell of a flat file says, spelled as numbers are; anything else as it stands."""
    return int(stated) if isinstance(stated, str) and stated.isascii() and stated.isdigit() and stated[0] != "0" else stated


def _units(text: str, known: dict[str, Units]) -> Units:
    if text not in known:
        raise _bad(f"“{text[:40]}” does not say for whom activities are counted")
    return known[text]


def _instant(text: str) -> Instant:
    try:
        moment = datetime.datetime.fromisoformat(text)
        instant = Instant(int(moment.timestamp()) if moment.tzinfo is not None else -1)
    except (ValueError, OverflowError, OSError):
        raise _bad(f"“{text[:40]}” is not a time") from None
    if instant < 0 or moment_iso(instant) != text:
        raise _bad(f"“{text[:40]}” is not a time")
    return instant
