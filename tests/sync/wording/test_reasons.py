"""Why something went wrong is told in the reader's words; a library's own stand behind the sentence, and marked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import field.messages
import hub.messages
import sync.audit.messages
from sync.errors import BadInput, SoxaError, Unavailable
from sync.ledger.decode import Quarantined, decode
from sync.ledger.origins import LogKind
from sync.wording import messages
from sync.wording.i18n import Language, speaking
from sync.wording.messages import Sentences
from sync.wording.reasons import detail_words, held_words, reason_words

ROOT = Path(__file__).resolve().parents[3]
ROOMS = (messages, field.messages, hub.messages, sync.audit.messages)
MARK = {"en": "Technical detail: ", "vi": "Chi tiết kỹ thuật: "}
TOLD = {"usage"}
"""Codes whose `why` is in the reader's words already."""


def sentences() -> list[tuple[str, Sentences]]:
    """Each code whose sentence says why, with the room that speaks."""
    return [(code, room.sentence) for room in ROOMS for code, text in room.MESSAGES.items() if "{why}" in text]


def says_why(code: str) -> bool:
    return any(code == told for told, _sentence in sentences())


# -- reasons of our own, as the source writes them


def written(node: ast.expr, constants: dict[str, str]) -> list[str]:
    """The texts that an expression may be: for what stands in an f-string, a word or a number. A library's own text, such
    as that of an exception, is none of ours."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Name) and node.id in constants:
        return [constants[node.id]]
    if isinstance(node, ast.IfExp):
        return [*written(node.body, constants), *written(node.orelse, constants)]
    if isinstance(node, ast.JoinedStr) and "error" not in {leaf.id for leaf in ast.walk(node) if isinstance(leaf, ast.Name)}:
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)]
    return []


def given(call: ast.Call) -> Iterator[ast.expr]:
    """The reasons that a call gives: the `why` of an error, the last argument of a `_bad`, the detail of what is held."""
    called = ast.unparse(call.func).rpartition(".")[2]
    codes = {leaf.value for leaf in ast.walk(call.args[0]) if isinstance(leaf, ast.Constant)} if call.args else set()
    named = any(isinstance(code, str) and says_why(code) for code in codes) or called == "StoreDamaged"
    if named or (called == "fault" and "bad-entry" in codes):
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "why")
    if called in ("_bad", "Quarantined") and call.args:
        yield call.args[-1]


@cache
def reasons() -> dict[str, str]:
    """Each reason that the source gives to an error or entry, with a place that gives it."""
    found: dict[str, str] = {}
    for package in ("field", "hub", "sync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = {
                target.id: node.value.value
                for node in tree.body
                if isinstance(node, ast.Assign | ast.AnnAssign)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name)
            }
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                for text in (text for reason in given(call) for text in written(reason, constants)):
                    found.setdefault(text, f"{path.relative_to(ROOT).as_posix()}:{call.lineno}")
    return found


def as_listed(text: str) -> str:
    """A reason of which the source fills in the name of a list, with one."""
    return text.replace("code of 7", "code of topics")


def test_reasons_are_found_in_every_room() -> None:
    found = reasons()
    assert {"bytes after the end", "membership", "not YAML", "unknown unit", "an alias; write it out"} <= found.keys()
    assert {"7 bytes; at least 1, at most 7", "there is no sheet “7”", "7 is of no year of periods"} <= found.keys()
    assert len(found) > 60


def test_every_reason_of_ours_is_told_in_both_languages() -> None:
    unknown, untold = [], []
    for text, place in reasons().items():
        with speaking("en"):
            english = reason_words(as_listed(text))
        with speaking("vi"):
            vietnamese = reason_words(as_listed(text))
        if english is None:
            unknown.append(f"{place}: {text}")
        elif english == vietnamese:
            untold.append(f"{place}: {text}")
    assert (unknown, untold) == ([], [])


# -- words of a library


@pytest.mark.parametrize("language", get_args(Language))
def test_a_librarys_words_stand_behind_every_sentence_and_marked(language: Language) -> None:
    library = "zlib gibberish 7"
    assert len(sentences()) > 8
    for code, sentence in sentences():
        with speaking(language):
            told, _mark, detail = sentence(SoxaError(code, why=library)).partition(MARK[language])
        assert code in TOLD or (library not in told and detail == library), code


@pytest.mark.parametrize("language", get_args(Language))
def test_a_known_reason_stands_in_the_sentence_and_nothing_behind_it(language: Language) -> None:
    for code, sentence in sentences():
        with speaking(language):
            told = sentence(SoxaError(code, why="bytes after the end"))
        assert code in TOLD or (MARK[language] not in told and "bytes after the end" not in told), code


@pytest.mark.parametrize(
    ("why", "vietnamese"),
    [
        ("bad-entry(why='a first entry sets title and date')", "hoạt động mới phải có nội dung và ngày"),
        ("bad-registry(index=3, why=\"bad-entry(why='unknown unit')\")", "nói về đơn vị chưa được ghi trước đó"),
        ("wrong-length(found=3, expected=32)", "có mã băm hoặc khóa viết không đúng cách"),
        ("day is out of range for month", "có ngày không có trong lịch"),
        ("[Errno 99] Cannot assign requested address", "máy này không có địa chỉ đó"),
        ("[Errno 111] Connection refused", "không có gì trả lời ở địa chỉ của máy chủ"),
        ("[WinError 5] Permission denied", "không được phép"),
        ("field larger than field limit (131072)", "có ô quá dài"),
        ("DecompressionError: no", None),
    ],
)
def test_an_error_within_an_error_is_told_by_its_own_reason(why: str, vietnamese: str | None) -> None:
    with speaking("vi"):
        assert reason_words(why) == vietnamese


def test_an_entry_that_is_held_says_why_in_words() -> None:
    with speaking("vi"):
        assert held_words("future", "kind 'visit' is unknown here") == (
            "do phần mềm mới hơn ghi: thuộc loại mà phần mềm này chưa biết: 'visit'"
        )
        assert held_words("invalid", "odd") == "sai định dạng: Chi tiết kỹ thuật: odd"
        assert detail_words("odd") == "Chi tiết kỹ thuật: odd"
        assert "(Chi tiết kỹ thuật: odd)" in field.messages.said_of_entry("invalid", "odd")


def test_a_reason_that_is_missing_leaves_a_dash_and_no_detail() -> None:
    with speaking("en"):
        assert messages.sentence(Unavailable("file-unusable", path="x", why=None)).startswith("x cannot be used: –.")
        assert messages.sentence(BadInput("not-a-parcel", why="zlib")) == messages.sentence(BadInput("not-a-parcel"))
        for missing in (None, "", " "):
            assert messages.sentence(Unavailable("file-unusable", path="x", why=missing)) == (
                messages.sentence(Unavailable("file-unusable", path="x"))
            )


def test_what_python_puts_before_the_words_of_a_system_is_told_nobody() -> None:
    for language in get_args(Language):
        with speaking(language):
            for code, sentence in sentences():
                told = sentence(SoxaError(code, why="[Errno 7] gibberish"))
                assert code in TOLD or ("[Errno" not in told and "None" not in told), code


_LINE = (
    '{"kind":"activity","salt":"00112233445566bb","at":1793000060,"record":"01a17700-0000-7000-8000-000000000001",'
    '"fields":{"title":"Họp bản","date":"2026-10-26"}}'
).encode()


def test_whatever_damages_a_line_is_told_in_words() -> None:
    """Cut anywhere, or with any byte in any place: no reader is told of an error of another kind."""
    damaged = [_LINE[:at] for at in range(len(_LINE))]
    damaged += [
        _LINE[:at] + bytes([byte]) + _LINE[at + 1 :] for at in range(len(_LINE)) for byte in b'"\\{}[],:9-.e\xff\xc3'
    ]
    held = [read for read in (decode(line, LogKind.DEVICE) for line in damaged) if isinstance(read, Quarantined)]
    with speaking("vi"):
        assert {read.detail for read in held if reason_words(read.detail) is None} == set()
        assert "bị hỏng" in held_words("invalid", "bad-entry(why='JSON is malformed: invalid character (byte 0)')")


def test_a_parcel_of_the_wrong_kind_is_called_by_what_it_is() -> None:
    kinds = ("push", "reply", "bundle")
    for tell, code in ((field.messages.sentence, "wrong-parcel"), (hub.messages.sentence, "wrong-parcel")):
        for kind in kinds:
            with speaking("vi"):
                assert kind not in tell(SoxaError(code, kind=kind))
    with speaking("en"):
        told = sync.audit.messages.sentence(SoxaError("not-a-bundle", kind="reply"))
    assert told == "This file is the province's answer to a laptop, not an audit bundle."


def test_a_report_is_false_for_its_own_reason() -> None:
    """That it does not say what it covers of its own log is no matter of its figures."""
    with speaking("vi"):
        said = [
            field.messages.said_of_entry("false-report", detail) for detail in ("covers-not-itself", "other-figures: by x")
        ]
    assert "sổ của chính máy này" in said[0] and "không khớp" not in said[0]
    assert "không khớp" in said[1]
