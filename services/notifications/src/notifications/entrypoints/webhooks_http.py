"""The API of webhooks, in the City's conventions (REQUIREMENTS §5). For integrators alone."""

from datetime import datetime
from typing import Annotated, Any

from chassis.http import language_of
from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends, Header, Query, Request
from ui.language import said

from notifications.application.manage_webhooks import Made
from notifications.application.webhook_form import ChangeForm, ReplayForm, WebhookForm
from notifications.domain.webhook import Webhook
from notifications.domain.webhook_delivery import Answer, DeliveryState, WebhookDelivery
from notifications.entrypoints.webhook_desk import WebhookDesk, owner_of
from notifications.entrypoints.webhook_words import REASONS, fault_in_words

IdempotencyKey = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=16, max_length=100, pattern=r"^[\x21-\x7e]+$"),
]
Integrator = Annotated[Caller, Depends(staff)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Limit = Annotated[int, Query(ge=1, le=200)]
View = dict[str, Any]


def router(desk: WebhookDesk) -> APIRouter:
    """`/api/notifications/v1/webhooks`."""
    routes = APIRouter(prefix="/api/notifications/v1/webhooks", tags=["webhooks"])
    _webhooks(routes, desk)
    _states(routes, desk)
    _deliveries(routes, desk)
    return routes


def _webhooks(routes: APIRouter, desk: WebhookDesk) -> None:
    @routes.post("", status_code=201)
    async def register(
        form: WebhookForm, key: IdempotencyKey, caller: Integrator, request: Request
    ) -> View:
        """Register an address, for boroughs of the caller's. The secret is shown here, once; a
        repeat under the same key shows it again. Events from now on are told."""
        return _made(await desk.register(caller, form, key), language_of(request))

    @routes.get("")
    async def listed(
        caller: Integrator, request: Request, offset: Offset = 0, limit: Limit = 50
    ) -> View:
        """The caller's own webhooks, the newest first."""
        webhooks, total = await desk.queries.page(owner_of(caller), offset=offset, limit=limit)
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": total},
            "items": [_webhook(one, language_of(request)) for one in webhooks],
        }

    @routes.get("/{webhook_id}")
    async def show(webhook_id: str, caller: Integrator, request: Request) -> View:
        """One of the caller's, with how many deliveries stand where."""
        owner = owner_of(caller)
        webhook = await desk.manager.get(owner, webhook_id)
        counts = await desk.queries.counts(owner, webhook)
        deliveries = {state.value: number for state, number in counts.items()}
        return {**_webhook(webhook, language_of(request)), "deliveries": deliveries}

    @routes.patch("/{webhook_id}")
    async def change(
        webhook_id: str, form: ChangeForm, caller: Integrator, request: Request
    ) -> View:
        """Change name, address or filters; what is left out stays."""
        return _webhook(await desk.change(caller, webhook_id, form), language_of(request))

    @routes.delete("/{webhook_id}", status_code=204)
    async def delete(webhook_id: str, caller: Integrator) -> None:
        """Nothing more is sent; address and secrets are destroyed."""
        await desk.manager.delete(owner_of(caller), webhook_id)


def _states(routes: APIRouter, desk: WebhookDesk) -> None:
    @routes.post("/{webhook_id}/pause")
    async def pause(webhook_id: str, caller: Integrator, request: Request) -> View:
        """Send nothing until resumed; events are kept and wait."""
        webhook = await desk.manager.pause(owner_of(caller), webhook_id)
        return _webhook(webhook, language_of(request))

    @routes.post("/{webhook_id}/resume")
    async def resume(webhook_id: str, caller: Integrator, request: Request) -> View:
        """Send again, after a pause or after the webhook was disabled."""
        webhook = await desk.manager.resume(owner_of(caller), webhook_id)
        return _webhook(webhook, language_of(request))

    @routes.post("/{webhook_id}/rotate-secret")
    async def rotate(
        webhook_id: str, key: IdempotencyKey, caller: Integrator, request: Request
    ) -> View:
        """A new secret, shown here; for a while both sign, so that nothing is refused meanwhile."""
        made = await desk.manager.rotate(owner_of(caller), webhook_id, key)
        return _made(made, language_of(request))

    @routes.post("/{webhook_id}/test")
    async def test(webhook_id: str, caller: Integrator, request: Request) -> View:
        """Post a test event now and say what came of it; it is not kept."""
        webhook = await desk.manager.get(owner_of(caller), webhook_id)
        return _outcome(await desk.queries.test(webhook), language_of(request))


def _deliveries(routes: APIRouter, desk: WebhookDesk) -> None:
    @routes.get("/{webhook_id}/deliveries")
    async def deliveries(
        webhook_id: str,
        caller: Integrator,
        request: Request,
        state: DeliveryState | None = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> View:
        """What was told and is owed, the latest event first. Bodies are not shown."""
        owner, language = owner_of(caller), language_of(request)
        webhook = await desk.manager.get(owner, webhook_id)
        page = await desk.queries.deliveries(owner, webhook, state, offset=offset, limit=limit)
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": page.total},
            "items": [_delivery(one, language) for one in page.deliveries],
        }

    @routes.post("/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202)
    async def replay_one(
        webhook_id: str, delivery_id: str, caller: Integrator, request: Request
    ) -> View:
        """Send one delivery again, under its own id."""
        owner = owner_of(caller)
        again = await desk.manager.replay_one(owner, webhook_id, delivery_id)
        return _delivery(again, language_of(request))

    @routes.post("/{webhook_id}/replay", status_code=202)
    async def replay_since(
        webhook_id: str, form: ReplayForm, caller: Integrator, request: Request
    ) -> View:
        """Send again what occurred since a moment: what was given up, or all that is still kept."""
        return _webhook(await desk.replay_since(caller, webhook_id, form), language_of(request))


def _made(made: Made, language: str) -> View:
    return {**_webhook(made.webhook, language), "secret": made.secret}


def _webhook(one: Webhook, language: str) -> View:
    ends: datetime | None = min((s.ends_at for s in one.secrets if s.ends_at), default=None)
    return {
        "webhookId": one.webhook_id,
        "name": one.name,
        "url": one.url,
        "boroughs": list(one.boroughs),
        "eventTypes": list(one.event_types),
        "state": one.state.value,
        "reason": one.reason.value if one.reason else None,
        "reasonText": said(REASONS[one.reason], language) if one.reason else None,
        "failingSince": one.failing_since,
        "oldSecretEndsAt": ends,
        "createdAt": one.created_at,
        "changedAt": one.changed_at,
        "replaySince": one.replay.since if one.replay else None,
    }


def _delivery(one: WebhookDelivery, language: str) -> View:
    waits = one.state is DeliveryState.WAITING
    return {
        "deliveryId": one.delivery_id,
        "eventId": one.event_id,
        "eventType": one.event_type,
        "borough": one.borough,
        "caseId": one.case_id,
        "occurredAt": one.occurred_at,
        "state": one.state.value,
        "attempts": one.attempt,
        "replays": one.replays,
        "status": one.status,
        "reason": one.reason or None,
        "reasonText": fault_in_words(one.reason, language) or None,
        "nextTryAt": one.next_try_at if waits else None,
        "settledAt": one.settled_at,
        "expiresAt": one.expires_at,
    }


def _outcome(answer: Answer, language: str) -> View:
    return {
        "delivered": answer.is_delivered,
        "status": answer.status,
        "reason": answer.reason or None,
        "reasonText": fault_in_words(answer.reason, language) or None,
    }
