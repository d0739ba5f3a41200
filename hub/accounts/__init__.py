"""Who may use the pages and the API: accounts with their passwords, signing in, and read tokens of other systems.

What hashes a password, and what every request asks, takes the store and opens transactions of its own: nobody else waits
while a password is hashed, a failure stays counted although it is told by raising, and a page is not held up by writers.
All else takes a transaction that writes.
"""
