"""Formulas whose value a file does not hold, computed where that is certain: numbers with + - * /, and days."""

from __future__ import annotations

import ast
import datetime
import operator
import re
from collections.abc import Callable
from typing import Final

from sync.tables.book import Cell, date_cell, number_cell

_DATE: Final = re.compile(r"=?\s*DATE\s*\(\s*([0-9]{4})\s*[,;]\s*([0-9]{1,2})\s*[,;]\s*([0-9]{1,2})\s*\)\s*", re.IGNORECASE)
_LINK: Final = re.compile(
    r"""=?\s*HYPERLINK\s*\(\s*"(https?://[^"]{1,500})"\s*(?:[,;]\s*"([^"]{0,500})"\s*)?\)\s*""", re.IGNORECASE
)
_PLAIN: Final = re.compile(r"=?[0-9.+\-*/() ]{1,100}")
_OPERATORS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def computed(formula: str) -> Cell:
    """The cell of a formula without a value: computed, or `no-value` where what it comes to is not certain."""
    if found := _DATE.fullmatch(formula):
        try:
            day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return Cell(note="no-value", was=formula)
        return date_cell(day.isoformat(), note="computed", was=formula)
    if found := _LINK.fullmatch(formula):
        address = found[1].replace('""', '"')
        return Cell((found[2] or address).strip() or address, note="computed", was=formula, link=address if found[2] else "")
    if _PLAIN.fullmatch(formula):
        try:
            return number_cell(_value(ast.parse(formula.lstrip("= "), mode="eval").body), note="computed", was=formula)
        except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
            pass
    return Cell(note="no-value", was=formula)


def _value(node: ast.expr) -> int | float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
    raise ValueError(ast.dump(node))
