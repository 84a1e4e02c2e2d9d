"""Encode and decode of every event, against plain pydantic on the same body, in one process.

Ours writes the CloudEvents attributes too; "with headers" reads them again as well, as a consumer
of a whole record does. Run: `python bench/codec.py`.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from contracts import Envelope, decode, encode
from contracts.codec import read_envelope
from contracts.examples import Flavour, example_of
from contracts.registry import Event, event_types

ROUNDS, CALLS = 15, 200


def in_turns(*calls: Callable[[], object]) -> tuple[float, ...]:
    """Medians in microseconds a call."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, into in zip(calls, times, strict=True):
            started = time.perf_counter()
            for _ in range(CALLS):
                call()
            into.append((time.perf_counter() - started) / CALLS * 1e6)
    return tuple(statistics.median(one) for one in times)


def of_type(event: type[Event]) -> tuple[float, ...]:
    """Microseconds for the full example of an event: ours, with headers, plain pydantic."""
    data = event.model_validate(example_of(event, Flavour.FULL))
    envelope = Envelope(
        id=uuid4(),
        source="/guichet/bench",
        type=event.wire_type,
        time=datetime.now(UTC),
        subject=str(uuid4()),
        borough="montreal",
        sequence=3,
        correlationid=str(uuid4()),
        causationid=str(uuid4()),
    )

    def ours() -> object:
        return decode(envelope, encode(envelope, data)[0])

    def with_headers() -> object:
        value, headers = encode(envelope, data)
        raw = [(name, text.encode()) for name, text in headers.items()]
        return decode(read_envelope(raw), value)

    def plain() -> object:
        return event.model_validate_json(data.model_dump_json().encode())

    return in_turns(ours, with_headers, plain)


if __name__ == "__main__":
    found = {name: of_type(event) for name, event in sorted(event_types().items())}
    for name, (ours_us, headers_us, plain_us) in found.items():
        sys.stdout.write(
            f"{name:40} {ours_us:5.1f} µs, with headers {headers_us:5.1f}, "
            f"pydantic {plain_us:5.1f}\n"
        )
    body = statistics.median(one[0] / one[2] for one in found.values())
    record = statistics.median(one[1] / one[2] for one in found.values())
    sys.stdout.write(
        f"median ratio of {len(found)} types: {body:.2f} (aim: within 3), "
        f"with headers {record:.2f}\n"
    )
