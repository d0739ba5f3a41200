"""The vocabulary: every term can be shown in both languages and found by what people type."""

from __future__ import annotations

import datetime
import doctest
import re
from importlib import resources
from typing import get_args

import pytest

from sync.encoding.limits import MAX_TOPICS
from sync.encoding.unicode import is_nfc
from sync.errors import Misuse
from sync.ledger import vocabulary as module
from sync.ledger.text import fold
from sync.ledger.vocabulary import ListName, find, label, vocabulary

LISTS = get_args(ListName)


@pytest.mark.parametrize("name", LISTS)
def test_every_term_is_found_by_its_code_and_by_its_label_in_either_language(name: str) -> None:
    for code, term in getattr(vocabulary(), name).items():
        assert find(name, code) == term
        assert find(name, term.vi) == find(name, fold(term.vi)) == term
        assert find(name, term.en.upper()) == term


@pytest.mark.parametrize("name", LISTS)
def test_every_name_that_a_term_covers_leads_to_it(name: str) -> None:
    for term in getattr(vocabulary(), name).values():
        assert [find(name, covered) for covered in term.covers] == [term] * len(term.covers)


@pytest.mark.parametrize("name", LISTS)
def test_terms_are_well_formed(name: str) -> None:
    for code, term in getattr(vocabulary(), name).items():
        assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", code)
        for text in (term.vi, term.en, *term.covers):
            assert text == text.strip() != ""
            assert is_nfc(text)
        assert term.until is None or datetime.date.fromisoformat(term.until)


def test_every_channel_says_what_its_figures_count() -> None:
    for channel in vocabulary().channels.values():
        assert all((channel.quantity_vi, channel.quantity_en, channel.reach_vi, channel.reach_en)), channel.code


def test_an_activity_may_be_about_every_topic_that_there_is() -> None:
    """So nobody who ticks topics is ever told that they are too many."""
    assert len(vocabulary().topics) <= MAX_TOPICS


def test_a_dozen_channels_are_common() -> None:
    assert sum(channel.common for channel in vocabulary().channels.values()) == 12


def test_the_file_has_one_term_to_a_line_and_each_code_once() -> None:
    text = resources.files("sync.ledger").joinpath("vocabulary.json").read_text(encoding="utf-8")
    codes = re.findall(r'^  \{"code": "([^"]+)", .*\},?$', text, re.MULTILINE)
    assert codes == [
        code for name in ("topics", "channels", "actors", "audiences", "languages") for code in getattr(vocabulary(), name)
    ]
    assert len(text.splitlines()) == len(codes) + 2 * (len(LISTS) - 1) + 2  # the bodies are among the actors


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("channels", "loa", "commune-radio"),
        ("channels", "truyen thanh", "commune-radio"),
        ("channels", "Zalo", "zalo"),
        ("channels", "zalo oa", "zalo-oa"),
        ("channels", "fanpage", "facebook"),
        ("channels", "văn nghệ", "performance"),
        ("topics", "thien tai", "disaster-prevention"),
        ("topics", "BÌNH ĐẲNG", "gender-equality"),
        ("actors", "công an", "police"),
        ("audiences", "thanh niên", "youth"),
        ("languages", "mông", "hmn"),
        ("languages", "thai trang", "tai"),
    ],
)
def test_what_an_officer_types_finds_the_term(name: str, typed: str, code: str) -> None:
    assert find(name, typed).code == code


@pytest.mark.parametrize(
    ("typed", "near"), [("ban", ["electronic-board", "bulletin"]), ("trực tuyến", ["livestream", "meeting"])]
)
def test_a_word_of_several_terms_is_not_guessed(typed: str, near: list[str]) -> None:
    with pytest.raises(Misuse) as raised:
        find("channels", typed)
    assert raised.value.code == "ambiguous-code"
    assert set(near) <= set(str(raised.value.facts["near"]).split(", "))


@pytest.mark.parametrize(
    ("typed", "near"),
    [("comune-radio", "commune-radio"), ("lekflet", "leaflet"), ("", ""), ("(", ""), ("zzzzqqq", "")],
)
def test_an_unknown_word_is_refused_with_what_is_near(typed: str, near: str) -> None:
    with pytest.raises(Misuse) as raised:
        find("channels", typed)
    assert raised.value.code == "unknown-code"
    assert near in str(raised.value.facts["near"]).split(", ")


def test_of_an_endless_word_a_hundred_letters_are_repeated() -> None:
    with pytest.raises(Misuse) as raised:
        find("channels", "x" * 101)
    assert raised.value.facts["text"] == "x" * 100


def test_labels_are_vietnamese_unless_english_is_asked_for() -> None:
    radio = vocabulary().channels["commune-radio"]
    assert label(radio, "vi") == "Truyền thanh cơ sở (loa)"
    assert label(radio, "en") == "Commune loudspeakers"


def test_bodies_that_are_no_more_say_until_when() -> None:
    gone = {code: actor.until for code, actor in vocabulary().actors.items() if actor.until}
    assert gone == {
        "district-committee": "2025-06-30",
        "district-culture-office": "2025-06-30",
        "district-media-centre": "2025-06-30",
        "information-department": "2025-02-28",
    }


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module) == (0, 3)
