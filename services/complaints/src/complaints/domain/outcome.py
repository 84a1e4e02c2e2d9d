"""Evidence, findings, and the outcome of an investigation (PV-41..43)."""

from collections.abc import Sequence
from typing import Protocol

from complaints.domain.appointing import targeted_people
from complaints.domain.errors import Refused
from complaints.domain.file import Concluded, Investigation, Said
from complaints.domain.hearing import unheard
from complaints.domain.held_files import held
from complaints.domain.proceedings import (
    FOUNDED,
    Conclusion,
    Evidence,
    Finding,
    Incident,
    Result,
)
from complaints.domain.stage import Stage, require

MOST_PIECES = 200


class NewId(Protocol):
    """Makes ids that nothing leads to: random ones, never derived."""

    def __call__(self) -> str:
        """A fresh id."""
        ...


def add_evidence(state: Investigation, piece: Evidence) -> Investigation:
    """Words, and files of the complaint that are here. Raises Refused."""
    require(state, Stage.INVESTIGATED, Stage.IN_REVIEW)
    if any(held(state, one) is None for one in piece.file_ids):
        raise Refused(
            "fileIds",
            "not-held",
            "cette pièce n'est pas au dossier",
            "this file is not part of the complaint",
        )
    known = state.proceedings.evidence
    if len(known) >= MOST_PIECES:
        raise _too_many()
    return state.with_proceedings(evidence=(*known, piece))


def add_finding(state: Investigation, finding: Finding) -> Investigation:
    """What is held for established. Raises Refused."""
    require(state, Stage.INVESTIGATED, Stage.IN_REVIEW)
    known = state.proceedings.findings
    if len(known) >= MOST_PIECES:
        raise _too_many()
    return state.with_proceedings(findings=(*known, finding))


def conclude(
    state: Investigation, conclusion: Conclusion, new_id: NewId
) -> tuple[Investigation, list[Said]]:
    """The outcome, once every targeted employee has a hearing record (PV-41). Raises Refused."""
    require(state, Stage.INVESTIGATED)
    if conclusion.result is Result.WITHDRAWN:
        raise Refused(
            "result",
            "not-an-outcome",
            "un retrait s'inscrit comme tel",
            "a withdrawal is recorded as one",
        )
    if unheard(state):
        raise Refused(
            "hearings",
            "not-heard",
            "chaque personne visée doit d'abord être entendue (PV-41)",
            "every targeted person must be heard first (PV-41)",
        )
    if not state.proceedings.findings:
        raise Refused(
            "findings", "missing", "consignez d'abord un constat", "record a finding first"
        )
    settled = with_founded(state, conclusion)
    changed = state.with_proceedings(conclusion=settled)
    return with_incidents(changed, settled, new_id), [Concluded(settled.concluded_at)]


def with_founded(state: Investigation, conclusion: Conclusion) -> Conclusion:
    """The outcome with the employees that it is founded against. Raises Refused.

    Founded: all of the targeted ones; partly: those that are named; unfounded: nobody.
    """
    targeted, named = targeted_people(state), conclusion.founded_against
    if conclusion.result is Result.PARTLY_FOUNDED:
        if not set(named) <= set(targeted):
            raise Refused(
                "foundedAgainst",
                "not-targeted",
                "nommez des personnes visées seulement",
                "name targeted people only",
            )
        return conclusion
    if named and not (conclusion.result is Result.FOUNDED and set(named) == set(targeted)):
        raise Refused(
            "foundedAgainst",
            "not-partly",
            "se dit d'une plainte fondée en partie seulement",
            "is said of a partly founded complaint only",
        )
    return conclusion.model_copy(
        update={"founded_against": targeted if conclusion.result is Result.FOUNDED else ()}
    )


def with_incidents(state: Investigation, outcome: Conclusion, new_id: NewId) -> Investigation:
    """An opaque id for each employee's file; one that stands there already keeps its own."""
    known = {one.person_id for one in state.proceedings.incidents}
    new = [one for one in outcome.founded_against if one not in known]
    added = (Incident(person_id=one, incident_id=new_id()) for one in new)
    return state.with_proceedings(incidents=(*state.proceedings.incidents, *added))


def founded_against(state: Investigation) -> Sequence[str]:
    """Employees against whom it stands founded now, after the last review."""
    standing = state.proceedings.standing
    if standing is None or standing.result not in FOUNDED:
        return ()
    return standing.founded_against


def _too_many() -> Refused:
    return Refused("text", "too-many", "200 au plus dans un dossier", "200 at most in a file")
