"""The ways in: HTTP and topics."""
