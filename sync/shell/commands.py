"""Groups of commands, set up alike and run alike, and the bar that shows how far long work has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sync.errors import Cancelled, Misuse, SoxaError
from sync.shell.console import guarded, nobody_reads, say, wants_json
from sync.shell.exit_codes import ExitCode
from sync.shell.typer_words import fault, spoken
from sync.wording.messages import Tell

Advance = Callable[[int], None]


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Advance]:
    """A bar on standard error while long work goes on, where that is a terminal; `advance(n)` moves it. Ctrl-C leaves
    the block as any exception does."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _count: None
        return
    shape = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shape, console=console, transient=True) as bars:
        task = bars.add_task(label, total=total)
        yield lambda count: bars.advance(task, count)


def counted_up(advance: Advance) -> Advance:
    """A bar's `advance`, to be told how many there are in all so far."""
    done = 0

    def tell(in_all: int) -> None:
        nonlocal done
        advance(in_all - done)
        done = in_all

    return tell


def group(help_text: str, *, runs_alone: bool = False) -> typer.Typer:
    """A group of commands, set up as all of ours are; called without a command it shows its help, unless it
    `runs_alone`."""
    return typer.Typer(
        help=help_text,
        no_args_is_help=not runs_alone,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def run(app: typer.Typer, arguments: Sequence[str], name: str, tell: Tell) -> int:
    """Run a group on its arguments; the exit code. What goes wrong becomes one line on standard error, as `tell` has it."""

    def act() -> int:
        try:
            command: Any = spoken(typer.main.get_command(app))
            result = command.main(args=list(arguments), prog_name=name, standalone_mode=False)
        except (SoxaError, OSError):
            raise
        except typer.Abort:
            raise Cancelled() from None
        except typer.Exit as leave:
            return leave.exit_code
        except SystemExit:  # what typer makes of a closed pipe
            return nobody_reads()
        except Exception as error:  # noqa: BLE001 - typer may bring its own copy of click, so its classes are not named here
            if type(error).__name__ == "NoArgsIsHelpError":  # a group was named and no command: its help is the answer
                say(str(error).rstrip())
                return ExitCode.USAGE
            raise _usage(error) from None
        if result == ExitCode.STOPPED:  # what typer makes of Ctrl-C
            raise Cancelled()
        return result if isinstance(result, int) else ExitCode.DONE

    return guarded(act, tell, as_json=wants_json(arguments))


def _usage(error: Exception) -> SoxaError:
    """What the command-line library found wrong with the words; any other exception is a fault of ours and goes on."""
    show = getattr(error, "format_message", None)
    if show is None or getattr(error, "exit_code", None) != ExitCode.USAGE:
        raise error
    return Misuse("usage", why=fault(str(show())))
