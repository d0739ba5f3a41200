"""The hub's sentences: what to tell an operator when something is refused."""

from __future__ import annotations

from typing import Final

from sync.words import N_, catalogue, register

_ = catalogue("hub")

MESSAGES: Final[dict[str, str]] = {
    "accept-or-return": N_("Choose one of --accept and --return."),
    "already-retracted": N_("{record} was taken back by the unit."),
    "ambiguous-record": N_("“{text}” fits several records: {near}. Write more of it."),
    "ambiguous-unit": N_("“{text}” fits several units: {near}. Use the code."),
    "bad-days": N_("An invite lasts between 1 and 3650 days, not {days}."),
    "bad-join": N_("The join of the laptop {device} contradicts its key."),
    "bad-record": N_("“{text}” is not a record's id. Copy it, or its last 8 characters."),
    "demo-went-wrong": N_("The demo stopped: “{command}” ended with {status}."),
    "expired-invite": N_("The invite has run out. Ask the province for a new one."),
    "hub-exists": N_("There is a hub at {path} already. It was not touched."),
    "both-tls-files": N_("Give both --tls-cert and --tls-key, or neither."),
    "long-comment": N_("A comment has at most {limit} characters."),
    "no-report": N_("The unit {unit} has no report for {period}."),
    "no-hub": N_("There is no hub at {path}. Make one with: soxa hub init"),
    "no-reason": N_("Say why it is returned: the unit will read it."),
    "no-record": N_("The hub has no record {text}."),
    "one-format": N_("Choose one of --json and --csv."),
    "unknown-by": N_("Counts go by unit, topic, channel, directive, task or audience, not by “{text}”."),
    "unknown-invite": N_("The hub knows no such invite ({invite}). Ask the province for a new one."),
    "unknown-unit": N_("There is no unit “{text}” here. Near it: {near}."),
    "used-invite": N_("Another laptop has used this invite. Ask the province for a new one, and say that this happened."),
    "withdrawn-invite": N_("The invite was withdrawn. Ask the province for a new one."),
    "wrong-invite-proof": N_("The invite's secret is not the one that was handed out ({invite})."),
    "wrong-parcel": N_("This parcel is a {kind}; another kind is needed here."),
}
register(MESSAGES, _)
