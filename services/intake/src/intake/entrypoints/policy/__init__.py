"""The policy in short, and who has acknowledged it (PV-34)."""
