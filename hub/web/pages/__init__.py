"""The pages, one a file: each gathers what it shows, and says who may see it."""
