"""Words: Vietnamese unless asked for English, and every one of them translated."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import get_args

import pytest

from sync.wording import i18n
from sync.wording.i18n import Language, catalogue, chosen_language, language, speaking
from tests import catalogues

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("package", catalogues.PACKAGES)
def test_every_word_is_translated_and_compiled(package: str) -> None:
    assert catalogues.faults(package) == []


def test_a_word_inside_a_formatted_string_is_found_too() -> None:
    assert {"language", "Sổ xã"} <= catalogues.words("field").keys()
    where = catalogues.words("field")["Sổ xã"]
    assert "field/tui/screens/ledger.py" in where


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


SAID_OTHERWISE = {
    "Show": "a page again, or a passphrase as it is typed",
    "Take back": "the key under a screen, where it is narrow, or a button",
    "answer": "of a person, or of the province",
    "how": "in which way, or by which means",
    "the province": "to whom a unit reports, or who entered something",
    "standing": "the head of a column, or of a record that counts",
    "until": "up to a moment, or the term of a task",
    "when": "the moment, or in which case",
    "… and {count} more": "of whatever is listed, or of the faults that an audit found",
}
"""English words that Vietnamese has several for, with what they mean in either place."""


def test_a_word_is_said_alike_in_every_catalogue() -> None:
    said: dict[str, set[str]] = {}
    for package in catalogues.PACKAGES:
        for text, vietnamese in catalogues.translations(catalogues.load(package)).items():
            said.setdefault(text, set()).add(vietnamese)
    assert {text for text, vietnamese in said.items() if len(vietnamese) > 1} == SAID_OTHERWISE.keys()
