"""What words are likely to be, over HTTP: asked while somebody writes, and kept nowhere."""

from chassis.http import language_of
from fastapi import APIRouter, Depends, Request
from ui.language import said

from intake.application.form import FieldFault
from intake.application.propose import ProposalForm
from intake.domain.proposal import Proposal
from intake.entrypoints.desk import Desk
from intake.entrypoints.proposal_words import activity_name, activity_reason, kind_reason
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View
from intake.entrypoints.words import KINDS


def add(routes: APIRouter, desk: Desk) -> None:
    """`POST /proposals`: a POST, so that nobody's words stand in an address."""
    limited = Depends(desk.limits.lookups)

    @routes.post("/proposals", tags=["counter"], dependencies=[limited])
    async def proposals(form: ProposalForm, request: Request) -> View:
        """Propose one of the five kinds and up to five activities, with reasons (PV-13).

        Confidence is 0..1. Nothing is stored and nothing decided: the technician decides.
        `claimNotice`: the words speak of damage, so the legal notice must be shown.
        """
        if form.borough not in desk.boroughs:
            unknown = FieldFault("borough", "unknown", "guichet inconnu", "unknown counter")
            raise invalid_fields([unknown])
        found = desk.proposer.propose(form.text, form.borough, await desk.vocabulary())
        return view_of(found, form.language or language_of(request))


def view_of(proposal: Proposal, language: str) -> View:
    """A proposal in one language."""
    kind = proposal.kind
    return {
        "kind": {
            "value": kind.kind.value,
            "text": said(KINDS[kind.kind.value], language),
            "confidence": kind.confidence,
            "reason": said(kind_reason(kind), language),
        },
        "activities": [
            {
                "code": one.activity.code,
                "name": activity_name(one, language),
                "confidence": one.confidence,
                "reason": said(activity_reason(one), language),
            }
            for one in proposal.activities
        ],
        "claimNotice": proposal.needs_claim_notice,
    }
