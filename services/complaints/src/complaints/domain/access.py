"""Who may open a file: closed by default, and never to those it concerns (PV-17, PV-45, C-02).

Being shut out goes before any role, any grant and any exception. Pure; whoever may not is told
what whoever asks for a file that does not exist is told.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from complaints.domain.admissibility import ComplaintRules
from complaints.domain.custody import Certificate, Disclosure, Grant, Hold
from complaints.domain.directory import Directory
from complaints.domain.errors import Refused, ShutOut
from complaints.domain.file import Investigation
from complaints.domain.proceedings import Leader

COMPLAINT = "complaint"
MOST_GRANTS = 50


class Ground(StrEnum):
    """What opens a file to somebody."""

    DIRECTOR = "director"
    INVESTIGATOR = "investigator"
    ESCALATION = "escalation"
    GRANT = "grant"
    LAW = "law"


@dataclass(frozen=True)
class Person:
    """Who asks: a member of staff by id, and their roles."""

    person_id: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Surroundings:
    """What a file is judged with: the borough's rules and its directory, as they are now."""

    rules: ComplaintRules = field(default_factory=ComplaintRules)
    directory: Directory = field(default_factory=lambda: Directory(borough=""))


def shut_out(state: Investigation, around: Surroundings) -> frozenset[str]:
    """Staff ids of who must not read, be assigned, or be told: the persons targeted, their
    responsables, and all substitutes (PV-45).

    Where departments handle their own complaints (MH-03), the responsables of a department that is
    targeted as such, and nobody in it, are not shut out.
    """
    persons = {one.person_id for one in state.targets if one.person_id}
    if not state.targets:
        return frozenset()
    since = _since(state, around.rules)
    if persons or around.rules.model == "central":
        departments = targeted_departments(state, around)
        persons |= around.directory.responsables(departments, since)
    return around.directory.with_substitutes(persons, since)


def targeted_departments(state: Investigation, around: Surroundings) -> frozenset[str]:
    """Departments that are targeted, or in which a targeted person holds a post."""
    since, directory = _since(state, around.rules), around.directory
    named = {one.department for one in state.targets if one.department}
    persons = [one.person_id for one in state.targets if one.person_id]
    return frozenset(named).union(*(directory.departments_of(one, since) for one in persons))


def is_escalated(state: Investigation, around: Surroundings) -> bool:
    """True where the Service aux citoyens is the target: the general director's (PV-17)."""
    rules = around.rules
    if rules.model != "central" or rules.department is None:
        return False
    return rules.department in targeted_departments(state, around)


def ground_of(
    state: Investigation,
    person: Person,
    around: Surroundings,
    exception: Disclosure,
    now: datetime,
) -> Ground | None:
    """What opens this file to this person under that exception; None: nothing."""
    if state.kind != COMPLAINT or person.person_id in shut_out(state, around):
        return None
    if ground := _by_office(state, person, around):
        return ground
    if "clerk" in person.roles and exception is Disclosure.LAW:
        return Ground.LAW
    granted = any(
        one.person_id == person.person_id and one.exception is exception and one.holds(now)
        for one in state.custody.access
    )
    return Ground.GRANT if granted else None


def may_list(state: Investigation, person: Person, around: Surroundings, now: datetime) -> bool:
    """Whether somebody may know that there is such a file, and where it stands."""
    return any(ground_of(state, person, around, one, now) for one in Disclosure) or (
        "general-director" in person.roles and person.person_id not in shut_out(state, around)
    )


def keeper(state: Investigation, person: Person, around: Surroundings) -> None:
    """Who keeps the access list and the hold: the director, or the general director, who may put
    himself on it where the director must not know. Raises ShutOut."""
    if state.kind != COMPLAINT or person.person_id in shut_out(state, around):
        raise ShutOut
    if "general-director" in person.roles:
        return
    if "director" not in person.roles or is_escalated(state, around):
        raise ShutOut


def grant(state: Investigation, added: Grant, around: Surroundings, now: datetime) -> Investigation:
    """Somebody may open the file, under one exception and for a while. Raises Refused."""
    if added.person_id in shut_out(state, around):
        raise Refused(
            "personId",
            "shut-out",
            "cette personne ne peut pas ouvrir ce dossier",
            "this person cannot open this file",
        )
    if added.until is not None and added.until <= now:
        raise Refused("until", "in-the-past", "la fin est déjà passée", "the end is past already")
    if sum(one.holds(now) for one in state.custody.access) >= MOST_GRANTS:
        raise Refused(
            "personId", "too-many", "trop de personnes sur la liste", "too many people on the list"
        )
    ended = _ended(state.custody.access, added.person_id, added.exception, added.granted_by, now)
    return _with(state, access=(*ended, added))


def revoke(state: Investigation, person_id: str, by: str, now: datetime) -> Investigation:
    """Somebody needs it no longer (PV-45). Raises Refused where they are not on the list."""
    if not any(one.person_id == person_id and one.holds(now) for one in state.custody.access):
        raise Refused(
            "personId", "not-listed", "cette personne n'est pas sur la liste", "nobody of this list"
        )
    access = state.custody.access
    for exception in Disclosure:
        access = _ended(access, person_id, exception, by, now)
    return _with(state, access=access)


def place_hold(state: Investigation, hold: Hold) -> Investigation:
    """Stop the destruction. Raises Refused where one stands, or where it is too late."""
    if state.custody.hold is not None:
        raise Refused("reason", "held", "le dossier est déjà retenu", "the file is held already")
    if state.custody.destroying_at is not None:
        raise Refused("reason", "too-late", "la destruction est en cours", "it is being destroyed")
    return _with(state, holds=(*state.custody.holds, hold))


def lift_hold(state: Investigation, by: str, now: datetime) -> Investigation:
    """Let time run again. Raises Refused where none stands."""
    standing = state.custody.hold
    if standing is None:
        raise Refused("reason", "not-held", "le dossier n'est pas retenu", "the file is not held")
    lifted = standing.model_copy(update={"lifted_at": now, "lifted_by": by})
    return _with(state, holds=(*state.custody.holds[:-1], lifted))


def destroyed(certificate: Certificate) -> Investigation:
    """What lies where the file was: the certificate, and nothing else."""
    empty = Investigation(case_id=certificate.case_id, borough=certificate.borough)
    return _with(empty, certificate=certificate)


def _by_office(state: Investigation, person: Person, around: Surroundings) -> Ground | None:
    """The director, unless it is about his own service; then the general director (PV-17)."""
    escalated, leader = is_escalated(state, around), state.proceedings.investigator
    if leader is not None and leader.person_id == person.person_id:
        by_role = leader.role is Leader.GENERAL_DIRECTOR
        return Ground.ESCALATION if by_role else Ground.INVESTIGATOR
    if "director" in person.roles and not escalated:
        return Ground.DIRECTOR
    if "general-director" in person.roles and escalated:
        return Ground.ESCALATION
    return None


def _ended(
    access: Collection[Grant], person_id: str, exception: Disclosure, by: str, now: datetime
) -> tuple[Grant, ...]:
    ended = {"revoked_at": now, "revoked_by": by}
    return tuple(
        one.model_copy(update=ended)
        if (one.person_id, one.exception) == (person_id, exception) and one.holds(now)
        else one
        for one in access
    )


def _since(state: Investigation, rules: ComplaintRules) -> date:
    """Whoever held a post, or stood in, on this local day or later."""
    at = state.received_at or (state.first_content.received_at if state.first_content else None)
    return date.min if at is None else at.astimezone(ZoneInfo(rules.zone)).date()


def _with(state: Investigation, **news: object) -> Investigation:
    return state.model_copy(update={"custody": state.custody.model_copy(update=news)})
