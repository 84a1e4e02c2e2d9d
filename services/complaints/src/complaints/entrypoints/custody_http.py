"""The HTTP API of a file's custody: access list, record of readings, holds, certificates."""

from datetime import datetime
from typing import Annotated, Any

from chassis.errors import unprocessable
from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from complaints.application.destroy_files import DestroyFiles
from complaints.application.keep_access import Caretaker
from complaints.domain.access import Person
from complaints.domain.custody import Certificate, Disclosure, Grant, Hold
from complaints.domain.errors import Refused
from complaints.domain.trace import Trace

KEEPERS = ("director", "general-director")
IdempotencyKey = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=16, max_length=100, pattern=r"^[\x21-\x7e]+$"),
]
Staff = Annotated[Caller, Depends(staff)]
View = dict[str, Any]
PersonId = Annotated[str, Field(min_length=1, max_length=200)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class GrantForm(_Form):
    """Whom to put on the list, under which exception, why, and until when."""

    person_id: PersonId
    exception: Disclosure
    why: str = Field(min_length=3, max_length=500)
    until: AwareDatetime | None = None


class RevokeForm(_Form):
    """Whom to take off it; in the body, as an address is logged and this is not."""

    person_id: PersonId


class HoldForm(_Form):
    """Why nothing may be destroyed."""

    reason: str = Field(min_length=3, max_length=500)


def person_of(caller: Caller) -> Person:
    """A caller as the domain knows them."""
    return Person(caller.subject, caller.roles)


def router(caretaker: Caretaker, destroying: DestroyFiles) -> APIRouter:
    """`/api/complaints/v1`."""
    routes = APIRouter(prefix="/api/complaints/v1", tags=["custody"])
    _access(routes, caretaker)
    _holds(routes, caretaker)
    _remains(routes, destroying)
    return routes


def _access(routes: APIRouter, caretaker: Caretaker) -> None:
    @routes.get("/investigations/{case_id}/access")
    async def listed(case_id: str, exception: Disclosure, caller: Staff) -> View:
        """Who may open a file, since when, why, until when (PV-45), and the legal holds.

        Like the file itself: under an exception, and recorded.
        """
        state = await caretaker.files.read(
            case_id, person_of(caller), caller.scope, exception=exception
        )
        investigator = state.proceedings.investigator
        return {
            "investigator": None if investigator is None else investigator.person_id,
            "items": [_grant(one, caretaker.clock()) for one in state.custody.access],
            "holds": [_hold(one) for one in state.custody.holds],
            "keptUntil": state.custody.kept_until,
        }

    @routes.post("/investigations/{case_id}/access", status_code=204)
    async def grant(case_id: str, form: GrantForm, key: IdempotencyKey, caller: Staff) -> Response:
        """Put somebody on the access list; never who is targeted, nor who stands in for them."""
        return await _done(
            caretaker.grant(
                case_id,
                person_of(caller),
                caller.scope,
                key=key,
                person_id=form.person_id,
                exception=form.exception,
                why=form.why,
                until=form.until,
            )
        )

    @routes.post("/investigations/{case_id}/access/revocation", status_code=204)
    async def revoke(
        case_id: str, form: RevokeForm, key: IdempotencyKey, caller: Staff
    ) -> Response:
        """Take somebody off the list: a manager keeps access only while it is needed (PV-45)."""
        return await _done(
            caretaker.revoke(
                case_id, person_of(caller), caller.scope, key=key, person_id=form.person_id
            )
        )

    @routes.get("/investigations/{case_id}/readings")
    async def readings(case_id: str, exception: Disclosure, caller: Staff) -> View:
        """Who opened the file, who tried, when, and what allowed it (PV-44, PV-45)."""
        found = await caretaker.files.traces(
            case_id, person_of(caller), caller.scope, exception=exception
        )
        return {"items": [trace_view(one) for one in found]}


def _holds(routes: APIRouter, caretaker: Caretaker) -> None:
    @routes.post("/investigations/{case_id}/hold", status_code=204)
    async def hold(case_id: str, form: HoldForm, key: IdempotencyKey, caller: Staff) -> Response:
        """A legal hold: nothing of the file is destroyed until it is lifted."""
        return await _done(
            caretaker.hold(case_id, person_of(caller), caller.scope, key=key, reason=form.reason)
        )

    @routes.post("/investigations/{case_id}/hold/lifting", status_code=204)
    async def lift(case_id: str, key: IdempotencyKey, caller: Staff) -> Response:
        """Lift it: the retention goes on, and what is due is destroyed."""
        return await _done(caretaker.lift(case_id, person_of(caller), caller.scope, key=key))


def _remains(routes: APIRouter, destroying: DestroyFiles) -> None:
    @routes.get("/certificates")
    async def certificates(
        caller: Staff,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Certificates of destruction of the caller's boroughs: no name in them."""
        caller.require(*KEEPERS, "clerk")
        found = await destroying.certificates(caller.scope, offset=offset, limit=limit)
        return {"items": [_certificate(one) for one in found]}

    @routes.get("/statistics")
    async def statistics(caller: Staff) -> View:
        """How many destroyed files there were, by month, outcome and department."""
        caller.require(*KEEPERS, "clerk")
        counts = await destroying.counts(caller.boroughs)
        return {"items": [one.model_dump() for one in counts]}


async def _done(command: Any) -> Response:
    try:
        await command
    except Refused as refused:
        words = (refused.reason_fr, refused.reason_en)
        raise unprocessable(refused.code, words, refused.field) from None
    return Response(status_code=204)


def trace_view(one: Trace) -> View:
    """A line of the record, for people and programs."""
    return {
        "reader": one.person_id,
        "at": one.at,
        "exception": one.exception.value,
        "act": one.act.value,
        "ground": one.ground,
        "fileId": one.file_id,
    }


def _grant(one: Grant, now: datetime) -> View:
    return {
        "personId": one.person_id,
        "exception": one.exception.value,
        "why": one.why,
        "since": one.since,
        "until": one.until,
        "grantedBy": one.granted_by,
        "revokedAt": one.revoked_at,
        "holds": one.holds(now),
    }


def _hold(one: Hold) -> View:
    return {
        "reason": one.reason,
        "placedAt": one.placed_at,
        "placedBy": one.placed_by,
        "liftedAt": one.lifted_at,
        "liftedBy": one.lifted_by,
    }


def _certificate(one: Certificate) -> View:
    return {
        "caseId": one.case_id,
        "borough": one.borough,
        "rule": one.rule,
        "keptUntil": one.kept_until,
        "destroyedAt": one.destroyed_at,
        "process": one.process,
        "digest": one.digest,
        "pieces": one.pieces,
    }
