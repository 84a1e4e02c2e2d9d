"""`/demande/{borough}/avis-au-greffe`: the written notice of a claim, to be printed and signed.

Filled in from what was typed on the pages before, or blank; nothing of it is stored or sent, for a
case is no such notice (LCV art. 585, C-13).
"""

from chassis.errors import ApiError
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said
from ui.money import amount_words, cents_of

from intake.application.form import ZONE
from intake.entrypoints.citizen.faces import CitizenPages
from intake.entrypoints.citizen.own_steps import clock, date_of
from intake.entrypoints.page_forms import Sent, sent_by
from intake.entrypoints.particulars import DAMAGE, DAMAGES
from intake.entrypoints.views import View


def add(routes: APIRouter, pages: CitizenPages) -> None:
    """Blank by GET, with what was typed by POST: it stands in no address."""
    desk = pages.desk

    async def notice(request: Request, borough: str, sent: Sent) -> Response:
        language = language_of(request)
        rules = (await desk.vocabulary()).rules_of(borough)
        today = desk.clock().astimezone(ZONE).date()
        return await pages.render(
            request,
            "citizen/claim_notice.html",
            borough,
            to=said((rules.claim_notice_to_fr, rules.claim_notice_to_en), language),
            days=rules.claim_notice_days,
            clock=clock(sent.given, rules.claim_notice_days, today, language),
            told=_told(sent, language),
        )

    @routes.get("/demande/{borough}/avis-au-greffe")
    async def blank(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        return await notice(request, borough, Sent({}))

    @routes.post("/demande/{borough}/avis-au-greffe")
    async def filled_in(borough: str, request: Request) -> Response:
        if borough not in desk.boroughs:
            return pages.choose(request, unknown=True)
        sent = await sent_by(request)
        try:
            await desk.limits.lookups(request, None)
        except ApiError:
            # Who presses too often prints a blank one, which asks nothing of us.
            sent = Sent({})
        return await notice(request, borough, sent)


def _told(sent: Sent, language: str) -> View:
    """What stands on the lines of the notice; empty: to be written by hand."""
    point = (sent["place.latitude"], sent["place.longitude"])
    cents = cents_of(sent["claim.amountCents"])
    boxes = (words for kind, words in DAMAGES.items() if sent[f"{DAMAGE}{kind.value}"])
    return {
        "name": sent["contact.name"],
        "address": sent["contact.address"],
        "reached": ", ".join(one for one in (sent["contact.phone"], sent["contact.email"]) if one),
        "on": date_of(sent["claim.happenedOn"]),
        "place": sent["place.address"] or (", ".join(point) if all(point) else ""),
        "facts": sent["description"],
        "damages": ", ".join(said(one, language) for one in boxes),
        "amount": "" if cents is None else amount_words(cents, language),
    }
