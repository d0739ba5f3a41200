"""The officer's commands, `soxa field`."""
