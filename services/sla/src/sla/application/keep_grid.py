"""Keeping the grids that routing publishes; what cannot be a grid is refused, never half kept."""

import json
from collections.abc import Iterator
from datetime import datetime

from chassis.faults import Permanent
from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import (
    GridActivity,
    GridCommitment,
    GridDepartment,
    GridPublishedV1,
)
from contracts.words import CommitmentKind as Said
from contracts.words import Counting as Told
from pydantic import ValidationError

from sla.domain.calendar import CalendarInvalid, CalendarRules, HolidaySeed, build_calendar
from sla.domain.citizens_clocks import NOTICE_DAYS
from sla.domain.counting import Counting
from sla.domain.grids import Grid, Named
from sla.domain.lists.plan import ListRules
from sla.domain.promises import ANY, DEFAULT_SHARES, INFORMATION, CommitmentKind, Promise


def keep_grid(
    grid: Grid | None, received: Received[GridPublishedV1], now: datetime, *, seed: HolidaySeed
) -> Outcome[Grid]:
    """Keep a version; one that is kept already, word for word, changes nothing.

    Raises Permanent where the calendar contradicts itself or a delay is beyond all measure.
    """
    event = received.data
    if received.envelope.subject != f"{event.borough}@{event.version}":
        raise Permanent("key: is not that of the grid inside")
    try:
        kept = Grid(
            borough=event.borough,
            version=event.version,
            effective_on=event.effective_on,
            calendar=CalendarRules.model_validate_json(event.calendar.model_dump_json()),
            promises=(
                *(_promise(row) for row in event.commitments if row.kind is not Said.OTHER),
                *_promises_of_comments(event),
            ),
            heard_at=now,
            name_fr=event.messages.name_fr,
            name_en=event.messages.name_en,
            departments=tuple(map(_named, event.departments)),
            activities=tuple(map(_named, event.activities)),
            inherits=event.inherits,
            signature_fr=event.messages.signature_fr,
            signature_en=event.messages.signature_en,
            claim_notice_days=event.counter.claim_notice_days if event.counter else NOTICE_DAYS,
            lists=list_rules(event),
        )
        if grid is not None and grid == kept.model_copy(update={"heard_at": grid.heard_at}):
            return Outcome(grid)
        build_calendar(kept.borough, kept.version, kept.calendar, seed)
    except (ValidationError, CalendarInvalid) as fault:
        raise Permanent(f"grid: {_reason(fault)}") from fault
    return Outcome(kept)


def list_rules(event: GridPublishedV1) -> ListRules | None:
    """When monthly lists leave; a word that this release does not know is no rule to guess at.

    Raises ValidationError.
    """
    return None if event.rnc is None else ListRules.model_validate(event.rnc.model_dump())


def _named(one: GridDepartment | GridActivity) -> Named:
    return Named(code=one.code, name_fr=one.name_fr, name_en=one.name_en)


def _promise(row: GridCommitment) -> Promise:
    silent = row.counting is Told.NO_DELAY
    known = row.counting not in (Told.NO_DELAY, Told.OTHER)
    return Promise(
        kind=CommitmentKind(row.kind),
        activity=row.activity,
        case_kind=row.case_kind,
        counting=Counting(row.counting) if known else None,
        amount=0 if silent else row.amount,
        demonstration=row.demonstration,
        channels=tuple(row.channels),
        warn_shares=tuple(sorted(set(row.warn_shares))) or DEFAULT_SHARES,
        suspension_days=row.suspension_days,
        extension_max=row.extension_max,
        extension_times=row.extension_times,
        extension_by=tuple(row.extension_by),
        answered_by=row.answered_by,
    )


def _promises_of_comments(event: GridPublishedV1) -> Iterator[Promise]:
    """A question or comment is acknowledged like all else by the channels that say so (C-12)."""
    owed = event.counter.comment_ack if event.counter else {}
    rows = [row for row in event.commitments if row.kind is Said.ACKNOWLEDGE]
    for row in (row for row in rows if row.case_kind is None and not row.channels):
        for channel, is_owed in owed.items():
            named = {"case_kind": INFORMATION, "channels": () if channel == ANY else (channel,)}
            silent = {} if is_owed else {"counting": None, "amount": 0}
            yield _promise(row).model_copy(update={**named, **silent})


def _reason(fault: ValidationError | CalendarInvalid) -> str:
    if isinstance(fault, CalendarInvalid):
        return str(fault)
    return json.dumps([[".".join(map(str, one["loc"])), one["type"]] for one in fault.errors()])
