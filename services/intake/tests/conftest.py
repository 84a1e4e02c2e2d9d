"""Intake on a store in memory, with callers that are taken at their word; no I/O."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chassis.commands import Commands
from chassis.document import Entry
from chassis.errors import unauthorized
from chassis.http import create_app
from chassis.identity import Caller
from chassis.memory import MemoryStore
from chassis.outbox import Courier, Publisher
from chassis.record import Record, read
from chassis.scribe import Scribe
from chassis.sealing import Seals, new_key
from contracts import Event
from contracts.topics import sealed_for
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from intake.adapters import timeline_index
from intake.adapters.case_index import searched_by
from intake.adapters.files_on_disk import FilesOnDisk
from intake.adapters.public_index import MemoryPublicIndex
from intake.adapters.sealed_files import SealedFiles
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.attachment_store import AttachmentStore
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.derived_keys import derived_key
from intake.domain.gazetteer import Gazetteer
from intake.domain.search_terms import SearchTerms
from intake.domain.territory import Territories
from intake.domain.timeline import Timeline
from intake.domain.tracking import TrackingCodes
from intake.entrypoints import http, pages
from intake.entrypoints.case_finder import CaseFinder
from intake.entrypoints.case_queries import CaseQueries
from intake.entrypoints.desk import Desk
from intake.entrypoints.join_tokens import JoinTokens
from intake.entrypoints.limits import Limits
from intake.entrypoints.public.public_requests import PublicRequests
from intake.settings import COUNTERS

from services.intake.tests.notice_samples import notice_board
from services.intake.tests.policy_samples import policy_readings

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
SEALS = Seals({topic.name: {"k1": new_key()} for topic in sealed_for("intake")})
KEY = "0123456789abcdef"
SECRET = "secret" * 8
ANSWER = {"reference": "Dépliant 4, p. 2", "verifiedOn": "2026-06-01"}
HARSH_WORDS = "Le contremaître Untel m'a crié dessus."
CALLERS = {
    "technician": Caller("tech-pr", frozenset({"technician"}), frozenset({"pierrefonds-roxboro"})),
    "elsewhere": Caller("tech-pv", frozenset({"technician"}), frozenset({"prevost"})),
    "operator": Caller("ops", frozenset({"operator"}), frozenset(COUNTERS)),
    "elected": Caller("ms", frozenset({"elected-official"}), frozenset({"pierrefonds-roxboro"})),
    "responsable": Caller("resp", frozenset({"responsable"}), frozenset({"pierrefonds-roxboro"})),
    "executor": Caller("exec", frozenset({"executor"}), frozenset({"pierrefonds-roxboro"})),
}


class CallersByName:
    """Stands for the authenticator: the token is the name of a caller."""

    async def caller(self, token: str) -> Caller:
        if token not in CALLERS:
            raise unauthorized()
        return CALLERS[token]


class Nobody:
    """A broker that takes nothing: all events stay pending, to be looked at."""

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        return [False for _ in entries]


@asynccontextmanager
async def no_life(_: FastAPI) -> Any:
    yield


@dataclass
class Counter:
    """The counter under test, and what it said."""

    client: TestClient
    store: MemoryStore[Case]
    timelines: MemoryStore[Timeline]
    codes: TrackingCodes
    now: datetime = NOW
    keys: int = field(default=0)
    desk: Desk = field(init=False)

    def post(
        self, path: str, body: Any = None, *, by: str | None = "technician", key: str | None = KEY,
        **headers: str,
    ) -> Response:  # fmt: skip
        """A command; `key` None sends no Idempotency-Key."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"authorization": f"Bearer {by}"} if by else {}
        sent |= {"idempotency-key": key} if key else {}
        answer: Response = self.client.post(f"/api/intake/v1{path}", json=body, headers=sent)
        return answer

    def get(self, path: str, *, by: str | None = "technician", **headers: str) -> Response:
        """A question."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"authorization": f"Bearer {by}"} if by else {}
        answer: Response = self.client.get(f"/api/intake/v1{path}", headers=sent)
        return answer

    def register(self, **changes: Any) -> str:
        """Id of a case just registered by the technician."""
        self.keys += 1
        answer = self.post("/cases", form(**changes), key=f"{KEY}-{self.keys}")
        assert answer.status_code == 201, answer.text
        case_id: str = answer.json()["caseId"]
        return case_id

    def state(self, case_id: str) -> Case:
        """What is stored."""
        state = self.store.documents[case_id].state
        assert state is not None
        return state

    def said(self, case_id: str) -> list[Event]:
        """The events of a case, in order, opened and read as their readers would."""
        return [opened(entry) for entry in self.store.documents[case_id].pending]


def opened(entry: Entry) -> Event:
    """The event in an entry of the outbox."""
    headers = [(name, value.encode()) for name, value in entry.headers.items()]
    return read(Record(entry.topic, 0, 0, entry.key.encode(), entry.value, headers), SEALS).data


def form(**changes: Any) -> dict[str, Any]:
    """A request as a technician would enter it; a change to None leaves the field out."""
    whole = {
        "borough": "pierrefonds-roxboro",
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "description": "Un trou profond devant l'école.",
        "place": {"longitude": -73.86, "latitude": 45.49, "address": "13665, boul. de Pierrefonds"},
        "contact": {"name": "Alix Marqué", "email": "alix@example.org"},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


@pytest.fixture
def gazetteer() -> Gazetteer:
    """Knows no place; tests of places have one that does."""
    return Gazetteer()


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    """What the grids say; tests of activities have more of them."""
    return words_of_the_grids


@pytest.fixture
def territories() -> Territories | None:
    """No limits are known; tests of the portal have the island's."""
    return None


@pytest.fixture
def limits() -> Limits:
    """So wide that nothing is refused; tests of limits have narrower ones."""
    wide = "1000000/second"
    return Limits(writes=wide, lookups=wide, tracking=wide, wrong_codes=wide)


@pytest.fixture
def file_store(tmp_path: Path) -> AttachmentStore | None:
    """Photos and documents lie sealed in a directory."""
    return SealedFiles(FilesOnDisk(tmp_path / "files"), new_key())


@pytest.fixture
def counter(
    limits: Limits,
    file_store: AttachmentStore | None,
    gazetteer: Gazetteer,
    grids: Callable[[], Awaitable[Vocabulary]],
    territories: Territories | None,
) -> Iterator[Counter]:
    terms = SearchTerms(derived_key(SECRET, "search"))
    store: MemoryStore[Case] = MemoryStore(Case, searched_by(terms))
    timelines = MemoryStore(Timeline, timeline_index.index)
    made = Counter(None, store, timelines, TrackingCodes(SECRET))  # type: ignore[arg-type]
    clock: Callable[[], datetime] = lambda: made.now  # noqa: E731
    desk = Desk(
        commands=Commands(
            store,
            Scribe("intake", SEALS, clock),
            Courier(Publisher(store, Nobody())),
            deadline_seconds=1.0,
        ),
        cases=CaseQueries(store, timelines),
        codes=made.codes,
        clock=clock,
        boroughs=COUNTERS,
        vocabulary=grids,
        limits=limits,
        gazetteer=gazetteer,
        finder=CaseFinder(store, terms),
        join_tokens=JoinTokens(derived_key(SECRET, "join")),
        notices=notice_board(clock, gazetteer, grids),
        policy=policy_readings(clock, COUNTERS),
        public=PublicRequests.over(MemoryPublicIndex(store, timelines), grids, gazetteer, clock),
        files=file_store,
        territories=territories,
    )
    made.desk = desk
    app = create_app(
        "intake",
        [http.router(desk), *pages.routers(desk, "/demo/signin")],
        lifespan=no_life,
        alive=dict,
        ready=nothing_wrong,
    )
    app.state.authenticator = CallersByName()
    with TestClient(app, follow_redirects=False) as client:
        made.client = client
        yield made


async def words_of_the_grids() -> Vocabulary:
    """What a grid of Pierrefonds knows here."""
    known = ("nid de poule", "eclairage defectueux")
    rules = CounterRules(silent_hours={"phone": 72, "web": 96})
    grid = GridWords(borough="pierrefonds-roxboro", version=1, words=known, counter=rules)
    return Vocabulary([grid])


async def nothing_wrong() -> Mapping[str, str]:
    return {}


def the(kind: type[Event], said: list[Event]) -> Any:
    found = [one for one in said if isinstance(one, kind)]
    assert len(found) == 1, f"{kind.__name__} said {len(found)} times"
    return found[0]


def targets(answer: Any) -> set[str]:
    return {detail["target"] for detail in answer.json()["error"]["details"]}


def complaint(**changes: Any) -> dict[str, Any]:
    return {"kind": "complaint", "activity": None, "description": HARSH_WORDS, **changes}
