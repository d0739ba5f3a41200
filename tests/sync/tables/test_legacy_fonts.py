"""Vietnamese in the fonts of before Unicode."""

from __future__ import annotations

import pytest

from sync.tables.legacy_fonts import LegacyFont, font_of, guessed, is_in, is_syllable, turned, vietnamese_share


@pytest.mark.parametrize(
    ("name", "font"),
    [(".VnTime", "TCVN3"), (".VnArialH", "TCVN3"), ("VNI-Times", "VNI"), ("Times New Roman", None), ("", None)],
)
def test_a_font_is_known_by_its_name(name: str, font: LegacyFont | None) -> None:
    assert font_of(name) == font


@pytest.mark.parametrize(
    ("old", "font", "name", "text"),
    [
        ("Ph¸t loa vÒ kü n¨ng sè", "TCVN3", ".VnTime", "Phát loa về kỹ năng số"),
        ("sè l\u00adîng ng\u00adêi", "TCVN3", ".VnTime", "số lượng người"),
        ("Tæng hîp", "TCVN3", ".VnTimeH", "TỔNG HỢP"),
        ("§oµn x· §iÖn Biªn", "TCVN3", ".VnTime", "Đoàn xã Điện Biên"),
        ("Tuyeân truyeàn phoøng choáng thieân tai", "VNI", "VNI-Times", "Tuyên truyền phòng chống thiên tai"),
        ("ÑAÏI HOÄI ñoaøn xaõ", "VNI", "VNI-Times", "ĐẠI HỘI đoàn xã"),
        ("Ngöôøi daân töï nguyeän, kyõ naêng soá", "VNI", "VNI-Times", "Người dân tự nguyện, kỹ năng số"),
        ("lôùp hoïc bình daân, yù kieán, chuùng ta", "VNI", "VNI-Times", "lớp học bình dân, ý kiến, chúng ta"),
    ],
)
def test_old_fonts_are_read_as_unicode(old: str, font: LegacyFont, name: str, text: str) -> None:
    assert turned(old, font, font_name=name) == text
    assert guessed([old]) == font and is_in(old, font)
    assert guessed([text]) is None and not is_in(text, font)


@pytest.mark.parametrize("text", ["", "plain", "Họp thôn ở Đắk Lắk", "café, naïve", "Mường Lò - Nghĩa Lộ"])
def test_unicode_is_left_as_it_is(text: str) -> None:
    assert guessed([text]) is None


@pytest.mark.parametrize(
    ("word", "expected"), [("nghiêng", True), ("quyển", True), ("xâm", True), ("¸t", False), ("ngừngg", False)]
)
def test_syllables_are_told_by_their_letters(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected
    assert vietnamese_share([word]) == (1.0 if expected or word.isascii() else 0.0)
