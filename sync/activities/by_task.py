"""What a task says of an activity: its topics, and its channel, for who named the task and none of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from sync.activities.check import check
from sync.activities.draft import ActivityDraft
from sync.ledger.directive import Directive
from sync.wording.fields import field_title
from sync.wording.i18n import catalogue
from sync.wording.names import term, terms

_ = catalogue("sync")


def filled_by_task(draft: ActivityDraft, *, today: datetime.date, directives: Sequence[Directive]) -> ActivityDraft:
    """A draft with the topics and the channel of its task, where nobody said any. Of several channels none can be told to
    be the one. A draft whose task cannot be read stays as it is: what is wrong with it is told when it is saved."""
    fields = check(draft, today=today, directives=directives).fields
    directive = next((each for each in directives if each.id == fields.directive), None)
    task = directive.task(str(fields.task)) if directive is not None else None
    if task is None:
        return draft
    topics = task.topics if draft.topics is None and task.topics else draft.topics
    channel = task.channels[0] if draft.channel is None and len(task.channels) == 1 else draft.channel
    return msgspec.structs.replace(draft, topics=topics, channel=channel)


def told_of_task(typed: ActivityDraft, filled: ActivityDraft) -> str:
    """What was filled, in one line; empty if nothing was."""
    said = []
    if filled.topics != typed.topics:
        said.append(f"{field_title('topics')}: {terms('topics', filled.topics or ())}")
    if filled.channel != typed.channel:
        said.append(f"{field_title('channel')}: {term('channels', filled.channel)}")
    return _("By its task: {said}").format(said="; ".join(said)) if said else ""
