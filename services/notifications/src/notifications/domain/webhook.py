"""A webhook: an integrator's address that is told of the events of some boroughs.

Pure. It carries no event; what is owed to it lies in documents of their own (webhook_delivery.py).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SLACK = timedelta(minutes=5)  # clocks differ, and the platform may be a little behind


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class State(StrEnum):
    """`paused`: events are kept and wait. `disabled`: none are kept. `deleted`: gone for good."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"
    DELETED = "deleted"


class Reason(StrEnum):
    """Why we disabled it."""

    GONE = "gone"
    FAILING = "failing"


class Secret(_Frozen):
    """A signing secret, sealed; `ends_at` None: the one in force."""

    number: int
    sealed: str = Field(repr=False)
    made_at: AwareDatetime
    ends_at: AwareDatetime | None = None


class Replay(_Frozen):
    """A wish to send again what came since then: all of it, or what was given up only."""

    since: AwareDatetime
    only_failed: bool
    asked_at: AwareDatetime


class Webhook(_Frozen):
    """The document of one webhook. `event_types` empty: all that there are."""

    webhook_id: str
    owner: str
    name: str
    url: str
    boroughs: tuple[str, ...]
    event_types: tuple[str, ...] = ()
    state: State = State.ACTIVE
    reason: Reason | None = None
    secrets: tuple[Secret, ...] = ()
    created_at: AwareDatetime
    changed_at: AwareDatetime
    failing_since: AwareDatetime | None = None
    replay: Replay | None = None

    @property
    def collects(self) -> bool:
        """True while events are kept for it."""
        return self.state in (State.ACTIVE, State.PAUSED)

    def wants(self, borough: str, event_type: str, occurred_at: datetime) -> bool:
        """True for an event of its boroughs and types that came after it was registered.

        A few from the minutes before may be among them; none that came later is missing.
        """
        return (
            self.collects
            and borough in self.boroughs
            and occurred_at >= self.created_at - SLACK
            and (not self.event_types or any(_takes(p, event_type) for p in self.event_types))
        )

    def secrets_at(self, now: datetime) -> tuple[Secret, ...]:
        """Those that sign now: the one in force first, then those that a rotation lets run out."""
        valid = [one for one in self.secrets if one.ends_at is None or one.ends_at > now]
        return tuple(sorted(valid, key=lambda one: -one.number))

    def next_secret(self) -> int:
        """Number of the secret that comes next."""
        return max((one.number for one in self.secrets), default=0) + 1


def _takes(pattern: str, event_type: str) -> bool:
    """`sla.commitment-missed.v1` itself, `sla.commitment-missed` in any version, `sla.*`."""
    if pattern.endswith(".*"):
        return event_type.startswith(pattern[:-1])
    return event_type == pattern or event_type.rpartition(".v")[0] == pattern


def takes_any(pattern: str, event_types: frozenset[str]) -> bool:
    """True when a filter means at least one of these types."""
    return any(_takes(pattern, one) for one in event_types)


def changed(webhook: Webhook, now: datetime, **fields: object) -> Webhook:
    """With other fields (`name`, `url`, `boroughs`, `event_types`), if they are other."""
    other: dict[str, object] = {
        name: value for name, value in fields.items() if getattr(webhook, name) != value
    }
    if "url" in other:
        other["failing_since"] = None  # another address has not failed yet
    return webhook.model_copy(update={**other, "changed_at": now}) if other else webhook


def paused(webhook: Webhook, now: datetime) -> Webhook:
    """Nothing leaves until it is resumed; a disabled one stays disabled."""
    if webhook.state is not State.ACTIVE:
        return webhook
    return webhook.model_copy(update={"state": State.PAUSED, "changed_at": now})


def resumed(webhook: Webhook, now: datetime) -> Webhook:
    """Active again, after a pause or after it was disabled; its failures are forgotten."""
    if webhook.state not in (State.PAUSED, State.DISABLED):
        return webhook
    news = {"state": State.ACTIVE, "reason": None, "failing_since": None, "changed_at": now}
    return webhook.model_copy(update=news)


def rotated(webhook: Webhook, sealed: str, now: datetime, overlap: timedelta) -> Webhook:
    """A new secret; the one before signs beside it for `overlap`, older ones are forgotten."""
    kept = tuple(
        one.model_copy(update={"ends_at": now + overlap}) if one.ends_at is None else one
        for one in webhook.secrets_at(now)[:1]
    )
    new = Secret(number=webhook.next_secret(), sealed=sealed, made_at=now)
    return webhook.model_copy(update={"secrets": (*kept, new), "changed_at": now})


def deleted(webhook: Webhook, now: datetime) -> Webhook:
    """A tombstone: neither address nor secret is left in it."""
    gone = {"state": State.DELETED, "url": "", "secrets": (), "replay": None, "changed_at": now}
    return webhook.model_copy(update=gone)


def asked_again(webhook: Webhook, replay: Replay) -> Webhook:
    """Send again; a later wish replaces one that is still under way."""
    return webhook.model_copy(update={"replay": replay})


def replayed(webhook: Webhook, replay: Replay) -> Webhook:
    """This wish is fulfilled, unless another one came meanwhile."""
    return webhook.model_copy(update={"replay": None}) if webhook.replay == replay else webhook


def heard(
    webhook: Webhook, *, delivered: bool, gone: bool, now: datetime, patience: timedelta
) -> Webhook:
    """What a round of deliveries says of its health: one that fails too long is disabled.

    The same object where nothing changed: a healthy webhook costs no write.
    """
    if webhook.state in (State.DISABLED, State.DELETED):
        return webhook
    if gone:
        return _disabled(webhook, Reason.GONE, now)
    if delivered:
        since = webhook.failing_since
        return webhook if since is None else webhook.model_copy(update={"failing_since": None})
    if webhook.failing_since is None:
        return webhook.model_copy(update={"failing_since": now})
    if now - webhook.failing_since >= patience:
        return _disabled(webhook, Reason.FAILING, now)
    return webhook


def _disabled(webhook: Webhook, reason: Reason, now: datetime) -> Webhook:
    news = {"state": State.DISABLED, "reason": reason, "changed_at": now}
    return webhook.model_copy(update=news)
