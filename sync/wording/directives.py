"""What directives ask for, in words: when they were issued, until when tasks are to be done, when reports are due; and
what of them only a newer program can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sync.ledger.directive import (
    ALL_READ,
    Attachment,
    Basis,
    Content,
    Directive,
    Due,
    Duty,
    Observance,
    OpaqueDuty,
    Task,
    Unread,
)
from sync.ledger.registry import DirectiveEdition
from sync.wording.dates import day, quarter
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.names import dimension_words, term, terms

_ = catalogue("sync")

_RULES: Final[dict[str, str]] = {
    "monthly-15": N_("every month, before the 15th"),
    "quarterly-15": N_("every quarter, before the 15th of its last month"),
    "half-year-0615": N_("half-yearly, before 15 June"),
    "yearly-1215": N_("yearly, before 15 December"),
    "on-request": N_("on request"),
    "by-regulation": N_("as regulations say"),
    "after-each": N_("after each round of reports"),
}
_LENIENT: Final[dict[str, str]] = {
    "monthly-15": N_("every month, until the 15th"),
    "quarterly-15": N_("every quarter, until the 15th of its last month"),
    "half-year-0615": N_("half-yearly, until 15 June"),
    "yearly-1215": N_("yearly, until 15 December"),
}
"""Rules of duties, where the day itself still counts."""

_KEYS: Final[dict[str, str]] = {
    "number": N_("number"),
    "symbol": N_("symbol"),
    "kind": N_("kind"),
    "date": N_("date"),
    "month": N_("month"),
    "year": N_("year"),
    "province": N_("province"),
    "issuer": N_("issuer"),
    "signer": N_("signed"),
    "subject": N_("subject"),
    "valid_from": N_("valid from"),
    "valid_to": N_("valid until"),
    "addressees": N_("addressed to"),
    "based_on": N_("rests on"),
    "topics": N_("topics"),
    "channels": N_("channels"),
    "audiences": N_("audiences"),
    "observances": N_("days to keep"),
    "tasks": N_("task"),
    "duties": N_("report"),
    "succession": N_("succession"),
    "recipients": N_("sent to"),
    "attachments": N_("came with it"),
    "contents": N_("to be made known"),
    "link": N_("where it lies"),
    "label": N_("what"),
    "due": N_("until"),
    "lead": N_("leads"),
    "cooperating": N_("cooperates"),
    "what": N_("what"),
    "rule": N_("when"),
    "reporters": N_("from"),
    "recipient": N_("to"),
    "recipient_name": N_("to"),
    "strict": N_("before the day"),
    "window_from": N_("gathers from"),
    "units": N_("these units alone"),
    "but": N_("all but these units"),
    "heads": N_("headings"),
    "tables": N_("tables"),
    "rest_day": N_("on a rest day"),
    "fed_by": N_("made from"),
    "day": N_("day"),
    "until": N_("until"),
}
"""What the keys of a directive and its parts are called."""


def key_words(key: str) -> str:
    """What a key of a directive or of a part of one is called; empty for one that is unknown here."""
    return _(_KEYS[key]) if key in _KEYS else ""


def issued(directive: Directive) -> str:
    """When a directive was issued, as exactly as it says: a day, a month or a year."""
    told = directive.date or directive.month
    return day(told) if told else str(directive.year or "")


def validity(directive: Directive) -> str:
    """From when until when a directive holds, as far as it says so; empty if it does not."""
    if directive.valid_from and directive.valid_to:
        return f"{day(directive.valid_from)} – {day(directive.valid_to)}"
    if directive.valid_from:
        return _("from {date} on").format(date=day(directive.valid_from))
    return _("until {date}").format(date=day(directive.valid_to)) if directive.valid_to else ""


def until(due: Due) -> str:
    """Until when a task is to be done."""
    if due.kind == "date":
        told = (_("before {date}") if due.strict else _("until {date}")).format(date=day(due.date))
    elif due.kind == "quarter":
        told = quarter(str(due.quarter))
    elif due.kind == "yearly-day":
        return _("every year on {day}").format(day=day(due.day))
    else:
        told = _("all the time")
    return told + (_(", and in the years after") if due.recurs else "")


def observance(kept: Observance) -> str:
    """What a document wants kept, and on which days of every year if it names any.

    >>> observance(Observance(label="Ngày Chuyển đổi số quốc gia", day="10-10"))
    'Ngày Chuyển đổi số quốc gia (10/10)'
    """
    days = " – ".join(day(date) for date in (kept.day, kept.until) if date)
    return f"{kept.label} ({days})" if days else kept.label


def basis(rests_on: Basis) -> str:
    """A document that another rests on, by its number and its name, with its day where that is said."""
    named = ", ".join(part for part in (rests_on.number, rests_on.label) if part)
    return f"{named} ({day(rests_on.date)})" if rests_on.date else named


def attachment(came: Attachment) -> str:
    """A document that came with a directive, and where it lies open.

    >>> attachment(Attachment(label="Phụ lục", link="http://soxa.example"))
    'Phụ lục (http://soxa.example)'
    """
    return f"{came.label} ({came.link})" if came.link else came.label


def content(wanted: Content) -> str:
    """A thing that a document wants made known, and the topics under which it is logged."""
    return f"{wanted.label} ({terms('topics', wanted.topics)})" if wanted.topics else wanted.label


def document_facts(directive: Directive) -> list[tuple[str, str]]:
    """What a directive says of itself as a document, each with its name, without what it leaves open."""
    signer = directive.signer
    told = [
        (key_words("signer"), f"{signer.name} ({signer.capacity})" if signer else ""),
        (key_words("addressees"), terms("actors", directive.addressees) if directive.addressees else ""),
        (key_words("based_on"), "; ".join(map(basis, directive.based_on))),
        (key_words("contents"), "; ".join(map(content, directive.contents))),
        (key_words("attachments"), "; ".join(map(attachment, directive.attachments))),
        (key_words("recipients"), "; ".join(directive.recipients)),
        (key_words("succession"), directive.succession or ""),
    ]
    return [(name, value) for name, value in told if value]


def rule_words(name: str, *, strict: bool = True) -> str:
    """When a report is due, by the rule of its duty, and whether the day itself is too late; a rule that is unknown here
    stands for itself."""
    if name.startswith("before "):
        words = _("before {date}") if strict else _("until {date}")
        return words.format(date=day(name.removeprefix("before ")))
    known = _RULES if strict or name not in _LENIENT else _LENIENT
    return _(known[name]) if name in known else name


def requested_words(what: str) -> str:
    """That the province asks for a report that no regime foresees, and of what."""
    return _("the province asks for a report: {what}").format(what=what)


def duty_when(duty: Duty) -> str:
    """When the report of a duty is due."""
    return rule_words(duty.rule, strict=duty.strict)


def duty_reporters(duty: Duty, unit_name: Callable[[str], str] = str) -> str:
    """Who is to report by a duty: kinds of bodies, these units alone, all but some."""
    named = [(key, getattr(duty, key)) for key in ("units", "but") if getattr(duty, key)]
    told = [f"{key_words(key)}: {', '.join(map(unit_name, codes))}" for key, codes in named]
    return "; ".join([terms("actors", duty.reporters), *told] if duty.reporters or not told else told)


def duty_contents(duty: Duty, counts: str = "") -> list[str]:
    """What the report of a duty is to hold, what becomes of its deadline on a rest day, and the sentence that says what it
    `counts`; nothing that is not said."""
    told = [
        (key_words("heads"), "; ".join(duty.heads)),
        (key_words("tables"), ", ".join(map(dimension_words, duty.tables))),
        (key_words("rest_day"), _("the next working day") if duty.rest_day else ""),
    ]
    return [f"{name}: {value}" for name, value in told if value] + ([counts] if counts else [])


def task_parties(task: Task) -> list[tuple[str, str]]:
    """Who leads a task, with whom, and by which channels: each with its name, without what the document leaves open."""
    told = [
        (_("leads"), terms("actors", task.lead) if task.lead else ""),
        (_("cooperates"), terms("actors", task.cooperating) if task.cooperating else ""),
        (_("channels"), terms("channels", task.channels) if task.channels else ""),
    ]
    return [(name, value) for name, value in told if value]


def recipient(code: str | None, name: str | None) -> str:
    """Whom a report goes to."""
    return name or term("actors", code)


# -- what only a newer program can read: it is shown as that, never as nothing


def unread_line(unread: Unread) -> str:
    """The line that tells of a directive read in part; empty for one that was read whole."""
    if unread == ALL_READ:
        return ""
    return _("This directive has parts that this program cannot read; a newer program is needed.")


def unread_lines(unread: Unread) -> list[str]:
    """The lines that tell of a directive read in part: that it was, and each report that could not be read."""
    return [line for line in (unread_line(unread), *map(opaque_duty, unread.duties)) if line]


def unread_mark() -> str:
    """The mark, in a list, of a directive read in part."""
    return _("a newer program is needed to read the rest")


def opaque_rule() -> str:
    """When a report is due of which only a newer program can tell."""
    return _("a newer program is needed to know when it is due")


def opaque_duty(duty: OpaqueDuty) -> str:
    """A report that only a newer program can read, in words.

    >>> opaque_duty(OpaqueDuty("q", "Báo cáo quý"))
    'Báo cáo quý: cần phần mềm mới hơn để biết thời hạn'
    """
    return f"{duty.what}: {opaque_rule()}"


def not_read() -> str:
    """What stands for tasks and reports that could not be read, where others are told."""
    return _("not read yet")


def tasks_told(directive: Directive) -> str:
    """How many tasks a directive has."""
    return not_read() if directive.is_opaque else str(len(directive.tasks))


def duties_told(directive: Directive, unread: Unread) -> str:
    """How many reports a directive asks for, those among them that cannot be read."""
    return not_read() if unread.edition else str(len(directive.duties) + len(unread.duties))


def unread_duties(editions: Sequence[DirectiveEdition]) -> list[str]:
    """What is told under a list of reports, of those that cannot be on it; nothing where all could be read."""
    with_duties = [edition for edition in editions if edition.unread.duties]
    opaque = [edition for edition in editions if edition.unread.edition]
    lines = []
    if with_duties:
        count = sum(len(found.unread.duties) for found in with_duties)
        text = counted(
            count,
            _("{count} report asked for in {names} cannot be read here, and is not counted: a newer program is needed."),
            _("{count} reports asked for in {names} cannot be read here, and are not counted: a newer program is needed."),
        )
        lines.append(text.format(count=count, names=_named(with_duties)))
    if opaque:
        text = _(
            "What is asked for in {names} cannot be read here, and no report of it is counted: a newer program is needed."
        )
        lines.append(text.format(names=_named(opaque)))
    return lines


def _named(editions: Sequence[DirectiveEdition]) -> str:
    return ", ".join(edition.directive.name for edition in editions)
