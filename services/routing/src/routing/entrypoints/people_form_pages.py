"""What the forms about people lead to: an absence, the designation of Annex C, an exclusion."""

from collections.abc import Awaitable, Callable

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of

from routing.application.people_forms import AbsenceForm, DesignationForm, ExclusionForm
from routing.entrypoints.desk import READERS, TECHNICIAN
from routing.entrypoints.page_forms import Sent, filled, sent_by
from routing.entrypoints.people_forms import Faults, Given, PeopleForms, number_in
from routing.entrypoints.people_pages import HOME, PeoplePages

ABSENCE = ("personId", "fromOn", "untilOn", "substituteId", "noSubstituteReason", "amends")
DESIGNATION = (
    "department", "role", "personId", "personName", "firstName", "director", "email", "extension",
    "effectiveOn", "employeeSignedOn", "directorSignedOn",
)  # fmt: skip
EXCLUSION = (
    "personId", "department", "activity", "caseId", "why", "insteadId", "fromOn", "untilOn",
)  # fmt: skip
Show = Callable[[Request, Caller, str, Given, Faults], Awaitable[Response]]


def router(pages: PeoplePages) -> APIRouter:
    """`/personnes/absence`, `/personnes/designation`, `/personnes/exclusions`."""
    routes, forms = APIRouter(include_in_schema=False), PeopleForms(pages)
    _absence(routes, pages, forms)
    _designation(routes, pages, forms)
    _exclusions(routes, pages, forms)
    return routes


def _absence(routes: APIRouter, pages: PeoplePages, forms: PeopleForms) -> None:
    @routes.get(f"{HOME}/absence")
    async def show(request: Request) -> Response:
        return await _asked(request, pages, forms.absence, READERS)

    @routes.post(f"{HOME}/absence")
    async def note(request: Request) -> Response:
        async def record(caller: Caller, borough: str, sent: Sent) -> Faults:
            other = sent["otherId"] and not sent["substituteId"]
            known = {"substituteId": sent["otherId"]} if other else {}
            language = language_of(request)
            made = filled(AbsenceForm, sent, ABSENCE, language, borough=borough, **known)
            if made.form is None:
                return made.faults
            await pages.desk.note_absence(made.form, caller, sent["key"] or None)
            return {}

        return await _posted(request, pages, forms.absence, READERS, record, "absence")

    @routes.post(f"{HOME}/absence/annulation")
    async def cancel(request: Request) -> Response:
        async def record(caller: Caller, borough: str, sent: Sent) -> Faults:
            await pages.desk.cancel_absence(borough, number_in(sent["number"]), caller)
            return {}

        return await _posted(request, pages, forms.absence, READERS, record, "annulation")


def _designation(routes: APIRouter, pages: PeoplePages, forms: PeopleForms) -> None:
    @routes.get(f"{HOME}/designation")
    async def show(request: Request) -> Response:
        return await _asked(request, pages, forms.designation, READERS)

    @routes.post(f"{HOME}/designation")
    async def designate(request: Request) -> Response:
        async def record(caller: Caller, borough: str, sent: Sent) -> Faults:
            language = language_of(request)
            made = filled(DesignationForm, sent, DESIGNATION, language, borough=borough)
            if made.form is None:
                return made.faults
            await pages.desk.designate(made.form, caller, sent["key"] or None)
            return {}

        return await _posted(
            request, pages, forms.designation, (TECHNICIAN,), record, "designation"
        )


def _exclusions(routes: APIRouter, pages: PeoplePages, forms: PeopleForms) -> None:
    @routes.get(f"{HOME}/exclusions")
    async def show(request: Request) -> Response:
        return await _asked(request, pages, forms.exclusions, (TECHNICIAN,))

    @routes.post(f"{HOME}/exclusions")
    async def exclude(request: Request) -> Response:
        async def record(caller: Caller, borough: str, sent: Sent) -> Faults:
            made = filled(ExclusionForm, sent, EXCLUSION, language_of(request), borough=borough)
            if made.form is None:
                return made.faults
            await pages.desk.exclude(made.form, caller, sent["key"] or None)
            return {}

        return await _posted(request, pages, forms.exclusions, (TECHNICIAN,), record, "exclusion")

    @routes.post(f"{HOME}/exclusions/levee")
    async def lift(request: Request) -> Response:
        async def record(caller: Caller, borough: str, sent: Sent) -> Faults:
            await pages.desk.cancel_exclusion(borough, number_in(sent["number"]), caller)
            return {}

        return await _posted(request, pages, forms.exclusions, (TECHNICIAN,), record, "levee")


async def _asked(
    request: Request, pages: PeoplePages, show: Show, roles: tuple[str, ...]
) -> Response:
    """A form as it stands, for who may."""
    caller = await pages.pages.caller(request, *roles)
    if isinstance(caller, Response):
        return caller
    try:
        borough = pages.borough(request, caller)
        return await show(request, caller, borough, dict(request.query_params), {})
    except NotFound:
        return pages.pages.unknown(request, caller)


async def _posted(
    request: Request,
    pages: PeoplePages,
    show: Show,
    roles: tuple[str, ...],
    record: Callable[[Caller, str, Sent], Awaitable[Faults]],
    done: str,
) -> Response:
    """Recorded, then back to the page of people; or the form again, with what was typed."""
    caller = await pages.pages.caller(request, *roles)
    if isinstance(caller, Response):
        return caller
    sent = await sent_by(request)
    try:
        borough = pages.borough(request, caller, sent["borough"])
        try:
            faults = await record(caller, borough, sent)
        except (ApiError, CommandConflict) as error:
            faults = faults_in(error, language_of(request))
        if faults:
            return await show(request, caller, borough, dict(sent.given), faults)
    except NotFound:
        return pages.pages.unknown(request, caller)
    return pages.home(request, borough, done)
