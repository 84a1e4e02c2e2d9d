"""What stays of complaints when their files are destroyed: how many, of what month, how ended.

A row has an id that nothing leads to once the data key is gone, and no instant finer than a month.
"""

import hashlib
import hmac
from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

from complaints.domain.file import Investigation
from complaints.domain.retention import result_of


class Row(BaseModel):
    """One complaint, counted. `month`: `YYYY-MM` of its receipt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    month: str
    result: str
    department: str


class Count(BaseModel):
    """How many complaints were alike."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    month: str
    result: str
    department: str
    number: int


def row_of(state: Investigation, departments: Collection[str]) -> Row:
    """The row of a file; of several departments the first by name, of none `-`."""
    at = state.first_content.received_at if state.first_content else state.received_at
    return Row(
        borough=state.borough or "",
        month="-" if at is None else f"{at:%Y-%m}",
        result=result_of(state),
        department=min(departments, default="-"),
    )


def row_id(data_key: bytes) -> str:
    """The same for the same file, and known to nobody without its key."""
    return hmac.new(data_key, b"statistic", hashlib.sha256).hexdigest()
