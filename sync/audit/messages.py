"""What an auditor is told: a sentence for each fault, finding and refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sync.audit.faults import Fault, Finding
from sync.errors import SoxaError
from sync.ledger.vocabulary import ListName
from sync.wording import messages
from sync.wording.fields import field_name
from sync.wording.i18n import N_, catalogue
from sync.wording.names import term

_ = catalogue("sync/audit")

MESSAGES: Final[dict[str, str]] = {
    "accepted-after-succession": N_("the hub accepted more of this log after the laptop {device} had taken its place"),
    "not-vouched": N_("the word of the key of {device}, whose place it took, is not of that log as it stands here"),
    "accepted-other-root": N_("the entries up to here are not those that the hub accepted (acceptance {acceptance})"),
    "accepted-other-size": N_("the hub accepted this log at the size {accepted}, and here it is of {size}"),
    "accepted-unknown": N_("entries of the laptop {device} were accepted, and the registry does not know it"),
    "bad-clock": N_("it calls the times of the entries {first} to {last} false, which cannot be so"),
    "bad-held": N_("the receipt of before in acceptance {acceptance} is not the hub's, or not of the entries up to here"),
    "bad-lost-head": N_("what it names as lost is no head that the hub signed of a log of its own"),
    "cited-a-lost-head": N_("it cites acceptances that the hub lost and has named"),
    "gap-too-wide": N_("the restore says its gap began at {since}, and the last acceptance that was kept is of {kept}"),
    "head-other-root": N_("the log {log} was not as the acceptances have it at {size}"),
    "kept-other-root": N_("the log {log} was not as the restore has it at {size}"),
    "lost-below-kept": N_("the hub signed another history of {log}, at {size}, below what the restore says it kept"),
    "not-its-newest-name": N_("the log bears a name of before the last restore; it is {expected} now"),
    "unnamed-lost-head": N_(
        "it proves that the hub signed acceptances at {size} that a restore lost, and no entry of the registry names them"
    ),
    "annex-mixed-generations": N_("its two notes are of before and of after a restore of the hub"),
    "annex-of-lost-state": N_(
        "the file was computed from what the hub lost in a restore, and has named: {origin} at {size}. It cannot be checked"
    ),
    "annex-of-unstated-state": N_(
        "the file was computed from what the hub lost in a restore: {origin} at {size}. The registry does not name it: show "
        "the file to the province"
    ),
    "ambiguous-record": N_("“{text}” fits several records: {near}. Write more of it."),
    "annex-ahead": N_(
        "the file was computed from {origin} at the size {stated}, and the bundle has {size}: ask for a newer bundle"
    ),
    "annex-before-its-state": N_("the file says it was made at {made}, before the hub took in what it rests on ({newest})"),
    "annex-desks-disordered": N_("the heads of its desks do not stand in order of the units, each once: {origin}"),
    "annex-mixed-states": N_("its two notes are not of one moment: the registry does not know the laptop {device} yet"),
    "annex-other-root": N_("the file's note on {origin} at {size} is not what the log was then"),
    "bad-citation-signature": N_("it cites the acceptances at {size} with a signature that is not the hub's"),
    "bad-parcel": N_("The file is damaged. Ask for another copy of it."),
    "beyond-revocation": N_("the laptop {device} was revoked at the size {fence} of its log, and here it is of {size}"),
    "citation-goes-back": N_("it cites the acceptances at {size}, and an earlier entry cites them at {before}"),
    "cited-before-it-was": N_("it cites the acceptances at {size}, which were made after it was accepted"),
    "covers-a-stranger": N_("the report covers the laptop {device}, which is none of its unit's"),
    "covers-not-itself": N_("the report does not say what it covers of its own log"),
    "covers-what-is-not-here": N_(
        "the report covers the log of the laptop {device} at the size {size}, "
        "which is not here: it answers nothing until it is"
    ),
    "cut-parcel": N_("The file is cut off; entries before that: {entries}. Ask for another copy of it."),
    "desk-of-nobody": N_("the registry knows no unit {unit} to which this log could speak"),
    "empty-log": N_("the hub says nothing to this unit, and the log would not stand here"),
    "hub-signed-another-root": N_(
        "it proves that the hub signed other acceptances at {size} than stand here: the hub changed them"
    ),
    "log-missing": N_("the log is not in the bundle"),
    "newer-report": N_("the report says what only a newer program can read"),
    "newer-level": N_("the report counts as a program of level {level} does, and this one reads level {known}"),
    "no-record": N_("There is no record “{text}” in this bundle."),
    "no-registry": N_("The bundle has no registry: nothing in it can be proven."),
    "not-a-bundle": N_("This file is {kind}, not an audit bundle."),
    "not-a-parcel": N_("The file is cut off or damaged, or is no audit bundle. Ask for another copy of it."),
    "not-joined-as-enrolled": N_("no join in the log says what the registry says of the laptop"),
    "not-this-hub": N_("this is not a bundle of the hub {expected}, whose key was given, but of {hub}"),
    "not-whole": N_("the log does not begin with its first entry"),
    "opaque-duty": N_("the report of {period} may answer a duty that only a newer program can read"),
    "other-commitment": N_("the report of {period} was made of other activities than those that it covers"),
    "other-figures": N_(
        "the figures of the report of {period} are not those of its activities: {figure}: stated {stated}, counted {counted}"
    ),
    "other-than-redacted": N_(
        "the report of {period} is not what its activities give, and the texts of some of this unit's were erased since, "
        "whose numbers stand by the province's word: the laptop or the province is wrong"
    ),
    "redacted-and-here": N_("the province says that the texts of this entry are erased, and they are here"),
    "redacted-nothing": N_("it says that the texts of an entry of {unit} are erased, and there is no such entry"),
    "redacted-otherwise": N_("what the province says again of this erased entry is no entry of such a log"),
    "out-of-order": N_("the log does not stand in its place"),
    "receipt-other-time": N_("the receipt says {receipt}, and the acceptance {acceptance}"),
    "size-goes-back": N_("the log of the laptop {device} was accepted at {size} after it was longer"),
    "bad-witnessed": N_("what stands there as cosigned at the size {size} is no cosigned head of the log as it is here"),
    "not-witnessed": N_(
        "the witnesses whose cosignatures the policy needs have cosigned {covered} of its "
        "entries, of which there are {size}: what follows may be shown otherwise to somebody"
        " else. Ask for a bundle that was made after they were asked (soxa hub witness ask)"
    ),
    "policy-of-others": N_("The policy is about other logs than {name}. Ask for the one that is about this hub."),
    "strange-witnessed": N_("it carries cosigned heads, which belong to the registry and the acceptances"),
    "witnessed-otherwise": N_(
        "the hub has signed another history than this: witnesses have cosigned a head "
        "of the size {size} that is not of this log"
    ),
    "strange-header": N_("its first line says more than that this is a bundle, and whose"),
    "new-keys": N_("this program does not know {keys} in the entry, and left it out; the rest of the entry holds"),
    "strange-signatures": N_("the checkpoint carries signatures of strangers"),
    "time-goes-back": N_("the time {at} is before that of the acceptance before it, {before}"),
    "unknown-keys": N_("in the directive {directive} this program does not know {keys}, and left it out"),
    "unread-duty": N_("what “{duty}” in the directive {directive} asks for, only a newer program can read"),
    "unread-log": N_("what stands in this log, only a newer program can read"),
    "unread-edition": N_("what the directive {directive} asks for, only a newer program can read"),
    "unsigned-contradiction": N_(
        "it cites the acceptances at {size} as they never were, without the hub's signature: it proves nothing"
    ),
}
sentence: Final = messages.Sentences(MESSAGES, _, messages.sentence)


def fault_sentence(fault: Fault | Finding) -> str:
    """What is wrong, or only to be seen, in a sentence; a figure is called by its name."""
    facts = dict(fault.facts)
    if "figure" in facts:
        facts["figure"] = _figure(*(str(facts[name]) for name in ("by", "key", "figure")))
    return sentence(SoxaError(fault.code, **facts))


def _figure(by: str, key: str, name: str) -> str:
    """A number of a report: "quantity (channel: commune radio)"."""
    called = _("activities") if name == "activities" else field_name(name)
    if not by:
        return called
    under = term(_TERMS[by], key) if key and by in _TERMS else key or _("not said")
    return _("{figure} ({by}: {name})").format(figure=called, by=field_name(_FIELDS.get(by, by)), name=under)


_TERMS: Final[Mapping[str, ListName]] = {"channel": "channels", "topic": "topics"}
_FIELDS: Final = {"topic": "topics"}
