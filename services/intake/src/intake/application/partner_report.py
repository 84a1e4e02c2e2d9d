"""Takes in what an executing partner reports of a case."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chassis.outcome import Outcome

from intake.application.keep_dossier import known
from intake.application.translate import outcome
from intake.domain.case import Case
from intake.domain.dossier import Note
from intake.domain.partner_report import PARTNER, report
from intake.domain.tracking import TrackingCodes

ZONE = ZoneInfo("America/Toronto")
_NO_WORDS = "Mise à jour sans texte. / Update without words."


def take_report(
    state: Case | None,
    *,
    holder: str,
    note_id: str,
    text: str,
    is_done: bool,
    acted_at: datetime,
    now: datetime,
    codes: TrackingCodes,
) -> Outcome[Case]:
    """Note it, for the citizen too where it has words (PV-56); done work completes (PV-53).

    Raises Refused.
    """
    written = Note(
        note_id=note_id,
        text=text or _NO_WORDS,
        is_public=bool(text),
        by=f"{PARTNER}{holder}",
        acted_at=acted_at,
        entered_at=now,
    )
    done_on = acted_at.astimezone(ZONE).date() if is_done else None
    return outcome(report(known(state), written, done_on=done_on, now=now), codes)
