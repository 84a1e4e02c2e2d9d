"""Ways by which a message leaves the house, one folder each, all of one shape (port `Channel`)."""
