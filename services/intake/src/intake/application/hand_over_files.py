"""The files of a complaint leave for its own service, a few pieces at a time (PV-44, PV-45).

A round: `find` does what is outside the documents, `decide` is the pure step that is then saved.
Whatever stops between the two is done again: pieces that come twice are one, and bytes that are
gone are gone already.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from chassis.document import Document
from chassis.outcome import Outcome
from chassis.store import Store

from intake.application.translate import outcome
from intake.domain.attachment import Leaving
from intake.domain.attachment_store import AttachmentStore, Unopenable
from intake.domain.case import Case, Decision
from intake.domain.leaving import let_go, next_due, piece, pieces_of, say_pieces, wait
from intake.domain.tracking import TrackingCodes

log = logging.getLogger(__name__)

CASES_AT_ONCE = 8
UNSAID_AT_MOST = 4
"""Pieces of half a mebibyte that may wait in one document for the broker; it holds 16 at most."""

Step = Callable[[Case, datetime], Decision]


class HandOverFiles:
    """Moves files of complaints out of `files`, the cases being in `store`."""

    def __init__(self, store: Store[Case], files: AttachmentStore, codes: TrackingCodes) -> None:
        self._store = store
        self._files = files
        self._codes = codes
        self._steps: dict[str, Step] = {}

    async def find(self, now: datetime, limit: int) -> list[Document[Case]]:
        """Cases with a file to move, once its bytes are read, or deleted. Raises Transient."""
        self._steps = {}
        due = await self._store.due("files_due_at", now, min(limit, CASES_AT_ONCE))
        for document in due:
            room = UNSAID_AT_MOST - len(document.pending)
            leaving = next_due(document.state) if document.state is not None else None
            if leaving is not None and (leaving.is_received or room > 0):
                self._steps[document.id] = await self._step(leaving, room)
        return [document for document in due if document.id in self._steps]

    def decide(self, state: Case, now: datetime) -> Outcome[Case] | None:
        """What was prepared for this case."""
        step = self._steps.pop(state.case_id, None)
        return None if step is None else outcome(step(state, now), self._codes)

    async def _step(self, leaving: Leaving, room: int) -> Step:
        file_id = leaving.attachment.attachment_id
        if leaving.is_received:
            await self._files.delete(file_id)
            return lambda case, now: let_go(case, file_id, now)
        try:
            content = await self._files.get(file_id)
        except Unopenable:
            content = None
        if content is None:
            log.error("a complaint's file cannot be read", extra={"attachment": file_id})
            return lambda case, now: wait(case, file_id, now)
        first = leaving.said
        numbers = range(first, min(first + room, pieces_of(leaving.attachment)))
        pieces = [piece(content, number) for number in numbers]
        return lambda case, now: say_pieces(case, file_id, first, pieces, now)
