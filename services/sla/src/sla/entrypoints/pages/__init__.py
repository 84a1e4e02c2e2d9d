"""The pages of staff: what is due, why then, the calendars that say so, and what follows."""
