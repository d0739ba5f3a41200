"""`soxa field report PERIOD -o FILE`: the unit's own report on paper."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from field.cli.reporting import report
from sync.errors import Misuse
from tests.command import soxa
from tests.field.cli.desk import Desk


def test_printing_a_report_submits_nothing_and_says_what_it_is(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp", "--date", "20/1/2026", "--quantity", "3", "--audience", "1250")
    path = desk.folder / "Báo cáo.docx"
    said = json.loads(desk.soxa("report", "2026-02", "-o", str(path), "--json"))
    assert said == {"path": str(path), "period": "2026-02", "draft": True, "activities": 1}
    assert "A draft of the report" in desk.said and "Nothing was submitted" in desk.said
    assert desk.json("status")["unsent"] == 1
    assert any("1.250 lượt người" in paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    desk.soxa("report", "2026-02", "-o", str(path), expect=1)
    assert "is there already" in desk.said


def test_a_report_that_was_submitted_is_printed_as_it_was(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp", "--date", "20/1/2026", "--audience", "100")
    desk.soxa("report", "2026-02", "--submit", "--results", "Xong.")
    desk.soxa("log", "--title", "Họp", "--date", "21/1/2026", "--audience", "5")
    sent, draft = str(desk.folder / "a.docx"), str(desk.folder / "b.docx")
    assert not json.loads(desk.soxa("report", "2026-02", "-o", sent, "--json"))["draft"]
    assert "as it was submitted" in desk.said and "other figures now" in desk.said
    assert json.loads(desk.soxa("report", "2026-02", "-o", draft, "--draft", "--json"))["activities"] == 2


def test_the_list_alone_and_a_section_are_printed(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp bản", "--date", "20/1/2026")
    listed, section = desk.folder / "ds.docx", desk.folder / "kq.docx"
    desk.soxa("report", "2026-02", "-o", str(listed), "--list")
    assert "The activities of" in desk.said
    assert docx.Document(str(listed)).tables[0].rows[1].cells[2].text == "Họp bản"
    desk.soxa("report", "2026-02", "-o", str(section), "--section", "--deputy")
    assert not any("CHỦ TỊCH" in cell.text for table in docx.Document(str(section)).tables for cell in table._cells)


def test_what_is_not_understood_is_told(desk: Desk) -> None:
    for arguments, told in (
        (("--submit", "-o", "a.docx"), "submitting does not print it"),
        (("--section", "--list", "-o", "a.docx"), "not both"),
        (("--list",), "into which file"),
        (("-o", "a.odt"), "no kind that can be printed"),
        (("-o", "a.xlsx", "--section"), "A section to paste"),
    ):
        desk.soxa("report", "2026-02", *arguments, expect=2)
        assert told in desk.said


def test_without_an_office_program_a_pdf_is_the_word_document_and_that_is_said(desk: Desk) -> None:
    home, path = str(desk.folder / "laptop"), str(desk.folder / "bc.pdf")
    done = soxa("field", "report", "2026-02", "-o", path, folder=desk.folder, SOXA_HOME=home, PATH=str(desk.folder))
    told = done.stderr.decode()
    assert done.returncode == 3 and "neither Word nor LibreOffice" in told and str(desk.folder / "bc.docx") in told
    assert (desk.folder / "bc.docx").exists() and not (desk.folder / "bc.pdf").exists()


def test_printing_and_submitting_are_two_things_and_both_say_what_they_need(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="print-or-submit"):
        report("2026-02", submit=True, output_file=tmp_path / "a.docx")
    with pytest.raises(Misuse, match="print-where"):
        report("2026-02", draft=True)
    with pytest.raises(Misuse, match="section-or-list"):
        report("2026-02", section=True, list_=True, output_file=tmp_path / "a.docx")
