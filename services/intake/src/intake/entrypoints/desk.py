"""What the ways in share: commands, queries, and who may do what at the counter (DESIGN §7)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.clock import Clock
from chassis.commands import Answer, Commands
from chassis.errors import ApiError, forbidden, unauthorized, unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Scope
from contracts.words import Channel

from intake.application.change_case import withdraw_case
from intake.application.form import PUBLIC_CHANNELS
from intake.application.keep_dossier import leave_case
from intake.application.propose import Proposer
from intake.domain.activities import Vocabulary
from intake.domain.attachment_store import AttachmentStore
from intake.domain.case import Case
from intake.domain.errors import Refused
from intake.domain.gazetteer import Gazetteer
from intake.domain.territory import Territories
from intake.domain.tracking import TrackingCodes, hash_of
from intake.entrypoints.case_finder import CaseFinder
from intake.entrypoints.case_queries import CaseQueries, Dossier
from intake.entrypoints.join_tokens import JoinTokens
from intake.entrypoints.limits import Limits
from intake.entrypoints.notices.board import NoticeBoard
from intake.entrypoints.policy.readings import PolicyReadings
from intake.entrypoints.public.public_requests import PublicRequests
from intake.entrypoints.words import REFUSALS

TECHNICIAN = "technician"  # PV-23: reception, classification, follow-up
READERS = (
    TECHNICIAN,
    "responsable",
    "executor",
    "director",
    "citizen-experience",
    "general-director",
    "operator",
)
# Those who have to call or write to the citizen; an operator has not.
SEE_CONTACTS = frozenset(READERS) - {"operator", "general-director"}
CITIZEN = "citizen"
FIELD = (TECHNICIAN, "responsable", "executor")  # PV-02, PV-37: employees note what they see


@dataclass(frozen=True)
class Desk:
    """The collaborators of HTTP and pages."""

    commands: Commands[Case]
    cases: CaseQueries
    codes: TrackingCodes
    clock: Clock
    boroughs: Mapping[str, str]
    vocabulary: Callable[[], Awaitable[Vocabulary]]
    """The words of the grids, as known now. Raises Transient."""
    limits: Limits
    finder: CaseFinder
    join_tokens: JoinTokens
    public: PublicRequests
    notices: NoticeBoard
    policy: PolicyReadings
    proposer: Proposer = field(default_factory=Proposer)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    territories: Territories | None = None
    """Whose a point is; None: no limits are known, and every place is taken."""
    files: AttachmentStore | None = None
    """Where photos and documents lie; None: nowhere, they are not taken."""
    files_max_bytes: int = 10 * 1024 * 1024

    async def withdraw_by_code(self, code: str) -> Dossier:
        """The citizen takes the case back; a second time changes nothing.

        Raises NotFound, ApiError 422, Transient.
        """
        case = await self.cases.case_by_code(code)
        now, said = self.clock(), hash_of(code)
        joined = next((one for one in case.requesters if one.tracking_hash == said), None)

        def decide(state: Case | None) -> Outcome[Case]:
            if joined is None:
                return withdraw_case(state, CITIZEN, now, self.codes)
            return leave_case(state, joined.requester_id, now, self.codes)

        scope = Scope(frozenset(case.boroughs))
        # What was opened again may be withdrawn again: the journal is longer then.
        step = case.journal_moved + len(case.journal)
        name = f"leave:{joined.requester_id}" if joined else f"withdraw:{step}"
        await self.change(case.case_id, decide, command_id=name, content={}, scope=scope)
        return await self.cases.dossier(case.case_id, scope)

    async def change(
        self,
        case_id: str,
        decide: Callable[[Case | None], Outcome[Case]],
        *,
        command_id: str,
        content: Any,
        scope: Scope,
    ) -> Answer:
        """Change a case that is there.

        Raises NotFound, CommandConflict, ApiError 422, Transient.
        """
        try:
            return await self.commands.execute(
                case_id, decide, command_id=command_id, content=content, scope=scope, borough=""
            )
        except Refused as refusal:
            raise refused(refusal) from refusal


def may_read(caller: Caller) -> None:
    """Raises ApiError 403 unless the caller's role reads dossiers."""
    caller.require(*READERS)


def sees_contacts(caller: Caller, case: Case) -> bool:
    """Contacts are for those who answer the citizen; a complaint's for nobody here (PV-44)."""
    return not case.is_complaint and not SEE_CONTACTS.isdisjoint(caller.roles)


def scope_in(caller: Caller, borough: str | None) -> Scope:
    """The caller's boroughs, or that one of them."""
    return caller.scope if borough is None else Scope(caller.boroughs & {borough})


def entrant(caller: Caller | None, channel: str) -> Caller | None:
    """The caller, if of the staff that enters what comes by this channel."""
    roles = FIELD if channel == Channel.FIELD else (TECHNICIAN,)
    return caller if caller is not None and not caller.roles.isdisjoint(roles) else None


def may_register(caller: Caller | None, channel: str, borough: str | None = None) -> None:
    """Public channels are open to all, the others to staff, of that borough if one is given.

    Raises ApiError 401, 403.
    """
    member = entrant(caller, channel)
    if member is None and channel in PUBLIC_CHANNELS:
        return
    if caller is None:
        raise unauthorized()
    if member is None or (borough is not None and not member.scope.admits([borough])):
        raise forbidden()


def refused(refusal: Refused) -> ApiError:
    """A rule of the case, as the City words it."""
    return unprocessable("unprocessableEntity", REFUSALS[refusal.code])
