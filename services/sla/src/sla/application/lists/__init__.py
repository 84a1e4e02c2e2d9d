"""The monthly lists: made on their day, answered, closed, and handed on as files."""
