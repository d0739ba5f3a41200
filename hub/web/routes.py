"""Every way in, with who may take it: the one table that the service serves and the tests go through."""

from __future__ import annotations

from typing import Final

from hub.web import app
from hub.web.api import calendar
from hub.web.api import endpoints as api
from hub.web.context import Route
from hub.web.pages import (
    accounts,
    board,
    clock,
    counts,
    directive_form,
    directives,
    dispatch_new,
    invites,
    laptops,
    periods,
    record,
    records,
    reminders,
    reports,
    request_new,
    restored,
    review,
    signin,
    superior,
    superior_counts,
    superior_reminders,
    unit_change,
    unit_enter,
    unit_import,
    unit_new,
    unit_report,
    units,
    witnesses,
)
from hub.web.scoped import ScopedRoute

ROUTES: Final[tuple[Route, ...]] = (
    *api.ROUTES,
    *app.ROUTES,
    *accounts.ROUTES,
    *board.ROUTES,
    *calendar.ROUTES,
    *clock.ROUTES,
    *counts.ROUTES,
    *directive_form.ROUTES,
    *directives.ROUTES,
    *dispatch_new.ROUTES,
    *invites.ROUTES,
    *laptops.ROUTES,
    *periods.ROUTES,
    *record.ROUTES,
    *records.ROUTES,
    *reminders.ROUTES,
    *reports.ROUTES,
    *request_new.ROUTES,
    *restored.ROUTES,
    *review.ROUTES,
    *signin.ROUTES,
    *unit_change.ROUTES,
    *unit_enter.ROUTES,
    *unit_import.ROUTES,
    *unit_new.ROUTES,
    *unit_report.ROUTES,
    *units.ROUTES,
    *witnesses.ROUTES,
)

SCOPED: Final[tuple[ScopedRoute, ...]] = (
    *superior.ROUTES,
    *superior_counts.ROUTES,
    *superior_reminders.ROUTES,
)
"""What a superior gets on a route above, and all that it gets but for signing in and out."""
