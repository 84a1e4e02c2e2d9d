"""The guichet command: run everything on one machine, operate it, try it."""
