"""A toy service on the real chassis: it counts what it is told of a case, and says so once each.

Reads intake-cases and notifications-deliveries (two streams of one case), writes to
routing-assignments. `Tally.heard` shows order and repetition; `REFUSED` is a rule that forbids.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from chassis.faults import Permanent
from chassis.kit import Kit
from chassis.outcome import Outcome
from chassis.record import Record
from chassis.sealing import new_key
from chassis.settings import ServiceSettings
from contracts import Envelope, Event, Received, encode
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.notifications import MessageAcceptedV1
from contracts.events.routing import CaseAssignedV1, WorkCompletedV1
from pydantic import BaseModel, ConfigDict

REFUSED = "refused-by-a-rule"
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class Tally(BaseModel):
    """What was heard of one case, in the order in which it was applied."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    heard: tuple[str, ...] = ()
    journal: tuple[str, ...] = ()
    journal_moved: int = 0
    next_try_at: datetime | None = None


def index(tally: Tally) -> dict[str, Any]:
    """Index fields."""
    return {"boroughs": ["anjou"], "next_try_at": tally.next_try_at}


def on_registered(
    tally: Tally | None, received: Received[CaseRegisteredV1], now: datetime
) -> Outcome[Tally]:
    """Hear it and say that it is assigned; activity `REFUSED` is against the rules."""
    event = received.data
    if event.activity == REFUSED:
        raise Permanent("activity: refused by a rule")
    tally = _hear(tally, event.case_id, f"registered:{received.envelope.sequence}")
    return Outcome(tally, [assigned(event.case_id, now, str(received.envelope.sequence))])


def on_withdrawn(
    tally: Tally | None, received: Received[CaseWithdrawnV1], now: datetime
) -> Outcome[Tally]:
    """Hear it; say nothing."""
    return Outcome(_hear(tally, received.data.case_id, f"withdrawn:{received.envelope.sequence}"))


def on_message(
    tally: Tally | None, received: Received[MessageAcceptedV1], now: datetime
) -> Outcome[Tally]:
    """Hear it and say two things: the second must wait for the first."""
    case_id, number = received.data.case_id, received.envelope.sequence
    done = WorkCompletedV1(
        case_id=case_id,
        intervention_code="238",
        done_on=now.date(),
        extension="4242",
        completed_at=now,
    )
    said: list[Event] = [assigned(case_id, now, f"message:{number}"), done]
    return Outcome(_hear(tally, case_id, f"message:{number}"), said)


def assigned(case_id: str, now: datetime, rule: str) -> CaseAssignedV1:
    """The event that the toy says."""
    return CaseAssignedV1(
        case_id=case_id,
        decided_at=now,
        reason_fr="essai",
        reason_en="test",
        responsible_borough="anjou",
        department="essais",
        department_name_fr="Essais",
        department_name_en="Tests",
        reception="essai",
        grid_version=1,
        rule=rule,
    )


def _hear(tally: Tally | None, case_id: str, what: str) -> Tally:
    tally = tally or Tally(case_id=case_id)
    return tally.model_copy(
        update={"heard": (*tally.heard, what), "journal": (*tally.journal, what)}
    )


def toy_settings(bootstrap: str, mongo_uri: str, database: str, **more: Any) -> ServiceSettings:
    """Settings of a toy: impatient, for tests."""
    values: dict[str, Any] = {
        "http_port": 0,
        "kafka_bootstrap": bootstrap,
        "mongo_uri": mongo_uri,
        "mongo_database": database,
        "storage_key": new_key(),
        "sweep_every_seconds": 0.1,
        "sweep_after_seconds": 0.5,
        "round_every_seconds": 0.1,
        "write_deadline_seconds": 5.0,
        "stop_deadline_seconds": 5.0,
        **more,
    }
    return ServiceSettings(**values)


def build(settings: ServiceSettings, **kit: Any) -> Kit:
    """The toy on the chassis."""
    made = Kit("routing", settings, **kit)
    store = made.store("tallies", Tally, index, indexes=["next_try_at"])
    made.subscribe(
        "intake-cases", store, {CaseRegisteredV1: on_registered, CaseWithdrawnV1: on_withdrawn}
    )
    made.subscribe("notifications-deliveries", store, {MessageAcceptedV1: on_message})
    return made


def envelope_of(event: Event, key: str, sequence: int | None) -> Envelope:
    """An envelope as the owner of the topic would write it."""
    return Envelope(
        id=uuid5(NAMESPACE_URL, f"{event.topic}:{key}:{sequence}"),
        source="/guichet/test",
        type=event.wire_type,
        time=NOW,
        subject=key,
        borough="anjou",
        sequence=sequence,
        correlationid="test",
    )


def record_of(event: Event, sequence: int | None, *, offset: int = 0, partition: int = 0) -> Record:
    """A record that carries an event of a case."""
    key: str = getattr(event, "case_id", "key")
    value, headers = encode(envelope_of(event, key, sequence), event)
    raw: Sequence[tuple[str, bytes | None]] = [(n, v.encode()) for n, v in headers.items()]
    return Record(event.topic, partition, offset, key.encode(), value, raw)


def registered(case_id: str, activity: str = "Nid-de-poule") -> CaseRegisteredV1:
    """A request was registered."""
    return CaseRegisteredV1.model_validate(
        {
            "case_id": case_id,
            "kind": "request",
            "activity": activity,
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )


def withdrawn(case_id: str) -> CaseWithdrawnV1:
    """It was withdrawn."""
    return CaseWithdrawnV1(case_id=case_id, withdrawn_at=NOW + timedelta(hours=1))


def message(case_id: str, number: int = 1) -> MessageAcceptedV1:
    """A message was accepted."""
    return MessageAcceptedV1.model_validate(
        {
            "case_id": case_id,
            "delivery_id": f"delivery-{number}",
            "template": "acknowledgement",
            "channel": "email",
            "recipient": "citizen",
            "at": NOW,
        }
    )
