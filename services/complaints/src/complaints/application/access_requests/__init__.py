"""The access officer's work: one function per event or command: load, decide, save."""
