"""Bodies as units, sudden reports and what went upward, by command: stated, learnt by laptops, owed and told."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest

from field.cli.output import status as laptop_output
from field.reporting.calendar import calendar_events
from field.reporting.reports import preview
from field.reporting.status import laptop_status
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.encoding.types import Instant
from sync.ledger.period import parse
from sync.wording.i18n import speaking
from tests.hub.cli.test_units import command
from tests.hub.registry.stating import BAN_BO, BINH_LU, KHUN_HA, registry
from tests.world import World

BEFORE = "2099-12-04"
"""A day to come, whenever this runs."""
PERIOD = f"45/CV-SVHTTDL@{BEFORE}"
THREE_DAYS_BEFORE = Instant(int(datetime.datetime(2099, 12, 1, 5, tzinfo=datetime.UTC).timestamp()))
DEPARTMENT = "12-khcn"


def ask(world: World, *more: str) -> tuple[int, list[str], str]:
    words = ("--subject", "Thiệt hại do mưa lũ", "--before", BEFORE, "--number", "45/CV-SVHTTDL")
    return command(world.home.path, "request", *words, *more)


def refused(world: World, *words: str) -> tuple[int, str]:
    """The exit code of a command, and the code of its error."""
    status, lines, _told = command(world.home.path, *words, "--json")
    return status, json.loads("\n".join(lines))["error"]["code"]


def test_a_department_that_was_added_joins_and_owes_what_it_is_asked_for(world: World) -> None:
    home = world.home.path
    words = ("--name", "Khoa học và Công nghệ", "--type", "Sở", "--kind", "science-department", "--eid", "H35.12.3")
    assert command(home, "unit", "add", DEPARTMENT, *words, "--from", "2025-07-01")[:2] == (0, [DEPARTMENT])
    rows = {row["code"]: row for row in json.loads("\n".join(command(home, "unit", "list", "--json")[1]))}
    row = rows[DEPARTMENT]
    assert (row["kind"], row["reports_to"], row["eid"]) == ("science-department", "", "H35.12.3")
    laptop = world.laptop(DEPARTMENT)
    code, lines, told = ask(world, "--unit", DEPARTMENT)
    assert (code, lines) == (0, [PERIOD])
    assert f"{DEPARTMENT} Sở Khoa học và Công nghệ" in told and BINH_LU not in told
    laptop.exchange(world.line)
    (due,) = [line for line in laptop_status(laptop.store, THREE_DAYS_BEFORE).agenda if line.period == PERIOD]
    assert (due.kind, due.state, due.days) == ("request", "to-do", 3)


def test_a_unit_that_is_there_is_not_stated_again_and_what_differs_is_said(world: World) -> None:
    def add(name: str, *more: str) -> tuple[int, list[str], str]:
        words = ("--name", name, "--type", "Sở", "--kind", "science-department")
        return command(world.home.path, "unit", "add", DEPARTMENT, *words, *more)

    assert add("Khoa học", "--from", "2026-01-01")[1] == [DEPARTMENT]
    size = registry(world).size
    code, lines, told = add("Khoa học")
    assert (code, lines, registry(world).size) == (0, [], size)
    assert "12-khcn Sở Khoa học was there already, just so: nothing new was stated." in told
    code, lines, told = add("Khoa học và Công nghệ", "--eid", "H35.12.3", "--from", "2025-07-01")
    assert (code, lines) == (0, [DEPARTMENT])
    assert "Changed from 01/07/2025 on: name: Khoa học → Khoa học và Công nghệ; " in told
    assert "identification code: – → H35.12.3; first day: 01/01/2026 → 01/07/2025." in told
    assert add("Khoa học và Công nghệ", "--eid", "H35.12.4")[0] == 0
    rows = {row["code"]: row for row in json.loads("\n".join(command(world.home.path, "unit", "list", "--json")[1]))}
    assert (rows[DEPARTMENT]["eid"], rows[DEPARTMENT]["valid_from"]) == ("H35.12.4", "2025-07-01")


def test_an_office_reports_to_whom_it_is_said_to(world: World) -> None:
    words = ("--name", "Văn hóa - Xã hội", "--type", "Phòng", "--kind", "culture-society-office")
    assert command(world.home.path, "unit", "add", "03390-vhxh", *words, "--reports-to", "ban bo")[0] == 0
    listed = json.loads("\n".join(command(world.home.path, "unit", "list", "--json")[1]))
    assert {row["code"]: row["reports_to"] for row in listed}["03390-vhxh"] == BAN_BO


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("units.csv", "Mã;Tên;Loại;Loại cơ quan;Báo cáo cho\n{};Một;Phòng;culture-society-office;{}\n{};Hai;Sở;{};\n"),
        (
            "units.yaml",
            "- {{code: {}, name: Một, type: Phòng, kind: culture-society-office, reports_to: {}}}\n"
            "- {{code: {}, name: Hai, type: Sở, kind: {}}}\n",
        ),
    ],
)
def test_a_file_is_stated_whole_or_not_at_all(world: World, tmp_path: Path, name: str, text: str) -> None:
    """The first reports to the second, which stands below it."""
    path, before = tmp_path / name, registry(world).size
    first, second = "12-vhxh", DEPARTMENT
    path.write_text(text.format(first, second, second, "no-such-kind"), encoding="utf-8")
    code, lines, told = command(world.home.path, "unit", "add", "--file", str(path))
    wrong = 3 if name.endswith("csv") else 2
    assert (code, lines, registry(world).size) == (1, [], before)
    assert f"{wrong}: " in told.splitlines()[0] and "no-such-kind" in told.splitlines()[0]
    assert len(told.splitlines()) == 2, "the row above is not blamed for its superior's"
    path.write_text(text.format(first, second, second, "science-department"), encoding="utf-8")
    assert command(world.home.path, "unit", "add", "--file", str(path))[:2] == (0, [second, first])
    assert registry(world).units[first].reports_to == second
    size = registry(world).size
    code, lines, told = command(world.home.path, "unit", "add", "--file", str(path))
    assert (code, lines, registry(world).size) == (0, [], size), "the same file again"
    assert "0 units stated" in told and told.count("just so: nothing new was stated") == 2
    path.write_text(text.format(first, second, second, "culture-department"), encoding="utf-8")
    code, lines, told = command(world.home.path, "unit", "add", "--file", str(path))
    assert (code, lines, registry(world).size) == (0, [second], size + 1)
    assert "12-khcn Sở Hai was there already. Changed from" in told
    assert "kind of body: Department of Science and Technology → " in told


@pytest.mark.parametrize(
    ("name", "text", "status", "error"),
    [
        ("a.csv", "Mã,Tên\n12-a,A\n", 3, "no-units-there"),
        ("a.csv", "Mã,Tên,Loại\n", 3, "no-units-there"),
        ("a.yaml", "code: 12-a\n", 3, "no-units-there"),
        ("a.yaml", "- [12-a, A, Sở]\n", 3, "bad-units-file"),
        ("a.yaml", "- {code: 12-a, colour: red}\n", 3, "bad-units-file"),
        ("a.yaml", "- {code: 12-a, code: 12-b}\n", 3, "bad-units-file"),
        ("a.yaml", "- {code: 12-a\n", 3, "bad-units-file"),
        ("a.yaml", "- {code: 12-a, name: A}\n", 1, "wrong-units"),
        ("a.csv", "Mã,Tên,Loại,Từ ngày\n03390,Bình Lư,xã,mai\n", 1, "wrong-units"),
    ],
)
def test_a_file_that_is_no_list_of_units_is_refused(
    world: World, tmp_path: Path, name: str, text: str, status: int, error: str
) -> None:
    path, before = tmp_path / name, registry(world).size
    path.write_text(text, encoding="utf-8")
    assert refused(world, "unit", "add", "--file", str(path)) == (status, error)
    assert registry(world).size == before


def test_the_bodies_that_shipped_tasks_name_are_stated_once(world: World) -> None:
    before = set(registry(world).units)
    assert command(world.home.path, "unit", "add", "--shipped")[0] == 0
    stated = set(registry(world).units) - before
    assert {"12-vhttdl", "12-khcn", "12-ca", "12-ttbcxb"} <= stated
    size = registry(world).size
    assert command(world.home.path, "unit", "add", "--shipped")[:2] == (0, [])
    assert registry(world).size == size


@pytest.mark.parametrize(
    ("words", "status", "error"),
    [
        ((), 2, "unit-or-file"),
        (("12-a", "--file", "x.csv"), 2, "unit-or-file"),
        (("12-a", "--shipped"), 2, "unit-or-file"),
        (("--shipped", "--name", "A"), 2, "unit-or-file"),
        (("12-a", "--name", "A"), 2, "no-unit-field"),
        (("12-a", "--name", "A", "--type", "Sở"), 2, "unit-without-kind"),
        (("12-a", "--name", "A", "--type", "Sở", "--from", "mai"), 2, "bad-day"),
        (("--file", "not-there.csv"), 3, "file-missing"),
        (("12-a", "--name", "A", "--type", "Sở", "--kind", "science-department", "--reports-to", "12-a"), 2, "unknown-unit"),
    ],
)
def test_what_is_no_unit_is_refused(world: World, words: tuple[str, ...], status: int, error: str) -> None:
    before = registry(world).size
    assert refused(world, "unit", "add", *words) == (status, error)
    assert registry(world).size == before


def test_a_sudden_report_reaches_the_units_named_and_no_others(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    asked, other = world.laptop(BINH_LU), world.laptop(KHUN_HA)
    code, lines, told = ask(world, "--unit", "binh lu", "--unit", BAN_BO, "--head", "Thiệt hại", "--from", "2099-11-01")
    assert (code, lines) == (0, [PERIOD])
    assert all(unit in told for unit in (BINH_LU, BAN_BO)) and KHUN_HA not in told
    listed = " ".join(command(world.home.path, "directive", "list")[1])
    assert "Request for a report: Thiệt hại do mưa lũ" in " ".join(listed.split())
    standing = json.loads("\n".join(command(world.home.path, "status", "--period", PERIOD, "--json")[1]))
    assert {(row["unit"], row["standing"]) for row in standing} == {(BINH_LU, "due"), (BAN_BO, "due")}
    for laptop in (asked, other):
        laptop.exchange(world.line)
    shown = laptop_status(asked.store, THREE_DAYS_BEFORE)
    with speaking("vi"):
        laptop_output(shown, None, (), ())
    letter = PERIOD.partition("@")[0]
    assert f"Tỉnh yêu cầu báo cáo: Thiệt hại do mưa lũ ({letter})" in " ".join(capsys.readouterr().out.split())
    assert PERIOD not in [line.period for line in laptop_status(other.store, THREE_DAYS_BEFORE).agenda]


def publish_shipped(world: World, *ids: str) -> None:
    with world.store.writing() as transaction:
        for known in shipped():
            if known.id in ids:
                publish(transaction, world.keys, known, now=world.now(), random_bytes=world.random)


def test_a_report_on_request_is_called_in_from_those_whom_its_letter_names(world: World) -> None:
    publish_shipped(world, "lai-chau-2026-06")
    home = world.home.path
    office = "03390-vhxh"
    words = ("--name", "Văn hóa - Xã hội", "--type", "Phòng", "--kind", "culture-society-office")
    assert command(home, "unit", "add", office, *words, "--reports-to", BINH_LU)[0] == 0
    number = ("--number", "46/CV", "--before", BEFORE)
    code, (period,), told = command(home, "request", *number, "--of", "SVHTTDL-TTBCXB (6/2026)")
    assert (code, period) == (0, f"46/CV@{BEFORE}")
    asked = {line.split()[0] for line in told.splitlines()[1:]}
    assert {office, BINH_LU, KHUN_HA} <= asked, "a commune answers for those of its bodies that are no units"
    (directive,) = [known for known in registry(world).directives if known.number == "46/CV"]
    (duty,) = directive.duties
    about = "Tuyên truyền bình đẳng giới, phòng, chống thiên tai, khoa học, công nghệ và chuyển đổi số"
    assert (duty.what, directive.subject, duty.recipient) == (about, about, "culture-department"), "as its letter is"
    assert duty.counts == ("directive lai-chau-2026-06",)
    assert duty.reporters == ("service-centre", "culture-society-office")
    assert [basis.number for basis in directive.based_on] == ["SVHTTDL-TTBCXB"]
    again = command(
        home,
        "request",
        *number,
        "--subject",
        "Khác",
        "--kind",
        "culture-society-office",
        "--of",
        "lai-chau-2026-06#on-request",
    )
    (second,) = [known for known in registry(world).directives if known.subject == "Khác"]
    assert second.duties[0].reporters == ("culture-society-office",) and second.duties[0].recipient == "culture-department"
    assert f"A request by this letter was there already: {about} ({directive.id})." in again[2]


@pytest.mark.parametrize("of", ["2653/KH-UBND", "lai-chau-2026-06#monthly"])
def test_a_directive_without_such_a_report_on_request_calls_nothing_in(world: World, of: str) -> None:
    publish_shipped(world, "lai-chau-2026-06", "lai-chau-2653-kh-ubnd")
    words = ("--before", BEFORE, "--number", "1", "--of", of)
    assert refused(world, "request", *words) == (2, "no-such-duty-on-request")


def test_who_asks_is_who_reports_upward_unless_it_is_said(world: World) -> None:
    ask(world)
    ask(world, "--issuer", "UBND tỉnh Lai Châu")
    issuers = [known.issuer for known in registry(world).directives if known.kind == "request"]
    assert issuers == ["Sở Văn hóa, Thể thao và Du lịch", "UBND tỉnh Lai Châu"]


@pytest.mark.parametrize(
    ("words", "status", "error"),
    [
        (("--before", BEFORE, "--number", "1", "--subject", " "), 2, "subject-or-duty"),
        (("--before", BEFORE, "--number", "1", "--kind", "x-y-z"), 2, "unknown-code"),
        (("--before", BEFORE), 2, "number-or-symbol"),
        (("--before", BEFORE, "--number", "1", "--symbol", "CV"), 2, "number-or-symbol"),
        (("--before", "mai", "--number", "1"), 2, "bad-day"),
        (("--before", "2026-01-01", "--number", "1"), 1, "request-day-passed"),
        (("--before", BEFORE, "--number", "1", "--unit", "99999"), 2, "unknown-unit"),
    ],
)
def test_what_cannot_be_asked_is_refused(world: World, words: tuple[str, ...], status: int, error: str) -> None:
    before = registry(world).size
    assert refused(world, "request", "--subject", "x", *words) == (status, error)
    assert registry(world).size == before


def test_what_went_upward_is_told_with_the_digest_of_the_annex(world: World, tmp_path: Path) -> None:
    annex = tmp_path / "annex.json"
    annex.write_bytes(b"an annex")
    words = ("--number", "12/BC-SVHTTDL", "--date", "2025-12-30", "--recipient", "UBND tỉnh", "--annex", str(annex))
    code, lines, first = command(world.home.path, "dispatched", "2025-12", *words)
    assert (code, lines) == (0, [hashlib.sha256(b"an annex").hexdigest()])
    (entry,) = registry(world).dispatched
    assert (entry.period, entry.number, entry.recipient) == ("2025-12", "12/BC-SVHTTDL", "UBND tỉnh")
    again = ("--number", "12/BC-SVHTTDL", "--date", "2025-12-31", "--recipient", "UBND tỉnh", "--annex", str(annex))
    code, _lines, told = command(world.home.path, "dispatched", "2026-01", *again)
    before = "Stated before: the report month 12/2025 went to UBND tỉnh as 12/BC-SVHTTDL of 30/12/2025. Both stand."
    assert code == 0 and before in told and "Stated before" not in first
    annex.unlink()
    assert command(world.home.path, "dispatched", "2025-12", *words)[0] == 3


def test_of_requests_by_one_letter_each_is_named_and_reached_and_no_id_is_shown(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop, home = world.laptop(BINH_LU), world.home.path
    words = ("--number", "12/UBND", "--unit", BINH_LU)
    for subject, by in (("Thiệt hại", "2099-12-02"), ("Khắc phục", "2099-12-02"), ("Cứu trợ", "2099-12-05")):
        assert command(home, "request", "--before", by, "--subject", subject, *words)[0] == 0
    first, second, third = [known for known in registry(world).directives if known.kind == "request"]
    laptop.exchange(world.line)
    assert parse(f"{first.id}@2099-12-02", [first]).due > THREE_DAYS_BEFORE
    shown = laptop_status(laptop.store, THREE_DAYS_BEFORE)
    with speaking("vi"):
        laptop_output(shown, None, (), laptop.store.logs.registry().directives)
    lines = capsys.readouterr().out
    assert all(f"{known.subject} (12/UBND)" in lines for known in (first, second, third)) and "request-" not in lines
    summaries = [event.summary for event in calendar_events(laptop.store, THREE_DAYS_BEFORE)]
    assert len([said for said in summaries if "(12/UBND)" in said]) == 3 and not any(
        "request-" in said for said in summaries
    )
    for group in ("status", "counts", "remind"):
        code, _lines, told = command(home, group, "--period", "12/UBND@2099-12-02")
        near = f"{first.id}@2099-12-02 (Thiệt hại); {second.id}@2099-12-02 (Khắc phục)"
        assert code == 2 and near in " ".join(told.split())
    for typed, meant in (
        ("12/ubnd@2099-12-05", third),
        (f"{first.id}@2099-12-02", first),
        (f"{second.id}@2099-12-02", second),
    ):
        code, _lines, told = command(home, "status", "--period", typed)
        assert code == 0 and f"“{meant.subject}”" in told
    assert preview(laptop.store, laptop.store.logs.registry().chosen_period("12/UBND@2099-12-05").name, THREE_DAYS_BEFORE)
