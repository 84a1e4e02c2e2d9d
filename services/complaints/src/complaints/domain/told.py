"""The letters to whoever complained, as they stand: written anew from the file, never kept twice.

The same functions write them when they leave (`application/translate.py`), so what is read here
is what was sent under the rules of the file.
"""

from datetime import datetime

from complaints.domain.admissibility import ComplaintRules
from complaints.domain.file import Investigation
from complaints.domain.letters import Letter, letter
from complaints.domain.outcome_letters import decision_letter, review_letter


def letters_of(
    state: Investigation, rules: ComplaintRules
) -> tuple[tuple[Letter, datetime | None], ...]:
    """Each letter that holds, the oldest first, and when it was decided where the file says so.

    Of admissibility the last decision, and the invitation before it while the file keeps it.
    """
    found: list[tuple[Letter, datetime | None]] = []
    held, decided = state.proceedings, state.admissibility
    if state.content is not None:
        asked = (state.invitation, decided)
        known = dict.fromkeys(one for one in asked if one is not None)
        found += [(letter(state.case_id, state.content.version, one), None) for one in known]
    if held.conclusion is not None:
        written = decision_letter(state.case_id, held.conclusion, rules)
        found.append((written, held.conclusion.concluded_at))
    for one in held.reviews:
        if one.conclusion is not None and held.conclusion is not None:
            again = review_letter(state.case_id, held.conclusion, one.conclusion, rules)
            found.append((again, one.conclusion.concluded_at))
    return tuple(found)
