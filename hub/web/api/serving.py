"""What the JSON API's answers share: how they are encoded, and pages of long lists."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.responses import Response

from hub.web.api.shapes import PeriodShape
from hub.web.context import PageRequest
from sync.errors import Misuse
from sync.ledger.period import Period

_LAST_PAGE: Final = 10**6


def json(answer: msgspec.Struct) -> Response:
    """An answer as JSON."""
    return Response(msgspec.json.encode(answer), media_type="application/json")


def page_asked(request: PageRequest) -> int:
    """Which page of a list is asked for, from 1."""
    page = request.number("page", 1, _LAST_PAGE)
    if page == 0:
        raise Misuse("bad-address", name="page")
    return page


def pages(total: int, of: int) -> int:
    """How many pages a list has; one at least.

    >>> [pages(total, 200) for total in (0, 1, 200, 201)]
    [1, 1, 1, 2]
    """
    return max(1, -(-total // of))


def period_shape(period: Period) -> PeriodShape:
    """A period as answers tell it."""
    return msgspec.convert(period, PeriodShape, from_attributes=True)
