"""The lines below a table where it is dated and signed: who made it, whose post signs it. A word of a post inside of what
was done ("Bầu trưởng bản") is no signature: nothing is left out in silence that does not surely sign."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sync.ledger.text import fold

_SIGNS: Final = re.compile(
    r"\W*(?:nguoi (?:lap|tong hop|bao cao|ghi|kiem tra)\b|(?:can bo|chuyen vien|cong chuc) (?:lap|tong hop)\b"
    r"|lap bieu\b|lap bang$|(?:da )?ky(?: ten)?(?:$|[,;:).])|ghi ro ho ten|noi nhan\b|luu(?:$|:)"
    r"|(?:tm|kt|tl|tuq)\.|[tk]/[ml]\b|xac nhan(?:$| cua\b)"
    r"|(?:phe )?duyet cua\b|(?:y kien|nhan xet) cua\b|(?:(?:bgh|ban giam hieu|lanh dao|nguoi|phe|da|ky) ?)?duyet$"
    r"|ngay .{0,8}thang .{0,8}nam)"
)
"""What begins a line that nobody writes of an activity."""
_DATED: Final = re.compile(r".{2,60}?, ngay .{0,8}thang .{0,8}nam")
_POST: Final = re.compile(
    r"\b(?:chu tich|bi thu|thu truong|truong phong|ke toan|van thu|truong thon|truong ban|truong khu|to truong|cong chuc"
    r"|giam doc|hieu truong|hat truong|tram truong|doi truong|tong phu trach|thu thu|thu ky|thu quy|can bo phu trach)\b"
)
_OFFICE_SYLLABLES: Final = (
    "ban bo btv can ccb chap chi chuc chung chuyen co cong cq da dac dang dau dia doan doi don dong ghi hanh hdnd hnd ho"
    " hoa hoi huyen khu ky lhpn mon mttq nct nhan pho phong phu phuong q quan quyen ro su tam ten thanh thi thon thuong"
    " tinh tm kt tl tntp to tong trach tran truc trung truong ub ubmttq ubnd uy va van vhxh vi vien vu xa"
)
"""What else stands in the name of a post and of its office, and of how it is signed."""
_OF_OFFICE: Final = frozenset(_OFFICE_SYLLABLES.split())
_PLACES: Final = ("xa", "phuong", "thon", "ban", "khu", "to")
_LONGEST_NAME: Final = 2
_LONGEST_POST: Final = 100
_WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4_096)
def is_signature(text: str) -> bool:
    """Whether a text is of the lines below a table where it is dated and signed.

    >>> [is_signature(text) for text in ("Người lập biểu", "Phó Bí thư Đoàn xã", "Hon, ngày 3 tháng 11 năm 2026")]
    [True, True, True]
    >>> [is_signature(text) for text in ("Bầu trưởng bản", "Chủ tịch xã thăm hộ nghèo", "BẦU BÍ THƯ", "Tập huấn kế toán")]
    [False, False, False, False]
    """
    if any(_SIGNS.match(fold(line)) for line in text.splitlines()):
        return True
    if _DATED.match(fold(text)):
        return _is_place(_WORD.findall(text.partition(",")[0]))
    return _is_post(text)


def _is_place(words: list[str]) -> bool:
    """Whether words are a place's: names, perhaps behind what it is."""
    capitals = all(word[0].isupper() for word in words)
    return bool(words) and (capitals or (fold(words[0]) in _OF_OFFICE and _are_names(words)))


def _is_post(text: str) -> bool:
    """Whether a text is a post, of whatever office and place, perhaps behind the name of who has it."""
    found = _POST.search(fold(text)) if len(text) <= _LONGEST_POST else None
    if found is None:
        return False
    words, start = _WORD.findall(text), len(_WORD.findall(fold(text)[: found.start()]))
    before, behind = words[:start], words[start + len(found[0].split()) :]
    if text.isupper():
        return not _others(before) and _is_office(behind)
    return (not _others(before) or (len(before) > 1 and _are_names(before))) and _are_names(behind)


def _is_office(words: list[str]) -> bool:
    """Whether words in capitals alone are an office's, the last of them perhaps the name of its place."""
    others = _others(words)
    if not others:
        return True
    named = others[0] > 0 and fold(words[others[0] - 1]) in _PLACES
    return named and len(words) - others[0] <= _LONGEST_NAME


def _others(words: list[str]) -> list[int]:
    """The places of words that are of no office."""
    return [at for at, word in enumerate(words) if fold(word) not in _OF_OFFICE]


def _are_names(words: list[str]) -> bool:
    return all(word[0].isupper() or fold(word) in _OF_OFFICE for word in words)
