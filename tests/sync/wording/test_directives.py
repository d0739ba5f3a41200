"""Directives read in part, in words: never as if they asked for nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sync.encoding.types import Index, Instant
from sync.ledger.decode import decode
from sync.ledger.directive import ALL_READ, Unread
from sync.ledger.entry import DirectedInPart
from sync.ledger.origins import LogKind
from sync.ledger.registry import DirectiveEdition
from sync.wording import directives as words
from sync.wording.i18n import speaking
from tests import later
from tests.field.alone import PLAN


def edition(line: bytes) -> DirectiveEdition:
    """The edition in a line that is read in part."""
    entry = decode(line, LogKind.REGISTRY)
    assert isinstance(entry, DirectedInPart)
    return DirectiveEdition(entry.directive, entry.unread, Index(1), Instant(1))


DUTY, WHOLE, KEY = edition(later.OPAQUE_DUTY), edition(later.OPAQUE_EDITION), edition(later.PASSED_OVER)


def test_a_directive_says_in_one_line_that_a_newer_program_is_needed() -> None:
    with speaking("vi"):
        for found in (DUTY, WHOLE, KEY):
            line = "Văn bản này có phần mà phần mềm này chưa đọc được; cần phần mềm mới hơn."
            assert words.unread_line(found.unread) == words.unread_lines(found.unread)[0] == line
        assert words.unread_lines(DUTY.unread)[1:] == ["Báo cáo quý về truyền thanh: cần phần mềm mới hơn để biết thời hạn"]
    assert words.unread_line(ALL_READ) == "" and words.unread_lines(ALL_READ) == []


def test_how_many_tasks_and_reports_there_are_is_not_said_where_it_is_not_known() -> None:
    def told(found: DirectiveEdition) -> tuple[str, str]:
        return words.tasks_told(found.directive), words.duties_told(found.directive, found.unread)

    with speaking("vi"):
        assert told(KEY) == ("0", "1")
        assert told(DUTY) == ("0", "2")
        assert told(WHOLE) == ("chưa đọc được", "chưa đọc được")


@pytest.mark.parametrize(
    ("editions", "lines"),
    [
        ([], []),
        ([DUTY], ["Có 1 báo cáo theo 72/KH-UBND mà phần mềm này chưa đọc được, nên chưa tính đến: cần phần mềm mới hơn."]),
        (
            [DUTY, WHOLE, WHOLE],
            [
                "Có 1 báo cáo theo 72/KH-UBND mà phần mềm này chưa đọc được, nên chưa tính đến: cần phần mềm mới hơn.",
                "Phần mềm này chưa đọc được 73/KH-UBND, 73/KH-UBND yêu cầu báo cáo gì, nên chưa tính đến: cần phần mềm "
                "mới hơn.",
            ],
        ),
    ],
)
def test_reports_that_no_list_has_are_told_under_it(editions: list[DirectiveEdition], lines: list[str]) -> None:
    with speaking("vi"):
        assert words.unread_duties(editions) == lines


def test_what_hides_reports_is_an_opaque_edition_or_an_opaque_duty() -> None:
    assert [found.unread.hides_duties for found in (DUTY, WHOLE, KEY)] == [True, True, False]
    assert not Unread().hides_duties


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, ""),
        ("2026-01-01", None, "từ 01/01/2026"),
        (None, "2026-12-31", "đến hết 31/12/2026"),
        ("2026-01-01", "2026-12-31", "01/01/2026 – 31/12/2026"),
    ],
)
def test_how_long_a_directive_holds_is_said_as_far_as_it_says(first: str | None, last: str | None, told: str) -> None:
    with speaking("vi"):
        assert words.validity(replace(PLAN, valid_from=first, valid_to=last)) == told
