"""The access officer's API: see `docs` of each route; the pages are in `entrypoints/pages`."""
