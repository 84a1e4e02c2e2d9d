"""What notifications reads and writes outside itself, channels apart."""
