"""What is printed of a period: each figure is the ledger's at that moment, and of a report that was submitted its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field.printing.activity_table import rows
from field.printing.paper import paper
from field.reporting.reports import preview, submit
from field.store import LaptopStore
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from sync.wording.numbers import official_number
from tests.field.alone import NOW, PLAN, activity, follow_registry, new_store, random_bytes, receive, signer
from tests.field.printing.read_back import report_of, under, words

SAID = Narrative(results="Đã phát loa đủ các bản.\nCó 3 bản mới.", difficulties="Loa hỏng.", proposals="")
_FIELDS = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2026-10-14", "2026-10-15", "2026-10-26", "2026-11-14", "2026-11-15"]),
        "channel": st.sampled_from([None, "commune-radio", "meeting"]),
        "topics": st.sampled_from([(), ("digital-skills",), ("digital-skills", "digital-literacy")]),
        "quantity": st.one_of(st.none(), st.integers(0, 5_000)),
        "audience": st.one_of(st.none(), st.integers(0, 500_000)),
        "minutes": st.one_of(st.none(), st.integers(0, 600)),
    }
)


@settings(max_examples=15, deadline=None)
@given(st.lists(_FIELDS, max_size=6))
def test_each_figure_on_paper_is_the_ledgers(logged: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, new_store(Path(folder, "laptop")) as store:
        if logged:
            store.logs.append([activity(**fields) for fields in logged], signer())
        figures = preview(store, "2026-11", NOW).figures
        printed = paper(store, "2026-11", made=NOW)
        assert printed.figures == figures and len(printed.activities) == figures.total.activities
        document, total = report_of(printed), figures.total
        if not total.activities:
            assert "không có hoạt động nào được ghi trong sổ" in "\n".join(words(document))
            return
        sums = [official_number(number) for number in (total.activities, total.audience, total.minutes)]
        for head, tallies in (("Chủ đề", figures.topics), ("Hình thức", figures.channels)):
            *told, last = under(document, head)
            names = ["activities", *(["quantity"] if head == "Hình thức" else []), "audience", "minutes"]
            of_ledger = sorted(
                ["" if name == "quantity" and not key else official_number(getattr(tally, name)) for name in names]
                for key, tally in tallies.items()
            )
            assert sorted(row[2:] for row in told) == of_ledger
            assert [number for number in last[2:] if number] == sums
        listed = rows(printed)
        assert len(listed) == total.activities + 1
        assert listed[-1][-2:] == (total.audience, total.minutes)


def test_without_a_report_the_paper_is_a_draft_of_that_moment(store: LaptopStore) -> None:
    store.logs.append([activity(audience=1_250)], signer())
    printed = paper(store, "2026-11", made=NOW)
    assert printed.sent is None
    document = report_of(printed)
    cells = [cell.text for cell in document.tables[0]._cells]
    assert any("DỰ THẢO" in cell for cell in cells)
    (page, *_others) = document.sections
    assert page.first_page_footer.paragraphs[0].text == "Dự thảo, số liệu đến 14:33 ngày 26/10/2026"
    assert page.footer.paragraphs[0].text == page.first_page_footer.paragraphs[0].text
    assert words(document)[-1].startswith("Dự thảo, chưa gửi tỉnh: số liệu tính từ sổ của đơn vị lúc 14:33 ngày 26/10/2026.")


def test_a_report_that_was_submitted_is_printed_as_it_was(store: LaptopStore) -> None:
    store.logs.append([activity(audience=100)], signer())
    submit(store, signer(), "2026-11", SAID, now=NOW, random_bytes=random_bytes)
    later = Instant(NOW + 3600)
    same = paper(store, "2026-11", made=later)
    assert same.sent is not None and not (same.sent.changed or same.sent.received) and same.words == SAID
    assert "DỰ THẢO" not in "".join(cell.text for cell in report_of(same).tables[0]._cells)
    assert not report_of(same).sections[0].first_page_footer.paragraphs[0].text
    store.logs.append([activity(audience=7)], signer())
    receive(store, 3)
    printed = paper(store, "2026-11", made=later)
    assert printed.sent is not None and printed.sent.changed and printed.sent.received
    assert printed.figures.total.audience == 100 and len(printed.activities) == 2
    told = words(report_of(printed))
    assert "Đã phát loa đủ các bản." in told and "Loa hỏng." in told
    assert "của báo cáo đã ký trong sổ lúc 14:33 ngày 26/10/2026, tỉnh đã nhận; in lúc 15:33 ngày 26/10/2026" in told[-1]
    assert any("danh sách hoạt động không in kèm" in line for line in told)
    anew = paper(store, "2026-11", made=later, anew=True)
    assert anew.sent is None and anew.figures.total.audience == 107


def test_a_directives_report_says_what_it_answers_and_prompts_for_the_rest(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    store.logs.append([activity(directive=PLAN.id, task="19", audience=10), activity(audience=5)], signer())
    printed = paper(store, "2653/KH-UBND@2026-11", made=NOW)
    told = words(report_of(printed))
    assert "Báo cáo thực hiện Kế hoạch số 2653/KH-UBND ngày 05 tháng 01 năm 2026 của UBND tỉnh Lai Châu" in "\n".join(told)
    assert [line for line in told if line.partition(".")[0] in ("I", "II", "III", "IV", "V")] == [
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert under(report_of(printed), "Nhiệm vụ")[0] == ["19", "Phát thanh", "1", "10", "0"]


@pytest.mark.parametrize(
    ("strict", "said"), [(True, "trước ngày 15 tháng 11 năm 2026"), (False, "đến hết ngày 15 tháng 11 năm 2026")]
)
def test_until_when_is_told_as_the_directive_asks(store: LaptopStore, *, strict: bool, said: str) -> None:
    duty = msgspec.structs.replace(PLAN.duties[0], strict=strict)
    follow_registry(store, msgspec.structs.replace(PLAN, duties=(duty,)))
    for period in ("2026-11", f"{PLAN.number}@2026-11"):
        assert f"Hạn gửi báo cáo: {said}." in "\n".join(words(report_of(paper(store, period, made=NOW))))
