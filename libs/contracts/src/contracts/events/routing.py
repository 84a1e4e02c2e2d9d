"""What routing says: who has a case and why, what the work came to, and the grids themselves."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event
from contracts.words import CommitmentKind, Counting, Kind, PostRole, UnroutedOutcome

ASSIGNMENTS, GRIDS, PEOPLE = "routing-assignments", "routing-grids", "routing-people"


class _Decided(Event):
    case_id: CaseId
    decided_at: AwareDatetime
    reason_fr: str = Field(description="La raison, en mots; sans adresse ni nom de citoyen")
    reason_en: str = Field(description="The reason, in words; no address, no citizen's name")


@event("routing.case-assigned.v1", topic=ASSIGNMENTS)
class CaseAssignedV1(_Decided):
    """A department and its responsable have the case (PV-05, PV-25, PV-31)."""

    responsible_borough: str = Field(description="Slug of the borough that answers for it")
    department: str = Field(description="Code of the service municipal in that borough's grid")
    department_name_fr: str
    department_name_en: str
    reception: str = Field(description="Staff id of the responsable de la réception")
    execution: str | None = Field(None, description="Staff id of the responsable de l'exécution")
    grid_version: int = Field(ge=1)
    rule: str = Field(description="Id of the rule in the grid that decided")
    activity: str = Field("", description="Code of the activity in the grid; commitments follow it")


@event("routing.case-reassigned.v1", topic=ASSIGNMENTS)
class CaseReassignedV1(CaseAssignedV1):
    """Somebody else has the case now: a substitute, or a new designation (MH-10)."""


@event("routing.case-unrouted.v1", topic=ASSIGNMENTS)
class CaseUnroutedV1(_Decided):
    """Nobody could be assigned, and why: a first-class outcome, for the technician's eyes."""

    outcome: UnroutedOutcome
    grid_version: int | None = None


@event("routing.work-completed.v1", topic=ASSIGNMENTS)
class WorkCompletedV1(Event):
    """The responsable says that the work is done and validated it (PV-52..57)."""

    case_id: CaseId
    intervention_code: str = Field(description="Code d'intervention, 238 at Prévost (PV-52)")
    planned_on: date | None = Field(None, description="Date prévue, local (PV-53)")
    done_on: date = Field(description="Date d'exécution, local (PV-53)")
    extension: str = Field(description="Numéro de poste of who completed it (PV-54)")
    completed_at: AwareDatetime


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GridDepartment(_Section):
    """A service municipal (PV-26)."""

    code: str
    name_fr: str
    name_en: str
    mailbox: str | None = Field(None, description="Post e-mail of the department, no person's")


class GridCommitment(_Section):
    """A promised delay (PV-04)."""

    kind: CommitmentKind
    activity: str = Field("*", description="Activity code, or * for all")
    case_kind: Kind | None = Field(None, description="None: all kinds")
    counting: Counting
    amount: int = Field(ge=0, description="Days or hours, as `counting` says")
    demonstration: bool = Field(False, description="True: no source gives this value (C-15)")


class GridClosure(_Section):
    """A day on which the counter is closed though the week says open."""

    on: date
    reason_fr: str
    reason_en: str


class GridCalendar(_Section):
    """Working time of a borough; local times `HH:MM`."""

    zone: str = "America/Toronto"
    weekly: dict[str, list[tuple[str, str]]] = Field(description="monday..sunday -> [open, close]")
    years: list[int] = Field(description="Years for which this calendar was confirmed")
    easter_monday: bool = False
    closures: list[GridClosure] = []
    opened: list[date] = Field([], description="Holidays on which the counter is open all the same")


class GridComplaints(_Section):
    """How complaints are taken in (C-02, C-03)."""

    model: str = Field(description="central or decentral")
    written: bool
    signed: bool
    max_age_days: int | None
    anonymous: bool
    invitation_days: int = Field(15, description="Days given to write or sign")


class GridMessages(_Section):
    """Voice of the borough in its messages (PR-07)."""

    name_fr: str
    name_en: str
    signature_fr: str
    signature_en: str
    from_email: str


@event("routing.grid-published.v1", topic=GRIDS)
class GridPublishedV1(Event):
    """A borough's grid, whole; key is `<borough>@<version>`, compacted."""

    borough: str
    version: int = Field(ge=1)
    effective_on: date
    digest: str = Field(description="SHA-256 of the manifest it was made from")
    departments: list[GridDepartment]
    commitments: list[GridCommitment]
    calendar: GridCalendar
    complaints: GridComplaints
    messages: GridMessages


class DesignatedPerson(_Section):
    """One dated version of the form of Annex C (PV-59); it holds from `active_from` on."""

    department: str = Field(description="Code of the service municipal in the borough's grid")
    role: PostRole
    version: int = Field(ge=1)
    person: str = Field(description="Staff id, as `reception` and `execution` of an assignment")
    name: str
    email: str = Field(description="Office e-mail of the person")
    extension: str = Field(description="Numéro de poste")
    active_from: date | None = Field(None, description="None: a signature is missing (PV-60)")


class PersonAway(_Section):
    """A person is away, first and last day included (PV-11)."""

    person: str
    from_on: date
    until_on: date | None = None
    substitute: str | None = Field(None, description="Staff id of who stands in")


@event("routing.people-recorded.v1", topic=PEOPLE)
class PeopleRecordedV1(Event):
    """A borough's whole directory of responsables. Restricted, compacted; key is the borough."""

    borough: str
    designations: list[DesignatedPerson]
    absences: list[PersonAway]
