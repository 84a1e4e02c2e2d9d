"""What routing says of a case that people pass on: taken in charge, transferred, escalated, handed
over, and the flow of elected officials. Persons are named by staff id, reasons stay in routing."""

from datetime import date

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId
from contracts.events.routing import ASSIGNMENTS
from contracts.registry import Event, OpenEnum, event


class ElectedState(OpenEnum):
    """Where the flow of an elected official stands (MH-05)."""

    SIGNALLED = "signalled"
    DIRECTED = "directed"
    ANSWERED = "answered"
    DISSATISFIED = "dissatisfied"
    REFERRED = "referred"
    FOLLOWED_UP = "followed-up"
    HANDLED = "handled"
    REPORTED = "reported"
    OTHER = "other"


@event("routing.case-accepted.v1", topic=ASSIGNMENTS)
class CaseAcceptedV1(Event):
    """The department took the case in charge (prise en charge); the state is intake's."""

    case_id: CaseId
    accepted_at: AwareDatetime = Field(description="Instant of the acceptance")
    responsible_borough: str = Field(description="Slug of the borough that answers for it")
    department: str = Field(description="Code of the service municipal in that borough's grid")


class _Transfer(Event):
    case_id: CaseId
    transfer: int = Field(ge=1, description="Which transfer of the case; counts from 1")
    at: AwareDatetime = Field(description="Instant of the fact")
    from_borough: str = Field(description="Slug of the borough that answers until it is accepted")
    from_department: str = Field(description="Code of the department that offers")
    from_person: str = Field(description="Staff id of who answers until it is accepted")
    to_borough: str = Field(description="Slug of the borough of the addressee")
    to_department: str = Field(description="Code of the department of the addressee")
    to_person: str = Field(description="Staff id of the addressee")


@event("routing.transfer-offered.v1", topic=ASSIGNMENTS)
class TransferOfferedV1(_Transfer):
    """A colleague is asked to take the case; responsibility stays with who asks (MH-06)."""

    expires_at: AwareDatetime = Field(description="Without an answer by then it returns")


@event("routing.transfer-accepted.v1", topic=ASSIGNMENTS)
class TransferAcceptedV1(_Transfer):
    """The colleague takes it; a reassignment says who answers from now on (MH-06)."""


@event("routing.transfer-declined.v1", topic=ASSIGNMENTS)
class TransferDeclinedV1(_Transfer):
    """The colleague cannot answer; the case stays with who asked (MH-06)."""


@event("routing.transfer-expired.v1", topic=ASSIGNMENTS)
class TransferExpiredV1(_Transfer):
    """Nobody answered in time; the case stays with who asked (MH-06)."""


@event("routing.transfer-withdrawn.v1", topic=ASSIGNMENTS)
class TransferWithdrawnV1(_Transfer):
    """Taken back by who asked, or the case went elsewhere before an answer (MH-06)."""


@event("routing.level-changed.v1", topic=ASSIGNMENTS)
class LevelChangedV1(Event):
    """The case went to the second line, or back to the first (MT-03); the department keeps it."""

    case_id: CaseId
    changed_at: AwareDatetime = Field(description="Instant of the change")
    level: int = Field(ge=1, description="1: first line, 2: second line")
    responsible_borough: str = Field(description="Slug of the borough that answers for it")
    department: str = Field(description="Code of the department that answers for it")
    line_department: str = Field(description="Code of the department of the line it is at")
    line_person: str = Field(description="Staff id of who has it in that line")


@event("routing.case-handed-over.v1", topic=ASSIGNMENTS)
class CaseHandedOverV1(Event):
    """Another authority was given the case: whom, and on which day."""

    case_id: CaseId
    handed_over_at: AwareDatetime = Field(description="Instant at which it was recorded")
    handed_over_on: date = Field(description="Local date of the hand-over")
    authority: str = Field(description="Code of the authority or linked city, as the grid has it")
    authority_fr: str = Field(description="Nom de l'autorité")
    authority_en: str = Field(description="Name of the authority")
    file_number: str = Field("", description="File number at the authority; empty: none known")


@event("routing.loop-found.v1", topic=ASSIGNMENTS)
class LoopFoundV1(Event):
    """The rules want a case back at a department it left: it stays, a technician looks."""

    case_id: CaseId
    found_at: AwareDatetime = Field(description="Instant at which the rules wanted to move it")
    responsible_borough: str = Field(description="Slug of the borough that keeps it")
    department: str = Field(description="Code of the department that keeps it")
    wanted_borough: str = Field(description="Slug of the borough where the rules want it")
    wanted_department: str = Field(description="Code of the department where the rules want it")


@event("routing.elected-case-moved.v1", topic=ASSIGNMENTS)
class ElectedCaseMovedV1(Event):
    """A case that an elected official brought is a step further (MH-05)."""

    case_id: CaseId
    state: ElectedState = Field(description="Where it stands now")
    moved_at: AwareDatetime = Field(description="Instant of the step")
    borough: str = Field(description="Slug of the town whose council it is")
    official: str = Field("", description="Staff id of the elected official; empty: not named")
    general_director: str = Field("", description="Staff id of the general director")
    director: str = Field("", description="Staff id of the department's director")
