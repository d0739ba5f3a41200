"""Words: Vietnamese unless asked for English, a sentence for every error, and nothing hostile on a line."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import get_args

import pytest

from hub.web.context import NotFound
from sync.errors import BadInput, Misuse, Refused, SoxaError, Unavailable, Unproven
from sync.wording import i18n
from sync.wording.i18n import Language, catalogue, chosen_language, language, sentence, speaking
from tests import catalogues

ROOT = Path(__file__).resolve().parents[3]
ERRORS = {error.__name__ for error in (BadInput, Misuse, NotFound, Refused, Unavailable, Unproven)}


def raised_codes() -> dict[str, str]:
    """Every code that an error is made with in the code, and where."""
    found = {}
    for package in ("field", "hub", "sync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                    first = node.args[0] if node.args else None
                    for leaf in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                            found[leaf.value] = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
    return found


def test_every_error_that_is_raised_has_its_sentence() -> None:
    tables: dict[str, str] = {}
    for module in ("sync.wording.i18n", "field.messages", "hub.messages", "sync.audit.messages"):
        tables |= __import__(module, fromlist=["MESSAGES"]).MESSAGES
    missing = {code: where for code, where in raised_codes().items() if code not in tables}
    assert missing == {}


@pytest.mark.parametrize("package", catalogues.PACKAGES)
def test_every_word_is_translated_and_compiled(package: str) -> None:
    assert catalogues.faults(package) == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN", "SOXA_LANG": "en"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert chosen_language(environment) == language


def test_hostile_facts_cannot_disguise_a_line() -> None:
    told = sentence(BadInput("bad-origin", origin="x\n\x1b[31m\u202egnal {why} %s"))
    assert "\n" not in told and "\x1b" not in told and "\u202e" not in told
    assert "{why}" in told


def test_an_error_that_no_table_has_is_told_by_its_code() -> None:
    assert "from-the-future" in sentence(SoxaError("from-the-future"))
    assert "–" in sentence(BadInput("bad-range"))


@pytest.mark.parametrize(("language", "word"), [("vi_VN.UTF-8", "Không có"), ("en_US.UTF-8", "There is no")])
def test_commands_speak_the_language_of_the_environment(language: str, word: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SOXA_"))}
    done = subprocess.run(
        [sys.executable, "-m", "sync.shell.main", "nobody"], env=kept | {"LANG": language}, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert word in done.stderr.decode("utf-8")


def test_a_service_speaks_to_each_in_their_own_language_at_once() -> None:
    translate = catalogue("sync")
    word = "Passphrase of the key: "
    ready, said = threading.Barrier(2), dict[str, str]()

    def speak(chosen: Language) -> None:
        with speaking(chosen):
            ready.wait(10)
            said[chosen] = translate(word)
            assert language() == chosen

    speakers = [threading.Thread(target=speak, args=(chosen,)) for chosen in get_args(Language)]
    before = language()
    for one in speakers:
        one.start()
    for one in speakers:
        one.join()
    assert said["en"] == word and said["vi"] not in ("", word)
    assert language() == before


def test_marking_a_text_leaves_it_as_it_is() -> None:
    assert i18n.N_("x") == "x"
