"""Pure rules of the messages: no clock, no store, no broker, no provider."""
