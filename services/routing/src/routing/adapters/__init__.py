"""Routing's ports made real: polygons, manifest files."""
