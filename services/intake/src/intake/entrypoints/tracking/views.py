"""What the bearer of a tracking code sees of a case, and may say there (PV-03, MH-12, PR-06)."""

from datetime import datetime
from typing import Any

from contracts.words import Admissibility
from ui.language import said

from intake.domain.asking import open_question
from intake.domain.bearer import bearer_of
from intake.domain.case import Case
from intake.domain.complaint_rules import ComplaintRules
from intake.domain.completing import lacks
from intake.domain.conversation import FIRST
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import OPEN
from intake.domain.tracking import hash_of
from intake.domain.validating import ZONE, can_be_judged, until_on
from intake.entrypoints.case_queries import Dossier
from intake.entrypoints.complaint_words import REFUSED
from intake.entrypoints.desk import Desk
from intake.entrypoints.views import View, for_citizen


async def citizen_view(desk: Desk, found: Dossier, language: str, code: str) -> View:
    """The case as that citizen sees it. Raises Transient."""
    words, borough = await desk.vocabulary(), found.case.borough
    bearer, rules = bearer_of(found.case, hash_of(code)), words.rules_of(borough)
    asked = words.complaint_rules_of(borough)
    return {
        **for_citizen(found, language, desk.boroughs, code),
        **_conversation(found.case, bearer, rules, desk.clock()),
        "complaint": _complaint(found.case, bearer, asked, language),
    }


def _complaint(case: Case, bearer: str, rules: ComplaintRules | None, language: str) -> View | None:
    """What whoever complained may still do, and why it was refused; None: it is no complaint."""
    if not case.is_complaint:
        return None
    standing = case.complaint
    is_refused = standing.admissibility is Admissibility.REFUSED and case.status in OPEN
    why = REFUSED.get(standing.code or "") if is_refused else None
    return {
        "lacks": [one.value for one in lacks(case, rules)] if bearer == FIRST else [],
        "respondByOn": standing.respond_by_on,
        "refusedText": said(why, language) if why else None,
    }


def _conversation(case: Case, bearer: str, rules: CounterRules, now: datetime) -> View:
    """The open question, and what may be said of the result: until which day, in local dates."""
    last_on = until_on(case, rules.not_resolved_days)
    is_late = last_on is not None and now.astimezone(ZONE).date() > last_on
    is_validated = bearer in case.conversation.satisfied
    return {
        "question": _question(case) if bearer == FIRST else None,
        "canValidate": can_be_judged(case) and not is_validated,
        "isValidated": is_validated,
        "notResolvedUntil": None if is_late else last_on,
    }


def _question(case: Case) -> dict[str, Any] | None:
    question = open_question(case)
    if question is None:
        return None
    words = next(one.text for one in case.notes if one.note_id == question.question_id)
    return {
        "questionId": question.question_id,
        "text": words,
        "askedAt": question.asked_at,
    }
