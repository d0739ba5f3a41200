"""Activities in the API: those of the ledger, with history, conflicts and answers."""

from __future__ import annotations

import httpx

from hub.web.api.shapes import (
    RecordDetail,
    RecordsShape,
)
from sync.encoding.spelling import tobase64
from tests.hub.web.api.reading import HOSTILE, UNIT, busy, told
from tests.hub.web.province import Province


def test_the_records_are_those_of_the_ledger(province: Province, reader: httpx.Client) -> None:
    shared, accepted, mistaken = busy(province)
    found = told(reader, "/api/v1/records", RecordsShape)
    assert (found.total, found.page, found.pages) == (2, 1, 1)
    by_id = {one.record: one for one in found.records}
    world = province.hub_records(UNIT)
    assert {record: one.fields for record, one in by_id.items()} == {
        record: state.values for record, state in world.items() if state.retracted is None
    }
    assert by_id[accepted].fields.title == HOSTILE, "an answer for programs says what was stated"
    assert (by_id[accepted].answer, by_id[shared].conflicts) == ("accepted", 1)
    (gone,) = told(reader, "/api/v1/records?taken_back=1", RecordsShape).records
    assert (gone.record, gone.taken_back) == (mistaken, True)
    (disputed,) = told(reader, "/api/v1/records?conflicted=1", RecordsShape).records
    assert disputed.record == shared
    assert told(reader, "/api/v1/records?channel=zalo", RecordsShape).total == 1
    assert told(reader, "/api/v1/records?page=2", RecordsShape).records == ()


def test_a_record_tells_its_history_its_conflict_and_the_answers_to_it(province: Province, reader: httpx.Client) -> None:
    shared, accepted, mistaken = busy(province)
    found = told(reader, f"/api/v1/records/{UNIT}/{shared}", RecordDetail)
    state = province.hub_records(UNIT)[shared]
    assert (found.record.fields, found.entries, found.heads) == (state.values, 3, tuple(map(tobase64, state.heads)))
    (conflict,) = found.conflicts
    assert (conflict.field, {side.value for side in conflict.values}) == ("audience", {20, 30})
    assert {side.entry for side in conflict.values} == set(found.heads) <= {step.entry for step in found.history}
    first, *revisions = found.history
    assert first.base == () and all(step.base == (first.entry,) for step in revisions)
    assert all(step.claimed < step.received for step in found.history)
    (said,) = told(reader, f"/api/v1/records/{UNIT}/{accepted}", RecordDetail).answers
    assert (said.verdict, said.comment) == ("accepted", "Đủ")
    assert told(reader, f"/api/v1/records/{UNIT}/{mistaken}", RecordDetail).taken_back == "nhầm"
