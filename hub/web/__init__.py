"""The desk: the hub's pages, rendered here and plain enough for an old office computer."""
