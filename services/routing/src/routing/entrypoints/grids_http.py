"""The API of a grid's life: versions, draft, simulation, publication, rollback (MT-08, PV-12)."""

from collections.abc import Sequence
from typing import Any

from chassis.identity import Caller
from fastapi import APIRouter

from routing.application.grid_forms import (
    DraftForm,
    PublicationForm,
    RollbackForm,
    SimulationForm,
)
from routing.application.grid_life import Checked
from routing.application.publish_grid import PublishedGrid
from routing.domain.grid_changes import Change
from routing.entrypoints.grid_desk import GridDesk
from routing.entrypoints.http import Key, Limit, Offset, Staff
from routing.entrypoints.views import View, page_of


def router(desk: GridDesk) -> APIRouter:
    """`/api/routing/v1/grids/{borough}/...`."""
    routes = APIRouter(prefix="/api/routing/v1/grids/{borough}", tags=["grids"])
    _reading(routes, desk)
    _writing(routes, desk)
    return routes


def _reading(routes: APIRouter, desk: GridDesk) -> None:
    @routes.get("/versions")
    async def versions(borough: str, caller: Staff, offset: Offset = 0, limit: Limit = 50) -> View:
        """Every version of a borough's grid, newest first: who published it, when, from which
        day on it decides."""
        held = await desk.history(borough, caller)
        in_force = desk.in_force(borough)
        return page_of([version_view(one, in_force) for one in held], offset, limit)

    @routes.get("/versions/{number}")
    async def version(borough: str, number: int, caller: Staff, since: int | None = None) -> View:
        """One version with its text, and what differs from an earlier one (`since`; without it,
        the one before), in words."""
        one = await desk.version(borough, number, caller)
        return {
            **version_view(one, desk.in_force(borough)),
            "text": one.text,
            "changes": await _changes(desk, one, since, caller),
        }

    @routes.get("/draft")
    async def draft(borough: str, caller: Staff) -> View:
        """What is being written for the next version, with its faults. Where nothing is, the text
        that a draft would start from, with the revision to send it under."""
        found = await desk.writing(borough, caller)
        checked = await desk.check(borough, found.text, caller)
        return {
            "borough": borough,
            "revision": found.revision,
            "savedBy": found.draft.saved_by if found.draft else None,
            "savedAt": found.draft.saved_at if found.draft else None,
            "text": found.text,
            **faults_view(checked),
        }

    @routes.post("/simulation")
    async def simulation(borough: str, form: SimulationForm, caller: Staff) -> View:
        """Replay past cases through the draft (or a version): who would have them, which delays
        move, which have no rule. Changes nothing; a borough's own remote service is not asked."""
        found = await desk.simulate(borough, form, caller)
        return {
            **found.model_dump(mode="json", by_alias=True),
            "movedDelays": found.moved_delays,
            "lostRules": found.lost_rules,
        }


def _writing(routes: APIRouter, desk: GridDesk) -> None:
    @routes.put("/draft")
    async def save(borough: str, form: DraftForm, caller: Staff, key: Key = None) -> View:
        """Keep a draft, faults and all; they come back with key and remedy. `revision` is that of
        the draft that was read, 0 where there was none: another's words are never overwritten."""
        answer, checked = await desk.save(borough, form, caller, key)
        return {**answer.body, **faults_view(checked)}

    @routes.post("/publication", status_code=201)
    async def publish(borough: str, form: PublicationForm, caller: Staff, key: Key = None) -> View:
        """Publish the draft as the next version from a day on, which has not passed. A version is
        never changed after that."""
        return (await desk.publish(borough, form, caller, key)).body

    @routes.post("/rollback", status_code=201)
    async def roll_back(borough: str, form: RollbackForm, caller: Staff, key: Key = None) -> View:
        """Publish the content of an earlier version anew, from today on."""
        return (await desk.roll_back(borough, form, caller, key)).body


async def _changes(
    desk: GridDesk, one: PublishedGrid, since: int | None, caller: Caller
) -> Sequence[View] | None:
    """None: nothing came before it."""
    if since is None:
        earlier = await desk.previous(one, caller)
    else:
        earlier = await desk.version(one.borough, since, caller)
    return None if earlier is None else [change_view(it) for it in desk.changes(earlier, one)]


def version_view(one: PublishedGrid, in_force: int | None) -> dict[str, Any]:
    """A line of the history."""
    return {
        "borough": one.borough,
        "version": one.version,
        "effectiveOn": one.effective_on,
        "isInForce": one.version == in_force,
        "origin": one.origin,
        "restores": one.restores,
        "publishedBy": one.published_by or None,
        "publishedAt": one.published_at,
        "note": one.note,
        "reroutesOpen": one.reroutes_open,
        "digest": one.digest,
    }


def change_view(change: Change) -> dict[str, Any]:
    """A difference in both languages."""
    return {"section": change.section, "text": {"fr": change.fr, "en": change.en}}


def faults_view(checked: Checked) -> dict[str, Any]:
    """Faults with key and remedy; none: it can be published."""
    return {
        "faults": [
            {
                "key": one.key,
                "problem": {"fr": one.problem[0], "en": one.problem[1]},
                "remedy": {"fr": one.remedy[0], "en": one.remedy[1]},
            }
            for one in checked.faults
        ]
    }
