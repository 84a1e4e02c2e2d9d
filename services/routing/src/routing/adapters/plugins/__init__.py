"""Boroughs' own code: read before it runs, run in a process of its own, cut off when it hangs."""
