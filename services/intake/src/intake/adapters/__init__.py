"""What reads the dossiers for those who look at them."""
