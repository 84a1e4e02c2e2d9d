"""What a technician or the citizen may do with a case that is there. All raise Refused."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts.words import Kind

from intake.application.claim_notice import notice_for
from intake.application.form import Activity, AnswerForm, Form, KindName, PlaceForm, Words
from intake.application.keep_dossier import known
from intake.application.particulars_form import AccessFields, ClaimFields, access_of, claim_of
from intake.application.place_case import placed_at
from intake.application.translate import outcome
from intake.domain.activities import Vocabulary
from intake.domain.case import Case
from intake.domain.dossier import Place
from intake.domain.errors import Refused
from intake.domain.gazetteer import Gazetteer
from intake.domain.tracking import TrackingCodes


class ReclassifyForm(Form):
    """The kind and activity that the technician decides on (PV-13)."""

    kind: KindName
    activity: Activity = ""
    description: Words | None = None
    place: PlaceForm | None = None
    answer: AnswerForm | None = None
    claim: ClaimFields | None = None
    access: AccessFields | None = None


def reclassify_case(
    state: Case | None,
    form: ReclassifyForm,
    by: str,
    now: datetime,
    codes: TrackingCodes,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer | None = None,
) -> Outcome[Case]:
    """Another kind or activity (PV-13); when it was received does not change.

    A request is reclassified to what a grid of its counter's city knows, for it is said openly.
    """
    kind = Kind(form.kind)
    if not form.activity and kind is not Kind.COMPLAINT:
        raise Refused("activity-needed")
    if form.answer is not None and kind is not Kind.INFORMATION:
        raise Refused("not-information")
    case = known(state)
    is_of_grid = vocabulary.knows(case.borough, form.activity) is True
    if kind is Kind.REQUEST and not is_of_grid:
        raise Refused("activity-unknown")
    place = Place.model_validate(form.place.model_dump()) if form.place else None
    place = placed_at(place, case.borough, kind, gazetteer or Gazetteer())
    decision = case.reclassify(
        kind,
        " ".join(form.activity.split()),
        is_of_grid=is_of_grid,
        by=by,
        now=now,
        description=form.description,
        place=place,
        reference=form.answer.reference if form.answer else None,
        verified_on=form.answer.verified_on if form.answer else None,
        notice=notice_for(kind, form.description or "", vocabulary.rules_of(case.borough), now),
        claim=claim_of(form.claim),
        access=access_of(form.access),
    )
    return outcome(decision, codes)


def answer_case(
    state: Case | None, form: AnswerForm, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """Answer a request for information with a document or a resource (PV-06, PV-07)."""
    return outcome(known(state).give_answer(form.reference, now, form.verified_on), codes)


def withdraw_case(
    state: Case | None, by: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """The citizen takes the case back, alone or through the counter."""
    return outcome(known(state).withdraw(now, by), codes)
