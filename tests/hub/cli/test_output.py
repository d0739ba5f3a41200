"""How the hub's answers look at a terminal: every line once, sums at the end, and nothing that disguises a row."""

from __future__ import annotations

import msgspec
import pytest

from hub import own_logs
from hub.cli import output
from hub.monitoring.counts import CountLine
from hub.monitoring.outdated import OutdatedReport
from hub.monitoring.readers import DirectiveReader
from hub.registry.directives.yaml import shipped
from hub.store.rows import ReportRow
from sync.encoding.types import Index, Instant
from sync.ledger.answered_status import AnsweredStatus
from sync.ledger.directive import ALL_READ, Directive
from sync.ledger.figures import Figures, Tally
from sync.ledger.period import parse
from sync.ledger.registry import DirectiveEdition
from sync.wording.directive_names import shown_names
from sync.wording.i18n import speaking
from sync.wording.names import Names
from tests.world import World

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")
NOVEMBER = parse("2026-11", ())
READER = DirectiveReader(
    unit="03390",
    name="Xã Bình Lư",
    device="a" * 16,
    officer="Lò Thị Hoa",
    claimed=Instant(1_793_000_000),
    received=Instant(1_793_000_060),
    current=True,
)
ROW = ReportRow(
    unit="03388",
    period="2026-11",
    claimed=Instant(1_793_000_000),
    after=None,
    received=Instant(1_793_000_060),
    provisional=True,
    log=1,
    idx=1,
    verdict="valid",
)


def edition(directive: Directive) -> DirectiveEdition:
    """A directive that was read whole."""
    return DirectiveEdition(directive, ALL_READ, Index(1), Instant(1))


def lines(capfdbinary: pytest.CaptureFixture[bytes]) -> list[str]:
    """What was printed, line by line."""
    return capfdbinary.readouterr().out.decode("utf-8").splitlines()


def test_directives_are_a_line_each(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with speaking("en"):
        output.directives(map(edition, shipped()))
    heads, _rule, *rows = lines(capfdbinary)
    assert heads.split() == ["number", "date", "issuer", "tasks", "reports", "subject"]
    assert [row.partition("  ")[0] for row in rows] == list(shown_names(shipped()).values())
    (plan,) = [row for row in rows if row.startswith(PLAN.name)]
    assert f"  {len(PLAN.tasks)}  " in plan and plan.endswith(PLAN.subject)


def test_a_directive_is_shown_whole(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with speaking("en"):
        output.directive(edition(PLAN), [READER])
    shown = lines(capfdbinary)
    assert shown[0] == f"number: {PLAN.number}" and f"subject: {PLAN.subject}" in shown
    tasks = shown.index("")
    assert [line.split()[0] for line in shown[tasks + 3 : tasks + 3 + len(PLAN.tasks)]] == [task.no for task in PLAN.tasks]
    for said in (*(task.label for task in PLAN.tasks), *(duty.what for duty in PLAN.duties)):
        assert any(said in line for line in shown), said
    last = [part.strip() for part in shown[-1].split("  ")]
    assert shown[-3].split("  ")[0] == "code" and last[:3] == ["03390", "Xã Bình Lư", "Lò Thị Hoa"]
    assert shown[-1].endswith("in force")


def test_a_directive_that_says_little_has_dashes_and_no_empty_tables(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    little = msgspec.structs.replace(
        PLAN, number=None, symbol="KH-UBND", signer=None, based_on=(), observances=(), duties=()
    )
    with speaking("en"):
        output.directive(edition(little), [])
    shown = lines(capfdbinary)
    assert shown[0] == "number: blank; called KH-UBND"
    assert {"signed: –", "rests on: –", "keep: –"} <= set(shown)
    assert shown.count("") == 2 and shown[-1] == "No unit has noted yet that it has read it."


def test_who_has_reported_is_a_line_each_and_the_sums(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    received = Instant(NOVEMBER.due - 60)
    found = [
        AnsweredStatus(
            unit="03388",
            name="Phường Tân Phong",
            standing="on-time",
            received=received,
            provisional=True,
            answer="returned",
            counts_as="returned",
        ),
        AnsweredStatus(unit="03390", name="Xã Bình Lư\u202e", standing="missing", counts_as="missing"),
        AnsweredStatus(
            unit="03394",
            name="Xã Sin Suối Hồ",
            standing="late",
            received=received,
            provisional=True,
            answer="awaited",
            counts_as="late",
        ),
    ]
    changed = OutdatedReport(row=ROW, stated=Figures(total=Tally(6, 0, 307)), now=Figures(total=Tally(7, 0, 308)))
    with speaking("en"):
        output.status(NOVEMBER, found, {"03388": changed}, {"2653/KH-UBND": 2}, ["một dòng"])
    head, heads, _rule, first, second, third, space, sums, answered, read, unread = lines(capfdbinary)
    assert head.startswith("Period month 11/2026: activities of 15/10/2026 to 14/11/2026, due before ")
    assert heads.split() == ["code", "unit", "reported", "received", "answer"]
    assert first.split("  ")[0] == "03388" and "14/11/2026" in first and "returned  " in first
    assert "returned, to be sent again (sent on time)" in first
    assert first.endswith("provisional: activities: sent 6, now 7; people: sent 307, now 308")
    assert second.startswith("03390  Xã Bình Lư·")
    assert third.endswith("awaits an answer"), "what was sent early and did not change since is not provisional"
    assert (space, sums, unread) == ("", "late: 1 · returned: 1 · missing: 1", "một dòng")
    assert (answered, read) == (
        "awaits an answer: 1 · returned: 1",
        "2653/KH-UBND: 2 of 3 units have noted that they read it",
    )


def test_counts_are_a_line_each_and_the_total(world: World, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with world.store.reading() as transaction:
        names = Names(own_logs.registry(transaction, world.keys), "2026-11-14")
    rows = [CountLine("03390", 2, None, 60, 15), CountLine("", 1, 1_234, 0, 0)]
    with speaking("en"):
        output.counts(names, NOVEMBER, "unit", rows, CountLine("", 3, None, 60, 15))
    head, heads, _rule, first, unsaid, last = lines(capfdbinary)
    assert head == "Period month 11/2026: 15/10/2026 to 14/11/2026"
    assert heads.split() == ["code", "unit", "activities", "quantity", "people", "minutes"]
    assert first.split() == ["03390", "Xã", "Bình", "Lư", "2", "–", "60", "15"]
    assert unsaid.split() == ["–", "not", "said", "1", "1,234", "0", "0"]
    assert last.split() == ["all", "3", "–", "60", "15"]
    assert len(first) == len(unsaid) == len(last) == len(heads), "numbers stand against their right edge"


def test_a_period_that_nobody_owes_names_nobody(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with speaking("en"):
        output.status(NOVEMBER, [], {}, {}, [])
    assert lines(capfdbinary) == [
        "Period month 11/2026: 15/10/2026 to 14/11/2026",
        "No directive asks a unit to report for this period.",
    ]
    with speaking("en"):
        output.status(NOVEMBER, [], {}, {}, ["một dòng"])
    assert lines(capfdbinary)[1:] == ["một dòng"]
