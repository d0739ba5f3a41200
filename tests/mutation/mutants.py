"""Mutants: a module's text with one thing changed. Pure: text in, texts out.

The changes: a comparison moved or turned round (`<` and `<=`, `==` and `!=`), a whole number one more and one less, a part
of an `and`, of an `or` or of compared tuples left out, a `not` less, arithmetic, `min` and `max`, `any` and `all`, true and
false, a condition turned round, a value not returned; and a guard that is not there: an `if` that refuses or leaves, a
`raise`, a call that is made for what it refuses.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
_NOT_BEHAVIOUR: Final = frozenset({"frozen", "gc", "kw_only", "slots", "maxsize", "yield_per", "strict"})
"""Keywords that say how a thing is kept, not what it does; `strict` of `zip` guards our own arithmetic, as `assert` does."""
_OPPOSITES: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_LEAVING: Final = (ast.Raise, ast.Return, ast.Continue, ast.Break)


class Mutant(Struct, frozen=True):
    """A changed module."""

    path: str
    line: int
    code: str
    """The line as it was, without what surrounds it."""
    change: str
    """What was there and what is now: `a < b -> a <= b`."""
    text: str
    """The whole module, changed."""


def mutants_of(path: str, source: str) -> list[Mutant]:
    """Every mutant of a module's source, in the order of its lines."""
    lines = source.encode("utf-8").splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    data = b"".join(lines)
    found: dict[str, Mutant] = {}
    for node, new, shown in _changes(ast.parse(source), None):
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        text = (data[:start] + new.encode("utf-8") + data[end:]).decode("utf-8")
        code = lines[node.lineno - 1].decode("utf-8").strip()
        found.setdefault(text, Mutant(path, node.lineno, code, shown, text))
    return sorted(found.values(), key=lambda mutant: mutant.line)


_Change = tuple[ast.stmt | ast.expr, str, str]
"""The node that is changed, what stands in its place, and how to show that."""


def _changes(node: ast.AST, keyword: str | None) -> Iterator[_Change]:
    """The changes of a node and of all within it."""
    if isinstance(node, ast.JoinedStr | ast.Assert):  # a text for people; our own arithmetic
        return
    if isinstance(node, ast.If) and "sys.version_info" in ast.unparse(node.test):
        return
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    elif isinstance(node, ast.expr) and keyword not in _NOT_BEHAVIOUR:
        for changed in _of_expression(node):
            yield node, f"({ast.unparse(changed)})", f"{ast.unparse(node)} -> {ast.unparse(changed)}"
        if _is_number(node):
            return  # 64 * 1024 is one number
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.keyword):
                yield from _changes(child.value, child.arg)
            elif isinstance(child, ast.AST) and not _is_silent(node, name, child):
                yield from _changes(child, None)


def _is_silent(parent: ast.AST, name: str, child: ast.AST) -> bool:
    """Whether a part of a node holds nothing to change: an annotation that sets no limit, or the one raise of an `if`, which
    goes with its guard."""
    if name in ("annotation", "returns"):
        return _names_types(child)
    return isinstance(parent, ast.If) and isinstance(child, ast.Raise) and [child] == parent.body and not parent.orelse


def _names_types(annotation: ast.AST) -> bool:
    """Whether an annotation names types and limits nothing."""
    return not any(isinstance(node, ast.Call) for node in ast.walk(annotation))


def _of_statement(node: ast.stmt) -> Iterator[_Change]:
    if isinstance(node, ast.If):
        if isinstance(node.body[-1], _LEAVING) and not node.orelse:
            yield node.test, "False", f"if {ast.unparse(node.test)} -> no guard"
        else:
            yield node.test, f"(not ({ast.unparse(node.test)}))", f"if {ast.unparse(node.test)} -> if not"
    elif isinstance(node, ast.Raise):
        yield node, "pass", f"{ast.unparse(node)} -> pass"
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield node, "return None", f"{ast.unparse(node)} -> return None"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, "pass", f"{ast.unparse(node)} -> pass"
    elif isinstance(node, ast.AugAssign) and type(node.op) in _ARITHMETIC:
        changed = copy.copy(node)
        changed.op = _ARITHMETIC[type(node.op)]()
        yield node, ast.unparse(changed), f"{ast.unparse(node)} -> {ast.unparse(changed)}"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_expression(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            changed = copy.copy(node)
            changed.ops = [*node.ops[:place], _COMPARISONS[type(operator)](), *node.ops[place + 1 :]]
            yield changed
        yield from _of_tuples(node)
    elif isinstance(node, ast.BoolOp):
        for place in range(len(node.values)):
            rest = [*node.values[:place], *node.values[place + 1 :]]
            yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif _is_number(node):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC and not _is_union(node):
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _OPPOSITES:
        yield ast.Call(ast.Name(_OPPOSITES[node.func.id]), node.args, node.keywords)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


def _of_tuples(node: ast.Compare) -> Iterator[ast.expr]:
    """`(a, b) == (c, d)` without each of its pairs."""
    left, right = node.left, node.comparators[0]
    if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple) and len(left.elts) == len(right.elts) > 1:
        for place in range(len(left.elts)):
            sides = [[*side.elts[:place], *side.elts[place + 1 :]] for side in (left, right)]
            yield ast.Compare(ast.Tuple(sides[0], ast.Load()), node.ops, [ast.Tuple(sides[1], ast.Load())])


def _is_number(node: ast.expr) -> bool:
    """Whether this is whole numbers alone, reckoned together: `64 * 1024`, `2**53`."""
    return isinstance(node, ast.BinOp) and all(
        _is_number(side) or (isinstance(side, ast.Constant) and type(side.value) is int) for side in (node.left, node.right)
    )


def _is_union(node: ast.BinOp) -> bool:
    """Whether `a | b` may be a choice of types."""
    if not isinstance(node.op, ast.BitOr):
        return False
    return all(_is_type(side) for side in (node.left, node.right))


def _is_type(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_union(node)
    return (
        _is_none(node)
        or (isinstance(node, ast.Name) and (node.id[:1].isupper() or node.id in _BUILT_IN))
        or (isinstance(node, ast.Subscript | ast.Attribute))
    )


_BUILT_IN: Final = frozenset({"str", "int", "bytes", "bool", "float", "object", "tuple", "list", "dict"})
