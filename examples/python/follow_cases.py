"""Follow the open topic of cases with aiokafka alone: how many cases each borough took in.

    pip install aiokafka
    python follow_cases.py --bootstrap 127.0.0.1:9092 --until-end

Shows what every reader of ours has to do: read the CloudEvents headers, drop duplicates by their
sequence, pass over types and values that it does not know, and never stop at a bad record.
"""

# ruff: noqa: T201 - a program for a terminal prints

import argparse
import asyncio
import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer

TOPIC = "intake-cases"
REGISTERED = "intake.case-registered.v1"


@dataclass
class Cases:
    """What a reader keeps: the last sequence by case, and what it wants to know."""

    last_sequence: dict[str, int] = field(default_factory=dict)
    by_borough: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    not_understood: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)

    def take(self, headers: dict[str, str], value: bytes | None) -> None:
        """One record. Raises LookupError, TypeError or ValueError if it is not an event of ours."""
        case_id, sequence = headers["ce_subject"], int(headers["ce_sequence"])
        if sequence <= self.last_sequence.get(case_id, 0):
            self.duplicates += 1  # delivery is at least once; numbers of a case only grow
            return
        if headers["ce_type"] != REGISTERED:
            self.passed_over[headers["ce_type"]] += 1
        else:
            data: dict[str, Any] = json.loads(value or b"null")
            self.by_kind[data["kind"]] += 1  # a kind that is new to you: count it as it comes
            self.by_borough[headers["ce_borough"]] += 1
        self.last_sequence[case_id] = sequence


async def follow(bootstrap: str, cases: Cases, *, until_end: bool) -> None:
    """Read from the beginning, without a consumer group: what is kept here dies with the process.

    A program that keeps its counts in a database takes a group instead, and stores sequence and
    count in one write: then a record that comes again after a crash changes nothing.
    """
    consumer = AIOKafkaConsumer(TOPIC, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partitions = consumer.assignment()
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)

        async def behind() -> bool:
            return any([await consumer.position(one) < end for one, end in ends.items()])

        while not until_end or await behind():
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    try:
                        cases.take(
                            {name: raw.decode() for name, raw in record.headers}, record.value
                        )
                    except (AttributeError, LookupError, TypeError, ValueError):
                        cases.not_understood += 1
    finally:
        await consumer.stop()


def main() -> None:
    """Command line; the counts are the last line, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap", default="127.0.0.1:9092", help="HOST:PORT of Kafka")
    parser.add_argument("--until-end", action="store_true", help="stop at what is there now")
    arguments = parser.parse_args()
    cases = Cases()
    with suppress(KeyboardInterrupt):
        asyncio.run(follow(arguments.bootstrap, cases, until_end=arguments.until_end))
    for borough, count in sorted(cases.by_borough.items()):
        print(f"{borough:<40} {count:>6}")
    print(
        json.dumps(
            {
                "boroughs": cases.by_borough,
                "kinds": cases.by_kind,
                "passed_over": cases.passed_over,
                "duplicates": cases.duplicates,
                "not_understood": cases.not_understood,
            },
            sort_keys=True,
        )
    )


if __name__ == "__main__":
    main()
