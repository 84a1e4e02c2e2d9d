"""A question to a citizen and its answer, what citizens say of the result, a code that was lost.

All but the last raise Refused, and the case is as it was.
"""

from datetime import datetime
from typing import Annotated

from chassis.outcome import Outcome
from pydantic import StringConstraints

from intake.application.form import Email, Form
from intake.application.keep_dossier import known
from intake.application.translate import outcome
from intake.domain import asking, validating
from intake.domain.bearer import bearer_of
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import Note
from intake.domain.recalling import recall_code
from intake.domain.tracking import TrackingCodes

CITIZEN = "citizen"
Said = Annotated[str, StringConstraints(min_length=2, max_length=2000)]


class QuestionForm(Form):
    """What staff asks whoever brought the case, in one or two sentences."""

    question: Annotated[str, StringConstraints(min_length=5, max_length=1000)]


class ReplyForm(Form):
    """The answer to the question that was read."""

    question_id: Annotated[str, StringConstraints(max_length=60)]
    text: Said


class NotResolvedForm(Form):
    """Why it is not resolved."""

    text: Said


class LostCodeForm(Form):
    """The address that was given when the request was made."""

    email: Email


def ask_citizen(
    state: Case | None,
    form: QuestionForm,
    question_id: str,
    by: str,
    now: datetime,
    codes: TrackingCodes,
) -> Outcome[Case]:
    """Ask whoever brought the case; one question at a time (PV-03, MH-12)."""
    words = _words(form.question, question_id, by, now)
    return outcome(asking.ask(known(state), words), codes)


def reply(
    state: Case | None,
    form: ReplyForm,
    note_id: str,
    tracking_hash: str,
    now: datetime,
    codes: TrackingCodes,
) -> Outcome[Case]:
    """The citizen's answer; it stays in the dossier."""
    case, words = known(state), _words(form.text, note_id, CITIZEN, now)
    bearer = bearer_of(case, tracking_hash)
    return outcome(asking.answer(case, form.question_id, words, bearer), codes)


def validate_result(
    state: Case | None, tracking_hash: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """The result is right to that citizen (valider, PR-06)."""
    case = known(state)
    return outcome(validating.validate(case, bearer_of(case, tracking_hash), now), codes)


def reopen_unresolved(
    state: Case | None,
    form: NotResolvedForm,
    note_id: str,
    tracking_hash: str,
    rules: CounterRules,
    now: datetime,
    codes: TrackingCodes,
) -> Outcome[Case]:
    """It is not resolved: open again, within the days of the borough (PR-06)."""
    case, words = known(state), _words(form.text, note_id, CITIZEN, now)
    bearer = bearer_of(case, tracking_hash)
    decision = validating.not_resolved(case, words, bearer, rules.not_resolved_days)
    return outcome(decision, codes)


def mail_code_again(
    state: Case | None, bearer: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """The code is to be mailed again to that citizen; too often in a day, nothing changes."""
    return outcome(recall_code(known(state), bearer, now), codes)


def _words(text: str, note_id: str, by: str, now: datetime) -> Note:
    # Between the counter and one person: never public, whatever is published of the case.
    return Note(note_id=note_id, text=text, is_public=False, by=by, acted_at=now, entered_at=now)
