"""One function per event: load, decide, save; and the sending of what is owed."""
