"""The port to what is public of cases, and the keys that it is found by.

Read without loading a case: lists of everybody's must cost little, however many cases there are.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from intake.domain.case import Case
from intake.domain.public_request import (
    PublicFacts,
    PublicStatus,
    PublicUpdate,
    public_facts,
    public_updates,
)

MINUTE = timedelta(minutes=1)


class PublicIndex(Protocol):
    """What lies in the index of the cases (`public_fields`). All methods raise Transient."""

    async def found(self, keys: Collection[str]) -> list[PublicFacts]:
        """Requests that have one of these keys, each once, in no order."""
        ...

    async def updates(self, keys: Collection[str]) -> list[PublicUpdate]:
        """All updates of the requests that have one of these keys, in no order."""
        ...

    async def updates_of(self, ids: Collection[str]) -> list[PublicUpdate]:
        """All updates of the requests of these case ids that are public, in no order."""
        ...

    async def of_ids(self, ids: Collection[str]) -> list[PublicFacts]:
        """The requests of these case ids that are public, in no order."""
        ...

    async def changed(self, start: datetime, end: datetime) -> Mapping[str, PublicFacts | None]:
        """By case id at least those saved in a span; None where nothing is public of it."""
        ...

    async def promised(self, ids: Collection[str]) -> Mapping[str, datetime]:
        """The dates promised, by case id; what has none is left out."""
        ...


def public_fields(case: Case) -> Mapping[str, Any]:
    """The index fields of a case: `public` and `public_updates` as stored, `public_keys`."""
    facts = public_facts(case)
    if facts is None:
        return {"public": None, "public_updates": [], "public_keys": []}
    updates = public_updates(case)
    return {
        "public": facts.model_dump(mode="json"),
        "public_updates": [one.model_dump(mode="json") for one in updates],
        "public_keys": _keys_of(facts, updates),
    }


def _keys_of(facts: PublicFacts, updates: Iterable[PublicUpdate]) -> list[str]:
    keys: set[str] = set()
    for borough in facts.boroughs:
        keys.add(received_on(borough, facts.requested_at.date()))
        keys |= {updated_on(borough, one.at.date()) for one in updates}
        if facts.status is PublicStatus.OPEN:
            keys.add(open_in(borough))
        elif facts.closed_at is not None:
            keys.add(closed_on(borough, facts.closed_at.date()))
    return sorted(keys)


def received_on(borough: str, day: date) -> str:
    """Key of what came in on a day (UTC)."""
    return f"{borough}|{day}"


def open_in(borough: str) -> str:
    """Key of all that is open."""
    return f"{borough}|open"


def closed_on(borough: str, day: date) -> str:
    """Key of what was closed on a day (UTC)."""
    return f"{borough}|closed|{day}"


def updated_on(borough: str, day: date) -> str:
    """Key of what something happened to on a day (UTC)."""
    return f"{borough}|updated|{day}"


def saved_in(at: datetime) -> str:
    """Key of the minute (UTC) in which a case was last saved; not among `public_keys`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def minutes(start: datetime, end: datetime) -> list[str]:
    """The keys of the minutes that a span touches."""
    first = start.replace(second=0, microsecond=0)
    return [saved_in(first + timedelta(minutes=one)) for one in range((end - first) // MINUTE + 1)]


def days(start: datetime, end: datetime) -> list[date]:
    """The days (UTC) that a span touches, the newest first; none where it ends before it starts."""
    first, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
    return [last - timedelta(days=back) for back in range((last - first).days + 1)]
