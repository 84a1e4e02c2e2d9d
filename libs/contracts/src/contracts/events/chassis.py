"""What every service says alike: a record was set aside. One class for five topics."""

from typing import ClassVar

from pydantic import AwareDatetime, Field

from contracts.registry import Event, event


@event("chassis.record-parked.v1", topic="*-dead-letters")
class RecordParkedV1(Event):
    """Where a record lies that could not be handled, and why; never what it holds."""

    SUFFIX: ClassVar[str] = "-dead-letters"

    service: str = Field(description="Service that set the record aside: intake, routing, ...")
    record_topic: str = Field(description="Topic on which the record lies")
    partition: int = Field(ge=0, description="Partition of the record")
    offset: int = Field(ge=0, description="Offset of the record in its partition")
    fault: str = Field(description="Reason in words, without values")
    parked_at: AwareDatetime = Field(description="Instant at which it was set aside")
