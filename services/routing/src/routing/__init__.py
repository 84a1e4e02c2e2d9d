"""Finds the borough, the department and the responsable of a case, and says why."""
