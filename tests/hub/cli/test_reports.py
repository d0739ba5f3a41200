"""`soxa hub report`: what it is asked for fits together, and nothing that is there is written over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from hub.cli.reports import report
from sync.errors import Misuse, Refused, SoxaError
from sync.wording.i18n import speaking
from tests.hub.export.documents.written import texts
from tests.world import World


def refused(world: World, output: Path, period: str = "2026-11", **options: Any) -> SoxaError:
    with pytest.raises(SoxaError) as raised:
        report(period, output, home=str(world.home.path), **options)
    return raised.value


def test_what_does_not_fit_together_is_refused_before_anything_is_written(world: World, tmp_path: Path) -> None:
    output = tmp_path / "report.csv"
    for path, options, code, facts in (
        (tmp_path / "report.pdf", {}, "unknown-report-kind", {"path": "report.pdf"}),
        (output, {"section": True}, "section-of-a-document", {}),
        (output, {"units": "tomorrow"}, "unknown-units", {"text": "tomorrow"}),
        (output, {"duty": "monthly"}, "unknown-duty", {"text": "monthly", "near": "–"}),
        (
            output,
            {"period": "1/KH@2026-11", "directive": "1/KH"},
            "directive-twice",
            {"period": "1/KH@2026-11"},
        ),
    ):
        error = refused(world, path, **options)
        assert isinstance(error, Misuse)
        assert (error.code, error.facts) == (code, facts)
        assert not path.exists()


def test_a_file_that_is_there_is_left_alone(world: World, tmp_path: Path) -> None:
    output = tmp_path / "report.csv"
    output.write_text("somebody's")
    error = refused(world, output)
    assert isinstance(error, Refused)
    assert (error.code, error.facts) == ("file-exists", {"path": str(output)})
    assert output.read_text() == "somebody's"


def test_a_report_that_no_unit_owes_names_no_units(
    world: World, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with speaking("vi"):
        report("2026-11", tmp_path / "none.docx", home=str(world.home.path))
        assert "0 hoạt động; không đơn vị nào phải gửi báo cáo này." in capfdbinary.readouterr().err.decode()
        world.ask_monthly()
        report("2026-11", tmp_path / "owed.docx", home=str(world.home.path))
        assert "0 hoạt động, 38 đơn vị." in capfdbinary.readouterr().err.decode()


def test_where_there_are_no_figures_none_are_spoken_of(world: World, tmp_path: Path) -> None:
    path = tmp_path / "before.docx"
    report("2025-11", path, home=str(world.home.path))
    said = "\n".join(texts(docx.Document(str(path))))
    assert "Sổ không có số liệu của kỳ này" in said and "số liệu dưới đây" not in said
