"""Every event of Guichet, its schema, the topic catalogue; knows nobody."""
