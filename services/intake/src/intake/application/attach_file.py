"""Adding a file to a case, and removing one. The bytes are written before, and deleted after."""

from dataclasses import replace
from datetime import datetime

from chassis.commands import NotFound
from chassis.outcome import Outcome

from intake.application.translate import outcome
from intake.domain.attaching import attach, detach, find
from intake.domain.attachment import Attachment
from intake.domain.case import Case, Decision
from intake.domain.errors import Refused
from intake.domain.tracking import TrackingCodes


def attach_file(state: Case | None, attachment: Attachment, codes: TrackingCodes) -> Outcome[Case]:
    """The case with the file; the answer says its id. Raises Refused."""
    if state is None:
        raise Refused("is-awaited")
    return _naming(attachment.attachment_id, attach(state, attachment), codes)


def detach_file(
    state: Case | None, attachment_id: str, by: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """The case without the file. Raises NotFound; a complaint shows none of its files here."""
    found = find(state, attachment_id) if state and not state.is_complaint else None
    if state is None or found is None:
        raise NotFound(attachment_id)
    return _naming(attachment_id, detach(state, found, by, now), codes)


def _naming(attachment_id: str, decision: Decision, codes: TrackingCodes) -> Outcome[Case]:
    made = outcome(decision, codes)
    return replace(made, answer={**made.answer, "attachmentId": attachment_id})
