"""The dossier and its rules: pure, `now` is an argument."""
