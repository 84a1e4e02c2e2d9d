"""A month's lists are sent, reminded of, closed, gathered for the council (PV-27..29, PV-33)."""

from datetime import timedelta
from typing import Any

from notifications.domain.messages import UncertainOutcome
from sla.domain.lists.schedule import Step, due_between

TOWN = "prevost"
LISTS_OF = "lists"  # the loop of sla, and the collection
PLACE = {"longitude": -74.08, "latitude": 45.87, "address": "rue Principale"}
TWO_MONTHS = timedelta(days=62)


async def a_months_lists_are_sent_reminded_of_and_closed(day: Any) -> None:
    """A part of the day of `test_producers_and_readers`, best its last: weeks go by in it."""
    house = day.house
    await day.register(borough=TOWN, place=PLACE)
    worker: Any = house.services["sla"].kit.loops[LISTS_OF][1]
    grid, calendar = worker.__self__.grids.grid(TOWN, house.clock())
    await house.wait(1.0)  # the first look: what was due before it is nobody's
    steps = due_between(calendar, grid.lists, house.clock(), house.clock() + TWO_MONTHS)
    start = next(number for number, one in enumerate(steps) if one.step is Step.SEND)
    for due in steps[start : start + 3]:
        usual = house.post.answers
        if due.step is Step.REMIND:
            house.post.answers = _is_lost
        await house.wait((due.at - house.clock()).total_seconds() + 1.0)
        house.post.answers = usual
        if due.step is Step.REMIND:
            await _close(day)


def _is_lost(message: Any) -> None:
    raise UncertainOutcome("lost")


async def _close(day: Any) -> None:
    stores = day.house.services["sla"].kit.stores
    lists = next(one for one in stores if one.name == LISTS_OF)
    sent = [one.id for one in lists.documents.values() if one.state.borough == TOWN]
    await day.ask("sla", f"lists/{sent[0]}/close")
