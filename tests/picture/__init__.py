"""Makes the pictures of the documents from the real program: `python -m tests.picture`."""
