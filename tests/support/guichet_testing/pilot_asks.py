"""The city's online pilot writes requests: one that can be taken, and one that cannot."""

from typing import Any

from chassis.record import Record
from contracts import encode
from contracts.events.pilot import PilotContact, PilotRequestSubmittedV1
from contracts.topics import TOPICS

from guichet_testing import toy
from guichet_testing.wired import SEALS


async def the_pilot_sends_one_that_can_be_taken_and_one_that_cannot(day: Any) -> None:
    """A part of the day of `test_producers_and_readers`."""
    for number, activity in enumerate(("Nid-de-poule", "")):
        request = PilotRequestSubmittedV1(
            request_id=f"pilot-{number}",
            borough="pierrefonds-roxboro",
            activity=activity,
            description="Un trou profond.",
            longitude=-73.83,
            latitude=45.51,
            contact=PilotContact(email="pilote@exemple.example.org"),
        )
        await day.house.put(pilot_record(request))


def pilot_record(request: PilotRequestSubmittedV1) -> Record:
    """The record as the city's pilot writes it: without a sequence, sealed."""
    envelope = toy.envelope_of(request, request.request_id, None).model_copy(
        update={
            "source": "/pilot/online",
            "borough": request.borough,
            "dataclassification": TOPICS[request.topic].classification,
        }
    )
    value, headers = encode(envelope, request)
    value, headers = SEALS.seal(request.topic, str(envelope.id), value, headers)
    raw = [(name, text.encode()) for name, text in headers.items()]
    return Record(request.topic, 0, 0, request.request_id.encode(), value, raw)
