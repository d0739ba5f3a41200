"""The one spelling of annexes for programs: a file that says the same in other bytes is not the annex, and is told where."""

from __future__ import annotations

import json

import msgspec
import pytest

from sync.annex import files
from sync.annex.written import annex_csv, annex_json
from sync.encoding.limits import MAX_DEPTH
from sync.errors import BadInput
from tests.sync.annex.auditor import Auditor, refused


def test_as_they_are_written_they_agree(auditor: Auditor) -> None:
    for data, kind in ((annex_csv(auditor.annex), ".csv"), (annex_json(auditor.annex), ".json")):
        assert auditor.found(auditor.path(data, kind)) == []


# -- JSON


TWICE = [
    (b'  "total": {', b'  "total": {"activities": 99, "quantity": 0, "audience": 0, "minutes": 0},\n  "total": {', "total"),
    (b'  "period": ', b'  "period": "2026",\n  "period": ', "period"),
    (b'  "standings": [', b'  "standings": [],\n  "standings": [', "standings"),
    (b'  "tables": {', b'  "tables": {},\n  "tables": {', "tables"),
    (b'    "topic": [', b'    "topic": [],\n    "topic": [', "topic"),
    (b'        "audience": ', b'        "audience": 7,\n        "audience": ', "audience"),
    (b'      "standing": ', b'      "standing": "on-time",\n      "standing": ', "standing"),
    (b'    "registry": ', b'    "registry": "x",\n    "registry": ', "registry"),
]


@pytest.mark.parametrize(("before", "after", "name"), TWICE, ids=[name for *_, name in TWICE])
def test_a_key_that_stands_twice_is_refused_by_name(auditor: Auditor, before: bytes, after: bytes, name: str) -> None:
    """The false one first: most programs would read the last, and some the first."""
    data = annex_json(auditor.annex)
    assert before in data
    path = auditor.path(data.replace(before, after, 1), ".json")
    with pytest.raises(BadInput) as error:
        files.read_annex(path)
    assert (error.value.code, error.value.facts) == ("bad-annex", {"why": f"“{name}” stands twice"})


def test_json_in_another_spelling_is_named_by_its_line(auditor: Auditor) -> None:
    data = annex_json(auditor.annex)
    plain = json.loads(data)
    swapped = {**plain, "tables": {name: plain["tables"][name] for name in sorted(plain["tables"])}}
    hub = auditor.annex.hub
    for other, line in (
        (data + b"\n", len(data.splitlines()) + 2),
        (data[:-1], len(data.splitlines()) + 1),
        (data.replace(b"\n", b"\r\n"), 1),
        (data.replace(b'"soxa": 4', b'"soxa":4'), 2),
        (data.replace(hub.encode(), hub.replace("s", "\\u0073", 1).encode(), 1), 3),
        (msgspec.json.encode(auditor.annex), 1),
        (json.dumps(plain, ensure_ascii=True, indent=2).encode() + b"\n", 4),
        (json.dumps(swapped, ensure_ascii=False, indent=2).encode() + b"\n", data.splitlines().index(b'    "unit": [') + 1),
    ):
        (difference,) = auditor.found(auditor.path(other, ".json"))
        assert (difference.line, difference.column) == (line, ""), difference


def test_json_that_lies_too_deep_is_refused_before_it_is_decoded(auditor: Auditor) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    for data in (deep, annex_json(auditor.annex).replace(b'"soxa": 4', b'"soxa": ' + deep)):
        assert refused(auditor.path(data, ".json")) == "bad-annex"
    inside = b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1)
    with pytest.raises(BadInput) as error:
        files.read_annex(auditor.path(inside, ".json"))
    assert error.value.facts == {"why": "objects and lists lie too deep within each other"}


# -- CSV


def test_a_flat_file_in_another_spelling_is_named_by_its_line(auditor: Auditor) -> None:
    data = annex_csv(auditor.annex)
    lines = data.split(b"\r\n")
    total = len(data.split(b"\n")) - 1
    assert lines[-2].startswith(b"total,")
    for other, line in (
        (data.removeprefix(b"\xef\xbb\xbf"), 1),
        (data.replace(b"\r\n", b"\n"), 1),
        (data.replace(b"table,key", b'"table",key'), 1),
        (data[:-2], total),
        (data + b"," * 22 + b"\r\n", total + 1),
        (b"\r\n".join([*lines[:1], lines[2], lines[1], *lines[3:]]), 2),
        (data.replace(b"fact,hub," + auditor.annex.hub.encode(), b'fact,hub,"' + auditor.annex.hub.encode() + b'"'), 3),
    ):
        (difference,) = auditor.found(auditor.path(other, ".csv"))
        assert difference.line == line, difference


def test_a_fact_that_stands_twice_is_named(auditor: Auditor) -> None:
    """The false one first, or last: one is another, and one too many."""
    data = annex_csv(auditor.annex)
    fact = next(line for line in data.split(b"\r\n") if line.startswith(b"fact,start,"))
    false = fact.replace(auditor.annex.start.encode(), b"2020-01-01")
    for both in (false + b"\r\n" + fact, fact + b"\r\n" + false, fact + b"\r\n" + fact):
        rows = {difference.row for difference in auditor.found(auditor.path(data.replace(fact, both), ".csv"))}
        assert rows == {"fact start"}


def test_a_column_or_a_cell_too_many_is_refused(auditor: Auditor) -> None:
    data = annex_csv(auditor.annex)
    wider = b"\r\n".join(line + b"," if line else b"" for line in data.split(b"\r\n"))
    assert refused(auditor.path(wider, ".csv")) == "bad-annex"
    assert refused(auditor.path(data.replace(b"\r\ntotal,", b"\r\ntotal,,"), ".csv")) == "bad-annex"
    assert auditor.found(auditor.path(data.replace(b"\r\ntotal,", b"\r\nnotes,x" + b"," * 21 + b"\r\ntotal,"), ".csv"))
