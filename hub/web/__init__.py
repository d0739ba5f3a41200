"""The province's pages, rendered here and plain enough for an old office computer; the API beside them; the service."""
