"""Adding files to a case and taking them away: what may be done when. Pure."""

from datetime import datetime

from intake.domain.attachment import PER_CASE, Attachment
from intake.domain.case import Case, Decision, line_of
from intake.domain.dossier import OPEN, Status
from intake.domain.errors import Refused


def may_attach(case: Case, *, by_citizen: bool) -> None:
    """Whether the case takes files at all. Raises Refused.

    Of a complaint nothing is kept here (PV-44, PV-45). The citizen may add something until the
    case is closed; staff may document an ended case too.
    """
    if case.registration is None:
        raise Refused(f"is-{case.status}")
    if case.is_complaint:
        raise Refused("attachments-of-complaint")
    if by_citizen and case.status not in OPEN | {Status.COMPLETED}:
        raise Refused(f"is-{case.status}")


def attach(case: Case, attachment: Attachment) -> Decision:
    """Add a file; the one that is there changes nothing. Raises Refused."""
    if find(case, attachment.attachment_id) is not None:
        return case, ()
    may_attach(case, by_citizen=bool(attachment.owner))
    if len(case.attachments) >= PER_CASE:
        raise Refused("too-many-attachments")
    line = line_of(
        attachment.added_at,
        "attached-public" if attachment.is_public else "attached",
        attachment_kind=attachment.kind,
        by=attachment.by,
    )
    return case.with_line(line, attachments=(*case.attachments, attachment)), ()


def detach(case: Case, attachment: Attachment, by: str, now: datetime) -> Decision:
    """Take a file away; the journal keeps that it was there, and who removed it (MH-11)."""
    kept = tuple(one for one in case.attachments if one != attachment)
    line = line_of(now, "detached", attachment_kind=attachment.kind, by=by)
    return case.with_line(line, attachments=kept), ()


def find(case: Case, attachment_id: str) -> Attachment | None:
    """The file of that id, if the case has it."""
    return next((one for one in case.attachments if one.attachment_id == attachment_id), None)


def named_by(case: Case) -> list[str]:
    """Ids of the files whose bytes are this case's: its own, and those on their way out of it."""
    return [
        *(one.attachment_id for one in case.attachments),
        *(one.attachment.attachment_id for one in case.leaving),
    ]
