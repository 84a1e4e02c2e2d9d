"""What the desks of complaints, access requests and claims do alike: find, record, refuse."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from chassis.commands import Commands, NotFound
from chassis.outcome import Outcome
from chassis.store import Scope, Store

from complaints.application.audit import Audit
from complaints.domain.access import Person
from complaints.domain.access_requests.request import AccessRequest
from complaints.domain.claims.claim import Claim
from complaints.domain.custody import Act, Disclosure
from complaints.domain.file import Investigation, Step
from complaints.domain.journal import with_line
from complaints.domain.trace import Trace

F = TypeVar("F", Investigation, AccessRequest, Claim)


async def find_file(store: Store[F], case_id: str, scope: Scope, is_one: Callable[[F], bool]) -> F:
    """A file of these boroughs, for our own use only. Raises NotFound, Transient."""
    document = (await store.load([case_id]))[case_id]
    state = document.state
    if state is None or not is_one(state) or not scope.admits(store.boroughs(document)):
        raise NotFound(case_id)
    return state


async def note_refusal(commands: Commands[F], known: F, line: Step) -> None:
    """What a rule refused, in the file's journal. Raises NotFound, Transient."""

    def note(state: F | None) -> Outcome[F]:
        if state is None:
            raise NotFound(known.case_id)
        return Outcome(state.model_copy(update={"journal": with_line(state.journal, line)}))

    await commands.execute(
        known.case_id,
        note,
        command_id=str(uuid4()),
        content={},
        scope=Scope.everything(),
        borough=known.borough or "",
    )


async def record_opening(
    audit: Audit, state: AccessRequest | Claim, who: Person, act: Act, ground: str, at: datetime
) -> None:
    """Who opened a file of the law, or tried. Raises Transient."""
    await audit.record(
        Trace(
            trace_id=str(uuid4()),
            case_id=state.case_id,
            borough=state.borough or "",
            person_id=who.person_id,
            at=at,
            exception=Disclosure.LAW,
            act=act,
            ground=None if act is Act.REFUSED else ground,
        )
    )
