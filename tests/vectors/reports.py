"""Recipes of vectors of reports: the verdict on one in a bundle. One fault each, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Size
from sync.ledger import entry as e
from sync.ledger.directive import Directive, Duty
from sync.ledger.figures import Tally
from sync.log.merkle import leaf_hash
from tests.vectors.province import MONTHLY, NUMBER, PLAN, Laptop, Province, changed
from tests.vectors.recipe import Recipe


def plain(period: str = "2026-11", **lies: Any) -> Recipe:
    """A report of two activities, one of them of the plan, with these lies."""

    def recipe(_province: Province, laptop: Laptop) -> int:
        two_activities(laptop)
        return laptop.report(period, **lies)

    return recipe


def of_level_2(period: str = "2026-11", **lies: Any) -> Recipe:
    """A report of two activities, one of them of several days, for some people and by one body."""

    def recipe(_province: Province, laptop: Laptop) -> int:
        laptop.activity(1, channel="commune-radio", quantity=4)
        laptop.activity(
            2, date="2026-11-12", audience=30, until="2026-11-14", audiences=("women", "youth"), body="digital-team"
        )
        laptop.activity(3, date="2026-11-14", until="2026-11-16", audiences=("women",))
        return laptop.report(period, **lies)

    return recipe


def of_level_2_lying(**parts: Any) -> Recipe:
    """The same with other parts of its figures."""

    def recipe(province: Province, laptop: Laptop) -> int:
        index = of_level_2(level=2)(province, laptop)
        laptop.say(figures(**parts)(msgspec.json.decode(laptop.lines.pop(), type=e.Report)))
        return index

    return recipe


def _moved(_province: Province, laptop: Laptop) -> int:
    """The first of two days is moved behind the last."""
    made = laptop.activity(1, until="2026-10-30")
    laptop.activity(1, [made], date="2026-11-14")
    return laptop.report(level=2)


def _moved_far(_province: Province, laptop: Laptop) -> int:
    """The first of two days is moved more than a year before the last."""
    made = laptop.activity(1, until="2026-10-30")
    laptop.activity(1, [made], date="2025-10-28")
    return laptop.report(level=2)


def said_more(recipe: Recipe) -> Recipe:
    """A report with a key that only a newer program has."""

    def more(province: Province, laptop: Laptop) -> int:
        index = recipe(province, laptop)
        laptop.say_line(laptop.lines.pop()[:-1] + b',"answers":{"how-many":3}}')
        return index

    return more


def two_activities(laptop: Laptop) -> None:
    """An activity that says little, and one of the plan."""
    laptop.activity(1, channel="commune-radio", quantity=4)
    laptop.activity(2, directive=PLAN.id, task="1", topics=("digital-skills",), audience=30, minutes=20)


def lying(change: Callable[[e.Report], e.Report], period: str = "2026-11") -> Recipe:
    """A report that was right before it was changed."""

    def recipe(_province: Province, laptop: Laptop) -> int:
        two_activities(laptop)
        index = laptop.report(period)
        right = msgspec.json.decode(laptop.lines.pop(), type=e.Report)
        laptop.say(change(right))
        return index

    return recipe


def figures(**parts: Any) -> Callable[[e.Report], e.Report]:
    """A report with other parts of its figures."""
    return lambda report: msgspec.structs.replace(report, figures=msgspec.structs.replace(report.figures, **parts))


def covering(more: Callable[[Province, Laptop, e.Report], tuple[e.Position, ...]]) -> Recipe:
    """A report that covers something else."""

    def recipe(province: Province, laptop: Laptop) -> int:
        two_activities(laptop)
        index = laptop.report()
        right = msgspec.json.decode(laptop.lines.pop(), type=e.Report)
        laptop.say(
            msgspec.structs.replace(right, covers=tuple(sorted(more(province, laptop, right), key=lambda p: p.device)))
        )
        return index

    return recipe


def after(edition: Directive | dict[str, Any], recipe: Recipe) -> Recipe:
    """A recipe in whose registry the plan was said anew."""

    def both(province: Province, laptop: Laptop) -> int:
        if isinstance(edition, dict):
            province.direct_newly(edition)
        else:
            province.direct(edition)
        return recipe(province, laptop)

    return both


def written(**fields: Any) -> dict[str, Any]:
    """The plan as an object of JSON, with further keys after those it has."""
    found: dict[str, Any] = msgspec.to_builtins(PLAN)
    return found | fields


def opaque_duty(**keys: Any) -> dict[str, Any]:
    """A duty that a newer program wrote."""
    return {"id": "new", "what": "Báo cáo kiểu mới", **keys}


def counting(*words: str, but: str | None = None, **lies: Any) -> Recipe:
    """A sudden report whose duty counts what these words say, of four activities: one that says little, one of the plan, one
    of a topic, one of another document's task. `but` is a word that its author did not know."""
    edition = _sudden(words)

    def recipe(province: Province, laptop: Laptop) -> int:
        province.direct(edition)
        laptop.activity(1, channel="commune-radio", quantity=4)
        laptop.activity(2, directive=PLAN.id, task="1", audience=30)
        laptop.activity(3, topics=("digital-skills",), minutes=20)
        laptop.activity(4, directive="other-plan", task="2", audience=8)
        said = edition if but is None else _sudden(word for word in words if word != but)
        return laptop.report(f"{NUMBER}@2026-11-20", said=said, **lies)

    return recipe


def _sudden(words: Iterable[str]) -> Directive:
    duty = Duty(id="sudden", what="Báo cáo nhanh", rule="before 2026-11-20", window_from="2026-10-15", counts=tuple(words))
    return changed(duties=(MONTHLY, duty))


def _peer(province: Province, laptop: Laptop) -> int:
    other = province.laptop()
    other.activity(3, quantity=2)
    other.push()
    laptop.activity(1, quantity=4)
    return laptop.report("2026-11", [other])


def _without_peer(province: Province, laptop: Laptop) -> int:
    other = province.laptop()
    other.activity(3, quantity=2)
    other.push()
    laptop.activity(1, quantity=4)
    return laptop.report()


def _conflict(province: Province, laptop: Laptop) -> int:
    other = province.laptop()
    made = laptop.activity(1, quantity=4)
    laptop.push()
    laptop.activity(1, [made], quantity=5)
    other.activity(1, [made], quantity=6)
    other.push()
    return laptop.report("2026-11", [other])


def _retracted(_province: Province, laptop: Laptop) -> int:
    made = laptop.activity(1, quantity=4)
    laptop.retract(1, made)
    laptop.activity(2, quantity=1)
    return laptop.report()


def _future(_province: Province, laptop: Laptop) -> int:
    laptop.activity(1, quantity=4)
    laptop.say_line(b'{"kind":"dance","salt":"00000000000000ff","at":1793000000}')
    return laptop.report()


def _empty(_province: Province, laptop: Laptop) -> int:
    return laptop.report()


def _topic_twice(_province: Province, laptop: Laptop) -> int:
    laptop.activity(1, topics=("digital-skills", "digital-skills"), quantity=1)
    return laptop.report()


def _window(_province: Province, laptop: Laptop) -> int:
    for number, date in enumerate(("2026-10-14", "2026-10-15", "2026-11-14", "2026-11-15")):
        laptop.activity(number, date=date)
    return laptop.report()


def _two_reports(_province: Province, laptop: Laptop) -> int:
    two_activities(laptop)
    laptop.report()
    return laptop.report(NUMBER + "@2026-11")


def _stranger(province: Province, laptop: Laptop, report: e.Report) -> tuple[e.Position, ...]:
    other = province.laptop("12002")
    return (*report.covers, e.Position(other.device, Size(1)))


def _unknown(_province: Province, _laptop: Laptop, report: e.Report) -> tuple[e.Position, ...]:
    return (*report.covers, e.Position(DeviceId("a" * 16), Size(1)))


def _of_peer_alone(province: Province, _laptop: Laptop, _report: e.Report) -> tuple[e.Position, ...]:
    return (e.Position(province.laptop().device, Size(1)),)


def _beyond_itself(_province: Province, laptop: Laptop, report: e.Report) -> tuple[e.Position, ...]:
    return (e.Position(laptop.device, Size(report.covers[0].size + 1)),)


def _beyond_peer(province: Province, _laptop: Laptop, report: e.Report) -> tuple[e.Position, ...]:
    return (*report.covers, e.Position(province.laptop().device, Size(2)))


def _all_of_peer(province: Province, _laptop: Laptop, report: e.Report) -> tuple[e.Position, ...]:
    return (*report.covers, e.Position(province.laptop().device, Size(1)))


def _nothing_of_peer(province: Province, _laptop: Laptop, report: e.Report) -> tuple[e.Position, ...]:
    return (*report.covers, e.Position(province.laptop().device, Size(0)))


def _waiting_and_false(province: Province, laptop: Laptop) -> int:
    peer = province.laptop()
    two_activities(laptop)
    index = laptop.report()
    right = msgspec.json.decode(laptop.lines.pop(), type=e.Report)
    covers = tuple(sorted((*right.covers, e.Position(peer.device, Size(9))), key=lambda position: position.device))
    laptop.say(msgspec.structs.replace(right, covers=covers, records=7))
    return index


_MONTH: Final = f"{NUMBER}@2026-11"
_OTHER_RULE: Final = changed(duties=(Duty(id="yearly", what="Báo cáo năm", rule="yearly-1215"),))
_NEEDS: Final = written(needs=["audiences-v2"])
_NEW_RULE: Final = written(duties=[opaque_duty(rule="weekly-5")])
_NEW_KEY: Final = written(duties=[opaque_duty(rule="monthly-15", only=["12001"])])
_BESIDE: Final = written(duties=[msgspec.to_builtins(MONTHLY), opaque_duty(rule="weekly-5")])
_NEW_OUTSIDE: Final = written(mood="calm")

REPORTS: Final[dict[str, tuple[str, str, str, Recipe]]] = {
    "valid": ("valid", "", "a month", plain()),
    "valid-of-directive": ("valid", "", "a directive's month: its activities alone", plain(_MONTH)),
    "valid-empty": ("valid", "", "no activity at all: a total of zeros is written", _empty),
    "valid-window": ("valid", "", "activities on the days at the window's edges", _window),
    "valid-counts-nothing-more": ("valid", "", "a one-off report counts its directive's activities alone", counting()),
    "valid-counts-all": ("valid", "", "one whose duty counts everything", counting("all")),
    "valid-counts-topic": ("valid", "", "one whose duty counts a topic, too", counting("topic digital-skills")),
    "valid-counts-directive": ("valid", "", "one whose duty counts another document, too", counting("directive other-plan")),
    "valid-counts-task": (
        "valid",
        "",
        "one whose duty counts a task of another document, too",
        counting("task other-plan#2"),
    ),
    "valid-counts-task-of-none": ("valid", "", "a task that no activity has", counting("task other-plan#20")),
    "valid-counts-several": (
        "valid",
        "",
        "an activity counts once",
        counting("topic digital-skills", "directive other-plan"),
    ),
    "counts-left-out": (
        "false-report",
        "other-figures",
        "a topic that the duty counts is left out",
        counting("topic digital-skills", but="topic digital-skills"),
    ),
    "valid-peer": ("valid", "", "the log of a colleague is covered", _peer),
    "valid-without-peer": ("valid", "", "the log of a colleague is not covered", _without_peer),
    "valid-all-of-peer": ("valid", "", "a colleague's log is covered to its end", covering(_all_of_peer)),
    "valid-nothing-of-peer": ("valid", "", "a colleague's log is covered at size 0", covering(_nothing_of_peer)),
    "valid-conflict": ("valid", "", "a record in conflict counts as displayed, with both heads in the root", _conflict),
    "valid-retracted": ("valid", "", "a record taken back does not count", _retracted),
    "valid-future": ("valid", "", "an entry from a newer program is covered and not counted", _future),
    "valid-topic-twice": ("valid", "", "a topic that is named twice counts once", _topic_twice),
    "valid-after-report": ("valid", "", "a report among the entries that another covers", _two_reports),
    "valid-provisional": ("valid", "", "a provisional report", plain(provisional=True)),
    "valid-by-earlier-edition": (
        "valid",
        "",
        "the edition in force asks for it no more; an earlier one did",
        after(_OTHER_RULE, plain(_MONTH)),
    ),
    "valid-by-id": ("valid", "", "the directive is named by its id, which readers take", plain(f"{PLAN.id}@2026-11")),
    "valid-beside-opaque-duty": ("valid", "", "another duty is opaque, this one is read", after(_BESIDE, plain(_MONTH))),
    "valid-new-key-outside": ("valid", "", "a new key outside of duties is passed over", after(_NEW_OUTSIDE, plain(_MONTH))),
    "valid-under-opaque-edition": (
        "valid",
        "",
        "the edition in force is opaque, and by the earlier one the figures hold",
        after(_NEEDS, plain(_MONTH)),
    ),
    "covers-stranger": ("false-report", "covers-a-stranger", "covers a laptop of another unit", covering(_stranger)),
    "covers-unknown": ("false-report", "covers-a-stranger", "covers a laptop that nobody enrolled", covering(_unknown)),
    "covers-not-itself": ("false-report", "covers-not-itself", "covers a colleague's log alone", covering(_of_peer_alone)),
    "covers-beyond-itself": ("false-report", "covers-not-itself", "covers the report itself, too", covering(_beyond_itself)),
    "covers-before-itself": (
        "false-report",
        "covers-not-itself",
        "covers its own log, but not up to itself",
        covering(lambda _province, laptop, _report: (e.Position(laptop.device, Size(1)),)),
    ),
    "covers-more": (
        "covers-more",
        "covers-what-is-not-here",
        "covers more of a colleague than is here",
        covering(_beyond_peer),
    ),
    "covers-more-and-false": (
        "covers-more",
        "covers-what-is-not-here",
        "what is wrong cannot be told before all is here",
        _waiting_and_false,
    ),
    "newer-level": ("unread", "newer-level", "counted as a newer program counts", plain(level=3)),
    "newer-level-and-false": (
        "unread",
        "newer-level",
        "what a newer program counts cannot be called wrong",
        plain(level=3, records=9),
    ),
    "level-2": ("valid", "", "days, people and bodies, as level 2 counts them", of_level_2(level=2)),
    "level-2-next-month": (
        "valid",
        "",
        "what ends in the next month counts there",
        of_level_2("2026-12", level=2),
    ),
    "level-2-day-moved": ("valid", "", "a last day before the first is passed over", _moved),
    "level-2-day-moved-far": ("valid", "", "a last day of another year is passed over", _moved_far),
    "level-1-beside-level-2": (
        "valid",
        "",
        "a report of level 1 leaves out entries of level 2",
        of_level_2(),
    ),
    "level-1-counts-level-2": (
        "false-report",
        "other-figures",
        "a report of level 1 that counts entries of level 2",
        of_level_2(counted_at=2),
    ),
    "level-2-counts-level-1": (
        "false-report",
        "other-figures",
        "a report of level 2 that leaves out entries of level 2",
        of_level_2(level=2, counted_at=1),
    ),
    "level-2-without-audiences": (
        "false-report",
        "other-figures",
        "the figures of those whom it was for are missing",
        of_level_2_lying(audiences={}),
    ),
    "level-2-other-body": (
        "false-report",
        "other-figures",
        "the figures of another body",
        of_level_2_lying(bodies={"literacy-team": Tally(1, 0, 30, 0)}),
    ),
    "newer-report": ("unread", "newer-report", "says one thing more than is known", said_more(plain())),
    "newer-report-of-no-period": (
        "unread",
        "newer-report",
        "what a newer program calls a period is unknown, too",
        said_more(plain("2026-W45", counted_as="2026-11")),
    ),
    "newer-report-covers-stranger": (
        "false-report",
        "covers-a-stranger",
        "says one thing more, and covers a laptop of another unit",
        said_more(covering(_stranger)),
    ),
    "newer-report-covers-not-itself": (
        "false-report",
        "covers-not-itself",
        "says one thing more, and covers a colleague's log alone",
        said_more(covering(_of_peer_alone)),
    ),
    "opaque-edition": (
        "unread",
        "opaque-duty",
        "a period that only the opaque edition can ask for",
        after(_NEEDS, plain(f"{NUMBER}@2026-H1", counted_as=_MONTH)),
    ),
    "opaque-rule": (
        "unread",
        "opaque-duty",
        "a duty with a rule that is unknown, and a period to match",
        after(_NEW_RULE, plain(f"{NUMBER}@2026-W45", counted_as=_MONTH)),
    ),
    "opaque-key": (
        "unread",
        "opaque-duty",
        "a duty with a new key may mean another window: what is false by the earlier edition may be right by it",
        after(_NEW_KEY, plain(_MONTH, records=9)),
    ),
    "false-beside-opaque-duty": (
        "false-report",
        "other-figures",
        "another duty is opaque, this one is read by every edition",
        after(_BESIDE, plain(_MONTH, records=9)),
    ),
    "bad-period": ("false-report", "bad-period", "no period", plain("2026-13", counted_as="2026-11")),
    "bad-year": (
        "false-report",
        "bad-period",
        "of a year of which nothing is reported",
        plain("1999-11", counted_as="2026-11"),
    ),
    "unknown-directive": (
        "false-report",
        "unknown-directive",
        "no such directive",
        plain("8/KH@2026-11", counted_as=_MONTH),
    ),
    "other-letters": (
        "false-report",
        "unknown-directive",
        "the directive's number in other letters: people may, entries may not",
        plain(_MONTH.lower(), counted_as=_MONTH),
    ),
    "no-such-duty": (
        "false-report",
        "no-such-duty",
        "the directive asks for no half-year",
        plain(f"{NUMBER}@2026-H1", counted_as=_MONTH),
    ),
    "no-such-day": (
        "false-report",
        "no-such-duty",
        "the directive asks for no report on that day",
        plain(f"{NUMBER}@2026-11-20", counted_as=_MONTH),
    ),
    "other-records": ("false-report", "other-figures", "one record too many", plain(records=3)),
    "other-total": ("false-report", "other-figures", "another total", lying(figures(total=Tally(2, 5, 30, 20)))),
    "other-channel": (
        "false-report",
        "other-figures",
        "another channel",
        lying(figures(channels={"": Tally(1, 0, 30, 20), "leaflet": Tally(1, 4, 0, 0)})),
    ),
    "no-topics": ("false-report", "other-figures", "the topics are left out", lying(figures(topics={}))),
    "task-of-none": (
        "false-report",
        "other-figures",
        "activities without a task are no part of the tasks",
        lying(figures(tasks={"": Tally(1, 4, 0, 0), "plan-7#1": Tally(1, 0, 30, 20)})),
    ),
    "other-window": (
        "false-report",
        "other-figures",
        "the figures of another month",
        plain("2026-10", counted_as="2026-11"),
    ),
    "other-root": ("false-report", "other-commitment", "another root", plain(root=tobase64(leaf_hash(b"another")))),
}
