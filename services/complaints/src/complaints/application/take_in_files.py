"""Photos and documents of complaints: pieces kept as they come, the whole acknowledged (PV-45).

The pieces lie in documents of their own; that all of them are there is looked for by a round.
Intake drops its bytes only after the acknowledgement, and says again what was not acknowledged for
a day.
"""

import hashlib
import logging
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from chassis.document import Document
from chassis.faults import Permanent
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from contracts import Received
from contracts.events.intake import FilePieceHandedOverV1

from complaints.application.translate import outcome
from complaints.domain.file import HeldFile, Investigation
from complaints.domain.held_files import awaited, postpone, receive
from complaints.domain.piece import Piece, Safe, piece_id

log = logging.getLogger(__name__)

AT_ONCE = 20


def id_of_piece(received: Received[FilePieceHandedOverV1]) -> str:
    """The document that a piece is kept in."""
    return piece_id(received.data.file_id, received.data.number)


def keep_piece(
    state: Piece | None, received: Received[FilePieceHandedOverV1], now: datetime
) -> Outcome[Piece]:
    """Handler of the pieces' topic; said again, one replaces what was kept. Raises Permanent."""
    data = received.data
    try:
        b64decode(data.content, validate=True)
    except ValueError:
        raise Permanent("content: no base64") from None
    return Outcome(
        Piece(
            case_id=received.envelope.subject,
            borough=received.envelope.borough,
            file_id=data.file_id,
            number=data.number,
            content=data.content,
        )
    )


@dataclass(frozen=True)
class PieceShelf:
    """Whole files, out of their pieces."""

    pieces: Store[Piece]
    safe: Safe

    async def whole(self, file: HeldFile) -> bytes | None:
        """Its bytes, as they were announced; None: not all are here. Raises Transient."""
        where = {"file_id": file.file_id}
        if await self.pieces.count(Scope.everything(), where) < file.pieces:
            return None
        ids = [piece_id(file.file_id, number) for number in range(file.pieces)]
        found = await self.pieces.load(ids)
        parts = [self._opened(name, found[name].state) for name in ids]
        content = b"".join(part for part in parts if part is not None)
        if hashlib.sha256(content).hexdigest() != file.digest:
            log.error("a complaint's file is not what was announced", extra={"file": file.file_id})
            return None
        return content

    def _opened(self, name: str, piece: Piece | None) -> bytes | None:
        if piece is None:
            return None
        if piece.content is not None:
            return b64decode(piece.content)
        return None if piece.sealed is None else self.safe.open(name, b64decode(piece.sealed))


class TakeInFiles:
    """A round: `find` looks which awaited files are whole, `decide` says so."""

    def __init__(self, store: Store[Investigation], shelf: PieceShelf) -> None:
        self._store = store
        self._shelf = shelf
        self._whole: dict[str, tuple[HeldFile, bool]] = {}

    async def find(self, now: datetime, limit: int) -> list[Document[Investigation]]:
        """Complaints with a file to look for, the longest waiting first. Raises Transient."""
        due = await self._store.due("files_due_at", now, min(limit, AT_ONCE))
        self._whole = {}
        for document in due:
            file = awaited(document.state) if document.state is not None else None
            if file is not None:
                self._whole[document.id] = file, await self._shelf.whole(file) is not None
        return due

    def decide(self, state: Investigation, now: datetime) -> Outcome[Investigation] | None:
        """Acknowledge the file, or look again later."""
        file, is_whole = self._whole.pop(state.case_id, (None, False))
        if file is None:
            return None
        if not is_whole:
            return Outcome(postpone(state, file, now))
        return outcome(*receive(state, file.file_id, now))
