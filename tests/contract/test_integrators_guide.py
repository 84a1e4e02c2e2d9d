"""docs/integrators.md says what is so: its code is that of the examples, its tables those of the
catalogue, its commands are ones that exist."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from chassis.record import Record
from contracts import Envelope, Event, encode
from contracts.envelope import Classification
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from contracts.events.routing import CaseAssignedV1
from contracts.topics import TOPICS
from guichet.__main__ import app
from guichet.events_view import line_of, see

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "integrators.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"(?:<!-- (?P<note>[^>]+) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
CASE = "5f0c1a52-7a43-5d0e-8f2e-4f3a5b6c7d8e"


def blocks(*languages: str) -> Iterator[tuple[str, str]]:
    """Note and text of each fenced block in one of these languages."""
    for block in BLOCK.finditer(GUIDE):
        if block["language"] in languages:
            yield block["note"] or "", block["text"]


def rows(first: str) -> list[list[str]]:
    """Cells of the table whose head begins with this word."""
    lines = GUIDE[GUIDE.index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def commands() -> list[str]:
    return [
        line
        for _, text in blocks("sh")
        for line in text.splitlines()
        if line.startswith("guichet ")
    ]


def test_all_code_stands_in_an_example_that_is_run() -> None:
    found = list(blocks("python", "javascript", "json"))
    assert len(found) == GUIDE.count("<!-- from ") == 3
    for note, text in found:
        assert text in (ROOT / note.removeprefix("from ")).read_text(encoding="utf-8")


def resolved(line: str) -> Any:
    """The command that a line names, its options parsed, nothing run."""
    group: Any = typer.main.get_command(app)
    parent = None
    rest = shlex.split(line)[1:]
    while hasattr(group, "resolve_command"):
        parent = group.make_context("guichet", rest[:1], parent=parent, resilient_parsing=True)
        name, group, rest = group.resolve_command(parent, rest)
        assert group is not None, f"{line}: no command {name}"
    return group.make_context(name, rest, parent=parent)


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_guide_exists_with_its_options(line: str) -> None:
    context = resolved(line)
    if "topic" in context.params:
        assert context.params["topic"] in TOPICS


def test_a_misspelt_option_would_be_seen() -> None:
    with pytest.raises(Exception, match="form-beginning"):
        resolved("guichet events tail intake-cases --form-beginning")


def test_the_lines_shown_are_those_that_tail_writes() -> None:
    [shown] = [text for note, text in blocks("text") if note == "tail"]
    assert shown.splitlines() == [line_of(see(one, {}), "fr").plain.rstrip() for one in sample()]


def sample() -> Iterator[Record]:
    """The three events of the guide."""
    at = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
    registered = CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": "phone",
            "received_at": at,
            "details_version": 1,
            "contacts_version": 1,
        }
    )
    assigned = CaseAssignedV1.model_validate(
        {
            "case_id": CASE,
            "decided_at": at,
            "reason_fr": "r",
            "reason_en": "r",
            "responsible_borough": "pierrefonds-roxboro",
            "department": "travaux-publics",
            "department_name_fr": "Travaux publics",
            "department_name_en": "Public works",
            "reception": "r",
            "grid_version": 1,
            "rule": "nids-de-poule",
            "activity": "Nid-de-poule",
        }
    )
    withdrawn = CaseWithdrawnV1(case_id=CASE, withdrawn_at=at)
    yield record_of(registered, at, 1)
    yield record_of(assigned, at.replace(second=6), 1)
    yield record_of(withdrawn, at.replace(hour=16, minute=10, second=0), 2)


def record_of(event: Event, at: datetime, sequence: int) -> Record:
    """As its service would write it."""
    envelope = Envelope.model_validate(
        {
            "id": "0b9f5c9e-2f0b-5d5b-9d5e-6a1f3e1c2d4b",
            "source": "/guichet/intake",
            "type": event.wire_type,
            "time": at,
            "subject": CASE,
            "borough": "pierrefonds-roxboro",
            "sequence": sequence,
            "correlationid": "errand",
        }
    )
    value, headers = encode(envelope, event)
    raw: list[tuple[str, bytes | None]] = [(n, v.encode()) for n, v in headers.items()]
    return Record(event.topic, 0, 0, CASE.encode(), value, raw)


def test_the_table_of_headers_is_the_envelope() -> None:
    told = {row[0].removeprefix("ce_") for row in rows("header")}
    assert told == set(Envelope.model_fields) | {"specversion", "sealkeyid"}


def test_the_table_of_topics_is_the_catalogue() -> None:
    told = {row[0]: row[1:] for row in rows("topic")}
    letters = told.pop("<service>-dead-letters")
    open_topics = {
        name: topic
        for name, topic in TOPICS.items()
        if topic.classification is Classification.OPEN and not topic.reserved
    }
    for name, topic in open_topics.items():
        kept = "for ever" if topic.retention_days is None else f"{topic.retention_days} days"
        said = [topic.key, str(topic.partitions), "compacted" if topic.compacted else kept]
        assert (letters if name.endswith("-dead-letters") else told.pop(name)) == said, name
    assert told == {}
    for name, topic in TOPICS.items():
        assert topic.reserved or name in GUIDE or name.endswith("-dead-letters")


def test_every_page_that_the_guide_leads_to_is_there() -> None:
    links = re.findall(r"\]\((?!https://)([^)#]+)\)", GUIDE)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
