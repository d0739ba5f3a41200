"""The edge of every command: `soxa` itself, how commands run, the console, files that travel."""
