"""A witness (C2SP tlog-witness) of the logs of others: for a neighbouring province, a university, an inspectorate. It
needs no hub, and knows nothing of one but the keys and heads of its logs."""
