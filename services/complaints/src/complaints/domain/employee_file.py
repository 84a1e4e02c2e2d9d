"""The disciplinary file of one employee: incidents of founded complaints, and their measures.

An unfounded complaint leaves nothing here (PV-42); a founded one leaves the incident and the
measure (PV-43) under an id of its own, which is found in the sealed complaint alone: nothing here
leads to the complaint, to who complained, or to what was said.
"""

import hashlib
import json
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.file import Investigation
from complaints.domain.outcome import founded_against
from complaints.domain.proceedings import Incident

UNSURE = "unsure"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FiledMeasure(_Frozen):
    """A measure, and when it was decided."""

    code: str
    decided_at: AwareDatetime


class Entry(_Frozen):
    """An incident. `incident_id` is random: it says nothing of the complaint."""

    incident_id: str
    founded_at: AwareDatetime
    measures: tuple[FiledMeasure, ...] = ()


class EmployeeFile(_Frozen):
    """What a borough keeps of one member of staff."""

    borough: str
    person_id: str = Field(repr=False)
    entries: tuple[Entry, ...] = ()

    def with_entry(self, entry: Entry) -> "EmployeeFile":
        """The incident as it stands now; said again, it changes nothing."""
        others = tuple(one for one in self.entries if one.incident_id != entry.incident_id)
        entries = sorted((*others, entry), key=lambda one: (one.founded_at, one.incident_id))
        return self.model_copy(update={"entries": tuple(entries)})

    def without(self, incident_id: str) -> "EmployeeFile":
        """A review found it unfounded: nothing of it stays (PV-42)."""
        left = tuple(one for one in self.entries if one.incident_id != incident_id)
        return self.model_copy(update={"entries": left})

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of all measures, the oldest incident first."""
        return tuple(one.code for entry in self.entries for one in entry.measures)


def file_id(borough: str, person_id: str) -> str:
    """Id of the document, and of its key: derived, so that a list of ids names nobody."""
    return str(uuid5(NAMESPACE_URL, f"guichet:employee-file:{borough}/{person_id}"))


def entry_of(state: Investigation, incident: Incident) -> Entry | None:
    """What an employee's file must hold of this complaint now; None: nothing (PV-42)."""
    standing = state.proceedings.standing
    if standing is None or incident.person_id not in founded_against(state):
        return None
    measures = tuple(
        FiledMeasure(code=one.code, decided_at=one.decided_at)
        for one in state.proceedings.measures
        if one.person_id == incident.person_id
    )
    return Entry(
        incident_id=incident.incident_id, founded_at=standing.concluded_at, measures=measures
    )


def digest_of(entry: Entry | None) -> str | None:
    """What a filed entry is compared by; None: nothing is filed."""
    if entry is None:
        return None
    told = json.dumps(entry.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def to_file(state: Investigation) -> Incident | None:
    """The first incident whose employee's file does not say what it must; None: all do."""
    wrong = (
        one for one in state.proceedings.incidents if one.filed != digest_of(entry_of(state, one))
    )
    return next(wrong, None)


def to_file_at(state: Investigation) -> datetime | None:
    """Since when an employee's file waits to be written; None: none does."""
    standing = state.proceedings.standing
    return standing.concluded_at if standing is not None and to_file(state) is not None else None


def filed(state: Investigation, incident: Incident, entry: Entry | None) -> Investigation:
    """An employee's file was written: it holds this entry now, or nothing.

    Where somebody else wrote it meanwhile nobody knows who was last: it is written once more.
    """
    incidents = []
    for one in state.proceedings.incidents:
        if one.incident_id == incident.incident_id:
            now = digest_of(entry) if one.filed == incident.filed else UNSURE
            one = one.model_copy(update={"filed": now})
        incidents.append(one)
    return state.with_proceedings(incidents=tuple(incidents))
