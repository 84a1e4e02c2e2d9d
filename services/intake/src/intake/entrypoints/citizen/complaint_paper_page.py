"""`/demande/{borough}/plainte-papier`: a complaint to be printed and signed by hand (PV-18).

Filled in from what was typed on the pages before, or blank; nothing of it is stored or sent.
"""

from chassis.errors import ApiError
from fastapi import APIRouter, Request
from fastapi.responses import Response

from intake.application.form import ZONE
from intake.entrypoints.citizen.complaint_step import Asked
from intake.entrypoints.citizen.faces import CitizenPages
from intake.entrypoints.citizen.own_steps import date_of
from intake.entrypoints.page_forms import Sent, sent_by
from intake.entrypoints.views import View

PATH = "/demande/{borough}/plainte-papier"


def add(routes: APIRouter, pages: CitizenPages) -> None:
    """Blank by GET, with what was typed by POST: it stands in no address."""
    desk = pages.desk

    async def paper(request: Request, borough: str, sent: Sent) -> Response:
        rules = (await desk.vocabulary()).complaint_rules_of(borough)
        today = desk.clock().astimezone(ZONE).date()
        return await pages.render(
            request,
            "citizen/complaint_paper.html",
            borough,
            asked=Asked.of(rules, sent.given, today),
            told=told(sent),
            reference="",
        )

    @routes.get(PATH)
    async def blank(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        return await paper(request, borough, Sent({}))

    @routes.post(PATH)
    async def filled_in(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        sent = await sent_by(request)
        try:
            await desk.limits.lookups(request, None)
        except ApiError:
            # Who presses too often prints a blank one, which asks nothing of us.
            sent = Sent({})
        return await paper(request, borough, sent)


def told(sent: Sent) -> View:
    """What stands on the lines of the paper; empty: to be written by hand."""
    is_anonymous = bool(sent["complaint.anonymous"])
    reached = (sent["contact.phone"], sent["contact.email"])
    return {
        "name": "" if is_anonymous else sent["contact.name"],
        "address": "" if is_anonymous else sent["contact.address"],
        "reached": "" if is_anonymous else ", ".join(one for one in reached if one),
        "on": date_of(sent["complaint.factsOn"]),
        "place": sent["place.address"],
        "about": sent["complaint.about"],
        "facts": sent["description"],
    }
