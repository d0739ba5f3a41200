"""A hub that went back, and how it goes on: what came while it asked, and the new generation of its own logs."""
