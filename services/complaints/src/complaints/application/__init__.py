"""One function per event: load, decide, save; and reading, which is a write here."""
