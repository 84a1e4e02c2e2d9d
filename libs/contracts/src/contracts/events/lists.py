"""What sla says of the monthly lists of open requests (PV-27..29); never what stands in them."""

from datetime import date

from pydantic import AwareDatetime, Field

from contracts.registry import Event, event
from contracts.words import ListKind

LISTS = "sla-lists"


class _List(Event):
    list_id: str = Field(description="The list (liste), a UUID; its page is /listes/<list id>")
    list_kind: ListKind = Field(description="For a responsable, or for the council (PV-29)")
    borough: str = Field(description="Slug of the borough or town")
    month: str = Field(description="Mois of the list, YYYY-MM")
    department: str | None = Field(
        None, description="Code of the service municipal; None: the council's, of all departments"
    )


@event("sla.list-sent.v1", topic=LISTS)
class ListSentV1(_List):
    """A list was made and is to be told (PV-27, PV-29, PV-32); its lines never change."""

    department_name_fr: str = Field("", description="Nom du service municipal; vide: tous")
    department_name_en: str = Field("", description="Name of the department; empty: all")
    grid_version: int = Field(ge=1, description="Version of the grid whose rule sent it")
    open_count: int = Field(ge=0, description="Requêtes non complétées in it")
    completed_count: int = Field(0, ge=0, description="Requests completed in the month (PV-29)")
    digest: str = Field(description="SHA-256 of its lines, canonical JSON (empreinte)")
    due_at: AwareDatetime = Field(description="Instant at which it was to leave (C-01)")
    sent_at: AwareDatetime = Field(description="Instant at which it was made")
    late: bool = Field(False, description="True: not on the day on which it was to leave")
    reply_by: date | None = Field(
        None, description="Last working day of the month (PV-33); None: nothing to answer"
    )
    recipients: list[str] = Field(
        [], description="Staff ids of the council's members; empty: the department's responsable"
    )


@event("sla.list-reminded.v1", topic=LISTS)
class ListRemindedV1(_List):
    """The reply date nears and lines are still open (PV-33)."""

    grid_version: int = Field(ge=1, description="Version of the grid whose rule sent it")
    open_count: int = Field(ge=1, description="Lines without an answer")
    reply_by: date = Field(description="Last working day of the month (PV-33)")
    reminded_at: AwareDatetime = Field(description="Instant of the reminder")


@event("sla.list-closed.v1", topic=LISTS)
class ListClosedV1(_List):
    """The technician closed it (PV-28); the requests in it are closed each by its own way."""

    closed_at: AwareDatetime = Field(description="Instant of the closing")
    answered_count: int = Field(ge=0, description="Lines with an answer")
    late_count: int = Field(ge=0, description="Of these, answered after the reply date (PV-33)")
    open_count: int = Field(ge=0, description="Lines without an answer")
