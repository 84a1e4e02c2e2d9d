"""What everybody may read of a borough's requests: the map, its list, and the feeds."""
