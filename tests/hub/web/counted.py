"""Activities to be counted, and how many of them a page says that it has found."""

from __future__ import annotations

import re

from tests.hub.web.province import Province

BINH_LU, SIN_SUOI_HO = "03390", "03394"


def log_some(province: Province) -> None:
    """Log some activities in two communes, of two months."""
    one, other = province.laptop(BINH_LU), province.laptop(SIN_SUOI_HO)
    one.log(topics=("digital-skills",), channel="commune-radio", quantity=3, audience=60, minutes=15)
    one.log(
        topics=("digital-skills", "digital-transformation"), channel="commune-radio", quantity=2, audience=500, minutes=5
    )
    one.log(date="2026-10-14", quantity=100)
    other.log(topics=(), channel="no-such-channel", directive="no-such-plan", task="<b>9</b>", quantity=1)
    other.log(task="7", date="2026-11-14", quantity=1_000)
    other.log(title="Nhầm", quantity=7)
    other.retract(other.record_ids()[-1])
    for laptop in (one, other):
        laptop.exchange(province.line)


def total_listed(page: str) -> int:
    """How many activities a list says that it has found."""
    found = re.search(r"<p>Activities: ([\d,]+)", page)
    assert found is not None, page[-2000:]
    return int(found[1].replace(",", ""))
