"""The whole story on one machine, `soxa demo`: how it is told, what happens in it, and what it is told with."""
