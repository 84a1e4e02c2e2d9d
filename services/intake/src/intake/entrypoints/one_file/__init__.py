"""A citizen's cases side by side, by the codes they hold: for them alone, and kept nowhere."""
