"""Words that an official would not write, and what an office writes instead: none is shown, nor stands in a handbook."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests import catalogues
from tests.command import ROOT

OFFICE: dict[str, tuple[str, str]] = {
    r"\bgiấy nhận\b": ("biên nhận", "có giấy nhận của tỉnh"),
    r"^Thôi\b": ("Hủy", "Thôi (Esc)"),
    r"\b(?:thì|để) thôi\b": ("để hủy, để bỏ qua", "Esc thì thôi"),
    r"(?<!hết )(?<!quá )\bhạn trước\b": ("nộp trước", "hạn trước 15/11"),
    r"^xong\b(?! thì)(?!,)": ("hoàn thành, đã làm", "xong 0"),
    r"\bgì như vậy\b": ("không tìm thấy …", "Không có gì như vậy"),
    r"^(?:Nhận|Rút bớt) như vậy\?": ("Đồng ý …?", "Nhận như vậy?"),
    r"\bký (?:được )?thay (?:cho )?máy\b": ("ký dưới tên máy", "cũng ký được thay máy"),
    r"\bchưa gửi đi cùng\b": ("kèm theo …", "2 mục chưa gửi đi cùng"),
    r"\bđã (?:có máy khác )?thay máy\b": ("thay cho máy", "Đã có máy khác thay máy này"),
    r"\bbạn\b": ("không xưng hô; họ và tên; tài khoản này", "tên của bạn"),
    r"\bthư mời\b": ("giấy mời", "Xin tỉnh thư mời mới"),
    r"\bgia nhập\b": ("tham gia", "gia nhập lại"),
    r"\bthôi (?:mời chọn|hỏi|hiện)\b": ("không … nữa, ngừng", "máy của cán bộ thôi mời chọn"),
    r"\bcái này\b": ("tệp này, dữ liệu này", "Cái này thuộc về một máy chủ khác"),
    r"\bcủa ta\b": ("ở đây, của đơn vị", "Máy chủ của ta"),
    r"\bđại đi\b|\bnhé\b": ("bỏ", "sửa lại nhé"),
}
"""By a pattern of what is not written: what an office writes, and an example of the former."""
HANDBOOKS = ("README.md", "field/README.md", "hub/README.md", "sync/audit/README.md")


def written() -> Iterator[tuple[str, str]]:
    """Each Vietnamese text that is shown, and each paragraph of the handbooks, by where it stands."""
    for package in catalogues.PACKAGES:
        for english, vietnamese in catalogues.translations(catalogues.load(package)).items():
            for text in (vietnamese,) if isinstance(vietnamese, str) else vietnamese:
                yield f"{package}: {english}", text
    for book in HANDBOOKS:
        for number, line in enumerate((ROOT / book).read_text(encoding="utf-8").splitlines(), 1):
            yield f"{book}:{number}", line


@pytest.mark.parametrize("unwritten", OFFICE)
def test_what_an_official_would_not_write_stands_nowhere(unwritten: str) -> None:
    instead, example = OFFICE[unwritten]
    pattern = re.compile(unwritten, re.IGNORECASE)
    assert pattern.search(example)
    found = {place: text for place, text in written() if pattern.search(text)}
    assert not found, f"write: {instead}"
