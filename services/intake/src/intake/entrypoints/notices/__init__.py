"""A counter's notices to the population (PR-09): kept by staff, shown to everybody."""
