"""The one table of an activity's fields, and what must follow it."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from hub.store import schema
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant
from sync.importing.headings import meaning
from sync.ledger.activity_fields import COUNTED, FIELDS, ActivityField
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Activity, Fields
from sync.ledger.figures import CountedFields, Tally
from sync.ledger.merge import Values
from sync.ledger.origins import LogKind
from sync.ledger.text import fold
from sync.wording.fields import field_name
from tests.every_field import EVERY_FIELD

CODES = {field.code for field in FIELDS}


def test_every_struct_of_an_activity_has_the_fields_of_the_table_and_no_others() -> None:
    for struct in (Fields, Values, ActivityDraft):
        assert set(struct.__struct_fields__) == CODES, struct.__name__


def test_what_is_counted_is_summed_kept_and_stored() -> None:
    assert Tally.__struct_fields__ == ("activities", *COUNTED)
    assert set(COUNTED) <= set(CountedFields.__struct_fields__)
    assert set(COUNTED) <= set(schema.record.c.keys()) & set(schema.tally.c.keys())


def test_every_field_has_a_name_for_people() -> None:
    assert all(field_name(code) for code in CODES)


def test_a_heading_means_one_field_and_is_folded() -> None:
    headings = Counter(heading for field in FIELDS for heading in field.headings)
    assert max(headings.values()) == 1
    assert all(fold(heading) == heading for heading in headings)
    for field in FIELDS:
        assert {found.field for heading in field.headings if (found := meaning(heading)) is not None} == {field.code}


def test_what_has_codes_and_what_names_a_directive_or_its_task_is_picked_from_a_list() -> None:
    of_terms = {"topics", "channel", "language", "languages", "audiences", "body"}
    assert {field.code for field in FIELDS if field.is_picked} == {*of_terms, "directive", "task"}
    assert {field.code for field in FIELDS if field.terms is not None} == of_terms


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.code)
def test_an_activity_cannot_be_made_without_what_is_needed_and_can_without_the_rest(field: ActivityField) -> None:
    fields = {code: value for code, value in EVERY_FIELD.items() if code != field.code}
    line = msgspec.json.encode(
        Activity(salt="0" * 16, at=Instant(1), record="0190b2c4-5e00-7000-8000-000000000001", fields=Fields(**fields))
    )
    assert isinstance(decode(line, LogKind.DEVICE), Quarantined) == field.needed
