"""Pure rules of the promises: no clock, no store, no broker is read here."""
