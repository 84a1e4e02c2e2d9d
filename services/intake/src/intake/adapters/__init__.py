"""What the store needs to know of a case: by which fields it is found."""
