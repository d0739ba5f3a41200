"""The plan of an import on the command line: its answers read, itself shown, and agreed to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import typer

from sync.errors import NotListed
from sync.importing.answers import Answers, answered_columns
from sync.importing.day_order import Order
from sync.importing.plain import plain_plan
from sync.importing.plan import Plan
from sync.importing.words import plan_lines, question_words
from sync.shell.console import out, out_json, say
from sync.wording.i18n import catalogue

_ = catalogue("field")

_ORDERS: Final[dict[str, Order]] = {"day-first": "day", "month-first": "month"}


def answers_of(named: Sequence[str], sheets: Sequence[str], dates: str | None) -> Answers:
    """The answers that the options of a command give. `NotListed`: "no-such-order"."""
    if dates is not None and dates not in _ORDERS:
        raise NotListed("no-such-order", text=dates[:40], near=", ".join(_ORDERS))
    return Answers(columns=answered_columns(named), sheets=tuple(sheets), day_order=_ORDERS[dates] if dates else None)


def show(plan: Plan, *, as_json: bool) -> None:
    """Print a plan."""
    if as_json:
        out_json(plain_plan(plan))
    else:
        out("\n".join(plan_lines(plan)))


def agreed(plan: Plan) -> bool:
    """Whether a plan may be taken: at a terminal it is shown and asked for; elsewhere it may if it leaves nothing open, and
    what it does is said."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        say("\n".join(plan_lines(plan)))
        return typer.confirm(_("Take it so?"), err=True)
    if plan.questions:
        questions = (f"  - {question_words(question)}" for question in plan.questions)
        say(
            "\n".join(
                [
                    _("Nothing was taken: the file leaves questions open. Answer them, or take it as proposed with --yes:"),
                    *questions,
                ]
            )
        )
    return not plan.questions
