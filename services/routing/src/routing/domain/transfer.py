"""A warm transfer: offered, then accepted, declined, expired or withdrawn, for good (MH-06).

Responsibility and clock stay with the sender until the colleague accepts; what an acceptance does
to the assignment is in `transferring.py`.
"""

import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field

from routing.domain.errors import TransferRefused
from routing.domain.held_facts import State


class TransferState(StrEnum):
    """`offered` alone is not an end."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Holder(State):
    """Who answers, or is asked to: a person in a department of a borough."""

    borough: str
    department: str
    person_id: str


class Transfer(State):
    """One offer and what became of it; every method returns a new one."""

    number: int = Field(ge=1)
    sender: Holder
    addressee: Holder
    department_name_fr: str
    department_name_en: str
    reason: str = Field(description="why it is offered; for staff")
    offered_by: str
    offered_at: datetime.datetime
    expires_at: datetime.datetime
    state: TransferState = TransferState.OFFERED
    ended_by: str = ""
    ended_at: datetime.datetime | None = None
    answer: str = Field("", description="why it is declined; for staff")

    @property
    def is_open(self) -> bool:
        return self.state is TransferState.OFFERED

    def accepted(self, by: str, now: datetime.datetime) -> Self:
        """Raises TransferRefused where it is no longer offered, or has run out."""
        self._must_wait_for_an_answer(now)
        return self._ended(TransferState.ACCEPTED, by, now)

    def declined(self, by: str, now: datetime.datetime, reason: str) -> Self:
        """Raises TransferRefused as above, and without a reason."""
        self._must_wait_for_an_answer(now)
        if not reason.strip():
            raise TransferRefused(
                "reason",
                "dites pourquoi vous ne pouvez pas répondre du dossier",
                "say why you cannot answer for the case",
            )
        return self._ended(TransferState.DECLINED, by, now, reason.strip())

    def withdrawn(self, by: str, now: datetime.datetime) -> Self:
        """Raises TransferRefused where it is no longer offered."""
        if not self.is_open:
            raise _not_offered()
        return self._ended(TransferState.WITHDRAWN, by, now)

    def expired(self, now: datetime.datetime) -> Self:
        """It returns to the sender; before its time, or after an answer, nothing changes."""
        if not self.is_open or now < self.expires_at:
            return self
        return self._ended(TransferState.EXPIRED, "", now)

    def _must_wait_for_an_answer(self, now: datetime.datetime) -> None:
        if not self.is_open:
            raise _not_offered()
        if now >= self.expires_at:
            raise TransferRefused(
                "transfer",
                "l'offre est échue : le dossier est resté à qui l'offrait",
                "the offer has run out: the case stayed with who offered it",
            )

    def _ended(
        self, state: TransferState, by: str, now: datetime.datetime, answer: str = ""
    ) -> Self:
        changes = {"state": state, "ended_by": by, "ended_at": now, "answer": answer}
        return self.model_copy(update=changes)


def _not_offered() -> TransferRefused:
    return TransferRefused(
        "transfer", "aucun transfert n'attend de réponse", "no transfer waits for an answer"
    )
