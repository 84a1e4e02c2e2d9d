"""GET requests, tokens and updates: the public record (`domain/public_request.py`) as GeoReport.

No words of a citizen, no exact place, and nothing but requests: what is not in that record is not
found here either.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from chassis.errors import Words
from chassis.http import language_of
from fastapi import Request

from intake.domain.public_request import PublicRequest, PublicStatus
from intake.entrypoints.open311.arguments import Arguments
from intake.entrypoints.open311.endpoint import Endpoint
from intake.entrypoints.open311.errors import Fault, Refusal, unknown, wrong
from intake.entrypoints.open311.formats import Body, Record
from intake.entrypoints.public.words import (
    activity_words,
    place_words,
    status_notes,
    update_words,
)

LONGEST = timedelta(days=90)
MOST = 1000
MOST_RECORDS = 20_000  # some 30 MB
OTHER = "other"
"""Code of a request whose activity no grid knows; it is no service that can be asked for."""
_STATUS: Words = ("open ou closed attendu", "open or closed is expected")
_BACKWARDS: Words = ("avant start_date", "before start_date")
_TOO_LONG: Words = ("90 jours au plus entre les deux", "90 days at most between the two")


async def listed_requests(
    endpoint: Endpoint, request: Request, borough: str, arguments: Arguments
) -> Body:
    """Newest first: by ids, or by code, status and span. Raises Refusal, Transient.

    Ids override all else; those that are unknown are left out, unless all are.
    """
    public = endpoint.desk.public
    if ids := arguments.listed("service_request_id"):
        found = await public.by_ids(ids[:MOST], borough)
        if not found:
            raise Refusal([unknown("service_request_id")])
        return _requests(endpoint, found, request, borough)
    faults: list[Fault] = []
    codes = arguments.listed("service_code")
    known: Collection[str] = await endpoint.services(borough) if codes else ()
    faults += [unknown(f"service_code {code[:100]}") for code in codes if code not in known]
    statuses = {one.lower() for one in arguments.listed("status")}
    if statuses - set(PublicStatus):
        faults.append(wrong("status", _STATUS))
    start, end = _span(arguments, endpoint.desk.clock(), faults)
    if faults:
        raise Refusal(faults)
    wanted = [PublicStatus(one) for one in statuses] or list(PublicStatus)
    found = await public.page(
        borough, statuses=wanted, codes=codes, start=start, end=end, limit=MOST
    )
    return _requests(endpoint, found, request, borough)


async def one_request(endpoint: Endpoint, request: Request, borough: str, request_id: str) -> Body:
    """One request, in a list of one as GeoReport has it. Raises Refusal 404, Transient."""
    found = await endpoint.desk.public.by_ids([request_id], borough)
    if not found:
        raise Refusal([unknown("service_request_id")])
    return _requests(endpoint, found, request, borough)


async def request_of_token(endpoint: Endpoint, borough: str, token: str) -> Body:
    """The id behind a token, which is that id. Raises Refusal 404, Transient."""
    found = await endpoint.desk.public.by_ids([token], borough)
    if not found:
        raise Refusal([unknown("token")])
    return Body("service_requests", [{"service_request_id": token, "token": token}])


async def listed_updates(
    endpoint: Endpoint, request: Request, borough: str, arguments: Arguments
) -> Body:
    """What happened in a span, by time and then by id. Raises Refusal 400, Transient."""
    faults: list[Fault] = []
    start, end = _span(arguments, endpoint.desk.clock(), faults)
    if faults:
        raise Refusal(faults)
    nth = 0 if language_of(request) == "fr" else 1
    updates = await endpoint.desk.public.updates(borough, start, end)
    return Body(
        "service_request_updates",
        [
            {
                "update_id": one.update_id,
                "service_request_id": one.request_id,
                "status": one.status.value,
                "updated_datetime": one.at,
                "description": update_words(one)[nth],
                "media_url": None,
            }
            for one in updates
        ],
    )


def _span(arguments: Arguments, now: datetime, faults: list[Fault]) -> tuple[datetime, datetime]:
    """From when to when; 90 days where only one end, or none, is given."""
    start, end = arguments.instant("start_date", faults), arguments.instant("end_date", faults)
    if start is not None and end is None:
        end = min(start + LONGEST, max(now, start))
    end = now if end is None else end
    start = end - LONGEST if start is None else start
    if end < start:
        faults.append(wrong("end_date", _BACKWARDS))
    elif end - start > LONGEST:
        faults.append(wrong("end_date", _TOO_LONG))
    return start, end


def _requests(
    endpoint: Endpoint, found: Collection[PublicRequest], request: Request, borough: str
) -> Body:
    nth = 0 if language_of(request) == "fr" else 1
    photos = f"{str(request.base_url).rstrip('/')}/carte/{borough}"
    if len(endpoint.records) > MOST_RECORDS:
        endpoint.records.clear()
    return Body("service_requests", [_record(endpoint, one, nth, photos) for one in found])


def _record(endpoint: Endpoint, one: PublicRequest, nth: int, photos: str) -> Record:
    """The record that was answered before, as long as the request is told as it was then."""
    key = (one.request_id, nth, photos)
    known = endpoint.records.get(key)
    if known is None or known[0] is not one:
        known = endpoint.records[key] = (one, Record(_request(one, nth, photos)))
    return known[1]


def _request(one: PublicRequest, nth: int, photos: str) -> dict[str, Any]:
    """The record. Its description is what was asked for, never what a citizen wrote; its photo is
    the last one that staff made public."""
    activity = activity_words(one)[nth]
    return {
        "service_request_id": one.request_id,
        "status": one.status.value,
        "status_notes": status_notes(one)[nth],
        "service_name": activity,
        "service_code": one.activity_code or OTHER,
        "description": activity,
        "agency_responsible": (one.department_fr, one.department_en)[nth] or None,
        "service_notice": None,
        "requested_datetime": one.requested_at,
        "updated_datetime": one.updated_at,
        "expected_datetime": one.expected_at,
        "address": place_words(one)[nth] or None,
        "address_id": None,
        "zipcode": one.address.postal_area or None,
        "lat": one.latitude,
        "long": one.longitude,
        "media_url": f"{photos}/{one.request_id}/photos/{one.photos[-1]}" if one.photos else None,
    }
