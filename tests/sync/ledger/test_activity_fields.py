"""The one table of an activity's fields, and what must follow it."""

from __future__ import annotations

from collections import Counter

from field.activities.drafts import ActivityDraft
from field.activities.importing import HEADINGS
from hub.store import schema
from sync.ledger.activity_fields import COUNTED, FIELDS
from sync.ledger.entry import Fields
from sync.ledger.figures import CountedFields, Tally
from sync.ledger.merge import Values
from sync.ledger.text import fold
from sync.wording.fields import field_name

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
    assert set(HEADINGS) == set(headings)
