"""What several parts of the report upward say: the prompts for whoever finishes it, what the report is called, and why no
unit owes it.

An official document is in Vietnamese whatever language the program speaks: its fixed words are constants here and in the
modules that write its parts, and in no catalogue.
"""

from __future__ import annotations

from typing import Final

from hub.export.documents.told import Told
from sync.annex.model import Annex
from sync.documents import parts

PROMPTS: Final = {
    "direction": "[Người tổng hợp viết: việc ban hành văn bản, phân công, hướng dẫn, kiểm tra trong kỳ.]",
    "results": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập.]",
    "difficulties": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập, nêu nguyên nhân.]",
    "next": "[Người tổng hợp viết: nhiệm vụ trọng tâm của kỳ tới.]",
    "proposals": "[Tập hợp nguyên văn từ báo cáo của các đơn vị; người tổng hợp biên tập.]",
}
_NOT_OWED: Final = "Không văn bản nào yêu cầu đơn vị báo cáo kỳ này"
_COUNTED: Final = "; số liệu dưới đây là số đếm từ các hoạt động đã ghi."
"""What is said behind that no unit owes a report, where there are figures."""
_BEFORE_HUB: Final = "Hạn báo cáo kỳ này đã qua trước khi tỉnh dùng sổ, nên không đơn vị nào phải báo cáo tại đây"
_CAME: Final = "Đơn vị vẫn gửi báo cáo kỳ này: {names}."


def subject(annex: Annex, told: Told) -> str:
    """What the report is about: on what, and of which period."""
    return parts.subject(annex.period, annex.end, annex.directive, told.directive)


def not_owed(annex: Annex, told: Told) -> str:
    """Why no unit is named that owes the report."""
    figures = _COUNTED if annex.total.activities else "."
    if not told.before_hub:
        return _NOT_OWED + figures
    came = _CAME.format(names=", ".join(told.came_all_the_same)) if told.came_all_the_same else ""
    return " ".join(filter(None, (_BEFORE_HUB + figures, came)))
