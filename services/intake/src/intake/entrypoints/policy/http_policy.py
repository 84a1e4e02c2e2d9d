"""The policy over HTTP: read and acknowledged by staff, looked over by the director (PV-34)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from chassis.errors import forbidden
from chassis.http import language_of
from chassis.identity import Caller
from chassis.store import Scope
from fastapi import APIRouter, Query, Request

from intake.application.form import FieldFault
from intake.application.read_policy import AcknowledgementForm
from intake.domain.policy_reading import PolicyReading
from intake.entrypoints.desk import Desk
from intake.entrypoints.parameters import IdempotencyKey, Staff
from intake.entrypoints.policy.policy_words import text_of
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View

OVERSEER = "director"  # PV-21: sees to it that the policy is kept


def add(routes: APIRouter, desk: Desk) -> None:
    """`/policy` and below."""
    readings = desk.policy

    def own(caller: Caller, since: Mapping[str, datetime]) -> View:
        return {
            "isAcknowledged": _is_whole(readings.counters_of(caller), since),
            "acknowledgements": [
                {"borough": borough, "acknowledgedAt": at.isoformat()}
                for borough, at in sorted(since.items())
            ],
        }

    @routes.get("/policy", tags=["policy"])
    async def read(caller: Staff, request: Request) -> View:
        """The policy in short, and since when the caller has acknowledged this version (PV-34).

        Any member of staff, whatever the role and the kind of employment (PV-02).
        """
        text = text_of(readings.policy, language_of(request))
        return {**text, **own(caller, await readings.own(caller))}

    @routes.post("/policy/acknowledgement", status_code=201, tags=["policy"])
    async def acknowledge(form: AcknowledgementForm, key: IdempotencyKey, caller: Staff) -> View:
        """Acknowledge the current version, once at each counter of the caller (PV-34).

        Repeated, it answers with the first instant. Another version is answered 422.
        """
        since = await readings.acknowledge(caller, form, key)
        return {"version": form.version.isoformat(), **own(caller, since)}

    @routes.get("/policy/acknowledgements", tags=["policy"])
    async def given(
        caller: Staff,
        borough: Annotated[str | None, Query(max_length=60)] = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Who has acknowledged the current version, for the director, in their boroughs (PV-34).

        Subjects of the identity provider, no names. Who has not is known where employees are.
        """
        caller.require(OVERSEER)
        boroughs = _asked(desk, caller, borough)
        counts = await readings.counts(boroughs)
        items = await readings.given(Scope(frozenset(boroughs)), offset, limit)
        return {
            "version": readings.policy.version.isoformat(),
            "counts": [{"borough": one, "count": count} for one, count in counts.items()],
            "paging": {"offset": offset, "limit": limit, "totalCount": sum(counts.values())},
            "items": [_item(one) for one in items],
        }


def _is_whole(counters: list[str], since: Mapping[str, datetime]) -> bool:
    return bool(counters) and since.keys() >= set(counters)


def _asked(desk: Desk, caller: Caller, borough: str | None) -> list[str]:
    """The caller's boroughs, or that one of them. Raises ApiError 400, 403."""
    if borough is None:
        return desk.policy.counters_of(caller)
    if borough not in desk.boroughs:
        unknown = FieldFault("borough", "unknown", "guichet inconnu", "unknown counter")
        raise invalid_fields([unknown])
    if not caller.scope.admits([borough]):
        raise forbidden()
    return [borough]


def _item(reading: PolicyReading) -> View:
    return {
        "subject": reading.subject,
        "borough": reading.borough,
        "acknowledgedAt": reading.acknowledged_at.isoformat(),
    }
