"""Vietnamese comes out as it was typed, by whatever input method, terminal and speed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from textual.pilot import Pilot

from field.tui.widgets.text_box import TextBox
from field.tui.widgets.typing import LineInput
from tests.field.tui.terminal import CTRL_Q, TAB, Terminal, in_a_terminal
from tests.field.tui.typed import READY, Typed
from tests.field.tui.typing_in import (
    DELETE,
    END,
    HOME,
    LEFT,
    RIGHT,
    SHIFT_END,
    SHIFT_HOME,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    feed,
    pasted,
    played,
)

NARROW = "\u202f"
TELEX, VNI = "telex", "vni"
BACKSPACE, CTRL_H = "\x7f", "\x08"
WORDS = [
    ("Tiếng Việt", "Tieengs Vieetj", "Tie6ng1 Vie6t5"),
    ("đường", "dduwowngf", "d9u7o7ng2"),
    ("Nguyễn", "Nguyeenx", "Nguye6n4"),
    ("thiên tai", "thieen tai", "thie6n tai"),
    ("ươm", "uwowm", "u7o7m"),
    ("đường", "duongwdf", "duong792"),
    ("Mường Tè", "Muwowngf Tef", "Mu7o7ng2 Te2"),
    ("khuyến khích", "khuyeens khichs", "khuye6n1 khich1"),
]
"""What is meant, and the keys for it in Telex and VNI; "đường" both as it is written and with its marks at the end."""
HAND = [(method, erase) for method in (TELEX, VNI) for erase in (BACKSPACE, CTRL_H)]

TONES = dict(zip("sfrxj12345", "\u0301\u0300\u0309\u0303\u0323" * 2, strict=True))
CIRCUMFLEX, BREVE, HORN, STROKE = "\u0302", "\u0306", "\u031b", "đ"
MARKED = {CIRCUMFLEX: "aeo", BREVE: "a", HORN: "uo", STROKE: "d"}


def shown(keys: str, method: str) -> str:
    """The syllable that an input method makes of keys."""
    letters: list[tuple[str, str]] = []
    tone = ""

    def mark(*marks: str) -> bool:
        fits = [
            (index, kind)
            for index, (letter, has) in enumerate(letters)
            for kind in marks
            if not has and letter.lower() in MARKED[kind]
        ]
        for index, kind in fits:
            letters[index] = (letters[index][0], kind)
        return bool(fits)

    for key in keys:
        low = key.lower()
        vowels = any(letter.lower() in "aeiouy" for letter, _ in letters)
        if method == VNI:
            kinds = {"6": [CIRCUMFLEX], "7": [HORN], "8": [BREVE], "9": [STROKE]}.get(low, [])
        else:
            twice = low in "aeod" and any(letter.lower() == low for letter, _ in letters)
            kinds = [HORN, BREVE] if low == "w" else [STROKE] if twice and low == "d" else [CIRCUMFLEX] if twice else []
        if vowels and low in TONES and low.isdigit() == (method == VNI):
            tone = TONES[low]
        elif not mark(*kinds):
            letters.append((key, ""))
    special = [index for index, (_, has) in enumerate(letters) if has and has != STROKE]
    plain = [index for index, (letter, _) in enumerate(letters) if letter.lower() in "aeiouy"]
    at = special[-1] if special else plain[0] if plain else -1
    return "".join(
        "đ" if has == STROKE else normalize("NFC", letter + has + (tone if index == at else ""))
        for index, (letter, has) in enumerate(letters)
    )


def sent(keys: str, method: str, erase: str) -> Iterator[str]:
    """What an input method sends, key by key: where a key changes letters, erasures and the new letters in one."""
    for number, word in enumerate(keys.split(" ")):
        if number:
            yield " "
        before = ""
        for end in range(1, len(word) + 1):
            now = shown(word[:end], method)
            kept = next((at for at in range(len(before)) if before[at] != now[at : at + 1]), len(before))
            yield erase * (len(before) - kept) + now[kept:]
            before = now


def test_an_input_method_erases_and_writes_at_once() -> None:
    assert list(sent("Tieengs", TELEX, "<")) == ["T", "i", "e", "<ê", "n", "g", "<<<ếng"]
    assert list(sent("duong792", VNI, "<")) == ["d", "u", "o", "n", "g", "<<<<ương", "<<<<<đương", "<<<ờng"]
    for word, telex, vni in WORDS:
        assert [" ".join(shown(part, m) for part in keys.split()) for m, keys in ((TELEX, telex), (VNI, vni))] == [
            word,
            word,
        ]


Sent = list[str]
"""What arrives together, one after another."""


def typed_in_a_terminal(file: Path, line: Sent, box: Sent, *, delay: float = 0, fields: str = "ours") -> dict[str, str]:
    """What the fields hold after this was sent to them, with so much time between."""
    with Terminal("tests.field.tui.typed", str(file), fields) as terminal:
        terminal.wait_for(READY)
        for burst in [*line, TAB, *box, CTRL_Q]:
            terminal.write(burst)
            time.sleep(delay)
        if terminal.wait_until_left() != 0:
            raise ChildProcessError(terminal.text)
    values: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return values


def written(hands: list[tuple[str, str]], words: list[tuple[str, str, str]]) -> tuple[Sent, str]:
    """The words by every hand, and what they should come out as."""
    bursts: Sent = []
    for method, erase in hands:
        for _, telex, vni in words:
            bursts += [*sent(telex if method == TELEX else vni, method, erase), " "]
    return bursts, "".join(f"{word} " for _ in hands for word, *_ in words)


@in_a_terminal
@pytest.mark.parametrize(
    ("delay", "words"),
    [(0, WORDS), (0.001, WORDS), (0.005, WORDS), (0.02, WORDS[:3]), (0.1, [("Tiếng", "Tieengs", "Tie6ng1")])],
    ids=["0ms", "1ms", "5ms", "20ms", "100ms"],
)
def test_words_come_out_as_an_input_method_sends_them(
    tmp_path: Path, delay: float, words: list[tuple[str, str, str]]
) -> None:
    bursts, meant = written(HAND, words)
    assert typed_in_a_terminal(tmp_path / "typed", bursts, bursts, delay=delay) == {"line": meant, "box": meant}


@in_a_terminal
@pytest.mark.parametrize("delay", [0.001, 0.005], ids=["1ms", "5ms"])
def test_words_come_out_where_the_terminal_takes_a_burst_apart(tmp_path: Path, delay: float) -> None:
    bursts, meant = written(HAND, WORDS[:3])
    letters = list("".join(bursts))
    assert typed_in_a_terminal(tmp_path / "typed", letters, letters, delay=delay) == {"line": meant, "box": meant}


@in_a_terminal
def test_words_come_out_where_all_arrives_at_once(tmp_path: Path) -> None:
    bursts, meant = written(HAND, WORDS)
    together = ["".join(bursts)]
    assert typed_in_a_terminal(tmp_path / "typed", together, together) == {"line": meant, "box": meant}


@in_a_terminal
@pytest.mark.xfail(
    raises=AssertionError,
    strict=True,
    reason="https://github.com/Textualize/textual/issues/6605: once it is mended, our fields need not handle keys",
)
@pytest.mark.parametrize("field", ["line", "box"])
def test_textual_s_own_fields_keep_the_order(tmp_path: Path, field: str) -> None:
    bursts, meant = written(HAND, WORDS)
    together = ["".join(bursts)]
    assert typed_in_a_terminal(tmp_path / "typed", together, together, fields="textual")[field] == meant


@pytest.mark.parametrize(
    ("text", "line", "box"),
    [
        pytest.param(f"ab{LEFT}c", "ac|b", None, id="left"),
        pytest.param(f"ab{LEFT}{LEFT}{RIGHT}c", "ac|b", None, id="right"),
        pytest.param(f"ab{HOME}c{END}d", "cabd|", None, id="home and end"),
        pytest.param(f"abc{HOME}{DELETE}d{DELETE}e", "de|c", None, id="delete"),
        pytest.param("abc\x7f\x08d", "ad|", None, id="backspace"),
        pytest.param("\x7f\x08a", "a|", None, id="backspace with nothing to erase"),
        pytest.param(f"{LEFT}{RIGHT}{DELETE}a", "a|", None, id="cursor keys with nothing there"),
        pytest.param("e\u0302\u0301", "ế|", None, id="marks typed one by one"),
        pytest.param("e\u0301\u0323a\x7f", "ẹ\u0301|", None, id="marks typed in another order"),
        pytest.param(f"ting{LEFT}{LEFT}e{RIGHT}{LEFT}\u0302\u0301", "tiế|ng", None, id="marks in the middle"),
        pytest.param(
            "tie" + "\x7fe\u0302" + "ng" + "\x7f\x7f\x7fe\u0302\u0301ng", "tiếng|", None, id="letters rewritten with marks"
        ),
        pytest.param(f"xa{LEFT}{pasted(normalize('NFD', 'Tiếng Việt'))}", "xTiếng Việt|a", None, id="pasted in NFD"),
        pytest.param(f"e{pasted(chr(0x302))}", "ê|", None, id="a mark pasted"),
        pytest.param(f"e\u0301{LEFT}{pasted('e')}{DELETE}a", "ea|", None, id="delete after a mark"),
        pytest.param(
            pasted("một\r\nhai \n\tba\u2028bốn\n"), "một hai ba bốn|", "một\nhai \n\tba\nbốn\n|", id="lines pasted"
        ),
        pytest.param(pasted("m\x07ột\x1e hai"), "một hai|", "một\n hai|", id="control characters pasted"),
        pytest.param(pasted("\n"), "|", "\n|", id="nothing but a line's end pasted"),
        pytest.param("a b  c", "a b  c|", None, id="spaces typed"),
        pytest.param("một\nhai", "một hai|", "một\nhai|", id="lines of a console that brackets no pastes"),
        pytest.param(
            "tie\u202f\x7f\x7fêng\u202f\x7f\x7f\x7f\x7fếng", "tiếng|", None, id="an empty character and one more erased"
        ),
        pytest.param("vie\u00a0\x7f\x7fê\u2007\x7f\x7fệt\u200c\x7f", "việt|", None, id="other empty characters"),
        pytest.param(f"a{NARROW}b", "a b|", None, id="a space of another width stays a space"),
        pytest.param(
            "hóa\x7f\x7foa\u0301\x7f\x7f\x7foa\u0301n", "hoán|", None, id="a letter and its mark erased one by one"
        ),
        pytest.param("nuo\u0301c\x7f\x7f\x7fươ\u0301c", "nước|", None, id="a letter erased together with its mark"),
        pytest.param(f"ê\u0301\x7f{pasted('e')}", "e|", None, id="erased, and pasted by an input method"),
        pytest.param(f"abc{SHIFT_HOME}xyz", "xyz|", None, id="selected to the beginning, and typed over"),
        pytest.param(f"abc{LEFT}{LEFT}{SHIFT_END}x", "ax|", None, id="selected to the end, and typed over"),
        pytest.param(f"tieng{SHIFT_LEFT * 3}ếng", "tiếng|", None, id="letters selected, and typed over"),
        pytest.param(f"a b{HOME}{SHIFT_RIGHT}c\x7fd", "d| b", None, id="selected to the right, and typed over"),
        pytest.param("một hai\x17ba\x15bốn", "bốn|", None, id="a word deleted, and all before the cursor"),
        pytest.param(f"một hai{HOME}ba\x0bbốn", "babốn|", None, id="all behind the cursor deleted"),
        pytest.param(f"một hai\x1b[1;5Dx\x1b[1;5C{LEFT}y", "một xhay|i", None, id="words gone over"),
    ],
)
def test_what_is_sent_comes_out_in_order(text: str, line: str, box: str | None) -> None:
    async def play(app: Typed, _: Pilot[None]) -> None:
        await feed(app, app.line, text)
        cursor = app.line.cursor_position
        assert f"{app.line.value[:cursor]}|{app.line.value[cursor:]}" == line
        await feed(app, app.box, text)
        before = app.box.get_text_range((0, 0), app.box.cursor_location)
        assert f"{before}|{app.box.text.removeprefix(before)}" == (line if box is None else box)

    played(play)


def test_what_a_program_puts_in_is_composed_too() -> None:
    async def play(app: Typed, pilot: Pilot[None]) -> None:
        app.line.value = normalize("NFD", "Tiếng\nViệt")
        app.box.text = normalize("NFD", "Tiếng\r\nViệt")
        await pilot.pause()
        assert (app.line.value, app.box.text) == ("Tiếng Việt", "Tiếng\nViệt")
        assert (
            TextBox(normalize("NFD", "Tiếng Việt")).text == LineInput(normalize("NFD", "Tiếng Việt")).value == "Tiếng Việt"
        )

    played(play)


def test_a_line_s_limit_counts_composed_letters_and_a_refused_letter_moves_nothing() -> None:
    async def play(app: Typed, _: Pilot[None]) -> None:
        app.line.max_length = 2
        await feed(app, app.line, "e\u0302\u0301e\u0302\u0301a")
        assert (app.line.value, app.line.cursor_position) == ("ếế", 2)

    played(play)
