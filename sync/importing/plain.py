"""A plan for scripts: plain values to be written as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import structs

from sync.importing.plan import Plan, PlannedSheet
from sync.importing.question_words import question_words
from sync.importing.questions import MOST_TOLD, Example
from sync.ledger.activity_fields import BY_CODE
from sync.tables import column_name

_KINDS = ("data", "refused", "unheld", "part", "group", "note", "total", "signature", "heading", "spending", "again")

_MOST_ROWS = 20


def plain_plan(plan: Plan) -> dict[str, Any]:
    """A plan: its sheets with their columns, rows counted and named, sums; and its open questions."""
    return {
        "file": plan.file,
        "shape": plan.shape,
        "remembered": plan.remembered,
        "sheets": [_sheet(sheet) for sheet in plan.sheets],
        "questions": [
            {
                "code": question.code,
                "sheet": question.sheet,
                "facts": dict(question.facts),
                "examples": _examples(question.examples),
                "message": question_words(question),
            }
            for question in plan.questions
        ],
        "turned": [msgspec.structs.asdict(turned) for turned in plan.turned],
        "unseen": plan.unseen,
    }


def _sheet(sheet: PlannedSheet) -> dict[str, Any]:
    first = [
        {"row": row.number}
        | {code: value for code in BY_CODE if isinstance(value := getattr(row.fields, code), str | int | tuple)}
        for row in sheet.first
    ]
    return {
        "sheet": sheet.name,
        "taken": sheet.taken,
        "why": sheet.why,
        "heading": list(sheet.heading),
        "columns": [
            {
                "column": column.letter,
                "heading": column.heading,
                "field": column.field or None,
                "why": column.why,
                "cells": column.cells,
                "samples": list(column.samples),
                "claimed": column.claimed or None,
            }
            for column in sheet.columns
        ],
        "days": {
            column.letter: {"order": days.order, "proof": days.proof, "swapped": days.swapped, "year": days.year}
            for column in sheet.columns
            if (days := sheet.days.get(column.place)) is not None
        },
        "rows": {kind: sheet.count(kind) for kind in _KINDS},
        "named": [msgspec.structs.asdict(row) for row in sheet.named],
        "readings": plain_readings(sheet),
        "comments": plain_comments(sheet),
        "oldest": sheet.oldest or None,
        "newest": sheet.newest or None,
        "sums": sheet.totals,
        "refused_sums": sheet.refused_totals,
        "totals": [msgspec.structs.asdict(compared) | {"agrees": compared.agrees} for compared in sheet.sums],
        "first": first,
    }


def plain_comments(sheet: PlannedSheet) -> list[dict[str, str]]:
    """The comments on the cells of a sheet."""
    return [{"cell": f"{column_name(comment.place)}{comment.row}", "text": comment.text} for comment in sheet.comments]


def plain_readings(sheet: PlannedSheet) -> list[dict[str, Any]]:
    """How cells of a sheet were read otherwise than they stand, with the first examples of each."""
    return [
        {**msgspec.to_builtins(each), **({"examples": _examples(each.examples)} if each.examples else {})}
        for each in sheet.readings
    ]


def _examples(examples: Sequence[Example]) -> list[Any]:
    first = [structs.replace(example, rows=example.rows[:_MOST_ROWS]) for example in examples[:MOST_TOLD]]
    return [msgspec.to_builtins(example) for example in first]
