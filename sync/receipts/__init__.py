"""What a laptop has of the hub's word, as a file: receipts, and signed heads of the hub's logs."""
