"""Messages to citizens and departments, each delivered once."""
