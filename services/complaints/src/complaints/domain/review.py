"""Another look at an outcome, asked for by whoever complained and decided by another person."""

from datetime import date, timedelta

from complaints.domain.access import Surroundings
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.appointing import check_leader
from complaints.domain.completing import local_date
from complaints.domain.errors import Refused
from complaints.domain.file import Concluded, Investigation, Said
from complaints.domain.outcome import NewId, with_founded, with_incidents
from complaints.domain.proceedings import Conclusion, Investigator, Leader, Result, Review
from complaints.domain.stage import Stage, require


def request_review(state: Investigation, review: Review, rules: ComplaintRules) -> Investigation:
    """Within the borough's days after the outcome; once. Raises Refused."""
    require(state, Stage.CONCLUDED)
    held = state.proceedings
    assert held.conclusion is not None
    if held.conclusion.result is Result.WITHDRAWN:
        raise Refused(
            "stage", "withdrawn", "la plainte a été retirée", "the complaint was withdrawn"
        )
    if held.reviews:
        raise Refused(
            "review", "reviewed-already", "une révision a déjà eu lieu", "it was reviewed already"
        )
    until = last_day(held.conclusion, rules)
    if local_date(review.requested_at, rules.zone) > until:
        raise Refused(
            "requestedAt",
            "too-late",
            "le délai pour demander une révision est passé",
            "the delay to ask for a review has passed",
        )
    return state.with_proceedings(reviews=(review,))


def last_day(conclusion: Conclusion, rules: ComplaintRules) -> date:
    """The last local date to ask for a review."""
    return local_date(conclusion.concluded_at, rules.zone) + timedelta(days=rules.review_days)


def decide_review(
    state: Investigation,
    conclusion: Conclusion,
    role: Leader,
    around: Surroundings,
    new_id: NewId,
    *,
    is_general_director: bool,
) -> tuple[Investigation, list[Said]]:
    """The outcome holds or changes; whoever investigated or concluded has no part in it.

    `is_general_director`: who decides was let in as such. Raises Refused.
    """
    require(state, Stage.IN_REVIEW)
    held = state.proceedings
    assert held.conclusion is not None
    took_part = {
        held.conclusion.concluded_by,
        *(one.person_id for one in held.earlier_investigators),
        *([held.investigator.person_id] if held.investigator else []),
    }
    if conclusion.concluded_by in took_part:
        raise Refused(
            "decidedBy",
            "took-part",
            "une autre personne que celle qui a enquêté révise",
            "somebody else than who investigated reviews",
        )
    if conclusion.result is Result.WITHDRAWN:
        raise Refused(
            "result",
            "not-an-outcome",
            "une révision ne retire pas la plainte",
            "a review does not withdraw the complaint",
        )
    by = conclusion.concluded_by
    reviewer = Investigator(
        person_id=by,
        role=role,
        # In the central model a review stays with the Service aux citoyens, or goes above it.
        department=around.rules.department if around.rules.model == "central" else None,
        named_at=conclusion.concluded_at,
        named_by=by,
    )
    check_leader(state, reviewer, around, is_general_director=is_general_director)
    settled = with_founded(state, conclusion)
    *earlier, last = held.reviews
    decided = last.model_copy(update={"conclusion": settled})
    changed = state.with_proceedings(reviews=(*earlier, decided))
    said: list[Said] = [Concluded(settled.concluded_at, is_review=True)]
    return with_incidents(changed, settled, new_id), said
