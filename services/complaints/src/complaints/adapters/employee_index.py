"""By which fields the files of employees are found: their borough alone."""

from collections.abc import Mapping
from typing import Any

from complaints.domain.employee_file import EmployeeFile


def index(held: EmployeeFile) -> Mapping[str, Any]:
    """Index fields."""
    return {"boroughs": [held.borough]}
