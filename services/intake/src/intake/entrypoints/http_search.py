"""Searching dossiers over HTTP: by code, id, reference, phone, e-mail, address and name."""

from typing import Annotated

from chassis.http import language_of
from chassis.identity import Caller
from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from intake.application.form import FieldFault, Form
from intake.domain.case import Case
from intake.domain.search_query import read_query
from intake.entrypoints.case_finder import LOOKED_AT, Found
from intake.entrypoints.desk import SEE_CONTACTS, Desk, may_read, scope_in, sees_contacts
from intake.entrypoints.parameters import Staff
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View, summary

NOTHING_TO_SEEK = (
    "tapez un code, un numéro, une adresse ou un nom",
    "type a code, a number, an address or a name",
)


class SearchForm(Form):
    """What was typed into the search box, and where to look."""

    query: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    borough: Annotated[str, StringConstraints(max_length=60)] | None = None
    offset: Annotated[int, Field(ge=0, le=LOOKED_AT)] = 0
    limit: Annotated[int, Field(ge=1, le=LOOKED_AT)] = 50


def add(routes: APIRouter, desk: Desk) -> None:
    """`POST /cases/search`: a POST, so that no name and no phone stands in an address."""

    @routes.post("/cases/search", tags=["dossiers"])
    async def search(form: SearchForm, caller: Staff, request: Request) -> View:
        """Find cases of the caller's boroughs, newest first; every word typed must be there.

        Words are whole, in any order and spelling; those who may not see contacts find by code,
        id, reference and address alone, and a complaint is found by code and id alone (PV-44,
        PV-45). `isPartial`: older cases were not looked at, add a word.
        """
        found = await found_for(desk, caller, form)
        language = language_of(request)
        return {
            "paging": {"offset": form.offset, "limit": form.limit, "totalCount": found.total},
            "isPartial": found.is_partial,
            "items": [item(case, caller, language) for case in found.cases],
        }


async def found_for(desk: Desk, caller: Caller, form: SearchForm) -> Found:
    """What a caller finds, by HTTP and by page alike. Raises ApiError 400, 403, Transient."""
    may_read(caller)
    query = read_query(form.query)
    if query.is_empty:
        raise invalid_fields([FieldFault("query", "required", *NOTHING_TO_SEEK)])
    return await desk.finder.search(
        query,
        scope_in(caller, form.borough),
        with_contacts=not SEE_CONTACTS.isdisjoint(caller.roles),
        offset=form.offset,
        limit=form.limit,
    )


def item(case: Case, caller: Caller, language: str) -> View:
    """A case among those found: enough to tell it from its neighbours."""
    registration = case.registration
    place, contact = (registration.place, registration.contact) if registration else (None, None)
    named = contact.name if contact and sees_contacts(caller, case) else None
    return {
        **summary(case, language),
        "address": place.address if place else None,
        "contactName": named,
    }
