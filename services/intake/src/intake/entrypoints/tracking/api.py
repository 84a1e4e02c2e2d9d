"""The citizen's side of the conversation over HTTP, and the question of staff."""

from chassis.http import language_of
from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from ui.language import said

from intake.application.complete_complaint import CompletionForm
from intake.application.converse import LostCodeForm, NotResolvedForm, QuestionForm, ReplyForm
from intake.domain.case import Case
from intake.entrypoints.completing_complaint import by_citizen
from intake.entrypoints.desk import Desk
from intake.entrypoints.parameters import IdempotencyKey, Staff, TrackingCode
from intake.entrypoints.tracking import acting
from intake.entrypoints.tracking.lost_code import NO_ORACLE, mail_codes
from intake.entrypoints.tracking.views import citizen_view
from intake.entrypoints.tracking.words import MAILED
from intake.entrypoints.views import View, answered


def add(routes: APIRouter, desk: Desk) -> None:
    """`/cases/{case_id}/question` for staff; below `/tracking` for whoever has the code."""
    limited = Depends(desk.limits.writes)

    async def opened(code: str, request: Request) -> Case:
        async with desk.limits.trying(request, code):
            return await desk.cases.case_by_code(code)

    @routes.post("/cases/{case_id}/question", tags=["dossiers"])
    async def ask(
        case_id: str, form: QuestionForm, key: IdempotencyKey, caller: Staff, request: Request
    ) -> View:
        """Ask whoever brought the case a question, one at a time (PV-03, MH-12).

        It is read and answered on the tracking page; a mail says that it is there, not its words.
        """
        answer = await acting.ask(desk, caller, case_id, form, key)
        return answered(answer.body, language_of(request))

    @routes.post("/tracking/answer", tags=["tracking"], dependencies=[limited])
    async def give_reply(form: ReplyForm, code: TrackingCode, request: Request) -> View:
        """Answer the question that staff asked; the very same answer twice is one."""
        await acting.give_reply(desk, await opened(code, request), code, form)
        return await _shown(desk, code, request)

    @routes.post("/tracking/validate", tags=["tracking"], dependencies=[limited])
    async def validate(code: TrackingCode, request: Request) -> View:
        """Say that the result is right (valider, PR-06); it closes nothing."""
        await acting.validate(desk, await opened(code, request), code)
        return await _shown(desk, code, request)

    @routes.post("/tracking/not-resolved", tags=["tracking"], dependencies=[limited])
    async def say_not_resolved(
        form: NotResolvedForm, key: IdempotencyKey, code: TrackingCode, request: Request
    ) -> View:
        """Say that it is not resolved: the case is open again, with this reason (PR-06).

        Within the days that the borough gives; `notResolvedUntil` of the case is the last one.
        """
        case = await opened(code, request)
        await acting.say_not_resolved(desk, case, code, form, key)
        return await _shown(desk, code, request)

    @routes.post("/tracking/complaint", tags=["tracking"], dependencies=[limited])
    async def complete(
        form: CompletionForm, key: IdempotencyKey, code: TrackingCode, request: Request
    ) -> View:
        """Sign a complaint, or add what was missing; it is examined anew (PV-18, PV-38, PV-39).

        `complaint.lacks` of the case says what; nothing of what is sent stays here.
        """
        await by_citizen(desk, await opened(code, request), code, form, key)
        return await _shown(desk, code, request)

    @routes.post("/tracking/lost-code", status_code=202, tags=["tracking"])
    async def lose_code(
        form: LostCodeForm, request: Request, response: Response, after: BackgroundTasks
    ) -> View:
        """Have the code mailed to the address that was given with the request.

        The answer never says whether there is one.
        """
        if await desk.limits.lost_codes(request, desk.finder.term_of_email(form.email)):
            after.add_task(mail_codes, desk, form.email)
        response.headers.update(NO_ORACLE)
        return {"message": said(MAILED, language_of(request))}


async def _shown(desk: Desk, code: str, request: Request) -> View:
    found = await desk.cases.dossier_by_code(code)
    return await citizen_view(desk, found, language_of(request), code)
