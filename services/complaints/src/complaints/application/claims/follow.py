"""What intake and sla say of a case, into the file of a claim.

A case that never was a claim leaves nothing here: its handlers return None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.intake import (
    CaseDetailsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
    ClaimNoticeGivenV1,
)

from complaints.application.claims.translate import outcome
from complaints.application.hear_clocks import HEARD, clocks_after
from complaints.domain.claims.claim import ACTION, CLAIM, NOTICE, Claim
from complaints.domain.claims.following import (
    DetailsTold,
    Fact,
    NoticeTold,
    Reclassified,
    Registered,
    TakenBack,
    Timed,
    record,
    settle,
)
from complaints.domain.claims.parts import ClaimRules, Damage, Told, ToldNotice
from complaints.domain.legal_letters import LawBook
from complaints.domain.rules import DatedRules

NOWHERE = "-"
Heard = Outcome[Claim] | None


class DatedBook(Protocol):
    """Port to what the boroughs ask, as far as their grids are known."""

    def dated(self, borough: str, at: datetime) -> DatedRules | None:
        """The version in force at that instant; None: not known yet."""
        ...


@dataclass(frozen=True)
class FollowClaims:
    """Handlers, and the round that sends receipts that waited."""

    law: LawBook
    book: DatedBook

    def handlers(self) -> Mapping[type[Event], Callable[..., Heard]]:
        """Which function takes which event."""
        return {
            CaseRegisteredV1: self.note_registration,
            CaseReclassifiedV1: self.note_reclassification,
            CaseWithdrawnV1: self.note_withdrawal,
            CaseReopenedV1: self.note_reopening,
            ClaimNoticeGivenV1: self.note_notice_told,
            CaseDetailsRecordedV1: self.note_details,
            **dict.fromkeys(HEARD, self.note_clock),
        }

    def note_registration(
        self, state: Claim | None, received: Received[CaseRegisteredV1], now: datetime
    ) -> Heard:
        """A file is opened for a claim (PV-16)."""
        data, borough = received.data, received.envelope.borough
        if data.kind.value != CLAIM and state is None:
            return None
        where = "" if borough == NOWHERE else borough
        fact = Registered(kind=data.kind.value, borough=where, received_at=data.received_at)
        return self._record(state, received, fact, now)

    def note_reclassification(
        self, state: Claim | None, received: Received[CaseReclassifiedV1], now: datetime
    ) -> Heard:
        """It became a claim, or is none any longer (PV-13)."""
        data = received.data
        if data.kind.value != CLAIM and state is None:
            return None
        fact = Reclassified(data.kind.value, received.envelope.borough, data.reclassified_at)
        return self._record(state, received, fact, now)

    def note_withdrawal(
        self, state: Claim | None, received: Received[CaseWithdrawnV1], now: datetime
    ) -> Heard:
        """Taken back at the counter."""
        if state is None:
            return None
        return self._record(state, received, TakenBack(received.data.withdrawn_at), now)

    def note_reopening(
        self, state: Claim | None, received: Received[CaseReopenedV1], now: datetime
    ) -> Heard:
        """The case is open again."""
        return None if state is None else self._record(state, received, TakenBack(None), now)

    def note_notice_told(
        self, state: Claim | None, received: Received[ClaimNoticeGivenV1], now: datetime
    ) -> Heard:
        """Intake told of the notice of the law, and that the claim is no such notice (C-13)."""
        if state is None:
            return None
        told = ToldNotice(given_at=received.data.given_at, days=received.data.days)
        return self._record(state, received, NoticeTold(told), now)

    def note_details(
        self, state: Claim | None, received: Received[CaseDetailsRecordedV1], now: datetime
    ) -> Heard:
        """What happened; the words of any other case are not kept."""
        data = received.data
        is_claim = state is not None and state.kind == CLAIM
        if data.claim is None and not is_claim:
            return None
        told = Told(
            version=data.version,
            words=data.description,
            place=_place(data),
            happened_on=data.claim.happened_on if data.claim else None,
            damages=_damages(data),
            amount_cents=data.claim.amount_cents if data.claim else None,
        )
        return self._record(state, received, DetailsTold(told, received.envelope.borough), now)

    def note_clock(self, state: Claim | None, received: Received[Any], now: datetime) -> Heard:
        """A delay of whoever claims started, moved, was kept or is over."""
        if received.data.commitment_kind.value not in (NOTICE, ACTION):
            return None
        clocks = clocks_after(() if state is None else state.clocks, received.data)
        return self._record(state, received, Timed(clocks), now)

    def send_receipt(self, state: Claim, now: datetime) -> Heard:
        """A receipt that waited for its delays, or for the borough's grid, leaves (C-13)."""
        decided, said = settle(state, self.rules_of(state.borough, now), self.law, now)
        return None if not said and decided == state else outcome(decided, said)

    def rules_of(self, borough: str | None, at: datetime) -> ClaimRules | None:
        """What that borough says of claims; None: its grid is not known yet."""
        dated = self.book.dated(borough or "", at)
        return None if dated is None else dated.claims

    def _record(
        self, state: Claim | None, received: Received[Any], fact: Fact, now: datetime
    ) -> Heard:
        known = state or Claim(case_id=received.envelope.subject)
        rules = self.rules_of(known.borough or received.envelope.borough, now)
        return outcome(*record(known, fact, rules, self.law, now))


def _damages(data: CaseDetailsRecordedV1) -> tuple[Damage, ...]:
    """What this release does not know is damage of another sort."""
    said = data.claim.damages if data.claim else []
    known = set(Damage)
    named = (Damage(one.value) if one.value in known else Damage.OTHER for one in said)
    return tuple(dict.fromkeys(named))


def _place(data: CaseDetailsRecordedV1) -> str:
    """The address, or the point that was set on the map."""
    if data.address:
        return data.address
    if data.latitude is None or data.longitude is None:
        return ""
    return f"{data.latitude:.5f}, {data.longitude:.5f}"
