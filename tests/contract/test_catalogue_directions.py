"""Both directions of the catalogue: what is declared is wired, and what is wired is declared.

The five services are built as they run (`bootstrap.build`), on stores in memory: no server.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from contracts import Event
from contracts.events.complaints import INVESTIGATIONS
from contracts.registry import event_types
from contracts.topics import SERVICES, TOPICS, Topic
from guichet_testing.wired import Wired, wired

ROOT = Path(__file__).resolve().parents[2]
Catalogue = Mapping[str, Topic]


@pytest.fixture(scope="module")
def services() -> Mapping[str, Wired]:
    return {service: wired(service) for service in SERVICES}


def subscribed(service: Wired) -> set[str]:
    """Topics that a service reads: by subscription, for a projection, or as raw records."""
    return {topic for inbox in service.kit.inboxes for topic in inbox.topics} | raw(service)


def raw(service: Wired) -> set[str]:
    """Topics of which a service hears every record, whatever its type."""
    return {topic for hearer in service.kit.hearers for topic in hearer.topics}


def taken(service: Wired) -> set[type[Event]]:
    """Events of the catalogue that some handler of a service takes."""
    handled = {cls for inbox in service.kit.inboxes for cls in inbox._subscription.handlers}
    return handled & set(event_types().values())


def wiring_faults(services: Mapping[str, Wired], catalogue: Catalogue) -> list[str]:
    """Subscriptions that nobody declared, and declarations that nobody lives up to."""
    faults = []
    for name, service in services.items():
        wired_to = subscribed(service)
        handled = {cls.topic for cls in taken(service)} | raw(service)
        declared = {topic.name for topic in catalogue.values() if name in topic.readers}
        faults += [f"{name} reads {one} undeclared" for one in wired_to - declared]
        faults += [f"{name} is declared for {one} and reads it not" for one in declared - wired_to]
        faults += [f"{name} reads {one} and takes nothing" for one in wired_to - handled]
        faults += [f"{name} takes from {one} and reads it not" for one in handled - wired_to]
    return sorted(faults)


def reserved_faults(catalogue: Catalogue, events: Iterable[type[Event]]) -> list[str]:
    """Topics that hold no event and are not reserved; reserved ones that are used."""
    used = {cls.topic for cls in events}
    faults = [
        f"{one.name} holds no event"
        for one in catalogue.values()
        if not one.reserved and one.name not in used and f"*{_suffix(one.name)}" not in used
    ]
    for one in catalogue.values():
        if one.reserved and (one.name in used or one.readers):
            faults.append(f"{one.name} is reserved and used")
    return faults


def _suffix(name: str) -> str:
    return name[name.index("-") :]


def names_used(folder: Path) -> set[str]:
    """Every name and attribute that the code below a folder uses (imports alone do not count)."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name):
                    found.add(called.id)
                elif isinstance(called, ast.Attribute):
                    found.add(called.attr)
    return found


def unsaid(events: Mapping[str, type[Event]], made: Mapping[str, set[str]]) -> list[str]:
    """Types that the owner of their topic makes nowhere in its application."""
    return sorted(
        wire_type
        for wire_type, cls in events.items()
        if (topic := TOPICS.get(cls.topic)) is not None
        and topic.owner in made
        and cls.__name__ not in made[topic.owner]
    )


def test_every_declared_reader_subscribes_and_every_subscription_is_declared(
    services: Mapping[str, Wired],
) -> None:
    assert wiring_faults(services, TOPICS) == []


def test_every_topic_holds_an_event_or_is_reserved() -> None:
    assert reserved_faults(TOPICS, event_types().values()) == []


def test_every_event_is_made_by_the_owner_of_its_topic() -> None:
    made = {
        service: names_used(ROOT / "services" / service / "src" / service / "application")
        for service in SERVICES
    }
    assert unsaid(event_types(), made) == []


def test_nobody_has_the_key_of_a_sealed_topic_that_he_neither_writes_nor_reads(
    services: Mapping[str, Wired],
) -> None:
    for name, service in services.items():
        sealed = {one for one in subscribed(service) if TOPICS[one].sealed}
        keys = set(service.kit.settings.topic_keys)
        owned = {one.name for one in TOPICS.values() if one.owner == name and one.sealed}
        assert keys == sealed | owned, name


def test_a_subscription_that_nobody_declared_is_caught() -> None:
    routing = wired("routing")
    store = routing.kit.stores[0]
    routing.kit.subscribe(INVESTIGATIONS, store, {})
    assert wiring_faults({"routing": routing}, TOPICS) == [
        f"routing reads {INVESTIGATIONS} and takes nothing",
        f"routing reads {INVESTIGATIONS} undeclared",
    ]


def test_a_declaration_that_nobody_reads_is_caught(services: Mapping[str, Wired]) -> None:
    wider = dict(TOPICS)
    held = wider["sla-lists"]
    wider["sla-lists"] = replace(held, readers=(*held.readers, "complaints"))
    assert wiring_faults({"complaints": services["complaints"]}, wider) == [
        "complaints is declared for sla-lists and reads it not"
    ]


def test_a_topic_without_events_and_a_reserved_one_in_use_are_caught() -> None:
    empty = dict(TOPICS)
    empty["sla-plans"] = replace(empty["sla-lists"], name="sla-plans")
    empty["intake-cases"] = replace(empty["intake-cases"], reserved=True)
    assert reserved_faults(empty, event_types().values()) == [
        "sla-plans holds no event",
        "intake-cases is reserved and used",
    ]


def test_an_event_that_its_owner_never_makes_is_caught() -> None:
    events = event_types()
    names = {one.__name__ for one in events.values() if one.wire_type.startswith("complaints.")}
    made = {"complaints": names - {"LetterWrittenV1"}}
    assert unsaid(events, made) == ["complaints.letter-written.v1"]
