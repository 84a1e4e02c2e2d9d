"""The HTTP API of what people do with a complaint: completing, investigating, concluding it.

Each command answers where the file stands, and nothing of what it holds. Whoever may not gets 404,
as for a file that does not exist; what a rule refuses gets 422 with field and reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from chassis.errors import unprocessable
from chassis.identity import Caller
from fastapi import APIRouter
from pydantic import BaseModel

from complaints.application import conduct
from complaints.application.command_desk import CommandDesk, Office
from complaints.application.command_forms import (
    EvidenceForm,
    FindingForm,
    HearingForm,
    InvestigatorForm,
    MeasureForm,
    OutcomeForm,
    PeopleForm,
    ReviewDecisionForm,
    ReviewForm,
    SaidByForm,
    SignatureForm,
    SupplementForm,
    TargetsForm,
)
from complaints.domain.errors import Refused
from complaints.entrypoints.custody_http import IdempotencyKey, Staff, View, person_of

CASE = "/investigations/{case_id}"


@dataclass(frozen=True)
class Doing:
    """Runs commands for HTTP and pages alike; a refusal leaves as the City words it."""

    desk: CommandDesk

    async def __call__(
        self,
        office: Office,
        what: str,
        case_id: str,
        form: BaseModel,
        decide: Callable[..., conduct.Change],
        caller: Caller,
        key: str,
    ) -> View:
        """Where the file stands then. Raises NotFound, ApiError, Transient."""
        try:
            answer = await self.desk.apply(
                what,
                office,
                case_id,
                form,
                lambda state, turn: decide(state, form, turn),
                person_of(caller),
                caller.scope,
                key,
            )
        except Refused as refusal:
            words = (refusal.reason_fr, refusal.reason_en)
            raise unprocessable(refusal.code, words, refusal.field) from None
        return dict(answer.body)


def router(desk: CommandDesk) -> APIRouter:
    """`/api/complaints/v1`."""
    routes = APIRouter(prefix="/api/complaints/v1")
    doing = Doing(desk)
    _completing(routes, doing)
    _leading(routes, doing)
    _investigating(routes, doing)
    _concluding(routes, doing)
    return routes


def _completing(routes: APIRouter, doing: Doing) -> None:
    run = partial(doing, Office.COUNTER)

    @routes.post(CASE + "/signatures", tags=["admissibility"])
    async def sign(case_id: str, form: SignatureForm, key: IdempotencyKey, caller: Staff) -> View:
        """A signature: scanned paper, a name typed and confirmed, or signed in (PV-18).

        The complaint is decided anew with it; a person signs once.
        """
        return await run("sign", case_id, form, conduct.sign, caller, key)

    @routes.post(CASE + "/supplements", tags=["admissibility"])
    async def supplement(
        case_id: str, form: SupplementForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """What else was missing came: in writing, full contact details, the date (PV-38, PV-39)."""
        return await run("supplement", case_id, form, conduct.supplement, caller, key)

    @routes.post(CASE + "/declination", tags=["admissibility"])
    async def decline(case_id: str, form: SaidByForm, key: IdempotencyKey, caller: Staff) -> View:
        """The person will not write or sign: refused with its code (PV-18, PV-20)."""
        return await run("decline", case_id, form, conduct.decline, caller, key)

    @routes.post(CASE + "/withdrawal", tags=["admissibility"])
    async def withdraw(case_id: str, form: SaidByForm, key: IdempotencyKey, caller: Staff) -> View:
        """Whoever complained takes it back, before any outcome."""
        return await run("withdraw", case_id, form, conduct.withdraw, caller, key)

    @routes.post(CASE + "/reviews", tags=["outcomes"])
    async def request_review(
        case_id: str, form: ReviewForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """Whoever complained asks for another look, within the borough's days; once."""
        return await run("request-review", case_id, form, conduct.request_review, caller, key)


def _leading(routes: APIRouter, doing: Doing) -> None:
    run = partial(doing, Office.KEEPER)

    @routes.post(CASE + "/targets", tags=["inquiries"])
    async def targets(case_id: str, form: TargetsForm, key: IdempotencyKey, caller: Staff) -> View:
        """Whom or what it is about; from then on they are shut out of the file (C-02, PV-45)."""
        return await run("name-targets", case_id, form, conduct.name_targets, caller, key)

    @routes.post(CASE + "/investigator", tags=["inquiries"])
    async def investigator(
        case_id: str, form: InvestigatorForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """Who leads the investigation: never the targeted department where it is central (C-02)."""
        return await run("name-investigator", case_id, form, conduct.name_investigator, caller, key)

    @routes.post(CASE + "/measures", tags=["outcomes"])
    async def measure(case_id: str, form: MeasureForm, key: IdempotencyKey, caller: Staff) -> View:
        """A disciplinary measure of the borough's ordered list; out of order it is refused (PV-50).

        It goes into the employee's file with the incident (PV-43).
        """
        earlier = await doing.desk.earlier_measures(case_id, form.person_id, caller.scope)
        return await run(
            "decide-measure",
            case_id,
            form,
            partial(conduct.decide_measure, earlier=earlier),
            caller,
            key,
        )

    @routes.post(CASE + "/reviews/decision", tags=["outcomes"])
    async def decide_review(
        case_id: str, form: ReviewDecisionForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """The review is decided, by somebody who had no part in the investigation."""
        return await run("decide-review", case_id, form, conduct.decide_review, caller, key)


def _investigating(routes: APIRouter, doing: Doing) -> None:
    run = partial(doing, Office.LEADER)

    @routes.post(CASE + "/people", tags=["inquiries"])
    async def people(case_id: str, form: PeopleForm, key: IdempotencyKey, caller: Staff) -> View:
        """Who else is to be heard; the targeted employees are anyway (PV-41)."""
        return await run("name-people", case_id, form, conduct.name_people, caller, key)

    @routes.post(CASE + "/hearings", tags=["inquiries"])
    async def hear(case_id: str, form: HearingForm, key: IdempotencyKey, caller: Staff) -> View:
        """The record of a hearing (PV-41)."""
        return await run("record-hearing", case_id, form, conduct.record_hearing, caller, key)

    @routes.post(CASE + "/evidence", tags=["inquiries"])
    async def evidence(
        case_id: str, form: EvidenceForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """A piece of evidence: words, and files of the complaint."""
        return await run("add-evidence", case_id, form, conduct.add_evidence, caller, key)

    @routes.post(CASE + "/findings", tags=["inquiries"])
    async def finding(case_id: str, form: FindingForm, key: IdempotencyKey, caller: Staff) -> View:
        """What is held for established."""
        return await run("add-finding", case_id, form, conduct.add_finding, caller, key)


def _concluding(routes: APIRouter, doing: Doing) -> None:
    @routes.post(CASE + "/outcome", tags=["outcomes"])
    async def conclude(case_id: str, form: OutcomeForm, key: IdempotencyKey, caller: Staff) -> View:
        """The outcome, once every targeted employee has a hearing record (PV-41..43).

        The letter leaves in the same write; it names nobody.
        """
        return await doing(Office.LEADER, "conclude", case_id, form, conduct.conclude, caller, key)
