"""A complaint that reports a danger, from its request beside it to the outcome of its inquiry."""

from typing import Any, Protocol

from guichet_testing.complaint_days import ComplaintDays
from guichet_testing.memory_house import MemoryHouse


class Day(Protocol):
    """A day in a house: who takes cases in."""

    house: MemoryHouse

    async def complain(self, **changes: Any) -> str:
        """Id of a complaint brought to Prévost."""
        ...


async def a_danger_is_reported_and_the_complaint_investigated(day: Day) -> str:
    """Id of the complaint."""
    case_id = await day.complain(danger=True)
    days = ComplaintDays(day.house)
    await days.investigate(case_id, "rien", "un-employe", "unfounded")
    await day.house.settle()
    return case_id
