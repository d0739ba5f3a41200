"""The province's calendar for programs that show calendars: whoever is signed in downloads it, and other systems follow it
with a read token, as they do the JSON API."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from hub.export.calendar import calendar
from hub.web.context import SYSTEMS, HubContext, PageRequest, Route
from sync.wording.dates import day_stamp


def as_icalendar(context: HubContext, _request: PageRequest) -> Response:
    """Deadlines and days to keep, as iCalendar."""
    now = context.now()
    with context.reading() as (_transaction, registry):
        found = calendar(registry, now)
    name = f"soxa-{registry.name}-{day_stamp(now)}.ics"
    return Response(
        found, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


ROUTES: Final = (Route("GET", "/api/calendar.ics", as_icalendar, SYSTEMS),)
