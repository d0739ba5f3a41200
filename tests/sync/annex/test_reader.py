"""Annexes as they come in files: damage is one error of ours, and what an earlier version wrote still agrees."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any, get_args

import msgspec
import pytest
from openpyxl.workbook import Workbook

from sync.annex import files, layout
from sync.annex.diff import compare
from sync.annex.layout import Sheet
from sync.annex.model import Annex, CountedPart, LedgerHeads, Version
from sync.annex.reader import current_words
from sync.annex.written import annex_csv, annex_json
from sync.annex.xlsx import MAX_UNPACKED
from sync.errors import BadInput
from sync.wording.i18n import speaking
from sync.wording.messages import sentence
from tests.hub.export.documents.reported import WRITERS, checked, of_version
from tests.sync.annex.auditor import Auditor, refused

_HEADS = ("Mã", "Đơn vị", "Tình trạng", "Nhận lúc", "Máy ghi lúc", "Ghi chú")


def _sheet(name: str, note: str | None) -> Sheet:
    return Sheet(name, (_HEADS, ("03390", "Xã Bình Lư", "Đúng hạn", None, None, note), ()))


def test_a_workbook_of_version_0_1_agrees_although_it_calls_provisional_figures_otherwise() -> None:
    now = _sheet(layout.STANDINGS, layout.PROVISIONAL)
    assert compare([now], current_words([_sheet(layout.STANDINGS, layout.EARLIER_PROVISIONAL)])) == []
    assert len(compare([now], current_words([_sheet(layout.STANDINGS, "Chính thức")]))) == 1


def test_the_earlier_word_is_believed_in_no_other_sheet() -> None:
    elsewhere = _sheet(layout.SUMMARY, layout.EARLIER_PROVISIONAL)
    assert current_words([elsewhere]) == [elsewhere]


@pytest.mark.parametrize("kind", [".xlsx", ".csv", ".json"])
def test_damage_is_one_error_of_ours(auditor: Auditor, kind: str) -> None:
    """Cut anywhere, or a byte changed anywhere: read as something that differs, or refused; never anything else."""
    data = WRITERS[kind](auditor.annex)
    step = max(len(data) // 150, 1)
    for at in range(0, len(data), step):
        for changed in (data[:at], data[:at] + bytes([data[at] ^ 0x15]) + data[at + 1 :]):
            try:
                auditor.found(auditor.path(changed, kind))
            except BadInput as error:
                assert error.code == damage(kind, changed)


def damage(kind: str, data: bytes) -> str:
    """What a damaged file is refused as: a size that it states is believed before anything is unpacked."""
    if kind == ".csv" and "\ufffd" in data.decode("utf-8", "replace"):
        return "not-utf8"
    if kind == ".xlsx" and zipfile.is_zipfile(io.BytesIO(data)):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                return "annex-too-big"
    return "bad-annex"


def test_annexes_of_all_kinds_are_strict_about_what_they_hold(auditor: Auditor) -> None:
    text = annex_json(auditor.annex)
    for false in (b'"2"', b"0", b"-1", b"2.0", b"null", b"true"):
        assert refused(auditor.path(text.replace(b'"soxa": 4', b'"soxa": ' + false), ".json")) == "bad-annex"
    assert msgspec.json.decode(text, type=Annex) == auditor.annex


@pytest.mark.parametrize("kind", WRITERS)
def test_the_version_that_is_stated_is_read_and_an_annex_without_one_is_of_the_first(auditor: Auditor, kind: str) -> None:
    for version in get_args(Version):
        said: dict[str, Any] = {"step": None, "counts": ()} if version > 4 else {}
        data = WRITERS[kind](msgspec.structs.replace(auditor.annex, soxa=version, **said))
        assert files.read_annex(auditor.path(data, kind)).basis.version == version
    assert b"version" not in annex_csv(msgspec.structs.replace(auditor.annex, soxa=1))


@pytest.mark.parametrize("kind", WRITERS)
def test_an_annex_of_a_newer_program_is_not_called_false_nor_broken(auditor: Auditor, kind: str) -> None:
    """Whatever it says that is unknown here."""
    newer = WRITERS[kind](msgspec.structs.replace(auditor.annex, soxa=6))
    assert refused(auditor.path(newer, kind)) == "newer-annex"
    with speaking("en"):
        assert "(format 6)" in sentence(BadInput("newer-annex", version="6"))
    if kind == ".json":
        assert refused(auditor.path(newer.replace(b'"hub"', b'"other": [], "hub"', 1), kind)) == "newer-annex"
        assert refused(auditor.path(newer[:-9], kind)) == "bad-annex"


_NEW_KEYS = {
    "after": (b'"tables": {', b'"after": [], "tables": {'),
    "deputies": (b'"acceptances":', b'"deputies": "x", "acceptances":'),
    "money": (b'"quantity": ', b'"money": 1, "quantity": '),
    "excused": (b'"received":', b'"excused": true, "received":'),
    "rounds": (b'"first_received":', b'"rounds": 2, "first_received":'),
    "heard": (b'"desks":', b'"heard": [], "desks":'),
    "tongue": (b'"topic": [', b'"tongue": [], "topic": ['),
}


@pytest.mark.parametrize("name", _NEW_KEYS)
def test_json_with_a_key_that_is_new_here_needs_a_newer_program(auditor: Auditor, name: str) -> None:
    """In every object of it. What is wrong in the rest all the same is no annex."""
    data, (before, after) = annex_json(auditor.annex), _NEW_KEYS[name]
    assert before in data
    newer = data.replace(before, after)
    with pytest.raises(BadInput) as error:
        files.read_annex(auditor.path(newer, ".json"))
    assert (error.value.code, error.value.facts) == ("annex-with-new-parts", {"names": name})
    for wrong in (newer.replace(b'"start"', b'"begin"'), newer.replace(b'"soxa": 4,', b""), b"[" + newer + b"]"):
        assert refused(auditor.path(wrong, ".json")) == "bad-annex"
    assert refused(auditor.path(newer.replace(b'"soxa": 4', b'"soxa": 6'), ".json")) == "newer-annex"


def test_version_5_says_a_step_and_what_is_counted_and_those_before_do_not(auditor: Auditor) -> None:
    counts = (CountedPart(key="topic digital-skills", name="Kỹ năng số"),)
    fifth = msgspec.structs.replace(auditor.annex, soxa=5, step="1/CV@2026-12-01", counts=counts)
    data = annex_json(fifth)
    assert files.read_annex(auditor.path(data, ".json")).differences(fifth) == []
    without = annex_json(msgspec.structs.replace(fifth, step=msgspec.UNSET))
    assert refused(auditor.path(without, ".json")) == "bad-annex"
    assert (
        refused(auditor.path(data.replace(b'"key": "topic', b'"rank": 1, "key": "topic'), ".json")) == "annex-with-new-parts"
    )
    rows = {row[1]: row[2] for row in layout.flat(fifth).rows if row[0] == "fact"}
    assert (rows["step"], rows["counts"]) == ("1/CV@2026-12-01", "topic digital-skills")
    summary = layout.workbook(msgspec.structs.replace(fifth, directive="1/CV"))[0]
    told = {row[0]: row[1] for row in summary.rows}
    assert told[layout.COUNTED] == "Hoạt động ghi theo văn bản này; chủ đề Kỹ năng số"
    assert told[layout.STEP] == "1/CV@2026-12-01"
    assert not {"step", "counts"} & {row[1] for row in layout.flat(auditor.annex).rows}


def test_a_flat_file_with_a_column_or_fact_that_is_new_here_needs_a_newer_program(auditor: Auditor) -> None:
    lines = annex_csv(auditor.annex).split(b"\r\n")[:-1]
    wider = [lines[0] + b",money", *(line + b"," for line in lines[1:])]
    more = [*lines[:3], b"fact,deputies,x" + b"," * 20, *lines[3:]]
    for name, newer in (("money", wider), ("deputies", more)):
        with pytest.raises(BadInput) as error:
            files.read_annex(auditor.path(b"\r\n".join([*newer, b""]), ".csv"))
        assert (error.value.code, error.value.facts) == ("annex-with-new-parts", {"names": name})
    renamed = [line.replace(b"fact,start,", b"fact,begin,") for line in lines]
    assert auditor.found(auditor.path(b"\r\n".join([*renamed, b""]), ".csv"))


@pytest.mark.parametrize("kind", WRITERS)
def test_whatever_a_writer_guards_is_read_as_it_was_said(auditor: Auditor, kind: str) -> None:
    state = LedgerHeads(registry="-1", acceptances="@x\n", desks=())
    odd = msgspec.structs.replace(auditor.annex, hub="=x", period="+2026", state=state)
    basis = files.read_annex(auditor.path(WRITERS[kind](odd), kind)).basis
    assert (basis.hub, basis.period, basis.state) == ("=x", "+2026", state)


@pytest.mark.parametrize("stated", ["02", "2.0", "two", "0", "２"])
def test_a_version_of_a_flat_file_in_another_spelling_is_none(auditor: Auditor, stated: str) -> None:
    text = annex_csv(auditor.annex).replace(b"fact,version,4,", f"fact,version,{stated},".encode())
    assert refused(auditor.path(text, ".csv")) == "bad-annex"


@pytest.mark.parametrize("stated", ["2", True, 2.5, "hai", 0])
def test_a_version_of_a_workbook_that_is_no_number_is_none(auditor: Auditor, stated: object) -> None:
    def put(book: Workbook) -> None:
        book["Kiểm chứng"]["B2"].value = stated

    assert refused(auditor.edited(put)) == "bad-annex"


@pytest.mark.parametrize("kind", WRITERS)
def test_each_version_is_held_against_its_own_rules(auditor: Auditor, kind: str) -> None:
    """Whoever states the other differs by what the one adds up, and the other does not."""
    first = of_version(auditor.world, auditor.annex, 1)
    assert checked(auditor.world, auditor.path(WRITERS[kind](first), kind), auditor.bundle).wrong == 0
    for annex, claimed in ((auditor.annex, 1), (first, 2)):
        path = auditor.path(WRITERS[kind](msgspec.structs.replace(annex, soxa=claimed)), kind)
        outcome = checked(auditor.world, path, auditor.bundle)
        assert {difference.column for difference in outcome.differences} & {"quantity", "Số lượng"}
