"""Parameters that several routes take."""

from typing import Annotated

from chassis.identity import Caller, optional_caller, staff
from fastapi import Depends, Header

IdempotencyKey = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=16, max_length=100, pattern=r"^[\x21-\x7e]+$"),
]
TrackingCode = Annotated[str, Header(alias="X-Tracking-Code", max_length=60)]
Staff = Annotated[Caller, Depends(staff)]
Anyone = Annotated[Caller | None, Depends(optional_caller)]
