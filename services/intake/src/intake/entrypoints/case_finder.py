"""Finding cases by what somebody types, and by what lies near; always within a scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.store import Scope, Store

from intake.domain.activities import Vocabulary
from intake.domain.case import Case
from intake.domain.search_query import SearchQuery
from intake.domain.search_terms import EMAIL, SearchTerms, faces_of
from intake.domain.search_words import email_form
from intake.domain.tracking import hash_of
from intake.domain.twins import Point, Twin, cells_around, likely_twins, names_of

LOOKED_AT = 200  # of more cases that hold the same words the newest are looked at
TWINS_LOOKED_AT = 200
NEWEST = (("received_at", -1),)


@dataclass(frozen=True)
class Found:
    """Some of the cases found, how many there are, and whether there may be older ones."""

    cases: Sequence[Case]
    total: int
    is_partial: bool


class CaseFinder:
    """Searches a store whose index holds `terms` and `cell` (adapters/case_index.py)."""

    def __init__(self, store: Store[Case], terms: SearchTerms) -> None:
        self._store = store
        self._terms = terms

    async def search(
        self, query: SearchQuery, scope: Scope, *, with_contacts: bool, offset: int, limit: int
    ) -> Found:
        """Cases in scope that hold all that was typed, newest first.

        Without contacts, who asks is found by nothing of theirs. Raises Transient.
        """
        exact = await self._exactly(query, scope)
        if exact:
            return _page(exact, offset, limit)
        anchors = query.anchors(scope.boroughs or ())
        terms = frozenset(self._terms.blind(anchor) for anchor in anchors)
        found = await self._newest(scope, "terms", terms, LOOKED_AT + 1)
        met = [
            case
            for case in found[:LOOKED_AT]
            if query.is_met(faces_of(case, with_contacts=with_contacts))
        ]
        return _page(met, offset, limit, is_partial=len(found) > LOOKED_AT)

    def term_of_email(self, email: str) -> str:
        """What an address is looked up by: a keyed hash, the same for each way to write it."""
        return self._terms.blind(EMAIL + email_form(email))

    async def by_email(self, email: str, most: int) -> list[Case]:
        """The newest cases in all boroughs of whoever gave that address. Raises Transient."""
        terms = frozenset({self.term_of_email(email)})
        return await self._newest(Scope.everything(), "terms", terms, most)

    async def twins(
        self,
        scope: Scope,
        borough: str,
        activity: str,
        point: Point,
        words: Vocabulary,
        now: datetime,
    ) -> list[Twin]:
        """Likely twins of what is about to be brought to a counter, five at most.

        Radius and window are those of the borough's grid. Raises Transient.
        """
        rules, names = words.rules_of(borough), names_of(activity, borough, words)
        cells = cells_around(point, rules.twin_radius_metres, names)
        near = await self._newest(scope, "cell", cells, TWINS_LOOKED_AT)
        return likely_twins(near, point, names, rules, now)

    async def _exactly(self, query: SearchQuery, scope: Scope) -> list[Case]:
        """The case that an id or a tracking code names, if it is one."""
        if query.case_id is not None:
            document = (await self._store.load([query.case_id]))[query.case_id]
            case = document.state
            seen = case is not None and scope.admits(self._store.boroughs(document))
            return [case] if case is not None and case.registration and seen else []
        if query.code is None:
            return []
        return await self._newest(scope, "tracking", frozenset({hash_of(query.code)}), 1)

    async def _newest(
        self, scope: Scope, field: str, values: frozenset[str], limit: int
    ) -> list[Case]:
        if not values:
            return []
        found = await self._store.find(scope, {field: values}, order_by=NEWEST, limit=limit)
        return [one.state for one in found if one.state is not None]


def _page(cases: Sequence[Case], offset: int, limit: int, *, is_partial: bool = False) -> Found:
    return Found(cases[offset : offset + limit], len(cases), is_partial)
