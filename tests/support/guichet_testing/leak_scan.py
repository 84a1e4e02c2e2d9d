"""Where a word can be read in a house in memory: stores, records of all topics, metrics, logs.

What is sealed is read as it lies there; no key is used.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from prometheus_client import generate_latest

from guichet_testing.memory_house import MemoryHouse

Copy = Mapping[str, Mapping[str, Mapping[str, Any]]]


def leaks(house: MemoryHouse, marks: Collection[str], log: str = "") -> list[str]:
    """Places, each with the mark that is seen there: `store intake.cases`, `topic …`, …."""
    found = set()
    for place, text in (*_stores(house), *_records(house), ("metrics", _metrics()), ("log", log)):
        found |= {f"{place}: {mark}" for mark in marks if mark in text}
    return sorted(found)


def copy_of(house: MemoryHouse, service: str) -> dict[str, dict[str, Any]]:
    """All documents of a service, as a backup would hold them. Documents are never changed."""
    return {store.name: dict(store.documents) for store in _shelves(house, service)}


def put_back(house: MemoryHouse, service: str, copied: Mapping[str, Mapping[str, Any]]) -> None:
    """The backup in the place of what is there."""
    for store in _shelves(house, service):
        store.documents = dict(copied[store.name])


def _shelves(house: MemoryHouse, service: str) -> list[Any]:
    stores: list[Any] = house.services[service].kit.stores
    return stores


def _stores(house: MemoryHouse) -> Iterator[tuple[str, str]]:
    for service in house.services:
        for store in _shelves(house, service):
            for name, document in store.documents.items():
                state = document.state
                told = "" if state is None else f"{state.model_dump_json()}{store._index(state)}"
                # As it is stored: values of events as bytes, whatever `repr` hides.
                pending = "".join(f"{asdict(entry)}" for entry in document.pending)
                commands = "".join(f"{vars(one)}" for one in document.commands)
                rest = f"{name}{document.seen}{document.parked}{document.borough}"
                yield f"store {service}.{store.name}", told + pending + commands + rest


def _records(house: MemoryHouse) -> Iterator[tuple[str, str]]:
    for one in house.records:
        headers = b"".join(value or b"" for _, value in one.headers)
        raw = (one.key or b"") + (one.value or b"") + headers
        yield f"topic {one.topic}", raw.decode(errors="replace")


def _metrics() -> str:
    return generate_latest().decode()
