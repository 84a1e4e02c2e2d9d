"""What routing says: who has a case and why, what the work came to, and the grids themselves."""

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event
from contracts.words import CommitmentKind, Counting, Kind, PostRole, UnroutedOutcome

ASSIGNMENTS, GRIDS, PEOPLE = "routing-assignments", "routing-grids", "routing-people"


class _Decided(Event):
    case_id: CaseId
    decided_at: AwareDatetime = Field(description="Instant of the decision")
    reason_fr: str = Field(description="La raison, en mots; sans adresse ni nom de citoyen")
    reason_en: str = Field(description="The reason, in words; no address, no citizen's name")


@event("routing.case-assigned.v1", topic=ASSIGNMENTS)
class CaseAssignedV1(_Decided):
    """A department and its responsable have the case (PV-05, PV-25, PV-31)."""

    responsible_borough: str = Field(description="Slug of the borough that answers for it")
    department: str = Field(description="Code of the service municipal in that borough's grid")
    department_name_fr: str = Field(description="Nom du service municipal")
    department_name_en: str = Field(description="Name of the department")
    reception: str = Field(
        description="Staff id of the responsable de la réception; empty: of a complaint, for"
        " which routing names nobody (PV-45)"
    )
    execution: str | None = Field(None, description="Staff id of the responsable de l'exécution")
    grid_version: int = Field(ge=1, description="Version of the grid that decided")
    rule: str = Field(description="Id of the rule in the grid that decided")
    activity: str = Field("", description="Code of the activity in the grid; commitments follow it")


@event("routing.case-reassigned.v1", topic=ASSIGNMENTS)
class CaseReassignedV1(CaseAssignedV1):
    """Somebody else has the case now: a substitute, or a new designation (MH-10)."""


@event("routing.case-unrouted.v1", topic=ASSIGNMENTS)
class CaseUnroutedV1(_Decided):
    """Nobody could be assigned, and why: a first-class outcome, for the technician's eyes."""

    outcome: UnroutedOutcome = Field(description="Why nobody (PV-25)")
    grid_version: int | None = Field(None, description="Version of the grid; None: no grid")


@event("routing.work-completed.v1", topic=ASSIGNMENTS)
class WorkCompletedV1(Event):
    """The responsable says that the work is done and validated it (PV-52..57)."""

    case_id: CaseId
    intervention_code: str = Field(description="Code d'intervention, 238 at Prévost (PV-52)")
    planned_on: date | None = Field(None, description="Date prévue, local (PV-53)")
    done_on: date = Field(description="Date d'exécution, local (PV-53)")
    extension: str = Field(description="Numéro de poste of who completed it (PV-54)")
    completed_at: AwareDatetime = Field(description="Instant of the validation (PV-57)")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GridDepartment(_Section):
    """A service municipal (PV-26)."""

    code: str = Field(description="Code of the service municipal in this grid")
    name_fr: str = Field(description="Nom du service municipal")
    name_en: str = Field(description="Name of the department")
    mailbox: str | None = Field(None, description="Post e-mail of the department, no person's")


class GridCommitment(_Section):
    """A promised delay (PV-04)."""

    kind: CommitmentKind = Field(description="What is promised (engagement de délai)")
    activity: str = Field("*", description="Activity code, or * for all")
    case_kind: Kind | None = Field(None, description="None: all kinds")
    counting: Counting = Field(description="How the delay is counted")
    amount: int = Field(ge=0, description="Days or hours, as `counting` says")
    demonstration: bool = Field(False, description="True: no source gives this value (C-15)")
    channels: list[str] = Field([], description="Provenances for which it holds; empty: all")
    warn_shares: list[float] = Field(
        [], description="Shares of the delay after which it is warned of; empty: at 0.75"
    )
    suspension_days: int | None = Field(
        None, ge=1, description="Longest wait for the citizen; None: no clock stops for it"
    )
    extension_max: int = Field(
        0, ge=0, description="Days or hours that may be added in all; 0: never extended"
    )
    extension_times: int = Field(1, ge=1, description="How often it may be extended")
    extension_by: list[str] = Field([], description="Roles that extend (C-06); empty: all staff")
    answered_by: str = Field("", description="Role that answers for it (C-06); empty: not said")


class GridClosure(_Section):
    """A day on which the counter is closed though the week says open."""

    on: date = Field(description="Local date of the closure (fermeture)")
    reason_fr: str = Field(description="La raison, en mots")
    reason_en: str = Field(description="The reason, in words")


class GridCalendar(_Section):
    """Working time of a borough; local times `HH:MM`."""

    zone: str = Field("America/Toronto", description="IANA time zone (fuseau horaire)")
    weekly: dict[str, list[tuple[str, str]]] = Field(description="monday..sunday -> [open, close]")
    years: list[int] = Field(description="Years for which this calendar was confirmed")
    easter_monday: bool = Field(False, description="True: closed on lundi de Pâques")
    closures: list[GridClosure] = Field([], description="Days closed besides the holidays")
    opened: list[date] = Field([], description="Holidays on which the counter is open all the same")
    opened_hours: dict[str, list[tuple[str, str]]] = Field(
        {}, description="date -> [open, close]: open that day, at hours of its own"
    )
    holidays: list[GridClosure] = Field([], description="Proclaimed for one year alone (I-16)")


class GridMeasure(_Section):
    """A disciplinary measure; the list is ordered, the mildest first (PV-50)."""

    code: str = Field(description="Code de la mesure disciplinaire")
    name_fr: str = Field(description="Nom de la mesure")
    name_en: str = Field(description="Name of the measure")
    opened_by: str | None = Field(
        None, description="Gravité (minor, serious, grave) that reaches it without earlier measures"
    )


class GridComplaints(_Section):
    """How complaints are taken in (C-02, C-03)."""

    model: str = Field(description="central or decentral")
    written: bool = Field(description="True: must be in writing (PV-18)")
    signed: bool = Field(description="True: must be signed (PV-18)")
    max_age_days: int | None = Field(description="Days after the facts (PV-38); None: no limit")
    anonymous: bool = Field(description="True: anonymous complaints are handled (PV-20)")
    invitation_days: int = Field(15, description="Days given to write or sign")
    measures: list[GridMeasure] = Field(
        [], description="Mesures disciplinaires, the mildest first (PV-50); empty: the usual ones"
    )
    review_days: int = Field(30, ge=1, description="Days in which a review may be asked for")
    ombudsman_fr: str = Field("", description="Ce que la lettre dit de l'ombudsman")
    ombudsman_en: str = Field("", description="What the letter says of him; empty: the usual")
    department: str | None = Field(None, description="Code of the service of the central model")
    retention_days: int = Field(730, ge=366, description="Conservation: days after a file's end")


class GridMessages(_Section):
    """Voice of the borough in its messages (PR-07)."""

    name_fr: str = Field(description="Nom de l'arrondissement ou de la ville")
    name_en: str = Field(description="Name of the borough or town")
    signature_fr: str = Field(description="Signature des messages (PR-07)")
    signature_en: str = Field(description="Signature of the messages (PR-07)")
    from_email: str = Field(description="Sender's post e-mail, no person's")


class GridClosingCode(_Section):
    """A code with which work is said to be done."""

    code: str = Field(description="Code d'intervention, 238 at Prévost (PV-52)")
    name_fr: str = Field(description="Nom du code")
    name_en: str = Field(description="Name of the code")


class GridClosing(_Section):
    """What completing and closing a case ask for (PV-52..57, C-05)."""

    actor: str = Field(description="Who closes: responsable, technician or both")
    extension_required: bool = Field(True, description="True: the numéro de poste is given (PV-54)")
    codes: list[GridClosingCode] = Field([], description="Codes d'intervention of the borough")


class GridCounter(_Section):
    """How the counter of the borough takes cases in."""

    claim_notice_days: int = Field(15, ge=1, description="Days to give written notice of a claim")
    claim_notice_to_fr: str = Field("", description="À qui l'avis de réclamation est donné")
    claim_notice_to_en: str = Field("", description="To whom the notice of a claim is given")
    twin_radius_metres: int = Field(50, ge=1, description="Rayon: how near a likely twin lies")
    twin_window_days: int = Field(30, ge=1, description="How long ago a likely twin came in")
    not_resolved_days: int = Field(
        30, ge=1, description="Days in which a citizen may say that a result does not hold (PR-06)"
    )
    public_location: str = Field(
        "grid",
        description="How coarse a place is told to all: grid (about 50 m) or segment (of a street)",
    )
    silent_hours: dict[str, int] = Field(
        {}, description="Channel -> hours without an arrival after which the silence is told"
    )
    comment_ack: dict[str, bool] = Field(
        {},
        description="Channel (or *) -> True: a question or comment is acknowledged in time, False:"
        " not at all (C-12); no word of it: acknowledged, without a delay",
    )
    claim_is: str = Field("kind", description="Réclamation: a kind, or a request (C-11)")
    request_means_fr: str = Field("", description="Ce qu'est une requête ici (C-11)")
    request_means_en: str = Field("", description="What a request is here (C-11)")


class GridActivity(_Section):
    """What can be asked for (activité), under all the names by which the grid knows it."""

    code: str = Field(description="Code of the activity in the grid")
    name_fr: str = Field(description="Nom de l'activité")
    name_en: str = Field("", description="Name of the activity; empty: it has none in English")
    synonyms: list[str] = Field([], description="Other names, any spelling of the City's data")


class GridButton(_Section):
    """An activity that the portal offers by one touch (PR-02)."""

    activity: str = Field(description="Code of the activity in this grid or its city's")
    label_fr: str = Field(description="Libellé du bouton, en mots de citoyens")
    label_en: str = Field(description="Label of the button, in words of citizens")


class GridIdentity(_Section):
    """The face of the counter on the citizen's pages; colours are `#rrggbb`."""

    signature_fr: str = Field("", description="Signature (PR-07) ; vide : aucune")
    signature_en: str = Field("", description="Signature (PR-07); empty: none")
    band_colour: str = Field("#12444f", description="Ground of the top of each page")
    band_text_colour: str = Field("#ffffff", description="Text on it, contrast at least 4.5")
    accent_colour: str = Field("#1b5e6f", description="Links and buttons, at least 4.5 on white")
    phone: str = Field("", description="Phone of the counter, no person's; empty: none given")
    contact_optional: bool = Field(True, description="False: the portal asks whom to answer")
    buttons: list[GridButton] = Field([], description="What the portal offers first (PR-02)")


class GridRnc(_Section):
    """When the monthly list of open requests leaves, and what it asks (PV-27..33, C-01)."""

    send_rule: str = Field(description="FIRST_WD_LAST_WEEK or LAST_MONDAY_FULL_WEEK (C-01)")
    full_week: str = Field(description="Semaine complète: MON_FRI or MON_SUN")
    holiday_roll: str = Field("NEXT_WD", description="Where a closed day goes: NEXT_WD")
    min_working_days: int = Field(
        ge=0, description="Jours ouvrés left to answer, or the list leaves earlier"
    )
    remind_working_days: int = Field(
        ge=0, description="Jours ouvrés before the reply date at which one is reminded; 0: never"
    )
    officials: list[str] = Field(
        [], description="Staff ids of the members of the council who get its list (PV-29)"
    )


@event("routing.grid-published.v1", topic=GRIDS)
class GridPublishedV1(Event):
    """A borough's grid, whole; key is `<borough>@<version>`, compacted."""

    borough: str = Field(description="Slug of the borough or town (arrondissement, ville)")
    version: int = Field(ge=1, description="Version of the grid (grille d'intervention)")
    effective_on: date = Field(description="First local date on which it decides")
    digest: str = Field(description="SHA-256 of the manifest it was made from")
    departments: list[GridDepartment] = Field(description="Services municipaux (PV-26)")
    commitments: list[GridCommitment] = Field(description="Engagements de délai (PV-04)")
    calendar: GridCalendar = Field(description="Calendrier: working time and closures")
    complaints: GridComplaints = Field(description="How complaints are taken in (C-02, C-03)")
    messages: GridMessages = Field(description="Voice of the borough in its messages (PR-07)")
    activities: list[GridActivity] = Field([], description="Activités that the grid knows (PR-02)")
    closing: GridClosing | None = Field(None, description="Completing and closing; None: not said")
    counter: GridCounter | None = Field(None, description="Taking cases in; None: the defaults")
    identity: GridIdentity | None = Field(None, description="Face of the counter; None: not said")
    inherits: str | None = Field(
        None, description="Slug of the city whose activities hold here too (MT-08); None: no city"
    )
    rnc: GridRnc | None = Field(None, description="Monthly lists (PV-27); None: none are made")


class DesignatedPerson(_Section):
    """One dated version of the form of Annex C (PV-59); it holds from `active_from` on."""

    department: str = Field(description="Code of the service municipal in the borough's grid")
    role: PostRole = Field(description="Réception or exécution (PV-31)")
    version: int = Field(ge=1, description="Counts from 1 per department and role")
    person: str = Field(description="Staff id, as `reception` and `execution` of an assignment")
    name: str = Field(description="Nom et prénom of the person")
    email: str = Field(description="Office e-mail of the person")
    extension: str = Field(description="Numéro de poste")
    active_from: date | None = Field(None, description="None: a signature is missing (PV-60)")


class PersonAway(_Section):
    """A person is away, first and last day included (PV-11)."""

    person: str = Field(description="Staff id of who is away")
    from_on: date = Field(description="First local date away")
    until_on: date | None = Field(None, description="Last local date away; None: not known")
    substitute: str | None = Field(None, description="Staff id of who stands in")


class PersonExcluded(_Section):
    """A person is not handed something, whoever they stand in for; first and last day included."""

    person: str = Field(description="Staff id of who is excluded")
    department: str | None = Field(None, description="Code of the service; None: of any")
    case_id: str | None = Field(None, description="Id of the one case; None: of any")
    from_on: date = Field(description="First local date on which it holds")
    until_on: date | None = Field(None, description="Last local date; None: until it is lifted")


class CouncilMember(_Section):
    """An elected official who brings cases (MH-05)."""

    person: str = Field(description="Staff id of the elected official")
    name: str = Field(description="Name, or the post (membre du conseil)")
    email: str = Field(description="Office e-mail of the official")


@event("routing.people-recorded.v1", topic=PEOPLE)
class PeopleRecordedV1(Event):
    """A borough's whole directory of responsables. Restricted, compacted; key is the borough."""

    borough: str = Field(description="Slug of the borough or town")
    designations: list[DesignatedPerson] = Field(description="Désignations, all versions (PV-60)")
    absences: list[PersonAway] = Field(description="Absences, past ones too (PV-11)")
    officials: list[CouncilMember] = Field([], description="Membres du conseil (MH-05)")
    exclusions: list[PersonExcluded] = Field(
        [], description="Who must not be written to as a substitute (MH-10); never why"
    )
