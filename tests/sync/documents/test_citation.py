"""How a document cites another: the directives that come with the program, and the examples beside the code."""

from __future__ import annotations

import doctest

from hub.registry.directives.yaml import shipped
from sync.documents import citation
from sync.documents.citation import cited


def test_the_examples_in_the_module_hold() -> None:
    results = doctest.testmod(citation)
    assert results.failed == 0 and results.attempted > 0


def test_a_directive_is_cited_by_its_kind_number_date_issuer_and_subject() -> None:
    by_id = {directive.id: directive for directive in shipped()}
    assert (
        cited(by_id["lao-cai-2025-12"])
        == "Công văn số ....../UBND-VX tháng 12 năm 2025 của UBND tỉnh Lào Cai về “Tiếp tục truyền thông về chuyển đổi số”"
    )
    assert (
        cited(by_id["lai-chau-2653-kh-ubnd"], subject=False)
        == "Kế hoạch số 2653/KH-UBND ngày 06 tháng 6 năm 2025 của UBND tỉnh Lai Châu"
    )
