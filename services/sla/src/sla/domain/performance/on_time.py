"""What "on time" and "at first contact" mean, in words and in code: one definition, with a version.

A change of meaning is a new version beside the old one, never another reading of the same name.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")


@dataclass(frozen=True)
class Definition:
    """What a figure means."""

    name: str
    version: int
    french: str
    english: str


ON_TIME_V1 = Definition(
    "on-time",
    1,
    "Un dossier est dans le délai s'il a été complété à l'échéance ou avant. La date à laquelle le"
    " travail a été fait décide, non celle de la saisie ; un délai compté en heures se juge à"
    " l'heure. Un dossier encore ouvert avant son échéance n'est ni dans le délai ni en retard ;"
    " encore ouvert après, il est en retard. Retiré ou fermé sans travail avant l'échéance, il ne"
    " compte pas ; après, il est en retard. Un dossier rouvert est jugé par sa dernière promesse."
    " Le délai ajusté tient compte des suspensions et des prolongations ; le délai initial est"
    " celui promis d'abord.",
    "A case is on time if it was completed at its due time or before. The day on which the work was"
    " done decides, not that of its entry; a delay counted in hours is judged by the hour. A case"
    " still open before its due time is neither on time nor late; still open after it, it is late."
    " Withdrawn or closed without work before the due time, it does not count; after it, it is"
    " late. A reopened case is judged by its latest promise. The adjusted deadline takes account of"
    " suspensions and extensions; the original one is what was promised first.",
)
FIRST_CONTACT_V1 = Definition(
    "first-contact",
    1,
    "Un dossier est réglé au premier contact s'il a reçu sa réponse à l'accueil, sans travail à"
    " faire, et n'a jamais été rouvert. Le taux le rapporte à tous les dossiers reçus, moins ceux"
    " que le citoyen a retirés.",
    "A case is settled at first contact if it was answered at the counter, with no work to do, and"
    " was never reopened. The rate sets it against all cases received, less those that the citizen"
    " withdrew.",
)


class Judgement(StrEnum):
    """How a case stands against a due time."""

    ON_TIME = "on-time"
    LATE = "late"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True)
class Done:
    """Work that was validated. `done_on`: the local day on which it was done, where it was said."""

    completed_at: datetime
    done_on: date | None = None

    def is_in_time(self, due_at: datetime, *, in_hours: bool) -> bool:
        """At or before the due time; the done date decides (PV-53)."""
        if self.done_on is None:
            return self.completed_at <= due_at
        entered_on = self.completed_at.astimezone(ZONE).date()
        if in_hours and self.done_on == entered_on:
            return self.completed_at <= due_at
        return self.done_on <= due_at.astimezone(ZONE).date()

    @property
    def on(self) -> date:
        """Local day on which it was done."""
        return self.done_on or self.completed_at.astimezone(ZONE).date()


def judged_done(done: Done, due_at: datetime, *, in_hours: bool) -> Judgement:
    """On time or late, by `ON_TIME_V1`."""
    return Judgement.ON_TIME if done.is_in_time(due_at, in_hours=in_hours) else Judgement.LATE


def judged_without_work(ended_at: datetime, due_at: datetime) -> Judgement:
    """Withdrawn, or closed with nothing to do, by `ON_TIME_V1`."""
    return Judgement.LATE if ended_at > due_at else Judgement.NONE


def judged_open(due_at: datetime | None, now: datetime) -> Judgement:
    """Open still, by `ON_TIME_V1`; `due_at` None: no due time runs, or it is suspended."""
    return Judgement.LATE if due_at is not None and due_at < now else Judgement.OPEN
