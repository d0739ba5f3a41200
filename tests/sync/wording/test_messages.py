"""A sentence for every error, that of the room that speaks, and nothing hostile on a line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import field.messages
import hub.messages
import sync.audit.messages
from hub.web.context import NotFound
from sync.errors import BadInput, Misuse, Refused, SoxaError, Unavailable, Unproven
from sync.wording.i18n import speaking
from sync.wording.messages import sentence
from sync.wording.reasons import fact_words

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


@pytest.mark.parametrize(
    ("error", "english", "vietnamese"),
    [
        (Misuse("unknown-code", text="x", list="channels", near="y"), "among the channels", "trong danh mục kênh"),
        (Misuse("field-needed", field="title"), "“title”", "“nội dung”"),
        (Unavailable("no-answer", why="refused"), "nothing answers at its address", "không có gì trả lời"),
        (Unavailable("file-unusable", path="x", why="Permission denied"), "it is not allowed", "không được phép"),
        (BadInput("bad-directive", field="x.yaml:1", why="longer than 9 bytes"), "x.yaml:1: longer", "dài quá 9 byte"),
        (
            BadInput("bad-directive", field="x.yaml:1", why="Object missing required field `issuer`"),
            "“issuer (issuer)” is missing",
            "thiếu “issuer (cơ quan ban hành)”",
        ),
        (
            BadInput("bad-directive", field="x.yaml:3 tasks[0].due", why="Expected `str` matching regex '^x'"),
            "x.yaml:3 tasks[0].due (until): not written",
            "tasks[0].due (thời hạn): viết không đúng cách",
        ),
        (BadInput("bad-csv", path="x", why="line contains NUL {why}"), "NUL {why}", "NUL {why}"),
    ],
)
def test_a_fact_that_is_a_code_or_a_librarys_words_is_told_in_the_readers(
    error: SoxaError, english: str, vietnamese: str
) -> None:
    with speaking("en"):
        assert english in field.messages.sentence(error)
    with speaking("vi"):
        assert vietnamese in field.messages.sentence(error)


def test_what_is_said_of_a_directive_has_its_words() -> None:
    """Each reason that is written out in the code; those with something in them stand in the table by their pattern."""
    raised = set[str]()
    for path in (ROOT / "sync/ledger/directive.py", ROOT / "hub/registry/directives/yaml.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)):
            whys = [word.value for word in call.keywords if word.arg == "why"]
            whys += call.args[-1:] if ast.unparse(call.func) == "_bad" else []
            raised |= {why.value for why in whys if isinstance(why, ast.Constant) and isinstance(why.value, str)}
    assert len(raised) > 10
    of_entries = {"not an object", "not a list", "not in its one canonical spelling"}  # no person writes those
    with speaking("vi"):
        told = {why: fact_words(BadInput("bad-directive", why=why), "why", why) for why in raised - of_entries}
    assert [why for why, words in told.items() if words == why] == []
