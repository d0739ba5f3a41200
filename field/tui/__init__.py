"""The officer's program in the terminal."""
