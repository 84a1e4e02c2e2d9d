"""Past cases as routing keeps them, for a simulation: their facts alone; writes nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from chassis.store import Between, Scope, Store

from routing.application.simulate import PastCase
from routing.domain.assignment import Assignment

PAGE = 500
NEWEST_FIRST = (("received_on", -1),)
_AFTER_ALL = "9999-12-31"


async def past_cases(
    store: Store[Assignment],
    boroughs: Iterable[str] | None,
    *,
    since: date | None = None,
    limit: int,
) -> list[PastCase]:
    """Decided cases of these boroughs, as counter or as responsible (None: of all), newest first.

    `limit` bounds how many are looked at. Raises Transient.
    """
    scope = Scope.everything() if boroughs is None else Scope(frozenset(boroughs))
    first = "" if since is None else since.isoformat()
    where: dict[str, Any] = {"received_on": Between(first, _AFTER_ALL)}
    cases: list[PastCase] = []
    for offset in range(0, limit, PAGE):
        size = min(PAGE, limit - offset)
        found = await store.find(scope, where, order_by=NEWEST_FIRST, offset=offset, limit=size)
        states = (one.state for one in found if one.state is not None)
        cases += (PastCase(one.case_id, one.decided_facts) for one in states if one.decided_facts)
        if len(found) < size:
            break
    return cases
