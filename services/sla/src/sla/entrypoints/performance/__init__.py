"""Figures of the service to citizens, as API, files, charts; and the register of improvements."""
