"""Files of a complaint on their way to the Service aux citoyens (PV-44, PV-45). Pure.

They left `Case.attachments` in the write that made the case a complaint. Their bytes are said in
pieces, one after another, and stay here until complaints has them all; what is not acknowledged
within a day is said again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.events.intake import PIECE_BYTES

from intake.domain.attachment import Attachment, Leaving
from intake.domain.case import Case, Decision, line_of
from intake.domain.facts import FilePieceHandedOver

AGAIN = timedelta(days=1)


def pieces_of(attachment: Attachment) -> int:
    """How many pieces its bytes make."""
    return max(1, -(-attachment.size_bytes // PIECE_BYTES))


def piece(content: bytes, number: int) -> bytes:
    """One piece of a whole file."""
    return content[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]


def next_due(case: Case) -> Leaving | None:
    """The file whose turn comes first; None: none leaves."""
    return min(case.leaving, key=lambda one: one.due_at, default=None)


def say_pieces(
    case: Case, file_id: str, first: int, content: Sequence[bytes], now: datetime
) -> Decision:
    """Hand over the pieces from `first` on; nothing where another process was quicker."""
    one = _find(case, file_id)
    if one is None or one.is_received or one.said != first:
        return case, ()
    said = first + len(content)
    whole = said >= pieces_of(one.attachment)
    later = {"said": 0, "due_at": now + AGAIN} if whole else {"said": said, "due_at": now}
    facts = [
        FilePieceHandedOver(file_id, number, part) for number, part in enumerate(content, first)
    ]
    return _with(case, one, one.model_copy(update=later)), facts


def wait(case: Case, file_id: str, now: datetime) -> Decision:
    """Its bytes cannot be read: looked for again a day later."""
    one = _find(case, file_id)
    if one is None:
        return case, ()
    return _with(case, one, one.model_copy(update={"due_at": now + AGAIN})), ()


def acknowledge(case: Case, file_id: str, now: datetime) -> Case:
    """Complaints has the whole file: its bytes are to go. An unknown file changes nothing."""
    one = _find(case, file_id)
    if one is None or one.is_received:
        return case
    return _with(case, one, one.model_copy(update={"is_received": True, "due_at": now}))


def let_go(case: Case, file_id: str, now: datetime) -> Decision:
    """Its bytes are deleted here; a line of the journal is what stays (MH-11)."""
    one = _find(case, file_id)
    if one is None or not one.is_received:
        return case, ()
    left = tuple(other for other in case.leaving if other is not one)
    line = line_of(now, "file-handed-over", attachment_kind=one.attachment.kind)
    return case.with_line(line, leaving=left), ()


def _find(case: Case, file_id: str) -> Leaving | None:
    found = (one for one in case.leaving if one.attachment.attachment_id == file_id)
    return next(found, None)


def _with(case: Case, old: Leaving, new: Leaving) -> Case:
    changed = tuple(new if one is old else one for one in case.leaving)
    return case.model_copy(update={"leaving": changed})
