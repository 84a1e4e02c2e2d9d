"""What a borough asks of complaints, out of its grid; who holds its posts, out of its people."""

from collections.abc import Sequence
from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import (
    GridCommitment,
    GridComplaints,
    GridMeasure,
    GridPublishedV1,
    PeopleRecordedV1,
)
from contracts.words import CommitmentKind, Kind

from complaints.domain.access_requests.offices import AccessOffices
from complaints.domain.admissibility import ComplaintRules, Conditions
from complaints.domain.claims.parts import ClaimRules
from complaints.domain.directory import Directory, PostHeld, StoodIn
from complaints.domain.ladder import Gravity, Ladder, MeasureStep
from complaints.domain.names import GridNames, Named
from complaints.domain.reasons import OMBUDSMAN, Reason
from complaints.domain.rules import DatedRules

GRAVITIES = {one.name.lower(): one for one in Gravity}


def keep_rules(
    state: DatedRules | None, received: Received[GridPublishedV1], now: datetime
) -> Outcome[DatedRules]:
    """One document for each borough and version."""
    data = received.data
    rules = DatedRules(
        borough=data.borough,
        version=data.version,
        effective_on=data.effective_on,
        rules=ComplaintRules(
            model="decentral" if data.complaints.model == "decentral" else "central",
            conditions=_conditions(data.complaints),
            department=data.complaints.department,
            retention_days=data.complaints.retention_days,
            zone=data.calendar.zone,
            ladder=_ladder(data.complaints.measures),
            review_days=data.complaints.review_days,
            ombudsman=_ombudsman(data.complaints),
            version=data.version,
        ),
        names=GridNames(
            fr=data.messages.name_fr,
            en=data.messages.name_en,
            departments=tuple(
                Named(code=one.code, fr=one.name_fr, en=one.name_en) for one in data.departments
            ),
        ),
        access=_access(data.commitments),
        claims=_claims(data),
    )
    return Outcome(rules)


def keep_directory(
    state: Directory | None, received: Received[PeopleRecordedV1], now: datetime
) -> Outcome[Directory]:
    """One document for each borough: who is shut out of what follows from it. No name is kept."""
    data = received.data
    posts = tuple(
        PostHeld(
            department=one.department,
            role=one.role.value,
            version=one.version,
            person_id=one.person,
            active_from=one.active_from,
        )
        for one in data.designations
    )
    absences = tuple(
        StoodIn(person_id=one.person, substitute_id=one.substitute, until_on=one.until_on)
        for one in data.absences
        if one.substitute is not None
    )
    return Outcome(Directory(borough=data.borough, posts=posts, absences=absences))


def _access(promised: Sequence[GridCommitment]) -> AccessOffices:
    """Who answers access requests and who extends their delay: two bindings (C-06)."""
    answers = [one for one in promised if one.kind is CommitmentKind.ACCESS_ANSWER]
    return AccessOffices(
        responsable=next((one.answered_by for one in answers if one.answered_by), ""),
        extenders=tuple(dict.fromkeys(role for one in answers for role in one.extension_by)),
    )


def _claims(grid: GridPublishedV1) -> ClaimRules:
    """The days of the notice are those that intake tells (C-13); who decides is who answers for
    the work on claims, the clerk where the grid names nobody."""
    told, owed = grid.counter, (one for one in grid.commitments if one.case_kind is Kind.CLAIM)
    named = next((one.answered_by for one in owed if one.answered_by), "")
    bound = {"decided_by": named} if named else {}
    if told is None:
        return ClaimRules(**bound)
    return ClaimRules(
        notice_days=told.claim_notice_days,
        notice_to_fr=told.claim_notice_to_fr,
        notice_to_en=told.claim_notice_to_en,
        **bound,
    )


def _conditions(asked: GridComplaints) -> Conditions | None:
    """None where a borough asks for neither form nor time: any expression is a complaint (C-03)."""
    if not asked.written and not asked.signed and asked.max_age_days is None:
        return None
    return Conditions(
        written=asked.written,
        signed=asked.signed,
        max_age_days=asked.max_age_days,
        anonymous=asked.anonymous,
        invitation_days=asked.invitation_days,
    )


def _ladder(measures: Sequence[GridMeasure]) -> Ladder:
    """The borough's own list; ours where its grid gives none (PV-50)."""
    if not measures:
        return Ladder()
    return Ladder(
        steps=tuple(
            MeasureStep(
                code=one.code,
                name_fr=one.name_fr,
                name_en=one.name_en,
                opened_by=GRAVITIES.get(one.opened_by or ""),
            )
            for one in measures
        )
    )


def _ombudsman(asked: GridComplaints) -> Reason:
    if not asked.ombudsman_fr or not asked.ombudsman_en:
        return OMBUDSMAN
    return Reason(fr=asked.ombudsman_fr, en=asked.ombudsman_en)
