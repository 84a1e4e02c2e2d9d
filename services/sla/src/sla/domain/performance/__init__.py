"""Performance of the service to citizens: of activities, boroughs and departments, of no person."""
