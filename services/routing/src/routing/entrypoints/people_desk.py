"""What is recorded and shown of people: who may do what, and which open cases are concerned."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.commands import Answer, Commands
from chassis.errors import unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic import BaseModel

from routing.application.find_alerts import AlertFinder
from routing.application.people_forms import (
    AbsenceForm,
    AvailabilityForm,
    DesignationForm,
    ExclusionForm,
)
from routing.application.record_people import (
    Recorder,
    cancel_absence,
    cancel_exclusion,
    record_absence,
    record_designation,
    record_exclusion,
)
from routing.application.report_availability import report_availability
from routing.domain.availability import Availability, Change, Source
from routing.domain.directory import Directory
from routing.domain.errors import PeopleRefused
from routing.domain.people import BoroughPeople, directory_of
from routing.domain.people_alerts import Alert
from routing.entrypoints.desk import READERS, TECHNICIAN, Desk, command_id, refused

TELEPHONE = "telephone"
"""Role of a telephone system: it reports statuses by extension, and may do nothing else."""
Decide = Callable[[BoroughPeople | None], Outcome[BoroughPeople]]


@dataclass(frozen=True)
class PeopleDesk:
    """The collaborators of whatever is about people."""

    desk: Desk
    finder: AlertFinder
    statuses: Store[Availability]
    reports: Commands[Availability]

    async def designate(self, form: DesignationForm, caller: Caller, key: str | None) -> Answer:
        """Record a designation, once (PV-60). Raises ApiError, NotFound, Transient."""
        grid = self.desk.grid(form.borough, caller, TECHNICIAN)
        today, seeds = self.today(form.borough), self.desk.seeds[form.borough]
        return await self._record(
            "record_designation",
            form.borough,
            form,
            caller,
            key,
            lambda state: record_designation(state, form, grid, seeds, today),
        )

    async def note_absence(self, form: AbsenceForm, caller: Caller, key: str | None) -> Answer:
        """Record or change an absence, once (MH-10). Raises ApiError, NotFound, Transient.

        Everybody may say of themselves that they are away; of others technicians do.
        """
        self._allow(form.borough, caller, form.person_id)
        seeds, recorder = self.desk.seeds[form.borough], self._recorder(caller)
        return await self._record(
            "record_absence",
            form.borough,
            form,
            caller,
            key,
            lambda state: record_absence(state, form, seeds, recorder),
        )

    async def cancel_absence(self, borough: str, number: int, caller: Caller) -> Answer:
        """Take an absence back, once. Raises ApiError, NotFound, Transient."""
        held = (await self.desk.people_of(borough, caller)).standing_absences().get(number)
        self._allow(borough, caller, held.person_id if held else "")
        seeds, recorder = self.desk.seeds[borough], self._recorder(caller)
        return await self._record(
            "cancel_absence",
            borough,
            number,
            caller,
            None,
            lambda state: cancel_absence(state, number, seeds, recorder),
        )

    async def exclude(self, form: ExclusionForm, caller: Caller, key: str | None) -> Answer:
        """Record what somebody may not be handed, once. Raises ApiError, NotFound, Transient."""
        grid = self.desk.grid(form.borough, caller, TECHNICIAN)
        if form.department and grid.manifest.department(form.department) is None:
            words = ("aucun service de ce code", "no department of that code")
            raise unprocessable("unprocessableEntity", words, "department")
        seeds, recorder = self.desk.seeds[form.borough], self._recorder(caller)
        return await self._record(
            "record_exclusion",
            form.borough,
            form,
            caller,
            key,
            lambda state: record_exclusion(state, form, seeds, recorder),
        )

    async def cancel_exclusion(self, borough: str, number: int, caller: Caller) -> Answer:
        """Lift an exclusion, once. Raises ApiError, NotFound, Transient."""
        self.desk.grid(borough, caller, TECHNICIAN)
        seeds, recorder = self.desk.seeds[borough], self._recorder(caller)
        return await self._record(
            "cancel_exclusion",
            borough,
            number,
            caller,
            None,
            lambda state: cancel_exclusion(state, number, seeds, recorder),
        )

    async def report(self, form: AvailabilityForm, caller: Caller, source: Source) -> Availability:
        """Somebody can be reached, or not (PV-11, PV-58). Raises ApiError, NotFound, Transient.

        Everybody reports themselves; technicians and the telephone system report anybody.
        """
        self.desk.grid(form.borough, caller, *READERS, TELEPHONE)
        person = await self._person(form, caller)
        if person != caller.subject:
            caller.require(TECHNICIAN, TELEPHONE)
        is_system = TELEPHONE in caller.roles
        change = Change(
            status=form.status,
            at=self.desk.clock(),
            source=Source.TELEPHONE if is_system else source,
            by=caller.subject,
        )
        # The same status may be reported again and again, each time anew: no command is a repeat.
        await self.reports.execute(
            person,
            lambda state: report_availability(state, person, form.borough, change),
            command_id=f"availability:{uuid4()}",
            content=form.model_dump(mode="json"),
            scope=Scope.everything(),
            borough=form.borough,
            creates=True,
        )
        held = (await self.statuses.load([person]))[person].state
        assert held is not None, "it was just written"
        return held

    async def statuses_of(self, borough: str) -> dict[str, Availability]:
        """By person, as they are at this moment: read from the store, never from memory (PV-58).

        Raises Transient.
        """
        found = await self.statuses.find(Scope(frozenset({borough})), {}, limit=1000)
        return {one.id: one.state for one in found if one.state is not None}

    async def people(
        self, borough: str, caller: Caller, *roles: str
    ) -> tuple[BoroughPeople, Directory]:
        """What is recorded, and the directory that follows from it: both as they are now.

        Raises ApiError, NotFound, Transient.
        """
        people = await self.desk.people_of(borough, caller)
        caller.require(*(roles or READERS))
        return people, directory_of([people])

    async def alerts(self, borough: str, caller: Caller) -> list[Alert]:
        """What the technician has to see to. Raises ApiError, NotFound, Transient."""
        people, directory = await self.people(borough, caller)
        return await self.finder.find(people, directory, self.desk.clock())

    def today(self, borough: str) -> datetime.date:
        """The date in a borough."""
        return self.desk.snapshot.today(borough, self.desk.clock())

    def _recorder(self, caller: Caller) -> Recorder:
        return Recorder(caller.subject, self.desk.clock())

    def _allow(self, borough: str, caller: Caller, person_id: str) -> None:
        self.desk.grid(borough, caller, *READERS)
        if person_id != caller.subject:
            caller.require(TECHNICIAN)

    async def _person(self, form: AvailabilityForm, caller: Caller) -> str:
        """Whose status it is; of others, somebody whom the borough's directory knows."""
        if form.extension is None:
            person = form.person_id or caller.subject
            if person == caller.subject or person in (await self._held(form.borough)).known():
                return person
            words = ("personne inconnue de l'arrondissement", "nobody known to the borough")
            raise unprocessable("unprocessableEntity", words, "personId")
        on, people = self.today(form.borough), await self._held(form.borough)
        directory = directory_of([people])
        posts = {(one.department, one.role) for one in people.designations}
        held = [directory.designation_for(form.borough, *post, on) for post in posts]
        persons = {one.person_id for one in held if one and one.extension == form.extension}
        if len(persons) != 1:
            words = (
                "ce poste n'est pas celui d'une seule personne désignée",
                "this extension is not that of one designated person",
            )
            raise unprocessable("unprocessableEntity", words, "extension")
        return persons.pop()

    async def _held(self, borough: str) -> BoroughPeople:
        document = (await self.desk.directory.load([borough]))[borough]
        return document.state or self.desk.seeds[borough]

    async def _record(
        self,
        kind: str,
        borough: str,
        what: BaseModel | int,
        caller: Caller,
        key: str | None,
        decide: Decide,
    ) -> Answer:
        content: Any = what if isinstance(what, int) else what.model_dump(mode="json")
        held = await self._held(borough)
        # After it was taken back the same form says something new.
        taken_back = sum(one.is_cancelled for one in held.absences)
        taken_back += sum(one.is_cancelled for one in held.exclusions)
        again = {"content": content, "taken_back": 0 if isinstance(what, int) else taken_back}
        try:
            return await self.desk.people.execute(
                borough,
                decide,
                command_id=command_id(kind, caller, key, again),
                content=content,
                scope=Scope(frozenset({borough})),
                borough=borough,
                creates=True,
            )
        except PeopleRefused as refusal:
            raise refused(refusal) from refusal
