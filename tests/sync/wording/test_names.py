"""What codes and dimensions are called."""

from __future__ import annotations

from sync.ledger.figures import REPORT_TABLES
from sync.wording.i18n import speaking
from sync.wording.names import dimension_head, dimension_words


def test_a_table_is_called_by_what_it_is_by_and_an_unknown_one_by_its_name() -> None:
    with speaking("vi"):
        assert [dimension_words(by) for by in (*REPORT_TABLES, "weather")] == [
            *("hình thức", "chủ đề", "văn bản", "nhiệm vụ"),
            "weather",
        ]
        assert dimension_head("audiences") == "Đối tượng"
