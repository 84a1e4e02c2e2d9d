"""The clerk's work on claims: one function per event or command: load, decide, save."""
