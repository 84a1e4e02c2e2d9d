"""Reading the pilot's records so that what a stranger wrote in the open goes no further.

Headers are open, and ours repeat some of those of the record that caused them.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from chassis import unreadable
from chassis.faults import NONE
from chassis.record import Record
from chassis.sealing import Seals
from contracts import Event, Received

from intake.application.receive_pilot import PILOT_ID

TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def pilot_reader(now: Callable[[], datetime], boroughs: Collection[str]) -> unreadable.Reader:
    """The event of a record, or an Unreadable, with an envelope that may be repeated.

    The subject is the producer's own id, or the record's coordinates where that is no id. A
    sequence of theirs is passed over: it would silence what comes after it. Raises UnknownType.
    """
    read = unreadable.reader(now)

    def read_pilot(record: Record, seals: Seals) -> Received[Event]:
        received = read(record, seals)
        said = received.envelope
        subject = said.subject if PILOT_ID.fullmatch(said.subject) else record.id
        trace = said.traceparent or ""
        fit = said.model_copy(
            update={
                "subject": subject,
                "borough": said.borough if said.borough in boroughs else NONE,
                "correlationid": (
                    said.correlationid if PILOT_ID.fullmatch(said.correlationid) else subject
                ),
                "traceparent": trace if TRACEPARENT.fullmatch(trace) else None,
                "sequence": None,
            }
        )
        return replace(received, envelope=fit)

    return read_pilot
