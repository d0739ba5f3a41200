"""`soxa hub`: the operator's commands, in the order in which a province comes to need them, which is that of the help. Each
reads its words, calls one thing, and prints what came of it."""

from __future__ import annotations

from hub.cli import (
    accounts,
    bodies,
    clock,
    directives,
    entering,
    exchange,
    gathering,
    kit,
    mending,
    monitoring,
    opendata,
    own_witness,
    quota,
    redacting,
    reports,
    safekeeping,
    service,
    units,
)
from hub.cli import witness as witness_commands
from sync.shell.commands import group
from sync.wording.i18n import catalogue

_ = catalogue("hub")

app = group(_("The province: receive, count, chase, hand out."))

app.command("init", help=_("Make a hub: its keys, and a registry with the province's units and the directives that ship."))(
    service.init
)
app.command("serve", help=_("Run the service that laptops sync with, until Ctrl-C."))(service.serve)
app.command("key", help=_("Print the one key that auditors need."))(service.key)
app.command("invite", help=_("Print one line that lets one laptop of a unit join."))(units.invite)
app.command("kit", help=_("Write what goes on a stick for new laptops: the program, the handbook, invites of units."))(
    kit.kit
)
app.command("kit-parts", help=_("Fetch, once and where there is a network, what kits are made of."))(kit.fetch_parts)
app.command("unpack", help=_("Take a parcel from a USB stick, and write the answer that goes back on it."))(exchange.unpack)
app.command(
    "import", help=_("Enter a unit's activities from a file that it sent: as the province's entry for it, marked so.")
)(entering.import_)
app.command("enter", help=_("Enter one activity or a report that a unit told by telephone, or that came on paper."))(
    entering.enter
)
app.command("status", help=_("Show who has reported for a period, on time or late, and who has not."))(monitoring.status)
app.command("request", help=_("Ask units for a report by a day that no directive foresees; it reaches their laptops."))(
    directives.ask
)
app.command(
    "remind", help=_("Ask the units that have not reported for a period to report; the reminder reaches their laptops.")
)(monitoring.remind)
app.command(
    "review", help=_("Accept an activity as it stands, or return it to be revised; the answer reaches its laptops.")
)(monitoring.review)
app.command("counts", help=_("Count a period's activities."))(monitoring.counts)
app.command("report", help=_("Write a period's report upward: a document, or an annex whose every figure can be proven."))(
    reports.report
)
app.command("dispatched", help=_("State that a report went upward: by which document, and with which annex."))(
    reports.dispatched
)
app.command(
    "export", help=_("Write open data into a new folder: a SQLite file for Datasette, CSV files, and what is in them.")
)(opendata.export)
app.command("bundle", help=_("Write everything an auditor needs into one file."))(exchange.bundle)
app.command("backup", help=_("Copy all that the hub holds into one new file, while it serves; or check such a file."))(
    safekeeping.backup
)
app.command("restore", help=_("Put a backup in the place of what the hub holds, which is kept under another name."))(
    safekeeping.restore
)
app.command(
    "restored", help=_("Show what a hub that was put back still lacks and who has brought what; or close that and go on.")
)(gathering.restored)
app.command("rebuild", help=_("Make a hub anew from its keys and from what laptops hold, where its database is lost."))(
    gathering.rebuild
)
app.command(
    "clock", help=_("Show which acceptances the hub gave a wrong time, since its clock was wrong; or state that they are.")
)(clock.clock)
app.command("quota", help=_("Show how much a laptop and a unit may bring a day; or set it."))(quota.quota)
app.command(
    "redact",
    help=_("Erase what somebody wrote, where the law asks for it: the texts of an activity or a report. Its numbers stay."),
)(redacting.redact)
app.command("check", help=_("Hold every entry, root and receipt against what was signed, and name what is damaged."))(
    safekeeping.check
)
app.command(
    "mend", help=_("Read the data file out where it is damaged, into a new one in its place; what was there is kept.")
)(mending.mend)
app.command("upgrade", help=_("Bring a hub that an older version made up to date. Copy its folder to a safe place first."))(
    service.upgrade
)

directive = group(_("The documents that ask for reports."))
directive.command("add", help=_("Make a directive known to every laptop: a new one, or a new form of one."))(directives.add)
directive.command(
    "end", help=_("End a directive: nothing is owed by it whose window begins after that day, and no laptop offers it.")
)(directives.end_directive)
directive.command("list", help=_("List the directives."))(directives.list_directives)
directive.command("show", help=_("Show one directive whole."))(directives.show)
app.add_typer(directive, name="directive")

user = group(_("Who may sign in at the desk."))
user.command("add", help=_("Let somebody sign in. The password is typed, or in SOXA_USER_PASSWORD, or made up."))(
    accounts.add_user
)
user.command("list", help=_("List who may sign in."))(accounts.list_users)
user.command("disable", help=_("Shut an account; whoever is signed in with it is signed out."))(accounts.disable)
user.command("enable", help=_("Open a shut account again."))(accounts.enable)
user.command("password", help=_("Set another password; whoever is signed in with the account is signed out."))(
    accounts.set_password
)
user.command("unlock", help=_("End the wait of somebody after wrong passwords were tried at their name."))(accounts.unlock)
user.command(
    "second-factor-off",
    help=_("Let somebody sign in by the password alone whose phone is lost; a new one is set up at the desk."),
)(accounts.second_factor_off)
app.add_typer(user, name="user")

token = group(_("Which other systems may read, each by a token."))
token.command("add", help=_("Let another system read. Its token is printed this once."))(accounts.add_token)
token.command("list", help=_("List the tokens."))(accounts.list_tokens)
token.command("revoke", help=_("End a token at once."))(accounts.revoke)
app.add_typer(token, name="token")

unit = group(_("The units, and what happens to them."))
unit.command("list", help=_("List the units, those that have ended too."))(units.list_units)
unit.command("add", help=_("State a body as a unit: a department, an office of a commune, a school; or many from a file."))(
    bodies.add
)
unit.command("rename", help=_("State that a unit is called otherwise, or is of another type, from a day on."))(units.rename)
unit.command("merge", help=_("State that units become one from a day on: one of them, or another."))(units.merge)
unit.command("split", help=_("State that a unit is divided from a day on. It may be one of its own parts."))(units.split)
app.add_typer(unit, name="unit")

device = group(_("The laptops that have joined."))
device.command("list", help=_("List the laptops that have joined."))(units.list_devices)
device.command("revoke", help=_("Trust a laptop no more, that was lost or changed hands; what it reported before stays."))(
    units.revoke
)
app.add_typer(device, name="device")

witness = group(_("Independent witnesses: whoever follows this hub's logs, or a witness of the logs of others."))
witness.command("add", help=_("Have this hub's logs cosigned by a witness from now on: by its address and its key."))(
    witness_commands.add
)
witness.command("list", help=_("List the witnesses, what each cosigned last, and what stands against them."))(
    witness_commands.list_witnesses
)
witness.command("remove", help=_("Ask a witness no more, and leave what it cosigned out of bundles; says so first."))(
    witness_commands.remove
)
witness.command("ask", help=_("Ask the witnesses now; the service does it by itself, once a minute where something grew."))(
    witness_commands.ask
)
witness.command("settle", help=_("Take what stands against a witness, or was told by it, for settled, and ask it again."))(
    witness_commands.settle
)
witness.command(
    "believe", help=_("Take a witness's word that this hub went back: it states nothing more, and gathers what it lacks.")
)(witness_commands.believe_it)
witness.command("init", help=_("Make a witness of the logs of others. No hub is needed on its machine."))(own_witness.init)
witness.command("follow", help=_("Have the witness follow a log, by the key that its operator handed over."))(
    own_witness.follow
)
witness.command("logs", help=_("List the logs that the witness follows, and what it cosigned of each."))(own_witness.logs)
witness.command("serve", help=_("Run the witness until Ctrl-C."))(own_witness.serve)
app.add_typer(witness, name="witness")
