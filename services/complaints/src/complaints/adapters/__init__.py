"""What complaints reads and writes outside itself."""
