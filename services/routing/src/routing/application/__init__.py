"""What routing does with each event and command: load, decide, say."""
