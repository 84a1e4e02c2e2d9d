"""The forms about people as they are shown: empty, as on record, or as sent with what is wrong."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from chassis.commands import NotFound
from chassis.identity import Caller
from fastapi import Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from routing.domain.directory import Role
from routing.entrypoints.desk import TECHNICIAN
from routing.entrypoints.people_pages import PeoplePages
from routing.entrypoints.people_words import WHYS

Given = Mapping[str, Any]
Faults = Mapping[str, str]


class PeopleForms:
    """Shows each form, empty, as it stands on record, or as it was sent with what is wrong."""

    def __init__(self, pages: PeoplePages) -> None:
        self._pages = pages

    async def absence(
        self, request: Request, caller: Caller, borough: str, given: Given, faults: Faults
    ) -> Response:
        """Somebody is away; with `amends` in `given`, what is on record of it."""
        language = language_of(request)
        picture, _ = await self._pages.picture(borough, caller, language)
        people, _ = await self._pages.desk.people(borough, caller)
        number = number_in(str(given.get("amends") or ""))
        held = people.standing_absences().get(number)
        is_technician = TECHNICIAN in caller.roles
        if held is not None and held.person_id != caller.subject and not is_technician:
            held = None
        if held is not None and not faults:
            given = {
                "amends": number,
                "personId": held.person_id,
                "fromOn": held.from_on,
                "untilOn": held.until_on or "",
                "substituteId": held.substitute_id or "",
                "noSubstituteReason": held.no_substitute_reason,
            }
        names = picture.names()
        if not is_technician and caller.subject not in names:
            raise NotFound(borough)
        choose = ("choisir…", "choose…")[language == "en"]
        mine = {} if is_technician else {caller.subject: names[caller.subject]}
        listed = given.get("substituteId") in names
        return self._pages.render(
            request,
            "people_absence.html",
            caller,
            borough,
            faults=faults,
            given=given if listed else _other(given, "substituteId"),
            held=held,
            number=number,
            persons=_options(names if is_technician else mine, "" if mine else choose),
            substitutes=_options(
                names, nobody=("personne de la liste", "nobody of the list")[language == "en"]
            ),
            today=self._pages.desk.today(borough),
            key=uuid4().hex,
        )

    async def designation(
        self, request: Request, caller: Caller, borough: str, given: Given, faults: Faults
    ) -> Response:
        """Annex C; what the newest version of the post says is there to be changed (PV-60)."""
        language = language_of(request)
        picture, grid = await self._pages.picture(borough, caller, language)
        people, _ = await self._pages.desk.people(borough, caller)
        cards = picture.cards(grid)
        codes = [one.code for one in cards]
        code = given.get("department") if given.get("department") in codes else codes[0]
        role = given.get("role") if given.get("role") in list(Role) else Role.RECEPTION.value
        newest = people.latest(str(code), Role(str(role)))
        today = self._pages.desk.today(borough)
        if not faults:
            given = {"department": code, "role": role, "effectiveOn": today}
            if newest is not None:
                given |= {
                    "personId": newest.person_id,
                    "personName": newest.person_name,
                    "firstName": newest.first_name,
                    "director": newest.director,
                    "email": newest.email,
                    "extension": newest.extension,
                }
            if newest is not None and not newest.is_signed:
                given |= {
                    "effectiveOn": newest.effective_on,
                    "employeeSignedOn": newest.employee_signed_on or "",
                    "directorSignedOn": newest.director_signed_on or "",
                }
        return self._pages.render(
            request,
            "people_designation.html",
            caller,
            borough,
            faults=faults,
            given=given,
            departments=[(one.code, one.name) for one in cards],
            department_name=next(one.name for one in cards if one.code == code),
            versions=[
                one
                for one in reversed(people.designations)
                if one.department == code and one.role.value == role
            ],
            role=role,
            today=today,
            key=uuid4().hex,
        )

    async def exclusions(
        self, request: Request, caller: Caller, borough: str, given: Given, faults: Faults
    ) -> Response:
        """Who may not be handed what, and one more."""
        language = language_of(request)
        picture, grid = await self._pages.picture(borough, caller, language)
        people, _ = await self._pages.desk.people(borough, caller, TECHNICIAN)
        names, on = picture.names(), self._pages.desk.today(borough)
        departments = {one.code: one.name for one in picture.cards(grid)}
        nobody = ("le suivant", "whoever is next")[language == "en"]
        every = ("sans préciser le service", "whatever the department")[language == "en"]
        choose = ("choisir…", "choose…")[language == "en"]
        return self._pages.render(
            request,
            "people_exclusions.html",
            caller,
            borough,
            faults=faults,
            given={"fromOn": on, **given},
            exclusions=[
                (number, one)
                for number, one in people.standing_exclusions().items()
                if one.until_on is None or one.until_on >= on
            ],
            persons=_options(names, choose),
            instead=_options(names, nobody=nobody),
            departments=[("", every), *departments.items()],
            department_names=departments,
            person_names=names,
            whys=[(one.value, said(words, language)) for one, words in WHYS.items()],
            key=uuid4().hex,
        )


def number_in(text: str) -> int:
    """A number of an entry; 0, which none has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _options(names: Mapping[str, str], nobody: str = "") -> list[tuple[str, str]]:
    return [("", nobody), *names.items()] if nobody else list(names.items())


def _other(given: Given, name: str) -> dict[str, Any]:
    """Somebody who is not in the list stands in the field beside it."""
    return {**given, name: "", "otherId": given.get("otherId") or given.get(name, "")}
