"""`soxa field`: the officer's commands, in the order in which its help names them. Each reads its words, calls one thing,
and prints what came of it."""

from __future__ import annotations

from field.cli import activities, check, exchange, reporting, settings, setup
from sync.shell.commands import group
from sync.wording.i18n import catalogue

_ = catalogue("field")

app = group(_("The officer's laptop: log, report, sync. Without a command it opens the program in the terminal."))

app.command("join", help=_("Make this folder a laptop of the invite's unit. Needs no network."))(exchange.join)
app.command("log", help=_("Log one activity; prints its id."))(activities.log)
app.command("revise", help=_("Change an activity: what is given is set, an empty value empties a field."))(activities.revise)
app.command("retract", help=_("Take an activity back, with a reason. Its history stays."))(activities.retract)
app.command("import", help=_("Log many activities from a CSV file or an Excel workbook."))(activities.import_)
app.command("list", help=_("List activities, newest first; the search needs no accents."))(activities.list_activities)
app.command("choices", help=_("List the codes that can be chosen for an activity, all or those that some words fit."))(
    activities.choices
)
app.command("show", help=_("Show one activity with its history."))(activities.show)
app.command("report", help=_("Preview a period's report; submit it with --submit, print it with -o FILE."))(reporting.report)
app.command("directives", help=_("List the directives that have reached this laptop."))(reporting.directives)
directive = group(_("The documents that ask for work and reports."))
directive.command("show", help=_("Show a directive: its tasks, the own unit's first, with who leads and how far each is."))(
    reporting.show_directive
)
app.add_typer(directive, name="directive")
app.command("calendar", help=_("Write deadlines and days to keep into a calendar file (iCalendar)."))(reporting.calendar)
app.command("sync", help=_("Sync with the province over the line."))(exchange.sync)
app.command("pack", help=_("Write what is unsent into a file, for a USB stick."))(exchange.pack)
app.command("unpack", help=_("Take the province's answer from a file."))(exchange.unpack)
app.command("move", help=_("Move this laptop to another machine, with all that it holds, by a stick."))(exchange.move)
app.command("renew-key", help=_("Give this laptop a new key, for which the old one vouches."))(exchange.renew_key)
app.command("backup", help=_("Show or choose where what is unsent is kept a second time."))(exchange.backup)
app.command(
    "rescue",
    help=_("Take unsent work out of another folder of this unit, which can go no further; or all, where its hub is lost."),
)(exchange.rescue)
app.command("status", help=_("Show how things stand: what is unsent, received, held or in conflict, and what is due next."))(
    reporting.status
)
app.command("settings", help=_("Show or change how much is brought to this laptop."))(settings.settings)
app.command("where", help=_("Show what is where on this machine: the data, the key, the backup, the program."))(
    settings.where
)
app.command("receipts", help=_("Write what the province has signed, as this laptop holds it, to a file for an auditor."))(
    check.receipts
)
app.command("check", help=_("Hold what this laptop has against what was signed, and name what is damaged."))(check.check)
app.command(
    "install", help=_("Put the program of a stick on this laptop, or bring it a newer version; take an invite of it.")
)(setup.install)
app.command("uninstall", help=_("Take off what “install” put on this laptop. What was logged stays."))(setup.uninstall)
