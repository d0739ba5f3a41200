"""A report that is quoted names its document so that no other can be meant."""

from __future__ import annotations

import msgspec
import pytest

from hub.export.documents import reporting_told
from hub.export.documents.told import Told
from hub.registry.directives.yaml import shipped
from sync.documents.citation import cited

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")
FIRST = msgspec.structs.replace(PLAN, id="first", number=None, symbol="SV-TT", date=None, month="2026-06", subject="Một")
SECOND = msgspec.structs.replace(FIRST, id="second", subject="Hai")
TOLD = Told(directives=(PLAN, FIRST, SECOND))


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2653/KH-UBND@2026-11", "tháng 11 năm 2026 theo Kế hoạch số 2653/KH-UBND"),
        (
            "SV-TT@2026-11",
            "tháng 11 năm 2026 theo Kế hoạch số ....../SV-TT tháng 6 năm 2026 của UBND tỉnh Lai Châu về “Một”",
        ),
        (
            "second@2026-11",
            "tháng 11 năm 2026 theo Kế hoạch số ....../SV-TT tháng 6 năm 2026 của UBND tỉnh Lai Châu về “Hai”",
        ),
        ("2026-11", "tháng 11 năm 2026"),
        ("nobody@2026-11", "nobody@2026-11"),
    ],
)
def test_two_letters_of_one_symbol_and_month_are_told_apart_in_a_document(period: str, said: str) -> None:
    assert reporting_told.period_named(TOLD, period) == said


def test_a_document_is_cited_as_words_stand_within_a_sentence() -> None:
    """A province is no name at its beginning, and quotation marks stand within quotation marks."""
    letter = msgspec.structs.replace(
        FIRST, issuer="Tỉnh Lai Châu", subject="Triển khai Phong trào “Bình dân học vụ số”", date="2026-11-05", month=None
    )
    assert cited(letter).endswith(
        "ngày 05 tháng 11 năm 2026 của tỉnh Lai Châu về “Triển khai Phong trào ‘Bình dân học vụ số’”"
    )
    assert " của Tỉnh ủy Lai Châu về" in cited(msgspec.structs.replace(letter, issuer="Tỉnh ủy Lai Châu"))
