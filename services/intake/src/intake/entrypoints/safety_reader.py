"""Reading what complaints asks so that the request repeats nothing of it (C-08, PV-44).

Headers are open, and ours repeat some of those of the record that caused them: whoever reads the
open topics would find the complaint behind the request.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from chassis.record import Record, read
from chassis.sealing import Seals
from chassis.unreadable import Reader
from contracts import Event, Received


def safety_reader(case_id_of: Callable[[Received[Any]], str]) -> Reader:
    """Reads as `chassis.record.read`, under ids of the request. Raises Undecodable, UnknownType."""

    def read_safety(record: Record, seals: Seals) -> Received[Event]:
        received = read(record, seals)
        case_id = case_id_of(received)
        unlinked = received.envelope.model_copy(
            update={
                "id": uuid5(NAMESPACE_URL, f"guichet:safety:{case_id}"),
                "correlationid": case_id,
                "traceparent": None,
            }
        )
        return replace(received, envelope=unlinked)

    return read_safety
