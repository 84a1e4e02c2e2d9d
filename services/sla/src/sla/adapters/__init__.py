"""What sla reads and writes outside itself."""
