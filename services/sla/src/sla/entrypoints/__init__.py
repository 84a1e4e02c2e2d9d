"""The ways in: HTTP, topics."""
