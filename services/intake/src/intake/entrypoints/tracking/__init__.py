"""The citizen's own page of a case: what it shows, and what its bearer may say and do there."""
