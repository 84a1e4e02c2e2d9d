"""The citizen's portal, per borough: server-rendered steps, nothing stored until it is sent."""
