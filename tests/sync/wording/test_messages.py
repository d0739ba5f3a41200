"""A sentence for every error, that of the room that speaks, and nothing hostile on a line."""

from __future__ import annotations

import ast
from pathlib import Path

import field.messages
import hub.messages
import sync.audit.messages
from hub.web.context import NotFound
from sync.errors import BadInput, Misuse, Refused, SoxaError, Unavailable, Unproven
from sync.wording.messages import sentence

ROOT = Path(__file__).resolve().parents[3]
ERRORS = {error.__name__ for error in (BadInput, Misuse, NotFound, Refused, Unavailable, Unproven)}


def _names_its_code(call: ast.Call) -> bool:
    """Whether this is how an error with one code hands it to its base."""
    return ast.unparse(call).startswith("super().__init__('") and (len(call.keywords) == 0 or call.keywords[-1].arg is None)


def raised_codes() -> dict[str, str]:
    """Every code that an error is made with in the code, and where."""
    found = {}
    for package in ("field", "hub", "sync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (
                    (isinstance(node.func, ast.Name) and node.func.id in ERRORS) or _names_its_code(node)
                ):
                    first = node.args[0] if node.args else None
                    for leaf in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                            found[leaf.value] = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
    return found


def test_every_error_that_is_raised_has_its_sentence() -> None:
    tables: dict[str, str] = {}
    for module in ("sync.wording.messages", "field.messages", "hub.messages", "sync.audit.messages"):
        tables |= __import__(module, fromlist=["MESSAGES"]).MESSAGES
    missing = {code: where for code, where in raised_codes().items() if code not in tables}
    assert missing == {}


def test_hostile_facts_cannot_disguise_a_line() -> None:
    told = sentence(BadInput("bad-origin", origin="x\n\x1b[31m\u202egnal {why} %s"))
    assert "\n" not in told and "\x1b" not in told and "\u202e" not in told
    assert "{why}" in told


def test_an_error_that_no_table_has_is_told_by_its_code() -> None:
    assert "from-the-future" in sentence(SoxaError("from-the-future"))
    assert "–" in sentence(BadInput("bad-range"))


def test_a_code_that_several_rooms_have_is_told_by_the_one_that_speaks() -> None:
    """All are loaded here, in whatever order."""
    error = Misuse("no-record", text="ffffffff")
    assert hub.messages.sentence(error) != sync.audit.messages.sentence(error)
    for room in (field.messages, hub.messages, sync.audit.messages):
        assert room.sentence(Refused("file-exists", path="x")) == sentence(Refused("file-exists", path="x"))
