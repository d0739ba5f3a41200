"""Lists of what was spent, in which nothing was done: "Nội dung chi | Số lượng | Đơn giá | Thành tiền". By the heading of
what was done; or by sums of money where no column tells more of what was done, and the name of the list or what was bought
says so. A list of activities may say what each has cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sync.importing.columns import PlannedColumn
from sync.importing.headings import compared
from sync.ledger.text import fold
from sync.tables import Row

_KIND: Final = (
    r"(?:chi(?: tieu| phi| tra| tien)?|thu chi|thu(?: va|,)? chi|mua(?: sam| hang| vat tu)?|thanh toan|quyet toan|tam ung"
    r"|kinh phi|chi thu|hach toan)"
)
_WHAT: Final = re.compile(
    rf"(?:(?:noi dung|khoan|cac khoan|khoan muc|muc|hang muc|ly do|dien giai|danh muc|ten|viec|nghiep vu)"
    rf"(?: cac| khoan| muc)* {_KIND}"
    rf"|(?:ten|loai) (?:hang|vat tu|hang hoa|vat pham|van phong pham)(?: hoa)?(?:,? dich vu)?|{_KIND})"
    r"(?: (?:trong|thang|quy|nam|hoat dong|cho|dong|d|vnd|[0-9]+))*"
)
"""The heading of what money was spent on."""
_UNIT: Final = (
    r"(?: (?:dong|d|vnd|nghin dong|ngan dong|trieu dong|1000d|1000 dong|x 1000d|chi|da chi|thanh toan|vat|co vat))*"
)
_UNIT_PRICE: Final = re.compile(rf"(?:don gia|gia(?: (?:ca|tien|mua|ban))?|muc (?:chi|gia)){_UNIT}")
_AMOUNT: Final = re.compile(rf"(?:thanh tien|so tien|tong (?:so )?tien|tien|tong chi){_UNIT}")
_OF_CASH: Final = re.compile(
    r"(?:so tien )?(?:thu|chi|ton|ton quy|con lai|con ton|thu vao|chi ra|tong thu|tong chi)(?: (?:dong|d|vnd|quy))?"
)
_NAME: Final = re.compile(
    r"\b(?:bang ke|ke khai|chi tieu|chi tien|chi tiet chi|thu chi|thu,? chi|kinh phi|quyet toan|du toan|thanh toan|so quy"
    r"|quy tien mat|chung tu|mua sam|chi phi|so chi|cac khoan chi|khoan chi|tien chi|tam ung)\b"
)
"""What the name of such a sheet or table has."""
_OF_WORK: Final = frozenset(
    {"audience", "minutes", "channel", "place", "places", "audiences", "language", "languages", "topic"}
)
"""What a list of activities says, and no list of spending."""
_FEWEST_OF_CASH: Final = 2
_LOOKED_AT: Final = 60
_BOUGHT: Final = re.compile(
    r"\W*(?:mua|chi|thue|in(?: an)?|photo|pho to|phot|may|nuoc|banh|keo|che|tra|tien|boi duong|thanh toan|tam ung|xang|dau"
    r"|bang ron|tai lieu|van phong pham|vpp|giay|but|muc|com|an (?:trua|toi)|luong|phu cap|cong tac phi|phong nghi"
    r"|giai thuong|phan thuong|ma ket|market|phong bat|khau hieu|bien|thu (?:quy|tien|phi)|nop|ung truoc|rut|chuyen khoan)\b"
)
"""How what is bought or paid begins, without accents."""


def spending_in(columns: Sequence[PlannedColumn], names: Iterable[str], below: Sequence[Row]) -> str:
    """What of a table says that it is one of spending: a heading, or its name; empty where nothing does. What somebody has
    named is what it was said to be."""
    headings = {column.place: compared(column.heading.rpartition(": ")[2]) for column in columns}
    titles = [column for column in columns if column.field == "title"]
    if any(column.why == "named" for column in titles):
        return ""
    priced = next((column.heading for column in columns if _UNIT_PRICE.fullmatch(headings[column.place])), "")
    paid = next((column.heading for column in columns if _AMOUNT.fullmatch(headings[column.place])), "")
    cash = [column.heading for column in columns if _OF_CASH.fullmatch(headings[column.place])]
    is_money = bool(priced or paid or len(cash) >= _FEWEST_OF_CASH)
    for column in titles:
        if _WHAT.fullmatch(headings[column.place]):
            return column.heading
    works = any(column.field in _OF_WORK for column in columns)
    if not is_money or works:
        return ""
    named = next((name for name in names if name and _NAME.search(fold(name))), "")
    if named or (priced and paid) or any(_are_mostly_bought(below, column.place) for column in titles):
        return " ".join(named.split())[:100] or paid or priced or cash[0]
    return ""


def _are_mostly_bought(below: Sequence[Row], place: int) -> bool:
    """Whether most of what a column names is bought or paid."""
    texts = [text for row in below[:_LOOKED_AT] if (text := row.at(place).text)]
    return bool(texts) and 2 * sum(_BOUGHT.match(fold(text)) is not None for text in texts) >= len(texts)
