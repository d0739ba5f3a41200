"""The operator's commands, `soxa hub`."""
