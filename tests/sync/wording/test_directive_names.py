"""What people call directives and their periods."""

from __future__ import annotations

import doctest

import msgspec
import pytest

from field.activities import choices
from sync.errors import Misuse
from sync.ledger.directive import Directive, Duty
from sync.ledger.period import find_directive, gathered
from sync.wording import directive_names
from sync.wording.directive_names import letter_words, period_said, period_words, shown_names
from sync.wording.i18n import speaking

LETTER = Directive(
    id="letter", symbol="SVHTTDL-TTBCXB", kind="letter", month="2026-06", province="12", issuer="Sở", subject="Một"
)
TWIN = msgspec.structs.replace(LETTER, id="letter-2", subject="Hai")
NEXT = msgspec.structs.replace(LETTER, id="letter-3", month="2026-07")
PLAN = Directive(
    id="plan", number="2653/KH-UBND", kind="plan", date="2025-06-06", province="12", issuer="UBND", subject="Ba"
)
DATED = msgspec.structs.replace(LETTER, id="letter-4", month=None, date="2026-06-05")
YEAR = msgspec.structs.replace(LETTER, id="letter-5", month=None, year=2025)
ALL = (LETTER, TWIN, NEXT, PLAN)
PRINTED = (*ALL, DATED, YEAR)


def test_a_blank_number_is_the_symbol_with_its_month_and_no_two_names_are_alike() -> None:
    assert list(shown_names(ALL).values()) == [
        "SVHTTDL-TTBCXB (6/2026) “Một”",
        "SVHTTDL-TTBCXB (6/2026) “Hai”",
        "SVHTTDL-TTBCXB (7/2026)",
        "2653/KH-UBND",
    ]


def test_what_two_are_about_is_cut_and_where_that_is_alike_too_they_bear_their_ids() -> None:
    long = msgspec.structs.replace(
        TWIN, subject="Công tác khắc phục hậu quả của mưa lũ, sạt lở đất trên địa bàn các xã, phường"
    )
    names = shown_names((LETTER, long))
    assert names[long.id] == "SVHTTDL-TTBCXB (6/2026) “Công tác khắc phục hậu quả của mưa lũ, sạt lở đất trên địa b…”"
    assert find_directive(names[long.id], (LETTER, long)) == long
    twins = (LETTER, msgspec.structs.replace(TWIN, subject=LETTER.subject))
    assert list(shown_names(twins).values()) == ["SVHTTDL-TTBCXB (6/2026) [letter]", "SVHTTDL-TTBCXB (6/2026) [letter-2]"]
    assert [find_directive(name, twins) for name in shown_names(twins).values()] == list(twins)


def test_what_a_list_prints_can_be_typed_and_names_its_directive() -> None:
    for directive in PRINTED:
        printed = shown_names(PRINTED)[directive.id]
        assert find_directive(printed, PRINTED) == find_directive(printed.lower(), PRINTED) == directive
    for typed in ("SVHTTDL-TTBCXB (8/2026)", "2653/KH-UBND (6/2025)", "SVHTTDL-TTBCXB (6/2026) [letter-9]"):
        with pytest.raises(Misuse, match="unknown-directive"):
            find_directive(typed, PRINTED)
    assert gathered("svhttdl-ttbcxb (7/2026)@2026-11", ALL).directive == NEXT.id


def test_what_is_picked_from_the_list_is_the_one_that_was_read_there() -> None:
    picked = choices.directives(ALL)
    assert [find_directive(choice.value, ALL) for choice in picked] == list(ALL)
    assert [choice.words for choice in picked] == list(shown_names(ALL).values())
    assert [choice.words for choice in choices.directives(ALL, offered={"plan"})] == ["2653/KH-UBND"]


@pytest.mark.parametrize(
    ("name", "directive", "said"),
    [
        ("2653/KH-UBND@2026-12", PLAN, "báo cáo tháng 12/2026 theo Kế hoạch 2653/KH-UBND"),
        ("2653/KH-UBND@2026-H1", PLAN, "báo cáo 6 tháng đầu năm 2026 theo Kế hoạch 2653/KH-UBND"),
        ("2026", None, "báo cáo năm 2026"),
        ("2653/KH-UBND@2026-Q4", PLAN, "báo cáo quý 4/2026 theo Kế hoạch 2653/KH-UBND"),
        ("letter-2@2026-12-28", TWIN, "báo cáo trước ngày 28/12/2026 theo Công văn SVHTTDL-TTBCXB (6/2026) “Hai”"),
    ],
)
def test_a_period_is_said_as_people_say_it(name: str, directive: Directive | None, said: str) -> None:
    with speaking("vi"):
        assert period_said(name, directive, ALL) == said


ASKED = Directive(
    id="request-12",
    number="12/UBND",
    kind="request",
    date="2026-11-25",
    province="12",
    issuer="UBND",
    subject="Mưa lũ",
    duties=(Duty(id="report", what="Mưa lũ", rule="before 2026-12-02", reporters=("commune-committee",), strict=False),),
)
AGAIN = msgspec.structs.replace(ASKED, id="request-12-2", subject="Cứu trợ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026-02", "tháng 02/2026"),
        ("2653/KH-UBND@2026-12", "2653/KH-UBND, tháng 12/2026"),
        ("plan@2026-H1", "2653/KH-UBND, 6 tháng đầu năm 2026"),
        ("2653/KH-UBND@2026-Q4", "2653/KH-UBND, quý 4/2026"),
        ("2026", "năm 2026"),
        ("letter-2@2026-12-28", "SVHTTDL-TTBCXB (6/2026) “Hai”, trước ngày 28/12/2026"),
        ("12/UBND@2026-12-02", "12/UBND “Mưa lũ”, đến hết ngày 02/12/2026"),
        ("request-12-2@2026-12-02", "12/UBND “Cứu trợ”, đến hết ngày 02/12/2026"),
        ("gone@2026-12-02", "gone, trước ngày 02/12/2026"),
    ],
)
def test_a_period_has_a_name_of_few_words_and_no_id_stands_in_it(name: str, said: str) -> None:
    with speaking("vi"):
        assert period_words(name, (*ALL, ASKED, AGAIN)) == said
        assert letter_words(name, (*ALL, ASKED, AGAIN)) == said.partition(", ")[0].partition(" “")[0] * ("@" in name)


def test_the_examples_hold() -> None:
    assert doctest.testmod(directive_names).failed == 0
