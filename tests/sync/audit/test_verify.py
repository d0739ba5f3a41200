"""An honest bundle is proven. A hub or a laptop that lies with its own keys is found, and told by its lie."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.audit.devices import DeviceLog
from sync.audit.faults import AuditMarks, QuarantinedLine
from sync.audit.messages import MESSAGES, fault_sentence
from sync.audit.verify import Audit, AuditSummary
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Size
from sync.exchange.parcel import ONE_BUNDLE
from sync.exchange.walker import events_of
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.directive import Duty
from sync.ledger.figures import Figures, Tally
from sync.ledger.levels import LEVEL
from sync.log import checkpoint as checkpoints
from sync.log.keys import Signer
from sync.wording.i18n import speaking
from sync.wording.messages import MESSAGES as SYNC
from tests.sync.audit.bundles import (
    HUB,
    PLAN,
    Laptop,
    Log,
    Province,
    Range,
    audited,
    found,
    record,
    seed,
    small,
    story,
    told,
)

ACCEPTANCES = origins.acceptances(HUB)


def verdict(folder: Path, province: Province) -> set[tuple[str, str]]:
    """What is told of a province's bundle as it stands."""
    return told(audited(folder, province.draft().write(), province.key))


def findings(folder: Path, province: Province) -> set[tuple[str, str]]:
    """What is found on the laptops of a province, whose hub has done nothing wrong."""
    return found(audited(folder, province.draft().write(), province.key))


def rewrite(lines: list[bytes], index: int, log: origins.LogKind, /, **changes: Any) -> None:
    """Change what an entry says."""
    entry = decode(lines[index], log)
    assert not isinstance(entry, Quarantined)
    lines[index] = encode(msgspec.structs.replace(entry, **changes))


# -- honest


def test_an_honest_bundle_is_proven_and_summed_up(tmp_path: Path) -> None:
    province = story()
    summary = audited(tmp_path, province.draft().write(), province.key)
    newest = decode(province.acceptances.lines[-1], origins.LogKind.ACCEPTANCES)
    assert isinstance(newest, e.Acceptance)
    assert summary == AuditSummary(
        hub=HUB, units=2, devices=3, entries=30, records=6, reports=3, held=(), accepted_at=newest.at, faults=()
    )


def test_a_hub_without_laptops_is_proven(tmp_path: Path) -> None:
    province = Province()
    draft = province.draft()
    del draft.ranges[1]
    for one in (draft, province.draft()):
        assert audited(tmp_path, one.write(), province.key).faults == ()


def test_a_held_entry_is_listed_and_no_fault(tmp_path: Path) -> None:
    province = small()
    laptop = province.laptops[0]
    size = len(laptop.log.lines)
    laptop.say_line(b'{"kind":"dance","salt":"00000000000000ff","at":1}')
    laptop.say_line(b'{"kind": "activity"}')
    laptop.push()
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert not summary.faults
    assert [(held.origin, held.index, held.why) for held in summary.held] == [
        (laptop.log.origin, size, "future"),
        (laptop.log.origin, size + 1, "invalid"),
    ]


def test_what_a_newer_hub_writes_is_listed_and_no_fault(tmp_path: Path) -> None:
    """In the registry, the acceptances and the desks."""
    province = small()
    newer = b'{"kind":"proclamation","salt":"00000000000000ff","at":1}'
    province.registry.lines.append(newer)
    province.acceptances.lines.append(newer)
    draft = province.draft()
    desk = Province(name="hub").registry.signer.renamed(origins.desk(HUB, "12001"))
    log = type(province.registry)(desk, [newer])
    draft.ranges.insert(2, Range(log.origin, checkpoints.sign(log.checkpoint(), desk), log.lines))
    summary = audited(tmp_path, draft.write(), province.key)
    assert not summary.faults
    assert {held.origin for held in summary.held} == {province.registry.origin, ACCEPTANCES, log.origin}
    assert all(isinstance(held, QuarantinedLine) and held.why == "future" for held in summary.held)


def test_a_second_join_does_not_matter(tmp_path: Path) -> None:
    """A laptop whose first invite was refused joins again, in the same log."""
    province = small()
    laptop = province.laptops[0]
    rewritten = list(laptop.log.lines)
    rewrite(rewritten, 0, origins.LogKind.DEVICE, unit="12009", invite="ponmlkjihgfedcba")
    other = province.laptop("12001")
    other.log.lines.insert(0, rewritten[0])
    other.push()
    assert verdict(tmp_path, province) == set()


def test_a_directive_entered_anew_does_not_make_the_reports_of_before_wrong(tmp_path: Path) -> None:
    province = story()
    yearly = Duty(id="yearly", what="Báo cáo năm", rule="yearly-1215")
    for duties in ((yearly,), ()):
        edition = msgspec.structs.replace(PLAN, duties=duties)
        province.register(e.Directed(salt=province.salt(), at=province.now(), directive=edition))
    assert verdict(tmp_path, province) == set()


def test_memory_holds_one_unit_at_a_time() -> None:
    """However many units there are, no more logs are alive than the largest unit has."""
    province = Province(units=[f"120{number:02}" for number in range(1, 13)])
    for unit in [f"120{number:02}" for number in range(1, 13)] * 2:
        laptop = province.laptop(unit)
        laptop.activity(record(1))
        laptop.report("2026-11")
        laptop.push()
    gc.collect()  # what other tests left
    audit, alive = Audit(province.key), list[int]()
    audit.read(
        events_of([province.draft().write()], ONE_BUNDLE),
        lambda _count: alive.append(sum(isinstance(found, DeviceLog) for found in gc.get_objects())),
    )
    summary = audit.summary()
    assert (summary.faults, summary.devices, summary.reports) == ((), 24, 24)
    assert max(alive) == 2


# -- a hub that lies about what it accepted


def test_a_forged_registry_is_found(tmp_path: Path) -> None:
    province = story()
    forged = Signer(origins.registry(HUB), seed("forger"))
    draft = province.draft()
    registry = draft.of(forged.name)
    registry.checkpoint = checkpoints.sign(province.registry.checkpoint(), forged)
    assert told(audited(tmp_path, draft.write(), province.key)) == {(forged.name, "unsigned")}


def test_a_hub_that_gives_a_laptop_another_key_is_found(tmp_path: Path) -> None:
    """The registry is signed anew with a key that the hub made: the log is not signed with it."""
    province = small()
    laptop = province.laptops[0]
    made = Signer("made", seed("made by the hub"))
    made = made.renamed(origins.device(HUB, origins.device_id(made.verifier.key)))
    place = len(province.registry.lines) - 1
    rewrite(province.registry.lines, place, origins.LogKind.REGISTRY, key=made.verifier.vkey())
    assert verdict(tmp_path, province) >= {(laptop.log.origin, "unknown-device"), (made.name, "log-missing")}


def test_a_hub_that_moves_a_laptop_to_another_unit_is_found(tmp_path: Path) -> None:
    province = story()
    laptop = province.laptops[2]
    place = len(province.registry.lines) - 1
    rewrite(province.registry.lines, place, origins.LogKind.REGISTRY, unit="12001")
    laptop.unit = "12001"
    assert (laptop.log.origin, "not-joined-as-enrolled") in verdict(tmp_path, province)


def test_a_hub_that_contradicts_itself_in_its_registry_is_found(tmp_path: Path) -> None:
    province = story()
    province.registry.lines.append(province.registry.lines[-1])
    assert verdict(tmp_path, province) == {(province.registry.origin, "bad-registry")}


def test_an_acceptance_that_goes_back_in_time_is_found(tmp_path: Path) -> None:
    province = story()
    rewrite(province.acceptances.lines, 3, origins.LogKind.ACCEPTANCES, at=1)
    assert (ACCEPTANCES, "time-goes-back") in verdict(tmp_path, province)


def test_an_acceptance_with_another_time_than_the_receipt_is_found(tmp_path: Path) -> None:
    province = small()
    entry = decode(province.acceptances.lines[-1], origins.LogKind.ACCEPTANCES)
    assert isinstance(entry, e.Acceptance)
    rewrite(province.acceptances.lines, 1, origins.LogKind.ACCEPTANCES, at=entry.at + 1)
    assert verdict(tmp_path, province) == {(province.laptops[0].log.origin, "receipt-other-time")}


def test_an_acceptance_of_another_root_is_found_and_where(tmp_path: Path) -> None:
    province = Province(units=("12001",))
    laptop = province.laptop("12001")
    for number in range(3):
        laptop.activity(record(number))
        laptop.push()
    rewrite(province.acceptances.lines, 1, origins.LogKind.ACCEPTANCES, root=tobase64(Hash(seed("another root"))))
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert [(fault.origin, fault.index, fault.code) for fault in summary.faults] == [
        (laptop.log.origin, 2, "accepted-other-root")
    ]


@pytest.mark.parametrize("size", [1, 4, 1_000])
def test_an_acceptance_of_another_size_is_found(tmp_path: Path, size: int) -> None:
    province = small()
    rewrite(province.acceptances.lines, 1, origins.LogKind.ACCEPTANCES, size=size)
    assert verdict(tmp_path, province)


def test_a_log_accepted_shorter_than_before_is_found(tmp_path: Path) -> None:
    province = small()
    province.laptops[0].push(size=1)
    assert (ACCEPTANCES, "size-goes-back") in verdict(tmp_path, province)


def test_an_acceptance_of_a_laptop_that_is_not_enrolled_is_found(tmp_path: Path) -> None:
    province = small()
    province.laptop("12001", enrol=False).push()
    assert (ACCEPTANCES, "accepted-unknown") in verdict(tmp_path, province)


def test_a_line_in_the_acceptances_that_is_none_is_found(tmp_path: Path) -> None:
    province = small()
    province.acceptances.lines.append(province.registry.lines[0])
    assert (ACCEPTANCES, "bad-entry") in verdict(tmp_path, province)


def test_a_line_that_breaks_the_format_in_a_log_of_the_hubs_own_is_its_fault(tmp_path: Path) -> None:
    province = small()
    broken = b'{"kind": "reminder"}'
    desk = province.registry.signer.renamed(origins.desk(HUB, "12001"))
    log = Log(desk, [broken])
    draft = province.draft()
    draft.ranges.insert(2, Range(log.origin, checkpoints.sign(log.checkpoint(), desk), log.lines))
    summary = audited(tmp_path, draft.write(), province.key)
    assert (told(summary), summary.held) == ({(log.origin, "bad-entry")}, ())
    province.registry.lines.append(broken)
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert (told(summary), summary.held) == ({(province.registry.origin, "bad-registry")}, ())


def test_a_receipt_that_the_hub_did_not_make_is_found(tmp_path: Path) -> None:
    province = small()
    laptop = province.laptops[0]
    entry = decode(province.acceptances.lines[-1], origins.LogKind.ACCEPTANCES)
    assert isinstance(entry, e.Acceptance)
    province.mirror = Signer(origins.mirror(HUB), seed("forger"))
    laptop.sign(entry.at)
    assert verdict(tmp_path, province) == {(laptop.log.origin, "no-receipt")}


def test_a_log_without_a_receipt_is_found(tmp_path: Path) -> None:
    province = small()
    laptop = province.laptops[0]
    laptop.note = checkpoints.sign(laptop.log.checkpoint(), laptop.log.signer)
    assert verdict(tmp_path, province) == {(laptop.log.origin, "no-receipt")}


def test_a_hub_that_hides_a_laptops_log_is_found(tmp_path: Path) -> None:
    province = story()
    hidden = province.laptops.pop()
    assert (hidden.log.origin, "log-missing") in verdict(tmp_path, province)


def test_a_hub_that_hides_a_laptop_from_its_acceptances_too_is_found_by_the_others_citations(tmp_path: Path) -> None:
    """It signs its registry and its acceptances anew as if the laptop had never been."""
    province = story()
    hidden = province.laptops.pop()
    province.registry.lines.pop()
    kept = [line for line in province.acceptances.lines if hidden.device.encode("ascii") not in line]
    province.acceptances.lines[:] = kept
    citing = {laptop.log.origin for laptop in province.laptops}
    assert {log for log, code in verdict(tmp_path, province) if code == "hub-signed-another-root"} == citing


def test_a_hub_that_redates_its_acceptances_is_found_by_the_laptops_citations(tmp_path: Path) -> None:
    province = story()
    rewrite(province.acceptances.lines, 0, origins.LogKind.ACCEPTANCES, at=5)
    assert "hub-signed-another-root" in {code for _log, code in verdict(tmp_path, province)}


def test_a_citation_without_a_signature_blames_nobody_alone(tmp_path: Path) -> None:
    """The hub rewrote its log, or the laptop made the root up: without the hub's signature nobody can tell, so no verdict
    turns on it."""
    province = small()
    laptop = province.laptops[0]
    laptop.activity(record(2), seen=province.seen(2, signed=False))
    laptop.push()
    rewrite(province.acceptances.lines, 0, origins.LogKind.ACCEPTANCES, salt="00000000000000ee")
    summary = audited(tmp_path, province.draft().write(), province.key)
    index = len(laptop.log.lines) - 1
    assert [(fault.index, fault.code) for fault in summary.faults] == [(1, "hub-signed-another-root")]
    assert [(finding.index, finding.code) for finding in summary.findings] == [(index, "unsigned-contradiction")]


# -- a laptop that lies, and is accepted


def lying(**lies: Any) -> tuple[Province, Laptop]:
    """A province where a laptop's report says what is not true; all is signed and accepted."""
    province = Province(units=("12001",))
    laptop, other = province.laptop("12001"), province.laptop("12001")
    other.activity(record(2), quantity=3)
    other.push()
    laptop.activity(record(1), quantity=4, channel="commune-radio")
    laptop.report("2026-11", [other], **lies)
    laptop.push()
    return province, laptop


LIES: list[tuple[str, dict[str, Any]]] = [
    ("other-figures", {"figures": Figures(total=Tally())}),
    ("other-figures", {"figures": Figures(total=Tally(2, 8, 0, 0))}),
    ("other-figures", {"records": 3}),
    ("other-commitment", {"root": tobase64(Hash(seed("another root")))}),
    ("other-figures", {"period": "2026-12"}),
    ("bad-period", {"period": "2026-13"}),
    ("unknown-directive", {"period": "no such plan@2026-11"}),
    ("no-such-duty", {"period": f"{PLAN.number}@2026-H1"}),
]


@pytest.mark.parametrize(("code", "lies"), LIES)
def test_a_report_that_says_what_is_not_true_is_found(tmp_path: Path, code: str, lies: dict[str, Any]) -> None:
    """On the laptop that says it: the hub can only pass it on."""
    province, laptop = lying(**lies)
    assert findings(tmp_path, province) == {(laptop.log.origin, code)}


def test_the_same_report_without_a_lie_is_proven(tmp_path: Path) -> None:
    province, _laptop = lying()
    assert verdict(tmp_path, province) == set()


@pytest.mark.parametrize(
    ("code", "own", "other"),
    [
        ("covers-not-itself", 1, 2),
        ("covers-not-itself", None, 2),
        ("covers-what-is-not-here", 2, 9),
        ("covers-a-stranger", 2, None),
    ],
)
def test_a_report_that_covers_something_else_is_found(tmp_path: Path, code: str, own: int | None, other: int | None) -> None:
    """Its own log not up to itself, or not at all; a log further than it goes, or one of another unit."""
    province = Province()
    laptop, peer, stranger = (province.laptop(unit) for unit in ("12001", "12001", "12002"))
    for one in (peer, stranger):
        one.activity(record(2))
        one.push()
    laptop.activity(record(1))
    covers = {laptop.device: own, (peer if other is not None else stranger).device: other or 1}
    named = tuple(e.Position(device, Size(size)) for device, size in sorted(covers.items()) if size is not None)
    laptop.report("2026-11", covers=named)
    laptop.push()
    assert findings(tmp_path, province) == {(laptop.log.origin, code)}


def test_a_report_that_waits_is_valid_once_what_it_covers_is_here(tmp_path: Path) -> None:
    """What a bundle holds is judged, and not when the hub took it in."""
    province = Province(units=("12001",))
    laptop, colleague = province.laptop("12001"), province.laptop("12001")
    colleague.push()
    colleague.activity(record(2), quantity=3)
    laptop.activity(record(1), quantity=4)
    laptop.report("2026-11", [colleague])
    laptop.push()
    assert findings(tmp_path, province) == {(laptop.log.origin, "covers-what-is-not-here")}
    colleague.push()
    assert findings(tmp_path, province) == set()


# -- what a newer program wrote


def newer(unit: str = "12001", **said: Any) -> tuple[Province, Laptop]:
    """A province where a report is made as a newer program makes it."""
    province = Province(units=(unit,))
    laptop = province.laptop(unit)
    laptop.report("2026-11", **said)
    laptop.push()
    return province, laptop


def test_a_report_of_a_level_beyond_ours_is_unread(tmp_path: Path) -> None:
    province, laptop = newer(level=7, figures=Figures(total=Tally(9, 9, 9, 9)))
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert (summary.faults, summary.findings, summary.unread_count) == ((), (), 1)
    (unread,) = summary.unread
    assert (unread.origin, unread.index, unread.code) == (laptop.log.origin, 1, "newer-level")
    assert unread.facts == {"level": 7, "known": LEVEL}


def in_part(province: Province, **changes: Any) -> None:
    """An edition of the plan as a newer program writes it."""
    directive = {**msgspec.to_builtins(PLAN), **changes}
    entry = {"kind": "directive", "salt": province.salt(), "at": province.now(), "directive": directive}
    province.registry.lines.append(msgspec.json.encode(entry))


def test_what_a_directive_asks_in_words_of_a_newer_program_is_unread(tmp_path: Path) -> None:
    """The whole edition, or one duty; and a report for it. A key that changes nothing is passed over, and named."""
    weekly = {"id": "weekly", "what": "Báo cáo tuần", "rule": "weekly-5"}
    province = Province(units=("12001",))
    in_part(province, needs=["audience-of-one"])
    in_part(province, duties=[*msgspec.to_builtins(PLAN)["duties"], weekly])
    in_part(province, colour="red")
    laptop = province.laptop("12001")
    laptop.report("2026-11", period=f"{PLAN.number}@2026-W44")
    laptop.push()
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert (summary.faults, summary.findings, summary.held) == ((), (), ())
    unread = [(one.code, *one.facts.values()) for one in summary.unread]
    assert unread == [
        ("unread-edition", PLAN.number),
        ("unread-duty", PLAN.number, "Báo cáo tuần"),
        ("opaque-duty", f"{PLAN.number}@2026-W44"),
    ]
    (passed,) = summary.passed_over
    assert (passed.code, passed.facts) == ("unknown-keys", {"directive": PLAN.number, "keys": "colour"})
    assert summary.unread_count == 3


def newer_log(beyond: str = "council/12001", lines: int = 2) -> Range:
    """A log under a word of a newer program, of a key that nothing names."""
    log = Log(Signer(f"{HUB}/{beyond}", seed(beyond)), [b'{"kind":"dance"}', b"no JSON at all"][:lines])
    return Range(log.origin, checkpoints.sign(log.checkpoint(), log.signer), log.lines)


@pytest.mark.parametrize("lines", [0, 2])
@pytest.mark.parametrize("place", [2, 3, 5])
def test_a_log_under_a_newer_programs_word_is_unread_wherever_it_stands(tmp_path: Path, place: int, lines: int) -> None:
    draft, province = story().draft(), story()
    draft.ranges.insert(place, newer_log(lines=lines))
    summary, without = (audited(tmp_path, each.write(), province.key) for each in (draft, province.draft()))
    assert (summary.faults, summary.findings, summary.unread_count) == ((), (), 1)
    assert [(left.origin, left.index, left.code) for left in summary.unread] == [
        (f"{HUB}/council/12001", None, "unread-log")
    ]
    told_of = (summary.units, summary.devices, summary.entries, summary.records, summary.reports)
    assert told_of == (without.units, without.devices, without.entries, without.records, without.reports)


def test_a_newer_programs_log_that_is_malformed_is_refused(tmp_path: Path) -> None:
    log = newer_log()
    wrong = {
        "out-of-order": [log, log],
        "wrong-root": [Range(log.origin, log.checkpoint, log.lines[::-1])],
        "bad-range": [Range(log.origin, log.checkpoint, log.lines[:1])],
        "wrong-origin": [Range(newer_log("minutes").origin, log.checkpoint, log.lines)],
        "bad-note": [Range(log.origin, "x", log.lines)],
        "not-whole": [Range(log.origin, log.checkpoint, log.lines[1:], start=1)],
        "bad-origin": [newer_log("council/12001/x")],
        "another-hub": [newer_log("council/registry")],
    }
    for code, ranges in wrong.items():
        draft, province = small().draft(), small()
        draft.ranges += ranges
        faults = audited(tmp_path, draft.write(), province.key).faults
        assert {fault.code for fault in faults} == {code}


def test_a_newer_programs_log_stands_after_the_acceptances(tmp_path: Path) -> None:
    draft, province = small().draft(), small()
    draft.ranges.insert(1, newer_log())
    assert {code for _log, code in told(audited(tmp_path, draft.write(), province.key))} == {"out-of-order"}


def test_keys_that_are_new_in_what_others_rest_on_are_named_and_change_nothing(tmp_path: Path) -> None:
    """A newer hub says one thing more of a unit, of a laptop and of an acceptance: nobody is a stranger for it."""
    province = Province(units=("12001",))
    laptop = province.laptop("12001")
    laptop.report("2026-11", period="2026-11")
    laptop.push()
    logs = {"registry": province.registry, "acceptances": province.acceptances}
    for log in logs.values():
        log.lines[-1] = log.lines[-1][:-1] + b',"later":{"of":2}}'
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert (summary.faults, summary.findings, summary.held, summary.unread) == ((), (), (), ())
    assert [(passed.code, passed.facts) for passed in summary.passed_over] == [("new-keys", {"keys": "later"})] * 2
    assert (summary.devices, summary.reports) == (1, 1)


# -- a laptop that cites what was not


def citing(*seen: e.Citation, province: Province) -> Laptop:
    """A laptop whose entries cite these states of the acceptances."""
    laptop = province.laptops[0]
    for number, one in enumerate(seen):
        laptop.activity(record(20 + number), seen=one)
    laptop.push()
    return laptop


def test_a_citation_that_the_acceptances_do_not_bear_out_is_found(tmp_path: Path) -> None:
    """On the laptop, and its entries count all the same."""
    made_up = tobase64(Hash(seed("another root")))
    stranger = Province(name="stranger")
    for seen, code in (
        (e.Citation(Size(1), made_up), "unsigned-contradiction"),
        (e.Citation(Size(99), made_up), "cited-before-it-was"),
        (e.Citation(Size(2**53), made_up), "cited-before-it-was"),
        (e.Citation(Size(1), made_up, small().seen(1).sig), "bad-citation-signature"),
        (stranger.citation(small().acceptances.checkpoint(1)), "bad-citation-signature"),
        (msgspec.structs.replace(small().seen(1), sig="x"), "bad-citation-signature"),
    ):
        province = small()
        laptop = citing(seen, province=province)
        summary = audited(tmp_path, province.draft().write(), province.key)
        assert found(summary) == {(laptop.log.origin, code)}
        assert summary.records == 2


def test_a_citation_that_goes_back_is_found(tmp_path: Path) -> None:
    province = small()
    laptop = citing(province.seen(2), province.seen(1), province=province)
    assert findings(tmp_path, province) == {(laptop.log.origin, "citation-goes-back")}


def test_a_void_citation_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    """What comes after it is judged against the last one that holds."""
    province = small()
    void = e.Citation(Size(2), tobase64(Hash(seed("another root"))))
    laptop = citing(void, province.seen(1), province=province)
    assert findings(tmp_path, province) == {(laptop.log.origin, "unsigned-contradiction")}


def test_a_root_that_the_hub_signed_and_its_acceptances_never_had_is_its_fault(tmp_path: Path) -> None:
    """The citation proves it to anybody."""
    province = small()
    state = msgspec.structs.replace(province.acceptances.checkpoint(1), root=Hash(seed("another root")))
    laptop = citing(province.citation(state), province=province)
    assert verdict(tmp_path, province) == {(laptop.log.origin, "hub-signed-another-root")}


def test_one_laptop_hides_no_other_however_much_it_gets_wrong(tmp_path: Path) -> None:
    """Nor does it end the reading: all are counted, and some are kept."""
    province = Province(units=("12001",))
    first, second = province.laptop("12001"), province.laptop("12001")
    wrong = e.Citation(Size(1), tobase64(Hash(seed("another root"))))
    for laptop, count in ((first, 1_200), (second, 3)):
        for number in range(count):
            laptop.activity(record(number), seen=wrong)
        laptop.push()
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert summary.faults == ()
    assert summary.found == {first.log.origin: 1_200, second.log.origin: 3}
    kept = Counter(finding.origin for finding in summary.findings)
    assert kept == {first.log.origin: 100, second.log.origin: 3}


def crowded(count: int = 1_200) -> tuple[Province, Laptop, Laptop]:
    """A laptop with very many entries that are held back, and one with three."""
    province = Province(units=("12001",))
    first, second = province.laptop("12001"), province.laptop("12001")
    for laptop, lines in ((first, count), (second, 3)):
        for number in range(lines):
            laptop.say_line(b'{"kind":"dance","salt":"%016x","at":1}' % number)
        laptop.push()
    return province, first, second


def test_one_laptop_hides_no_other_however_much_of_it_is_held_back(tmp_path: Path) -> None:
    province, first, second = crowded()
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert summary.faults == () and summary.held_count == 1_203
    assert summary.held_in == {first.log.origin: 1_200, second.log.origin: 3}
    assert Counter(held.origin for held in summary.held) == {first.log.origin: 100, second.log.origin: 3}


def test_of_what_is_told_log_by_log_the_first_of_each_is_kept_whatever_the_others_have() -> None:
    marks = AuditMarks()
    for tell in (marks.leave_unread, marks.pass_over):
        for log in range(102):
            for index in range(100):
                tell(f"log-{log}", index, "new-keys", {})
    for kept in (marks.unread, marks.passed_over):
        assert kept.count == 10_200 and set(kept.counts) == {one.origin for one in kept.kept}
        assert len(kept.kept) < 10_200


def test_an_entry_that_cites_what_came_after_its_own_acceptance_is_found(tmp_path: Path) -> None:
    """The hub and the laptop agree to date an entry back: its acceptance is put before one that the entry cites."""
    province = Province(units=("12001",))
    laptop, other = province.laptop("12001"), province.laptop("12001")
    other.push()
    laptop.activity(record(1), seen=province.seen(1))
    laptop.push()
    lines = province.acceptances.lines
    lines.reverse()
    first, second = (decode(line, origins.LogKind.ACCEPTANCES) for line in lines)
    assert isinstance(first, e.Acceptance) and isinstance(second, e.Acceptance)
    rewrite(lines, 0, origins.LogKind.ACCEPTANCES, at=second.at)
    rewrite(lines, 1, origins.LogKind.ACCEPTANCES, at=second.at)
    laptop.log.lines.pop()
    laptop.activity(record(1), seen=province.seen(2, signed=False))
    rewrite(lines, 0, origins.LogKind.ACCEPTANCES, root=tobase64(laptop.log.checkpoint().root))
    laptop.sign(second.at)
    assert findings(tmp_path, province) == {(laptop.log.origin, "cited-before-it-was")}


def test_a_log_that_does_not_say_how_it_joined_is_found(tmp_path: Path) -> None:
    province = Province(units=("12001",))
    laptop = province.laptop("12001")
    laptop.log.lines.clear()
    laptop.activity(record(1))
    laptop.push()
    assert verdict(tmp_path, province) == {(laptop.log.origin, "not-joined-as-enrolled")}


def test_a_log_that_joined_another_hub_is_found(tmp_path: Path) -> None:
    province = Province(units=("12001",))
    laptop = province.laptop("12001")
    rewrite(laptop.log.lines, 0, origins.LogKind.DEVICE, hub=Province(name="other").key.vkey())
    laptop.push()
    assert verdict(tmp_path, province) == {(laptop.log.origin, "not-joined-as-enrolled")}


# -- what is told


FIGURES: list[tuple[dict[str, Any], str, str]] = [
    (
        {"channels": {"": Tally(1, 3, 0, 0), "commune-radio": Tally(1, 14, 0, 0)}},
        "quantity (channel: ",
        "stated 14, counted 4",
    ),
    ({"channels": {"": Tally(1, 3)}}, "activities (channel: ", "stated 0, counted 1"),
    ({"topics": {"": Tally(2, 7, 9, 0)}}, "people (topics: not said)", "stated 9, counted 0"),
    ({"total": Tally(2, 7, 0, 5)}, "minutes", "stated 5, counted 0"),
]


@pytest.mark.parametrize(("changed", "figure", "numbers"), FIGURES)
def test_a_figure_that_is_not_so_is_named(tmp_path: Path, changed: dict[str, Any], figure: str, numbers: str) -> None:
    """The figure, where it stands, and both numbers: not only how many activities there are."""
    _province, laptop = lying()
    report = decode(laptop.log.lines[-1], origins.LogKind.DEVICE)
    assert isinstance(report, e.Report)
    province, _laptop = lying(figures=msgspec.structs.replace(report.figures, **changed))
    (finding,) = audited(tmp_path, province.draft().write(), province.key).findings
    with speaking("en"):
        shown = fault_sentence(finding)
    assert f": {figure}" in shown and shown.endswith(numbers), shown
    with speaking("vi"):
        assert fault_sentence(finding) != shown


def test_every_finding_has_its_sentence(tmp_path: Path) -> None:
    """The facts that a sentence asks for are there: none is shown as a dash."""
    for _code, lies in LIES:
        province, _laptop = lying(**lies)
        for finding in audited(tmp_path, province.draft().write(), province.key).findings:
            assert finding.code in {**MESSAGES, **SYNC}
            shown = fault_sentence(finding)
            assert finding.code not in shown and "–" not in shown, shown
