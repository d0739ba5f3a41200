"""An empty Textual application with a table: the floor of a first paint. `python -m tests.bench.emptyapp`."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

READY = "nothing-here"


class EmptyApp(App[None]):
    """A table with one heading."""

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        """Something to see."""
        self.query_one(DataTable[str]).add_columns(READY)


if __name__ == "__main__":
    EmptyApp().run()
