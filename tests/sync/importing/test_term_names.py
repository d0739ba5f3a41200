"""What cells name of the vocabulary, as communes write it; what says something else as often is kept, and asked about."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from sync.importing.term_names import term_named
from sync.ledger.vocabulary import ListName
from tests.sync.importing.test_plan import NOV, asked, csv, stated


@pytest.mark.parametrize(
    "word",
    [
        "Ảnh",
        "Phóng sự",
        "Tranh",
        "Tranh, ảnh",
        "TT",
        "TH",
        "HT",
        "Hoạt động",
        "Nhóm",
        "Băng",
        "Hỏi đáp",
        "Trực tiếp",
        "Tuyên truyền trực tiếp",
        "Bản",
    ],
)
def test_a_word_that_says_something_else_as_often_is_no_way(word: str) -> None:
    plan = csv("Ngày,Nội dung,Hình thức", f'3/11/2026,Bản Km2 vui ngày hội,"{word}"')
    assert stated(plan, "channel", "text") == [(f"{NOV}03", UNSET, f"Hình thức: {word}")]
    assert asked(plan) == ["not-listed"]


CHANNELS = {
    "Treo băng rôn": "banner",
    "treo bang ron": "banner",
    "Treo băng rôn, khẩu hiệu": "banner",
    "Phát tờ rơi": "leaflet",
    "Cấp phát tờ rơi": "leaflet",
    "Dán áp phích": "billboard",
    "Phát loa": "commune-radio",
    "Tuyên truyền bằng loa": "commune-radio",
    "Loa của bản": "commune-radio",
    "Đăng Facebook": "facebook",
    "Đăng bài trên Facebook": "facebook",
    "Gửi Zalo": "zalo",
    "Tổ chức hội nghị": "meeting",
    "Mở lớp tập huấn": "training",
    "Họp, sinh hoạt": "meeting",
    "Hội thảo, tọa đàm": "seminar",
    "Văn nghệ, thể thao": "performance",
    "Trang TTĐT xã": "website",
    "Cổng TTĐT xã": "website",
    "Triển lãm ảnh": "",
    "Tuyên truyền": "",
    "Tuyên truyền pháp luật": "",
    "TikTok, Facebook": "",
    "Phát quà": "",
    "In ấn": "",
    "Tổ chức": "",
    "Trên xã": "",
    "Triển lãm": "exhibition",
    "Báo": "press",
    "Video": "multimedia",
}
LANGUAGES = {
    "T. Mông": "hmn",
    "T.Mông": "hmn",
    "t.thái": "tai",
    "Tiếng Mông": "hmn",
    "Bằng tiếng Mông": "hmn",
    "Nói tiếng Dao": "ium",
    "T. Anh": "",
    "T.": "",
    "Tiếng": "",
}
AUDIENCES = {
    "Toàn dân": "residents",
    "Toàn thể nhân dân": "residents",
    "Nhân dân trong bản": "residents",
    "Bà con các bản": "residents",
    "Học sinh THCS": "students",
    "Học sinh tiểu học và THCS": "students",
    "Học sinh toàn trường": "students",
    "HS lớp 6A": "students",
    "Cán bộ xã": "officials",
    "Đoàn viên thanh niên": "youth",
    "Phụ nữ trong xã": "women",
    "Trẻ em": "",
    "Người cao tuổi": "",
    "Hộ nghèo": "",
    "Các": "",
}


@pytest.mark.parametrize(
    ("terms", "text", "code"),
    [
        *(("channels", text, code) for text, code in CHANNELS.items()),
        *(("languages", text, code) for text, code in LANGUAGES.items()),
        *(("audiences", text, code) for text, code in AUDIENCES.items()),
    ],
)
def test_a_name_is_known_by_what_leaves_it_as_it_is(terms: ListName, text: str, code: str) -> None:
    assert term_named(terms, text) == code


@pytest.mark.parametrize("text", ["Việt (Mông)", "Việt, T. Mông", "T. Việt và T. Mông", "Song ngữ Việt - Mông"])
def test_two_languages_of_a_cell_are_both_taken(text: str) -> None:
    plan = csv("Ngày,Nội dung,Ngôn ngữ", f'3/11/2026,Chợ phiên,"{text}"')
    assert (stated(plan, "language", "languages"), asked(plan)) == ([(f"{NOV}03", "vi", ("hmn",))], [])


@pytest.mark.parametrize("text", ["Mông (Hmông)", "Thái (Thái đen)"])
def test_a_language_that_is_named_twice_is_one(text: str) -> None:
    plan = csv("Ngày,Nội dung,Ngôn ngữ", f"3/11/2026,Chợ phiên,{text}")
    assert [row[2] for row in stated(plan, "language", "languages")] == [UNSET]
    assert asked(plan) == []


def test_a_language_in_brackets_that_is_none_is_asked_about() -> None:
    assert asked(csv("Ngày,Nội dung,Ngôn ngữ", "3/11/2026,Chợ phiên,Việt (phụ đề)")) == ["not-listed"]
