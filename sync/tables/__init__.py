"""Tables that offices keep, read from their files: workbooks and CSV."""
