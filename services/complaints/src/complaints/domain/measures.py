"""Disciplinary measures: an ordered list per borough, graduated (PV-50, Prévost §4.7).

A measure is at most one step above the gravest that the employee's file holds; the gravity of the
incident alone opens a higher one, as the borough's list says. Anything else is out of order.
"""

from collections.abc import Collection

from complaints.domain.errors import Refused
from complaints.domain.file import Investigation
from complaints.domain.ladder import Gravity, Ladder
from complaints.domain.outcome import founded_against
from complaints.domain.proceedings import Measure
from complaints.domain.stage import Stage, require


def decide_measure(
    state: Investigation,
    measure: Measure,
    ladder: Ladder,
    earlier: Collection[str],
    gravity: Gravity,
) -> Investigation:
    """A measure for an employee against whom it is founded. Raises Refused.

    `earlier`: codes of the measures that the employee's file holds.
    """
    require(state, Stage.CONCLUDED)
    held = state.proceedings.measures
    if measure.person_id not in founded_against(state):
        raise Refused(
            "personId",
            "not-founded",
            "la plainte n'est pas fondée contre cette personne",
            "the complaint is not founded against this person",
        )
    if ladder.place(measure.code) is None:
        raise Refused(
            "measure",
            "unknown",
            "cette mesure n'est pas de la liste de la municipalité (PV-50)",
            "this measure is not in the municipality's list (PV-50)",
        )
    here = [one.code for one in held if one.person_id == measure.person_id]
    if measure.code in here:
        raise Refused(
            "measure",
            "decided-already",
            "cette mesure est déjà décidée",
            "this measure is decided already",
        )
    opened = {one.code for one in ladder.open_to({*earlier, *here}, gravity)}
    if measure.code not in opened:
        raise Refused(
            "measure",
            "out-of-order",
            "cette mesure saute une étape de la gradation (PV-50)",
            "this measure skips a step of the gradation (PV-50)",
        )
    return state.with_proceedings(measures=(*held, measure))
