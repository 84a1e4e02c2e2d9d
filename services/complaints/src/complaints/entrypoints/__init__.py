"""How events and requests come in."""
