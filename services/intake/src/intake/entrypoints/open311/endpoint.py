"""What the routes of GeoReport share: the counter, who holds which key, what services ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from fastapi import Request

from intake.domain.activities import ActivityNames
from intake.domain.api_keys import KeyHolder, KeyKind, Keys
from intake.domain.public_request import PublicRequest
from intake.domain.service_attributes import Attribute, Catalogue
from intake.entrypoints.desk import Desk
from intake.entrypoints.open311.arguments import Arguments
from intake.entrypoints.open311.errors import Fault, Refusal, missing, wrong
from intake.entrypoints.open311.formats import Record

PREFIX = "/open311/v2"
TRIAL_PREFIX = "/open311/test/v2"
_INVALID = ("clé invalide", "invalid key")
_ELSEWHERE = ("clé sans droit sur ce territoire", "key without a right to this jurisdiction")


@dataclass(frozen=True)
class Endpoint:
    """The collaborators of GeoReport. On a trial endpoint all is checked and nothing is stored."""

    desk: Desk
    keys: Keys
    attributes: Catalogue
    contact: str
    is_trial: bool = False
    records: dict[tuple[str, int, str], tuple[PublicRequest, Record]] = field(default_factory=dict)
    """What was answered last of each request, by language and address of its photos."""

    def trial(self) -> Self:
        """The same, for integrators who try what they wrote."""
        return replace(self, is_trial=True)

    async def services(self, borough: str) -> dict[str, ActivityNames]:
        """What can be asked for in a jurisdiction, by its code. Raises Transient."""
        words = await self.desk.vocabulary()
        return {one.code: one for one in words.activities_of(borough)}

    def attributes_of(self, borough: str, code: str) -> Sequence[Attribute]:
        """What a service asks besides place and words."""
        return self.attributes.get(borough, {}).get(code, ())

    async def reader(self, request: Request, arguments: Arguments) -> str:
        """The jurisdiction that is read. Raises Refusal 400, 404, ApiError 429."""
        await self.desk.limits.lookups(request, None)
        return self._jurisdiction(arguments)

    async def writer(self, request: Request, arguments: Arguments) -> tuple[KeyHolder, str]:
        """Who writes, and the jurisdiction. Raises Refusal 400, 403, 404, ApiError 429.

        Whoever has no valid key learns nothing else. A key on many phones is no secret, so there
        addresses are counted too; one on a server speaks for many citizens.
        """
        key = arguments.text("api_key")
        holder = self.keys.holder_of(key) if key else None
        if holder is None or holder.kind is KeyKind.APP:
            await self.desk.limits.writes(request, None)
        if holder is None:
            raise Refusal([wrong("api_key", _INVALID, 403) if key else missing("api_key", 403)])
        await self.desk.limits.of_key(holder.name)
        borough = self._jurisdiction(arguments)
        if not holder.serves(borough):
            raise Refusal([wrong("api_key", _ELSEWHERE, 403)])
        return holder, borough

    def _jurisdiction(self, arguments: Arguments) -> str:
        faults: list[Fault] = []
        borough = arguments.jurisdiction(frozenset(self.desk.boroughs), faults)
        if faults:
            raise Refusal(faults)
        return borough
