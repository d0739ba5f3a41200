"""What an auditor does with one file and one key."""
