"""Annexes as they come in files: damage is one error of ours, and what an earlier version wrote still agrees."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import msgspec
import pytest

from hub.export.documents import annex_xlsx
from sync.annex import layout
from sync.annex.diff import compare
from sync.annex.layout import Sheet
from sync.annex.model import Annex
from sync.annex.reader import current_words
from sync.annex.written import annex_csv, annex_json
from sync.annex.xlsx import MAX_UNPACKED
from sync.errors import BadInput
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
    data = {".xlsx": annex_xlsx.write, ".csv": annex_csv, ".json": annex_json}[kind](auditor.annex)
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
    assert refused(auditor.path(text.replace(b'"soxa": 1', b'"soxa": 2'), ".json")) == "bad-annex"
    assert refused(auditor.path(text.replace(b'"hub"', b'"other": 1, "hub"', 1), ".json")) == "bad-annex"
    assert msgspec.json.decode(text, type=Annex) == auditor.annex
