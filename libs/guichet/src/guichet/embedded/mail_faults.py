"""The ways in which a mail sink can misbehave when a test asks it to."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class MailMode(StrEnum):
    """What happens to a mail. Only the first and the last two keep it."""

    OK = "ok"
    REFUSE_TEMPORARY = "refuse-temporary"
    REFUSE_PERMANENT = "refuse-permanent"
    ACCEPT_THEN_HANG = "accept-then-hang"
    ACCEPT_THEN_DROP = "accept-then-drop"


class MailFault(BaseModel):
    """A mode with its limits; after `times` mails the sink is well again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: MailMode = MailMode.OK
    times: int | None = Field(default=None, ge=1, description="None: until told otherwise")
    delay_seconds: float = Field(default=0.0, ge=0, le=600, description="before the answer")
    recipient_contains: str = Field(default="", description="only mails to such recipients")


class FaultSwitch:
    """Holds the fault in force and counts down its uses."""

    def __init__(self) -> None:
        self.fault = MailFault()

    def set(self, fault: MailFault) -> None:
        """Put a fault in force for the mails to come."""
        self.fault = fault

    def take(self, recipients: list[str]) -> MailFault:
        """The fault that this mail meets."""
        fault = self.fault
        if not any(fault.recipient_contains in recipient for recipient in recipients):
            return MailFault()
        if fault.times is not None:
            left = fault.times - 1
            self.fault = MailFault() if left == 0 else fault.model_copy(update={"times": left})
        return fault
