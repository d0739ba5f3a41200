"""Every way into the desk, with who may take it: the one table that the service serves and the tests go through."""

from __future__ import annotations

from typing import Final

from hub.web import app
from hub.web.desk import Route
from hub.web.pages import accounts, board, record, reminders, reports, review, signin, unit_report

ROUTES: Final[tuple[Route, ...]] = (
    *app.ROUTES,
    *accounts.ROUTES,
    *board.ROUTES,
    *record.ROUTES,
    *reminders.ROUTES,
    *reports.ROUTES,
    *review.ROUTES,
    *signin.ROUTES,
    *unit_report.ROUTES,
)
