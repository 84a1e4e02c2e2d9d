"""Where the file of a complaint stands; derived from its facts, stored nowhere but in the index."""

from enum import StrEnum

from complaints.domain.admissibility import Outcome
from complaints.domain.errors import Refused
from complaints.domain.file import Investigation

COMPLAINT = "complaint"


class Stage(StrEnum):
    """From the first word to the last review."""

    NO_COMPLAINT = "no-complaint"
    WITHDRAWN = "withdrawn"
    UNDECIDED = "undecided"
    INVITED = "invited"
    REFUSED = "refused"
    ADMITTED = "admitted"
    INVESTIGATED = "investigated"
    CONCLUDED = "concluded"
    IN_REVIEW = "in-review"


_BY_ADMISSIBILITY = {
    Outcome.INVITED: Stage.INVITED,
    Outcome.REFUSED: Stage.REFUSED,
    Outcome.ADMITTED: Stage.ADMITTED,
}
_WORDS = {
    Stage.NO_COMPLAINT: ("ce n'est plus une plainte", "it is no complaint any more"),
    Stage.WITHDRAWN: ("la plainte a été retirée", "the complaint was withdrawn"),
    Stage.UNDECIDED: ("sa recevabilité n'est pas décidée", "its admissibility is not decided"),
    Stage.INVITED: ("il y manque encore quelque chose", "something is still missing in it"),
    Stage.REFUSED: ("la plainte a été refusée", "the complaint was refused"),
    Stage.ADMITTED: ("personne n'est nommé pour l'enquête", "nobody is named to investigate"),
    Stage.INVESTIGATED: ("l'enquête n'est pas terminée", "the investigation is not over"),
    Stage.CONCLUDED: ("l'enquête est terminée", "the investigation is over"),
    Stage.IN_REVIEW: ("une révision est en cours", "a review is under way"),
}


def stage_of(state: Investigation) -> Stage:
    """The furthest that the file has come; a withdrawal goes before all but an outcome."""
    held = state.proceedings
    if state.kind != COMPLAINT:
        return Stage.NO_COMPLAINT
    if held.open_review is not None:
        return Stage.IN_REVIEW
    if held.conclusion is not None:
        return Stage.CONCLUDED
    if state.withdrawn_at is not None:
        return Stage.WITHDRAWN
    if held.investigator is not None:
        return Stage.INVESTIGATED
    if state.admissibility is None:
        return Stage.UNDECIDED
    return _BY_ADMISSIBILITY[state.admissibility.outcome]


def require(state: Investigation, *stages: Stage) -> None:
    """Raises Refused, field `stage`, where the file stands elsewhere."""
    stage = stage_of(state)
    if stage not in stages:
        raise Refused("stage", stage.value, *_WORDS[stage])
