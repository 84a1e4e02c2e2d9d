"""Commitments with their clocks: promised, kept or missed, and explained."""
