"""Open311 GeoReport v2 over the counter: every borough a jurisdiction (docs/open311.md)."""
