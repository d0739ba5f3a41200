"""Every error that the program can raise is provoked by some test, which asks for exactly that one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("field", "hub", "sync")
_BASE = "SoxaError"


@cache
def modules(folder: str) -> dict[str, ast.Module]:
    """The modules of a folder, by path."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def name_of(call: ast.Call) -> str:
    """What is called: `Refused` of `errors.Refused(...)`, `fault` of `self.fault(...)`."""
    return (
        call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    )


def literals(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may be: itself, or either side of a choice, or what a table holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        yield node.value if isinstance(node.value, str) else node.value.decode("ascii", "replace")
    elif isinstance(node, ast.IfExp):
        yield from (*literals(node.body), *literals(node.orelse))
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for element in node.elts:
            yield from literals(element)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from literals(value)


# -- what the source can raise


@cache
def errors() -> frozenset[str]:
    """The names of the classes of errors: `SoxaError` and all that are made of it."""
    nodes = (node for room in ROOMS for tree in modules(room).values() for node in ast.walk(tree))
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    bases = {each.name: {ast.unparse(base).rpartition(".")[2] for base in each.bases} for each in classes}
    found = {_BASE}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return frozenset(found)


def raised() -> dict[str, str]:
    """Each code, with a place that raises it or reports it as a fault."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for path, tree in modules(room).items():
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    for code, line in _codes_in(function):
                        found.setdefault(code, f"{path}:{line}")
    return found


def _codes_in(scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[tuple[str, int]]:
    """The codes of the errors that are made in a function, where it also says what a name for one may be; and of a class
    of errors that has a code of its own."""
    if isinstance(scope, ast.ClassDef):
        if scope.name in errors():
            for statement in scope.body:
                if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                    if [ast.unparse(target) for target in targets] == ["code"]:
                        yield from ((code, statement.lineno) for code in literals(statement.value))
        return
    named: dict[str, list[str]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(literals(node.value))
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and (argument := _code_argument(node)) is not None:
            given = named.get(argument.id, []) if isinstance(argument, ast.Name) else literals(argument)
            yield from ((code, node.lineno) for code in given)


def _code_argument(call: ast.Call) -> ast.expr | None:
    """Where a call says which error it makes: the first argument of an error, the second of a verdict, the third of a fault
    and of what is unread."""
    name = name_of(call)
    if name in errors() or (name == "__init__" and ast.unparse(call.func).startswith("super()")):
        place = 0
    elif name in ("JudgedReport", "JudgedCitation"):
        place = 1
    elif name in ("fault", "Fault", "leave_unread", "pass_over"):
        place = 2
    else:
        return None
    return call.args[place] if len(call.args) > place else None


def told() -> dict[str, str]:
    """Each code that some room has a sentence for, with the table: also those that a generator or another machine gives."""
    return {
        key.value: f"{path}:{key.lineno}"
        for room in ROOMS
        for path, tree in modules(room).items()
        if path.endswith("/messages.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "MESSAGES" and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


# -- what the tests ask for


def expected() -> set[str]:
    """The texts that some test asks for as themselves: one side of `==`, what must be in what was found, a row of a table,
    what a message matches, what a helper is told to find, what a vector expects."""
    trees = modules("tests").values()
    helpers = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    found = {code for tree in trees for code in asked_for(tree, helpers)}
    for vector in (ROOT / "tests/vectors").rglob("*.txt"):
        found |= {line[8:].decode() for line in vector.read_bytes().splitlines() if line.startswith(b"expect: ")}
    return found


def asked_for(tree: ast.Module, helpers: set[str]) -> Iterator[str]:
    """What the tests of a module ask for."""
    tables = {
        ast.unparse(target): node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    for node in ast.walk(tree):
        for part in _asking(node, helpers):
            yield from _within(tables.get(part.id, part) if isinstance(part, ast.Name) else part)


def _asking(node: ast.AST, helpers: set[str]) -> Iterator[ast.expr]:
    """The parts of a statement or expression that say what is expected."""
    if isinstance(node, ast.Compare):
        if all(isinstance(operator, ast.Eq) for operator in node.ops):
            yield from (node.left, *node.comparators)
        elif isinstance(node.ops[0], ast.In):
            yield node.left
        elif isinstance(node.ops[0], ast.GtE):  # all of a set
            yield from node.comparators
    elif isinstance(node, ast.For | ast.comprehension):
        yield node.iter
    elif isinstance(node, ast.Call) and (name_of(node) == "parametrize" or name_of(node) in helpers):
        yield from (*node.args, *(keyword.value for keyword in node.keywords))
    elif isinstance(node, ast.keyword) and node.arg == "match":
        yield node.value


def _within(node: ast.AST) -> Iterator[str]:
    """The texts in an expression, but for those that make an error and ask for none."""
    if isinstance(node, ast.Call) and name_of(node) in errors():
        return
    yield from literals(node)
    for child in ast.iter_child_nodes(node):
        yield from _within(child)


def test_every_error_is_asked_for_by_name_in_some_test() -> None:
    asked = expected()
    missing = [f"{place}: {code}" for code, place in sorted((told() | raised()).items()) if code not in asked]
    assert missing == []


def test_every_error_has_a_sentence() -> None:
    assert sorted(raised().keys() - told().keys()) == []


def _choice(node: ast.AST) -> Iterator[str]:
    """The texts of which a test would take any: `code in {"a", "b"}`, `codes & {"a", "b"}`."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[-1], ast.In):
        yield from literals(node.comparators[-1])
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield from (*literals(node.left), *literals(node.right))


def test_no_test_is_content_with_one_of_several_errors() -> None:
    codes = raised().keys()
    loose = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in modules("tests").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and len(codes & set(_choice(node))) > 1
    ]
    assert loose == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def a(): raise Refused('x', why='y')", ["x"]),
        ("def a(): raise errors.BadInput('x' if b else 'y')", ["x", "y"]),
        ("def a():\n code = 'x' if b else 'y'\n raise Misuse(code)", ["x", "y"]),
        ("def a(): report.fault(origin, 1, 'x', error)", ["x"]),
        ("def a(): return JudgedReport('void', 'x', {})", ["x"]),
        ("def a(): return Thing('x')", []),
    ],
)
def test_the_codes_of_a_function_are_found(source: str, found: list[str]) -> None:
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert [code for code, _line in _codes_in(function)] == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("assert error.code == 'x'", ["x"]),
        ("assert (error.code, error.facts) == ('x', {})", ["x"]),
        ("assert error.code in {'x', 'y'}", []),
        ("assert (log, 'x') in verdict(log)", ["x"]),
        ("assert verdict(log) >= {(log, 'x'), (log, 'y')}", ["x", "y"]),
        ("assert b'x' in done.stdout", ["x"]),
        ("assert error.code != 'x'", []),
        ("CASES = [(1, 'x')]\nfor case in CASES: ...", ["x"]),
        ("CASES = [(1, 'x')]", []),
        ("for case, code in ((1, 'x'), (2, 'y')): ...", ["x", "y"]),
        ("pytest.raises(Refused, match='x')", ["x"]),
        ("helper('x')", ["x"]),
        ("stranger('x')", []),
        ("assert f(Refused('x')) == 1", []),
    ],
)
def test_what_a_test_asks_for_is_found(source: str, found: list[str]) -> None:
    assert list(dict.fromkeys(asked_for(ast.parse(source), {"helper"}))) == found
