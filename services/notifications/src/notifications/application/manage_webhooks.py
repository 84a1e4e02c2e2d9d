"""What an integrator does with webhooks of their own; the decisions behind API and page alike.

A secret is shown when it is made and to a repeat of that very command, never later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from chassis.clock import Clock
from chassis.commands import Commands, NotFound, derived_id
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from contracts.signatures import new_secret

from notifications.application.webhook_book import MOST, WebhookBook, change
from notifications.application.webhook_form import ChangeForm, ReplayForm, WebhookForm
from notifications.domain import webhook as acts
from notifications.domain.webhook import Replay, Secret, State, Webhook
from notifications.domain.webhook_delivery import WebhookDelivery, sent_again

AGAINST_DOUBLES = "webhook"


class Sealer(Protocol):
    """Port to the secrets at rest, both ways."""

    def seal(self, webhook_id: str, number: int, secret: str) -> str:
        """As it is stored."""
        ...

    def open_one(self, webhook_id: str, secret: Secret) -> str:
        """In plain."""
        ...


class TooMany(Exception):
    """As many webhooks as one platform looks after are there."""


@dataclass(frozen=True)
class Owner:
    """Whose webhooks: the caller's name, and the boroughs that they may see now."""

    subject: str
    boroughs: frozenset[str]

    def owns(self, webhook: Webhook | None) -> bool:
        """True for a webhook of theirs, all of whose boroughs are still theirs; deny by default."""
        return (
            webhook is not None
            and webhook.state is not State.DELETED
            and webhook.owner == self.subject
            and self.boroughs.issuperset(webhook.boroughs)
        )


@dataclass(frozen=True)
class Made:
    """A webhook and the secret just made for it; None: it is no longer to be had."""

    webhook: Webhook
    secret: str | None


class WebhookManager:
    """All methods raise NotFound for what is not the owner's, and Transient."""

    def __init__(
        self,
        *,
        commands: Commands[Webhook],
        book: WebhookBook,
        deliveries: Store[WebhookDelivery],
        sealer: Sealer,
        clock: Clock,
        overlap: timedelta,
        keep: timedelta,
    ) -> None:
        self._commands = commands
        self._book = book
        self._deliveries = deliveries
        self._sealer = sealer
        self._clock = clock
        self._overlap = overlap
        self._keep = keep

    async def register(self, owner: Owner, form: WebhookForm, key: str) -> Made:
        """A new webhook, active at once; repeated under its key, the same one.

        Raises TooMany, CommandConflict.
        """
        webhook_id = derived_id(f"{AGAINST_DOUBLES}:{owner.subject}", key)
        if await self._book.one(webhook_id) is None and len(await self._book.collecting()) >= MOST:
            raise TooMany
        now, secret = self._clock(), new_secret()
        first = Secret(number=1, sealed=self._sealer.seal(webhook_id, 1, secret), made_at=now)
        fresh = Webhook(
            webhook_id=webhook_id,
            owner=owner.subject,
            name=form.name,
            url=form.url,
            boroughs=tuple(sorted(set(form.boroughs))),
            event_types=tuple(sorted(set(form.event_types))),
            secrets=(first,),
            created_at=now,
            changed_at=now,
        )
        answer = await self._commands.execute(
            webhook_id,
            lambda state: Outcome(state or fresh, answer={"secret": 1}),
            command_id=f"register:{key}",
            content=form.model_dump(mode="json"),
            scope=Scope(owner.boroughs),
            borough=fresh.boroughs[0],
            creates=True,
        )
        return await self._made(owner, webhook_id, answer.body)

    async def rotate(self, owner: Owner, webhook_id: str, key: str) -> Made:
        """A new secret; the one before signs beside it for a while. Raises CommandConflict."""
        await self.get(owner, webhook_id)
        now, secret = self._clock(), new_secret()

        def decide(state: Webhook | None) -> Outcome[Webhook]:
            if not owner.owns(state):
                raise NotFound(webhook_id)
            assert state is not None
            number = state.next_secret()
            sealed = self._sealer.seal(webhook_id, number, secret)
            after = acts.rotated(state, sealed, now, self._overlap)
            return Outcome(after, answer={"secret": number})

        answer = await self._commands.execute(
            webhook_id,
            decide,
            command_id=f"rotate:{key}",
            content={},
            scope=Scope(owner.boroughs),
            borough="",
        )
        return await self._made(owner, webhook_id, answer.body)

    async def get(self, owner: Owner, webhook_id: str) -> Webhook:
        """One of theirs."""
        webhook = await self._book.one(webhook_id)
        if webhook is None or not owner.owns(webhook):
            raise NotFound(webhook_id)
        return webhook

    async def change(self, owner: Owner, webhook_id: str, form: ChangeForm) -> Webhook:
        """Other fields. What is owed already is sent to the new address."""
        now = self._clock()
        fields: dict[str, Any] = form.model_dump(exclude_none=True)
        for name in ("boroughs", "event_types"):
            if name in fields:
                fields[name] = tuple(sorted(set(fields[name])))
        return await self._apply(owner, webhook_id, lambda one: acts.changed(one, now, **fields))

    async def pause(self, owner: Owner, webhook_id: str) -> Webhook:
        """Events are kept and wait."""
        now = self._clock()
        return await self._apply(owner, webhook_id, lambda one: acts.paused(one, now))

    async def resume(self, owner: Owner, webhook_id: str) -> Webhook:
        """After a pause, or after it was disabled."""
        now = self._clock()
        return await self._apply(owner, webhook_id, lambda one: acts.resumed(one, now))

    async def delete(self, owner: Owner, webhook_id: str) -> None:
        """Gone for good: nothing more is sent, its address and secrets are destroyed."""
        now = self._clock()
        await self._apply(owner, webhook_id, lambda one: acts.deleted(one, now))

    async def replay_since(self, owner: Owner, webhook_id: str, form: ReplayForm) -> Webhook:
        """Wish for what occurred since then to be sent again; the pump sees to it."""
        wish = Replay(since=form.since, only_failed=form.only_failed, asked_at=self._clock())
        return await self._apply(owner, webhook_id, lambda one: acts.asked_again(one, wish))

    async def replay_one(self, owner: Owner, webhook_id: str, delivery_id: str) -> WebhookDelivery:
        """One delivery again, now."""
        await self.get(owner, webhook_id)
        found = (await self._deliveries.load([delivery_id]))[delivery_id].state
        if found is None or found.webhook_id != webhook_id:
            raise NotFound(delivery_id)
        now = self._clock()
        after = await change(
            self._deliveries, delivery_id, lambda one: sent_again(one, now, self._keep)
        )
        if after is None:
            raise NotFound(delivery_id)
        return after

    async def _apply(
        self, owner: Owner, webhook_id: str, decide: Callable[[Webhook], Webhook]
    ) -> Webhook:
        def decide_own(webhook: Webhook) -> Webhook:
            if not owner.owns(webhook):
                raise NotFound(webhook_id)
            return decide(webhook)

        after = await self._book.change(webhook_id, decide_own)
        if after is None:
            raise NotFound(webhook_id)
        return after

    async def _made(self, owner: Owner, webhook_id: str, answer: Mapping[str, Any]) -> Made:
        webhook = await self.get(owner, webhook_id)
        now: datetime = self._clock()
        shown = [one for one in webhook.secrets_at(now) if one.number == answer["secret"]]
        return Made(webhook, self._sealer.open_one(webhook_id, shown[0]) if shown else None)
