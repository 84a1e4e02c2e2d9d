"""What the ways in share: commands, queries, and who may do what at the counter (DESIGN §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chassis.clock import Clock
from chassis.commands import Answer, Commands
from chassis.errors import ApiError, forbidden, unauthorized, unprocessable
from chassis.identity import Caller
from chassis.store import Scope

from intake.adapters.case_queries import CaseQueries
from intake.application.change_case import withdraw_case
from intake.domain.case import Case
from intake.domain.errors import Refused
from intake.domain.tracking import TrackingCodes
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


@dataclass(frozen=True)
class Desk:
    """The collaborators of HTTP and pages."""

    commands: Commands[Case]
    cases: CaseQueries
    codes: TrackingCodes
    clock: Clock
    boroughs: Mapping[str, str]

    async def withdraw_by_code(self, code: str) -> Case:
        """The citizen takes the case back; a second time changes nothing.

        Raises NotFound, ApiError 422, Transient.
        """
        case = await self.cases.case_by_code(code)
        await self.withdraw(case.case_id, Scope(frozenset(case.boroughs)), CITIZEN, CITIZEN)
        return await self.cases.case_by_code(code)

    async def withdraw(self, case_id: str, scope: Scope, by: str, key: str) -> Answer:
        """Withdraw a case in scope. Raises NotFound, ApiError 422, Transient."""
        now = self.clock()
        try:
            return await self.commands.execute(
                case_id,
                lambda state: withdraw_case(state, by, now, self.codes),
                command_id=f"withdraw:{key}",
                content={"by": by},
                scope=scope,
                borough="",
            )
        except Refused as refusal:
            raise refused(refusal) from refusal


def may_read(caller: Caller) -> None:
    """Raises ApiError 403 unless the caller's role reads dossiers."""
    caller.require(*READERS)


def sees_contacts(caller: Caller, case: Case) -> bool:
    """Contacts are for those who answer the citizen; those of a complaint for nobody here (PV-44)."""
    return not case.is_complaint and not SEE_CONTACTS.isdisjoint(caller.roles)


def scope_in(caller: Caller, borough: str | None) -> Scope:
    """The caller's boroughs, or that one of them."""
    return caller.scope if borough is None else Scope(caller.boroughs & {borough})


def may_register(caller: Caller | None, borough: str, *, is_public: bool) -> None:
    """Public channels are open to all, the others to technicians of the borough."""
    if is_public:
        return
    if caller is None:
        raise unauthorized()
    caller.require(TECHNICIAN)
    if not caller.scope.admits([borough]):
        raise forbidden()


def refused(refusal: Refused) -> ApiError:
    """A rule of the case, as the City words it."""
    return unprocessable("unprocessableEntity", REFUSALS[refusal.code])
