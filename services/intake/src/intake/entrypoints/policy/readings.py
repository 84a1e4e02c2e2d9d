"""Who has acknowledged the policy, for HTTP and the page alike. All methods raise Transient.

Nobody is reminded on other pages: that would cost each of them a read, or a cookie that is wrong
wherever two people share a computer. The menu of staff leads to the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chassis.clock import Clock
from chassis.commands import Commands, derived_id
from chassis.errors import forbidden, unprocessable
from chassis.identity import Caller
from chassis.store import Scope, Store

from intake.application.read_policy import AcknowledgementForm, acknowledge, check_version
from intake.domain.errors import Refused
from intake.domain.policy_reading import Policy, PolicyReading, current_policy
from intake.entrypoints.policy.policy_words import NOT_CURRENT

PARTNER = "integrator"  # a system of somebody else's is no employee


@dataclass(frozen=True)
class PolicyReadings:
    """The text, and one document for each employee, counter and version of it."""

    store: Store[PolicyReading]
    commands: Commands[PolicyReading]
    clock: Clock
    counters: Mapping[str, str]
    policy: Policy = field(default_factory=current_policy)

    def counters_of(self, caller: Caller) -> list[str]:
        """Where the caller works, as far as we know these counters; a partner's system nowhere."""
        if PARTNER in caller.roles:
            return []
        return sorted(caller.boroughs & self.counters.keys())

    async def own(self, caller: Caller) -> dict[str, datetime]:
        """Since when the caller has acknowledged the current version, by counter."""
        ids = {self._id_of(caller, one): one for one in self.counters_of(caller)}
        found = await self.store.load(ids)
        states = {ids[name]: document.state for name, document in found.items()}
        return {one: state.acknowledged_at for one, state in states.items() if state is not None}

    async def acknowledge(
        self, caller: Caller, form: AcknowledgementForm, key: str
    ) -> dict[str, datetime]:
        """Record it at each counter of the caller where it is not yet; see `own`.

        Raises ApiError 403 for a caller of no counter, 422 for another version than the current.
        """
        if not self.counters_of(caller):
            raise forbidden()
        try:
            check_version(form, self.policy)
        except Refused as refusal:
            raise unprocessable("unprocessableEntity", NOT_CURRENT, "version") from refusal
        known = await self.own(caller)
        for borough in self.counters_of(caller):
            if borough not in known:
                await self._record(caller, borough, key)
        return await self.own(caller)

    async def given(self, scope: Scope, offset: int, limit: int) -> Sequence[PolicyReading]:
        """Acknowledgements of the current version in these boroughs, the newest first."""
        found = await self.store.find(
            scope,
            {"version": self.policy.version.isoformat()},
            order_by=[("acknowledged_at", -1)],
            offset=offset,
            limit=limit,
        )
        return [one.state for one in found if one.state is not None]

    async def counts(self, boroughs: Sequence[str]) -> dict[str, int]:
        """How many employees of each counter have acknowledged the current version."""
        where = {"version": self.policy.version.isoformat()}
        return {one: await self.store.count(Scope(frozenset({one})), where) for one in boroughs}

    async def _record(self, caller: Caller, borough: str, key: str) -> None:
        reading = PolicyReading(
            subject=caller.subject,
            borough=borough,
            version=self.policy.version,
            acknowledged_at=self.clock(),
        )
        await self.commands.execute(
            self._id_of(caller, borough),
            lambda state: acknowledge(state, reading),
            command_id=f"acknowledge:{key}",
            content={"version": reading.version.isoformat()},
            scope=Scope(frozenset({borough})),
            borough=borough,
            creates=True,
        )

    def _id_of(self, caller: Caller, borough: str) -> str:
        """Derived, so that the same reading is one document, and ids name nobody."""
        return derived_id(f"policy-reading:{borough}:{self.policy.version}", caller.subject)
