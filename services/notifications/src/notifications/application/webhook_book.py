"""The webhooks that there are, and their small changes under compare-and-set."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from chassis.document import Draft
from chassis.store import Scope, Store
from pydantic import BaseModel

from notifications.domain.webhook import State, Webhook

S = TypeVar("S", bound=BaseModel)

MOST = 500  # webhooks that are not deleted; what one process looks after without strain
COLLECTING = {State.ACTIVE.value, State.PAUSED.value}


class WebhookBook:
    """Reads the store each time it is asked: what it says is never older than the question."""

    def __init__(self, store: Store[Webhook]) -> None:
        self.store = store

    async def collecting(self) -> Sequence[Webhook]:
        """Those for which events are kept. Raises Transient."""
        found = await self.store.find(Scope.everything(), {"state": COLLECTING}, limit=MOST)
        return [one.state for one in found if one.state is not None]

    async def one(self, webhook_id: str) -> Webhook | None:
        """That webhook, or None. Raises Transient."""
        return (await self.store.load([webhook_id]))[webhook_id].state

    async def change(self, webhook_id: str, decide: Callable[[Webhook], Webhook]) -> Webhook | None:
        """Change it, or nothing where `decide` gives it back as it was. Raises Transient."""
        return await change(self.store, webhook_id, decide)


async def change(store: Store[S], document_id: str, decide: Callable[[S], S]) -> S | None:
    """Load, decide, compare-and-set, until it is written; None: there is no such document.

    `decide` is pure. It publishes nothing: these documents have no outbox to speak of.
    """
    while True:
        document = (await store.load([document_id]))[document_id]
        if document.state is None:
            return None
        after = decide(document.state)
        if after == document.state:
            return after
        draft = Draft.of(document)
        draft.state, draft.changed = after, True
        if not await store.save([draft]):
            return after
