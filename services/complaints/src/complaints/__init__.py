"""Complaints: admissibility decided with its reasons, confidential by construction."""
