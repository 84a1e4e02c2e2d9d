"""Where a department or a member of the council reads mail on a day, and who is named in it."""

from datetime import date

from notifications.application.undeliverable import NoAddress, NotYet
from notifications.domain.dossier import AssignmentNews
from notifications.domain.people import Directories
from notifications.domain.voices import Voices


def office(
    case_id: str, given: AssignmentNews, voices: Voices, people: Directories, on: date
) -> tuple[str, str, dict[str, str]]:
    """Address, name beside it, and who is named in the mail. Raises NotYet, NoAddress.

    The responsable de la réception, or who stands in that day (PV-31, MH-10); the department's own
    mailbox where the borough's people are not known, or nobody is there who may be told.
    """
    held = people.holder(given.borough, given.reception, on)
    acting = people.acting(given.borough, given.reception, on)
    stands_in = acting is not None and (held is None or acting.person != held.person)
    if acting is not None and stands_in:
        post = (given.borough, acting.person, given.department)
        acting = acting if people.may_stand_in(*post, case_id, on) else None
    named = {
        "responsable": held.name if held else "",
        "substitute": acting.name if acting and stands_in else "",
    }
    if acting is not None and acting.email:
        return acting.email, acting.name, named
    return _mailbox(given, voices, on), given.department_fr, named


def _mailbox(given: AssignmentNews, voices: Voices, on: date) -> str:
    department = voices.department(given.borough, given.department, given.grid_version, on)
    if department is None:
        raise NotYet(given.borough)
    if not department.mailbox:
        raise NoAddress(given.department)
    return department.mailbox
