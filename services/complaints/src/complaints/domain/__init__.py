"""Pure rules of complaints: no clock, no store, no broker; and no name of anybody."""
