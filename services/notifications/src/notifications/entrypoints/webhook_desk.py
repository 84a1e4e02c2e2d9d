"""What the webhooks' API and page share: who may, and what a caller's faults are answered with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.clock import Clock
from chassis.errors import ApiError, Detail, invalid, unprocessable
from chassis.identity import Caller

from notifications.application.manage_webhooks import Made, Owner, TooMany, WebhookManager
from notifications.application.read_webhooks import WebhookQueries
from notifications.application.webhook_form import (
    ChangeForm,
    FieldFault,
    ReplayForm,
    WebhookForm,
    faults_of,
)
from notifications.domain.webhook import Webhook
from notifications.domain.webhook_address import Rules

INTEGRATOR = "integrator"


@dataclass(frozen=True)
class WebhookDesk:
    """The collaborators of HTTP and pages."""

    manager: WebhookManager
    queries: WebhookQueries
    rules: Rules
    clock: Clock

    def hours_ago(self, hours: int) -> datetime:
        """That moment."""
        return self.clock() - timedelta(hours=hours)

    async def register(self, caller: Caller, form: WebhookForm, key: str) -> Made:
        """Raises ApiError, CommandConflict, Transient."""
        owner = owner_of(caller)
        _refuse(faults_of(form, owner.boroughs, self.rules))
        try:
            return await self.manager.register(owner, form, key)
        except TooMany as fault:
            words = (
                "La plateforme ne prend plus de webhooks ; écrivez à l'exploitation.",
                "The platform takes no more webhooks; write to operations.",
            )
            raise unprocessable("tooManyWebhooks", words) from fault

    async def change(self, caller: Caller, webhook_id: str, form: ChangeForm) -> Webhook:
        """Raises ApiError, NotFound, Transient."""
        owner = owner_of(caller)
        _refuse(faults_of(form, owner.boroughs, self.rules))
        return await self.manager.change(owner, webhook_id, form)

    async def replay_since(self, caller: Caller, webhook_id: str, form: ReplayForm) -> Webhook:
        """Raises ApiError, NotFound, Transient."""
        if form.since > self.clock():
            words = ("doit être dans le passé", "must be in the past")
            _refuse([FieldFault("since", *words)])
        return await self.manager.replay_since(owner_of(caller), webhook_id, form)


def owner_of(caller: Caller) -> Owner:
    """The caller as an owner of webhooks. Raises ApiError 403 for anybody but an integrator."""
    caller.require(INTEGRATOR)
    return Owner(caller.subject, caller.boroughs)


def _refuse(faults: Sequence[FieldFault]) -> None:
    if faults:
        raise _invalid(faults)


def _invalid(faults: Sequence[FieldFault]) -> ApiError:
    return invalid(
        [Detail("invalidParameter", (one.french, one.english), one.field) for one in faults]
    )
