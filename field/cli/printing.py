"""`soxa field report PERIOD -o FILE`: the unit's own report on paper. What writes documents is loaded only here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from field.cli import output
from field.cli.options import opened
from sync.errors import Misuse
from sync.shell.console import now, out_json, say
from sync.wording.i18n import catalogue
from sync.wording.safe_text import shown_path

if TYPE_CHECKING:
    from field.printing.files import What

_ = catalogue("field")


def chosen(*, section: bool, list_: bool) -> What:
    """What is to be printed. `Misuse("section-or-list")`."""
    if section and list_:
        raise Misuse("section-or-list")
    return "section" if section else "list" if list_ else "report"


def print_report(
    home: str | None,
    period: str,
    path: Path,
    what: What,
    *,
    deputy: bool,
    anew: bool,
    open_it: bool,
    as_json: bool,
) -> None:
    """Print what is wanted of a period to a new file, and say what it is. Where no PDF could be made, that is the error
    behind the Word document that was written."""
    from field.printing.files import check_path, print_to  # noqa: PLC0415 - a preview needs nothing that writes documents
    from field.printing.opening import open_file  # noqa: PLC0415
    from field.printing.paper import paper  # noqa: PLC0415
    from field.printing.words import printed_words  # noqa: PLC0415

    check_path(path, what)
    with opened(home) as store:
        output.unread(store.reporting.unread_entries())
        printed = paper(store, period, made=now(), anew=anew, deputy=deputy)
        directives = store.logs.registry().directives
    done = print_to(printed, path, what)
    for line in printed_words(printed, done, what, directives):
        say(line)
    if open_it and not open_file(done.path):
        say(_("Nothing here can open it: open {path} yourself.").format(path=shown_path(done.path)))
    if as_json:
        out_json(
            {
                "path": str(done.path),
                "period": printed.period.name,
                "draft": printed.sent is None and what != "list",
                "activities": printed.figures.total.activities if what != "list" else len(printed.activities),
            }
        )
    if done.no_pdf is not None:
        raise done.no_pdf
