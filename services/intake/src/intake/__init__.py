"""One counter for every channel; owns the state of the case and its dossier."""
