"""HTTP commands (rule 7): load, decide, compare-and-set; success depends on the store alone.

A command repeated under its id after a lost answer is answered, not applied again.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel

from chassis.document import Command, Document, Draft
from chassis.faults import Transient
from chassis.gathering import Gathering
from chassis.logs import correlation_id
from chassis.outbox import Courier
from chassis.outcome import Outcome
from chassis.patience import pause_seconds
from chassis.scribe import Cause, Scribe
from chassis.store import Scope, Store

S = TypeVar("S", bound=BaseModel)


class NotFound(Exception):
    """No such document, or none in the caller's boroughs: the caller may not know which."""


class CommandConflict(Exception):
    """The same command id came with another content."""


@dataclass(frozen=True)
class Answer:
    """What a command replies; `repeated` when it had been applied before."""

    body: Mapping[str, Any]
    repeated: bool


def derived_id(source: str, key: str) -> str:
    """Id of what a caller creates: derived, so that a repeat finds what the first one made."""
    return str(uuid5(NAMESPACE_URL, f"guichet:{source}:{key}"))


def digest_of(content: Any) -> str:
    """Fingerprint of a command's content: equal content, equal digest."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


class Commands(Generic[S]):
    """Commands on the documents of one store."""

    def __init__(
        self, store: Store[S], scribe: Scribe, courier: Courier, *, deadline_seconds: float
    ) -> None:
        self._store = store
        self._gathering = Gathering(store)
        self._scribe = scribe
        self._courier = courier
        self._deadline = deadline_seconds

    async def execute(
        self,
        document_id: str,
        decide: Callable[[S | None], Outcome[S]],
        *,
        command_id: str,
        content: Any,
        scope: Scope,
        borough: str,
        creates: bool = False,
    ) -> Answer:
        """Apply a command once.

        `decide` is pure, and called again when another writer was first; what it raises passes
        through and nothing is written. Raises NotFound, CommandConflict, Transient.
        """
        digest = digest_of(content)
        started, attempt = time.monotonic(), 0
        while True:
            try:
                return await self._once(
                    document_id, decide, command_id, digest, scope, borough, creates=creates
                )
            except Transient:
                if time.monotonic() - started > self._deadline:
                    raise
            attempt += 1
            await asyncio.sleep(pause_seconds(attempt))

    async def _once(
        self,
        document_id: str,
        decide: Callable[[S | None], Outcome[S]],
        command_id: str,
        digest: str,
        scope: Scope,
        borough: str,
        *,
        creates: bool,
    ) -> Answer:
        # What is created is new nearly always, and the insert says when it is not.
        guessed = creates
        while True:
            document = Document[S](document_id) if guessed else await self._load(document_id)
            known = document.command(command_id)
            if known is not None:
                if known.digest != digest:
                    raise CommandConflict(command_id)
                self._courier.hand_over(document_id, document.pending)
                return Answer(known.answer, repeated=True)
            if document.state is None:
                if not creates:
                    raise NotFound(document_id)
            elif not scope.admits(self._store.boroughs(document)):
                raise NotFound(document_id)
            draft = Draft.of(document)
            try:
                outcome = decide(document.state)
            except Exception:
                if not guessed:
                    raise
                guessed = False  # it may be refused for what it is, and have been done before
                continue
            cause = Cause(correlation_id=correlation_id(), borough=borough)
            self._scribe.apply(draft, outcome, cause)
            draft.applied(Command(command_id, digest, dict(outcome.answer)))
            if await self._gathering.save(draft):
                self._courier.hand_over(document_id, draft.outbox())
                return Answer(outcome.answer, repeated=False)
            guessed = False

    async def _load(self, document_id: str) -> Document[S]:
        return (await self._store.load([document_id]))[document_id]
