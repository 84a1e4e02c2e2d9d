"""When a delay did not run because the citizen was waited for: worked out from facts alone.

A question at the counter stops a clock only where the grid gives that promise a longest wait; so
does staff. Stops that touch are one, none is longer than the cap from which it began, and what
began after the case ended stops nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sla.domain.calendar import DAY
from sla.domain.commitment import Stop
from sla.domain.entered import WaitReason
from sla.domain.facts import Facts
from sla.domain.pauses import Pause


@dataclass(frozen=True, slots=True)
class Stops:
    """`over`: in order, apart from each other; `now`: the one that lasts, if one does."""

    over: tuple[Pause, ...] = ()
    now: Stop | None = None


NO_STOPS = Stops()


def stops_of(
    commitment_id: str,
    facts: Facts,
    cap_days: int | None,
    start_at: datetime,
    ended_at: datetime | None,
    zone: ZoneInfo,
    now: datetime,
) -> Stops:
    """The stops of one promise between its start and its end. `cap_days` None: there are none."""
    if cap_days is None:
        return NO_STOPS
    spans = sorted(_spans(commitment_id, facts, cap_days, zone))
    merged: list[tuple[datetime, datetime]] = []
    for span_from, span_to in spans:
        from_at = max(span_from, start_at)
        to_at = span_to if ended_at is None else min(span_to, ended_at)
        if to_at <= from_at:
            continue
        if merged and from_at <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], to_at)
        else:
            merged.append((from_at, to_at))
    reason = WaitReason.CITIZEN.value
    # What has ended waits for nothing, even where the clock that says so is a little ahead.
    lasting = [span for span in merged if ended_at is None and span[1] > now]
    over = tuple(Pause(*span, reason) for span in merged if span not in lasting)
    if not lasting:
        return Stops(over)
    from_at, until_at = lasting[0]
    return Stops(over, Stop(from_at=from_at, until_at=until_at, reason=reason))


def cap_at(from_at: datetime, cap_days: int, zone: ZoneInfo) -> datetime:
    """The end of the last local day of the longest wait."""
    return end_of(from_at.astimezone(zone).date() + cap_days * DAY, zone)


def end_of(on: date, zone: ZoneInfo) -> datetime:
    """The first instant after a local day, UTC."""
    return datetime.combine(on + DAY, time(0), zone).astimezone(UTC)


def _spans(
    commitment_id: str, facts: Facts, cap_days: int, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    entered = facts.entered
    resumed = [one.at for one in entered.resumptions if one.commitment_id == commitment_id]
    asked = [(one.asked_at, one.answered_at) for one in facts.questions]
    waits: list[tuple[datetime, datetime | None, datetime]] = [
        (from_at, to_at, cap_at(from_at, cap_days, zone)) for from_at, to_at in asked
    ]
    waits += [
        (one.from_at, None, one.until_at)
        for one in entered.suspensions
        if one.commitment_id == commitment_id
    ]
    for from_at, to_at, until_at in waits:
        ends = [at for at in (to_at, until_at) if at is not None]
        ends += [at for at in resumed if at > from_at]
        yield from_at, min(ends)
