"""What several test folders share: servers, a toy service on the real chassis, records to send."""
