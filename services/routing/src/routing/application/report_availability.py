"""Somebody can be reached, or not (PV-11, PV-58): a document of their own, and no event of it.

Who is in a meeting is of nobody's concern outside: it is read from the store when it is shown.
"""

from chassis.outcome import Outcome

from routing.domain.availability import Availability, Change, first_status


def report_availability(
    state: Availability | None, person_id: str, borough: str, change: Change
) -> Outcome[Availability]:
    """The status from now on; said again, it changes nothing.

    Nothing is answered: an answer is kept beside the document, longer than the changes may be.
    """
    if state is None:
        return Outcome(first_status(person_id, change, borough))
    return Outcome(state.with_change(change, borough))
