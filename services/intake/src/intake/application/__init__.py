"""One function per command or event: decide on the case, put the facts into contract events."""
