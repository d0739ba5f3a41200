"""A filed annex computed again from a bundle: it rests on the hub's own word, and every figure follows from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hub.export.documents import annex_xlsx
from hub.monitoring.reviews import review_report
from sync.annex.model import TABLES, Annex, LedgerHeads, Sums
from sync.annex.written import annex_csv, annex_json
from sync.audit.annex_recount import check
from sync.audit.recount_outcome import RecountOutcome
from sync.encoding.types import Instant, Size
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from tests.hub.export.documents.reported import bundled, busy, checked, filed, gathered, soxa, submit
from tests.sync.annex.auditor import Auditor
from tests.sync.audit.bundles import HUB, small
from tests.test_one_state import PLAN, History
from tests.world import World


def test_as_it_is_nothing_differs(auditor: Auditor) -> None:
    for kind, data in (
        (".xlsx", annex_xlsx.write(auditor.annex)),
        (".csv", annex_csv(auditor.annex)),
        (".json", annex_json(auditor.annex)),
    ):
        outcome = checked(auditor.world, auditor.path(data, kind), auditor.bundle)
        assert (outcome.faults, outcome.differences) == ((), ())
        assert outcome.figures > 100
    resaved = auditor.edited(lambda _book: None)
    assert auditor.found(resaved) == []


def test_notes_that_are_not_the_hubs_or_not_of_this_bundle_are_named(auditor: Auditor, tmp_path: Path) -> None:
    annex, state = auditor.annex, auditor.annex.state

    def with_state(**notes: str) -> Path:
        changed = msgspec.structs.replace(annex, state=msgspec.structs.replace(state, **notes))
        return auditor.path(annex_xlsx.write(changed))

    assert auditor.faults(with_state(registry=state.acceptances, acceptances=state.registry)) == ["wrong-origin"]
    assert auditor.faults(with_state(acceptances=state.registry)) == ["wrong-origin"]
    assert auditor.faults(with_state(registry="x")) == ["bad-note"]
    stranger = Signer(origins.registry(auditor.annex.hub), bytes(range(32)))
    line = checkpoints.sign(checkpoints.parse(state.registry).checkpoint, stranger).rpartition("\n\n")[2]
    assert auditor.faults(with_state(registry=state.registry + line)) == ["strange-signatures"]
    other = busy(tmp_path / "other", 6)  # of the same name, with another key
    theirs = gathered(other)
    assert auditor.faults(filed(tmp_path, theirs)) == ["unsigned"]
    assert auditor.faults(with_state(acceptances=theirs.state.acceptances)) == ["unsigned"]
    assert auditor.faults(auditor.path(annex_xlsx.write(msgspec.structs.replace(annex, hub="soxa.other.example")))) == [
        "another-hub"
    ]
    other.close()


def test_the_heads_of_desks_are_the_hubs_in_order_and_of_this_bundle(tmp_path: Path) -> None:
    """What the province answered rests on them: none is left out unseen, none is another log's."""
    world = busy(tmp_path / "province", 3)
    for laptop in world.laptops[2:4]:
        submit(laptop)
        laptop.exchange(world.line)
    units = sorted(laptop.unit for laptop in world.laptops[2:4])
    with world.store.writing() as transaction:
        for unit in units:
            review_report(
                transaction, world.keys, unit, "2026-11", "accepted", "", now=world.now(), random_bytes=world.random
            )
    annex, audited = gathered(world), bundled(world)
    desks = annex.state.desks
    assert isinstance(desks, tuple) and len(desks) > 1

    def outcome(made: int = annex.made, **state: object) -> RecountOutcome:
        stated = msgspec.structs.replace(annex, made=made, state=msgspec.structs.replace(annex.state, **state))
        path = filed(tmp_path, stated, ".json")
        return checked(world, path, audited)

    assert not outcome().wrong
    for notes, code in (
        (desks[::-1], "annex-desks-disordered"),
        (desks[:1] * 2, "annex-desks-disordered"),
        ((annex.state.registry,), "wrong-origin"),
        (("x",), "bad-note"),
        ((desks[0].replace("\n1\n", "\n2\n"),), "bad-signature"),
    ):
        assert [fault.code for fault in outcome(desks=notes).faults] == [code]
    key = world.keys.signer(checkpoints.parse(desks[0]).checkpoint.origin)
    head = checkpoints.parse(desks[0]).checkpoint
    beyond = checkpoints.sign(msgspec.structs.replace(head, size=Size(head.size + 9)), key)
    other = checkpoints.sign(msgspec.structs.replace(head, root=leaf_hash(b"another")), key)
    for note, code in ((beyond, "annex-ahead"), (other, "annex-other-root")):
        assert [fault.code for fault in outcome(desks=(note, *desks[1:])).faults] == [code]
    without = outcome(desks=desks[1:], made=annex.made + 9)
    assert without.faults == () and without.answers_left_out >= 1
    assert any(difference.column == "answer" for difference in without.differences)
    world.close()


def test_a_note_of_another_size_or_root_is_told(auditor: Auditor) -> None:
    """Every byte of either note is covered by its signature."""
    for name in ("registry", "acceptances"):
        note = getattr(auditor.annex.state, name)
        for at in range(0, len(note), 5):
            byte = "A" if note[at] != "A" else "B"
            state = msgspec.structs.replace(auditor.annex.state, **{name: note[:at] + byte + note[at + 1 :]})
            path = auditor.path(annex_json(msgspec.structs.replace(auditor.annex, state=state)), ".json")
            assert auditor.faults(path), (name, at)


def test_a_root_that_the_hub_signed_and_its_log_never_had_is_named(auditor: Auditor) -> None:
    """The hub itself shows the auditor another log than it shows its readers."""
    for name in ("registry", "acceptances"):
        head = checkpoints.parse(getattr(auditor.annex.state, name)).checkpoint
        forked = msgspec.structs.replace(head, root=leaf_hash(b"another"))
        note = checkpoints.sign(forked, auditor.world.keys.signer(head.origin))
        state = msgspec.structs.replace(auditor.annex.state, **{name: note})
        path = auditor.path(annex_json(msgspec.structs.replace(auditor.annex, state=state)), ".json")
        (fault,) = checked(auditor.world, path, auditor.bundle).faults
        assert (fault.code, fault.facts) == ("annex-other-root", {"origin": head.origin, "size": head.size})


def test_an_older_note_of_either_log_does_not_pass_for_the_state(auditor: Auditor, tmp_path: Path) -> None:
    """Both notes are genuine; the figures are of another moment, or the moment never was."""
    world = busy(tmp_path / "province", 5)
    before = gathered(world)
    late = world.laptop("03433")
    late.log(date="2026-10-20")
    late.exchange(world.line)
    after = gathered(world)
    bundle = bundled(world)
    for old, new in ((before, after), (after, before)):
        path = auditor.path(annex_json(msgspec.structs.replace(old, state=new.state, made=after.made)), ".json")
        assert checked(world, path, bundle).differences
    mixed = msgspec.structs.replace(after.state, registry=before.state.registry)
    path = auditor.path(annex_json(msgspec.structs.replace(after, state=mixed)), ".json")
    assert [fault.code for fault in checked(world, path, bundle).faults] == ["annex-mixed-states"]
    world.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"made": 1_793_000_000}, "annex-before-its-state"),
        ({"period": "x"}, "bad-period"),
        ({"period": "1/KH@2026-11"}, "unknown-directive"),
    ],
)
def test_a_time_or_period_that_cannot_be_is_told(auditor: Auditor, change: dict[str, object], code: str) -> None:
    assert auditor.faults(auditor.path(annex_xlsx.write(msgspec.structs.replace(auditor.annex, **change)))) == [code]


@pytest.mark.parametrize("change", [{"made": 1_900_000_000}, {"units": "now"}, {"period": "2026"}])
def test_figures_of_another_time_period_or_rule_are_named(auditor: Auditor, change: dict[str, object]) -> None:
    annex = gathered(auditor.world, "2027-01" if "made" in change else "2026-11")  # due later, so that time matters
    path = auditor.path(annex_xlsx.write(msgspec.structs.replace(annex, **change)))
    assert checked(auditor.world, path, auditor.bundle).differences


def test_nothing_is_proven_by_a_bundle_with_a_fault(auditor: Auditor) -> None:
    data = auditor.bundle.read_bytes()
    broken = auditor.path(data[: len(data) // 2], ".soxa")
    outcome = checked(auditor.world, auditor.file, broken)
    assert outcome.faults and outcome.figures == 0


def test_a_figure_that_the_ledger_does_not_give_is_told_with_the_one_that_it_gives(auditor: Auditor) -> None:
    path = auditor.edited(lambda book: book["Theo chủ đề"].cell(2, 3, 99))
    (found,) = checked(auditor.world, path, auditor.bundle).differences
    assert (found.stated, found.recomputed) == ("99", str(auditor.annex.tables["topic"][0].activities))


def test_a_province_that_the_registry_does_not_name_is_called_by_its_code(tmp_path: Path) -> None:
    """Its head may be of before the province's own entry: that is a difference to be told, and no end of the program."""
    province = small()
    heads = [checkpoints.sign(log.checkpoint(), log.signer) for log in (province.registry, province.acceptances)]
    filed = Annex(
        soxa=4,
        hub=HUB,
        province="Lai Châu",
        period="2026-11",
        directive=None,
        start="2026-10-15",
        end="2026-11-14",
        due=Instant(1_794_675_600),
        made=Instant(1_794_000_000),
        units="then",
        state=LedgerHeads(registry=heads[0], acceptances=heads[1], desks=()),
        total=Sums(activities=0, quantity=0, audience=0, minutes=0),
        standings=(),
        tables=dict.fromkeys(TABLES, ()),
    )
    bundle, annex = tmp_path / "bundle.soxa", tmp_path / "annex.json"
    bundle.write_bytes(province.draft().write())
    annex.write_bytes(annex_json(filed))
    differences = check(bundle, annex, province.key).differences
    assert ("province", "Lai Châu", "12") in {(each.row.split()[-1], each.stated, each.recomputed) for each in differences}


# -- what laptops get wrong, and what a newer program wrote


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """A province that goes on in one test."""
    made = History(tmp_path / "province")
    yield made
    made.world.close()


def stated(world: World, period: str = "2026-11") -> tuple[Annex, RecountOutcome]:
    """The annex as the hub writes it now, and what an auditor says of it."""
    annex = gathered(world, period)
    return annex, checked(world, filed(world.folder, annex, ".json"))


def test_findings_keep_no_annex_from_being_proven_and_a_report_that_is_false_answers_nothing(history: History) -> None:
    for step in (("log", 0, 1), ("lie", 0, 0), ("cite", 0, 2), ("exchange", 0, 0)):
        history.take(step)
    annex, outcome = stated(history.world)
    assert (outcome.faults, outcome.differences, outcome.findings, outcome.unread) == ((), (), 2, 0)
    by_unit = {row.unit: row.received for row in annex.standings}
    assert by_unit["03390"] is None and annex.total.activities == 2
    history.take(("report", 0, 0))
    history.take(("exchange", 0, 0))
    annex, outcome = stated(history.world)
    assert (outcome.faults, outcome.differences, outcome.findings) == ((), (), 2)
    assert {row.unit: row.received for row in annex.standings}["03390"] is not None


def test_reports_are_judged_as_the_ledger_stood_when_the_annex_was_made(history: History) -> None:
    """One that waited then answered nothing then, although it is valid by the whole bundle."""
    for step in (("log", 0, 1), ("exchange", 0, 0), ("exchange", 1, 0), ("log", 1, 1), ("report_more", 0, 0)):
        history.take(step)
    history.take(("exchange", 0, 0))
    before = gathered(history.world)
    assert {row.unit: row.received for row in before.standings}["03390"] is None
    history.take(("exchange", 1, 0))
    after, outcome = stated(history.world)
    assert (outcome.faults, outcome.differences, outcome.findings) == ((), (), 0)
    assert {row.unit: row.received for row in after.standings}["03390"] is not None
    outcome = checked(history.world, filed(history.world.folder, before, ".json"))
    assert (outcome.faults, outcome.differences) == ((), ())
    state = msgspec.structs.replace(after, state=before.state, made=before.made)
    assert checked(history.world, filed(history.world.folder, state, ".json")).differences


def test_where_a_newer_program_wrote_some_of_it_a_difference_that_it_may_explain_proves_nothing(history: History) -> None:
    """The newer hub may know of duties that this program cannot read; what is counted it knows no better."""
    for step in (("log", 0, 1), ("exchange", 0, 0)):
        history.take(step)
    annex, _outcome = stated(history.world)
    total = msgspec.structs.replace(annex.total, activities=99)
    standings = (msgspec.structs.replace(annex.standings[0], provisional=True), *annex.standings[1:])
    for changed in (msgspec.structs.replace(annex, total=total), msgspec.structs.replace(annex, standings=standings)):
        assert checked(history.world, filed(history.world.folder, changed, ".json")).false
    for choice, unread in ((3, 0), (1, 1), (2, 2)):
        history.take(("direct", 0, choice))
        annex, outcome = stated(history.world)
        assert (outcome.faults, outcome.differences, outcome.unread, outcome.false) == ((), (), unread, False)
    annex, _outcome = stated(history.world)
    changed = msgspec.structs.replace(annex, total=total, standings=standings)
    outcome = checked(history.world, filed(history.world.folder, changed, ".json"))
    assert [difference.row for difference in outcome.differences] == ["total"] and outcome.false
    assert annex.standings == (), "that a unit owes it, only a newer program may know"
    assert [difference.row for difference in outcome.undecided] == [f"standing {row.unit}" for row in standings]
    path = filed(history.world.folder, msgspec.structs.replace(annex, standings=standings), ".json")
    outcome = checked(history.world, path)
    assert outcome.undecided and outcome.unread == 2 and not outcome.false
    words = ("audit", "report", str(bundled(history.world)), str(path), "--key")
    done = soxa(history.world.folder, *words, history.world.keys.logs.verifier.vkey())
    assert done.returncode == 4
    assert done.stderr.startswith(b"NOT DECIDED: %d place" % len(standings)) and b"(2)" in done.stderr
    proven = filed(history.world.folder, annex, ".json")
    done = soxa(history.world.folder, *words[:3], str(proven), "--key", history.world.keys.logs.verifier.vkey())
    assert done.returncode == 0 and done.stdout.startswith(b"PROVEN: ")
    assert b"Some of what it was computed from only a newer program can read: 2." in done.stdout


def test_a_period_that_only_a_newer_program_can_read_is_not_decided(history: History) -> None:
    history.take(("log", 0, 1))
    history.take(("exchange", 0, 0))
    annex = msgspec.structs.replace(gathered(history.world), period=f"{PLAN.number}@2026-W44")
    outcome = checked(history.world, filed(history.world.folder, annex, ".json"))
    assert ([fault.code for fault in outcome.faults], outcome.false) == (["bad-period"], True)
    history.take(("direct", 0, 1))
    annex = msgspec.structs.replace(gathered(history.world), period=f"{PLAN.number}@2026-W44")
    path = filed(history.world.folder, annex, ".json")
    outcome = checked(history.world, path)
    assert (outcome.faults, outcome.differences, outcome.figures, outcome.false) == ((), (), 0, False)
    key = history.world.keys.logs.verifier.vkey()
    done = soxa(history.world.folder, "audit", "report", str(bundled(history.world)), str(path), "--key", key)
    assert done.returncode == 4
    assert done.stderr.startswith(
        b"NOT DECIDED: what the period 2653/KH-UBND@2026-W44 gathers, only a newer program can read"
    )
