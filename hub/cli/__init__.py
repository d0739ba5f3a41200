"""`soxa hub`: the operator's commands, a module for each kind of work. Each command reads its words, calls one thing, and
prints what came of it."""

from __future__ import annotations

from hub.cli import accounts, directives, exchange, monitoring, opendata, registry, reports, units
from hub.cli.common import app

__all__ = ["accounts", "app", "directives", "exchange", "monitoring", "opendata", "registry", "reports", "units"]
