"""The ways in: HTTP, pages, topics."""
