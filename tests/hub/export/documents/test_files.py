"""What reports are written as."""

from __future__ import annotations

import io

import docx
import pytest

from hub import own_logs
from hub.export.documents import files
from sync.errors import Misuse
from tests import later
from tests.hub.export.documents.written import texts
from tests.world import World


def test_a_kind_that_there_is_not_is_named() -> None:
    assert files.kind_of("xlsx") == "xlsx"
    with pytest.raises(Misuse) as misused:
        files.kind_of("p" * 50)
    assert (misused.value.code, misused.value.facts) == ("unknown-report-kind", {"path": "p" * 40})


@pytest.mark.parametrize("kind", ["docx", "section"])
def test_a_document_names_the_directives_whose_reports_cannot_be_read(world: World, kind: files.Kind) -> None:
    later.state(world, later.OPAQUE_DUTY, later.OPAQUE_EDITION, later.PASSED_OVER)

    def told(period: str) -> list[str]:
        with world.store.reading() as transaction:
            registry = own_logs.registry(transaction, world.keys)
            asked = registry.gathered(period)
            made = files.write(transaction, world.keys, registry, asked, kind, units="then", made=world.now())
        return [text for text in texts(docx.Document(io.BytesIO(made.data))) if "chưa đọc được" in text]

    (line,) = told("2026-11")
    assert line.startswith("Văn bản 72/KH-UBND, 73/KH-UBND có nội dung về chế độ báo cáo mà phần mềm lập báo cáo này chưa")
    (line,) = told("73/KH-UBND@2026-11")
    assert line.startswith("Văn bản 73/KH-UBND có nội dung")
    assert told("71/KH-UBND@2026-11") == told("2026-06") == []


def test_an_annex_of_a_directive_that_cannot_be_read_keeps_its_name(world: World) -> None:
    later.state(world, later.OPAQUE_EDITION)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        asked = registry.gathered("73/KH-UBND@2026-11")
        made = files.write(transaction, world.keys, registry, asked, "json", units="then", made=world.now())
    assert (made.annex.directive, made.annex.tables["task"]) == ("73/KH-UBND", ())
