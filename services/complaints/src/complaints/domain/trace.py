"""One line of the record of who opened which file, when, and what allowed it (PV-44, PV-45)."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from complaints.domain.custody import Act, Disclosure


class Trace(BaseModel):
    """A reading, a print, an export, or a try by somebody who may not. Sealed with the file.

    `ground`: what opened it; None of a try. `file_id`: the photo or document that was opened.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    trace_id: str
    case_id: str
    borough: str
    person_id: str
    at: AwareDatetime
    exception: Disclosure
    act: Act = Act.READ
    ground: str | None = None
    file_id: str | None = None
