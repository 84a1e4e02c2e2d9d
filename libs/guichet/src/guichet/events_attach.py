"""Where `guichet events` finds a broker and keys: the house that runs here, or any Kafka."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from contracts.events.pilot import REJECTIONS, REQUESTS
from contracts.topics import TOPICS

from guichet.secrets_file import SECRETS, Secrets

BOOTSTRAP_FILE = "kafka.bootstrap"
Keys = Mapping[str, Mapping[str, str]]
"""Topic -> key id -> 32 bytes base64, as the services' own setting TOPIC_KEYS."""


class CannotAttach(Exception):
    """The broker, a topic or a key is not there; the message says what to do."""


def bootstrap_of(data: Path, bootstrap: str | None) -> str:
    """The address given, else that of the house whose data lie there. Raises CannotAttach."""
    kept = data / BOOTSTRAP_FILE
    if bootstrap is not None:
        return bootstrap
    if not kept.is_file():
        raise CannotAttach(
            f"{kept}: not there. Start `guichet up` or `guichet demo`, or give --bootstrap."
        )
    return kept.read_text()


def keys_in(file: Path | None) -> Keys:
    """Keys of sealed topics from a file. Raises CannotAttach; the message quotes no key."""
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as fault:
        raise CannotAttach(f"{file}: {fault.strerror}") from None
    except ValueError:
        raise CannotAttach(f"{file}: is not JSON") from None
    if not isinstance(found, dict) or not all(isinstance(ids, dict) for ids in found.values()):
        raise CannotAttach(f'{file}: must be {{"<topic>": {{"<key id>": "<32 bytes, base64>"}}}}')
    return found


def pilots_keys(data: Path, file: Path | None) -> Keys:
    """The keys of the pilot's two topics: of the file, else of the house there, which plays it."""
    if file is not None or not (data / SECRETS).is_file():
        return keys_in(file)
    held = Secrets.load_or_make(data / SECRETS).keys_of("intake")
    return {topic: held[topic] for topic in (REQUESTS, REJECTIONS)}


@asynccontextmanager
async def attached(bootstrap: str, *topics: str) -> AsyncIterator[None]:
    """See that the broker answers and has these topics; and name what fails later.

    Asking for a topic by its name would create it on a broker that allows that: so all are listed.
    Raises CannotAttach.
    """
    try:
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        try:
            await admin.start()
            there = set(await admin.list_topics())
        finally:
            await admin.close()
        for topic in topics:
            if topic not in there:
                reserved = ", reserved: nobody writes it yet" if TOPICS[topic].reserved else ""
                raise CannotAttach(f"{topic}: not on the broker at {bootstrap}{reserved}")
        yield
    except KafkaError as fault:
        name = type(fault).__name__
        raise CannotAttach(f"{bootstrap}: no Kafka answers there ({name})") from fault
