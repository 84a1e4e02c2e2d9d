"""Which message goes by which way, and who may open what goes by post: one row each.

By post means printed by a person (PV-47). What is in no row goes by e-mail alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from notifications.domain.messages import Template

EMAIL, LETTER = "email", "letter"
ACCESS = "access"
TECHNICIAN, CLERK, ACCESS_OFFICER = "technician", "clerk", "access-officer"
GENERAL_DIRECTOR = "general-director"


class Way(StrEnum):
    """By e-mail alone; by post where the person chose it; by post wherever an address is known.

    Of the last two the other way is taken where theirs is not known: better told than not.
    """

    EMAIL = "email"
    EITHER = "either"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Row:
    """`opened_by`: the roles that may print it; what it says is nobody else's."""

    way: Way
    opened_by: frozenset[str] = frozenset()


_BY_EMAIL = Row(Way.EMAIL)
_ACCESS_DESK = frozenset({ACCESS_OFFICER, CLERK})
_COUNTER = frozenset({TECHNICIAN, CLERK})

LETTERS: Mapping[str, Row] = MappingProxyType(
    {
        # art. 46 asks for a written notice, PV-47 for the answer by mail
        "access-receipt": Row(Way.EITHER, _ACCESS_DESK),
        "access-decision": Row(Way.POST, _ACCESS_DESK),
        "access-deemed-refusal": Row(Way.EITHER, _ACCESS_DESK),
        "third-party-notice": Row(Way.POST, _ACCESS_DESK),
        "claim-receipt": Row(Way.EITHER, _COUNTER),
        "claim-hand-over": Row(Way.EITHER, _COUNTER),
        "claim-decision": Row(Way.EITHER, frozenset({CLERK})),
    }
)
"""Of the letters that the law asks for, by kind; any other kind is about a complaint."""

# A technician may be whom the complaint targets (PV-44); where the clerk is shut out of it, who is
# left is the general director (`application/shut_out.py`).
OF_COMPLAINTS = Row(Way.EITHER, frozenset({CLERK, GENERAL_DIRECTOR}))
UNKNOWN_LEGAL = Row(Way.EITHER, frozenset({CLERK}))


def row_of(template: Template, letter_kind: str, case_kind: str | None) -> Row:
    """The row of a message. `letter_kind`: of a letter of complaints; else empty."""
    match template:
        case Template.COMPLAINT_LETTER:
            return OF_COMPLAINTS
        case Template.LEGAL_LETTER:
            return LETTERS.get(letter_kind, UNKNOWN_LEGAL)
        case Template.CLAIM_NOTICE:
            return Row(Way.EITHER, _COUNTER)
        case Template.EXTENSION if case_kind == ACCESS:
            # art. 47: the notice of an extension goes by mail, inside the first delay
            return Row(Way.POST, _ACCESS_DESK)
    return _BY_EMAIL


def template_of(letter_kind: str) -> Template:
    """Of a letter of complaints."""
    return Template.LEGAL_LETTER if letter_kind in LETTERS else Template.COMPLAINT_LETTER
