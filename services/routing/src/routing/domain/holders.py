"""Who receives and who executes in a department on a day, looked up once per directory and day."""

import bisect
import datetime
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from routing.domain.directory import Directory, Responsable, Role

MOST_HELD = 100_000
Question = tuple[str, str, str, datetime.date]


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Both, or the case has no valid designation (PV-25). The same two are the same object."""

    reception: Responsable | None
    execution: Responsable | None


# A directory never changes: another one, or the same asked about one case, is another key.
_HELD: WeakKeyDictionary[Directory, dict[Question, Holders]] = WeakKeyDictionary()
_TURNS: WeakKeyDictionary[Directory, list[datetime.date]] = WeakKeyDictionary()


def holders_of(
    directory: Directory, borough: str, department: str, rule: str, on: datetime.date
) -> Holders:
    """Substitutes and exclusions resolved; `rule` counts where somebody is excluded from it."""
    held = _HELD.get(directory)
    if held is None or len(held) > MOST_HELD:
        held = _HELD[directory] = {}
    question = borough, department, rule if directory.exclusions.all else "", on
    found = held.get(question)
    if found is None:
        reception, execution = (
            directory.responsable_for(borough, department, role, on, rule)
            for role in (Role.RECEPTION, Role.EXECUTION)
        )
        found = held[question] = _pair(reception, execution)
    return found


def turn_of(directory: Directory, on: datetime.date) -> datetime.date:
    """The first day on which all who are designated, away or excluded were those of that day."""
    turns = _TURNS.get(directory)
    if turns is None:
        turns = _TURNS[directory] = sorted(_changes(directory))
    before = bisect.bisect_right(turns, on)
    return turns[before - 1] if before else datetime.date.min


def _changes(directory: Directory) -> set[datetime.date]:
    """The days on which something starts, and those after something ends."""
    starts = {one.active_from for one in directory.designations}
    spans = [(one.from_on, one.until_on) for one in directory.absences]
    spans += [(one.from_on, one.until_on) for one in directory.exclusions.all]
    starts |= {since for since, _ in spans}
    ends = {until for _, until in spans if until is not None and until < datetime.date.max}
    after = {until + datetime.timedelta(days=1) for until in ends}
    return {day for day in starts | after if day is not None}


@lru_cache(maxsize=4096)
def _pair(reception: Responsable | None, execution: Responsable | None) -> Holders:
    return Holders(reception, execution)
