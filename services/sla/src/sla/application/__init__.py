"""One function per event: load, decide, say."""
