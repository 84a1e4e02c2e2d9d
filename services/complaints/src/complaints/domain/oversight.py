"""What whoever oversees complaints sees of them: where they stand, how old, how they ended. Pure.

Numbers and stages; nothing of what a complaint says (PV-44). Whose each complaint is to decide
follows from C-02: where the Service aux citoyens is the target, the general director's (PV-17).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from complaints.domain.access import Surroundings, is_escalated
from complaints.domain.file import Investigation
from complaints.domain.outcome import founded_against
from complaints.domain.proceedings import Leader, Result
from complaints.domain.retention import result_of
from complaints.domain.stage import Stage, stage_of
from complaints.domain.statistic import Count
from complaints.domain.words import RefusalCode

OPEN_STAGES = (
    Stage.UNDECIDED,
    Stage.INVITED,
    Stage.ADMITTED,
    Stage.INVESTIGATED,
    Stage.IN_REVIEW,
)
AGES = (7, 15, 30, 60)  # last day of each age but the oldest
MONTHS_SHOWN = 12


class Awaited(StrEnum):
    """What the general director is waited for."""

    INVESTIGATOR = "name-investigator"
    INVESTIGATION = "investigate"
    REVIEW = "decide-review"
    MEASURE = "decide-measure"


class Ending(StrEnum):
    """How complaints ended, or that they have not: the parts of a month."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly-founded"
    UNFOUNDED = "unfounded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


@dataclass(frozen=True)
class Month:
    """Complaints that came in during a month, `YYYY-MM`, by how they ended."""

    month: str
    endings: Mapping[Ending, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.endings.values())


def awaited(state: Investigation, around: Surroundings) -> Awaited | None:
    """What of this complaint nobody but the general director can do; None: nothing."""
    stage, held = stage_of(state), state.proceedings
    escalated, leader = is_escalated(state, around), held.investigator
    if stage is Stage.IN_REVIEW:
        # Whoever investigated has no part in it: of a director's own, the one above decides.
        by_director = leader is not None and leader.role is Leader.DIRECTOR
        return Awaited.REVIEW if escalated or by_director else None
    if not escalated:
        return None
    if stage is Stage.ADMITTED:
        return Awaited.INVESTIGATOR
    if stage is Stage.INVESTIGATED:
        leads = leader is not None and leader.role is Leader.GENERAL_DIRECTOR
        return Awaited.INVESTIGATION if leads else None
    decided = {one.person_id for one in held.measures}
    waits = stage is Stage.CONCLUDED and not decided.issuperset(founded_against(state))
    return Awaited.MEASURE if waits else None


def by_age(states: Iterable[Investigation], now: datetime) -> dict[Stage, list[int]]:
    """Open complaints by stage, in the order of the work, and age in days since receipt: one
    number for each of AGES and one for what is older."""
    found = {stage: [0] * (len(AGES) + 1) for stage in OPEN_STAGES}
    for state in states:
        stage, at = stage_of(state), _received_at(state)
        if stage in found and at is not None:
            days = (now - at).days
            found[stage][sum(days > last for last in AGES)] += 1
    return found


def refusals(states: Iterable[Investigation], gone: Iterable[Count]) -> dict[RefusalCode, int]:
    """How many were refused for each reason (PV-20), destroyed ones too; every reason is there."""
    found: Counter[str] = Counter()
    for state in states:
        if stage_of(state) is Stage.REFUSED:
            found[result_of(state)] += 1
    for one in gone:
        found[one.result] += one.number
    return {code: found[code.value] for code in RefusalCode}


def months(states: Iterable[Investigation], gone: Iterable[Count], today: date) -> Sequence[Month]:
    """The last twelve months, the oldest first; destroyed complaints count as they ended."""
    counted: Counter[tuple[str, Ending]] = Counter()
    for state in states:
        at, ending = _received_at(state), _ending(result_of(state))
        if at is not None and ending is not None:
            counted[f"{at:%Y-%m}", ending] += 1
    for one in gone:
        if (ending := _ending(one.result)) is not None:
            counted[one.month, ending] += one.number
    last = today.year * 12 + today.month - 1
    names = [
        f"{number // 12}-{number % 12 + 1:02}"
        for number in range(last - MONTHS_SHOWN + 1, last + 1)
    ]
    return [Month(name, {one: counted[name, one] for one in Ending}) for name in names]


def _received_at(state: Investigation) -> datetime | None:
    return state.first_content.received_at if state.first_content else state.received_at


def _ending(result: str) -> Ending | None:
    """Of the word of the statistic; None: it is no complaint any more."""
    if result in set(RefusalCode):
        return Ending.REFUSED
    if result in set(Result) | {Stage.WITHDRAWN.value}:
        return Ending(result)
    return None if result == Stage.NO_COMPLAINT.value else Ending.OPEN
