"""One moment of a database, written into a file, and such a file made a database again. No Django."""
