"""GeoReport over the counter in memory, asked as an integrator asks it."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from chassis.document import Document
from chassis.http import create_app
from contracts.words import CommitmentKind
from fastapi.testclient import TestClient
from httpx import Response
from intake.domain.activities import ActivityNames, GridWords, Vocabulary, plain
from intake.domain.api_keys import KeyHolder, KeyKind, Keys, hash_of_key
from intake.domain.dossier import Assignment, Commitment
from intake.domain.service_attributes import Attribute, Catalogue, Choice, Datatype
from intake.domain.timeline import Timeline
from intake.entrypoints.limits import Limits
from intake.entrypoints.open311 import router
from intake.entrypoints.open311.endpoint import Endpoint

from services.intake.tests.conftest import NOW, Counter, no_life, nothing_wrong

PIERREFONDS, PREVOST, MONTREAL = "pierrefonds-roxboro", "prevost", "montreal"
APP_KEY, PARTNER_KEY, PREVOST_KEY = "app-key-" * 4, "partner-key-" * 4, "prevost-key-" * 4
POTHOLE, LIGHT, GRAFFITI = "nid-de-poule", "eclairage-defectueux", "graffiti"
POINT = {"lat": "45.49", "long": "-73.86"}
KEYS = Keys(
    {
        hash_of_key(APP_KEY): KeyHolder(name="an-app", boroughs=frozenset({"*"})),
        hash_of_key(PARTNER_KEY): KeyHolder(
            name="a-partner", boroughs=frozenset({"*"}), kind=KeyKind.PARTNER
        ),
        hash_of_key(PREVOST_KEY): KeyHolder(
            name="of-prevost", boroughs=frozenset({PREVOST}), kind=KeyKind.PARTNER
        ),
    }
)
ASKED: Catalogue = {
    PIERREFONDS: {
        LIGHT: (
            Attribute(
                code="panne",
                datatype=Datatype.SOME_OF,
                description_fr="Qu'est-ce qui ne va pas ?",
                description_en="What is wrong?",
                required=True,
                values=(
                    Choice(key="eteint", name_fr="Éteint", name_en="Off"),
                    Choice(key="clignote", name_fr="Clignote", name_en="Flickers"),
                ),
            ),
            Attribute(
                code="numero",
                datatype=Datatype.STRING,
                description_fr="Numéro du lampadaire",
                description_en="Number of the post",
            ),
            Attribute(
                code="hauteur",
                datatype=Datatype.NUMBER,
                description_fr="Hauteur",
                description_en="Height",
                hint_fr="en mètres",
                hint_en="in metres",
            ),
        )
    }
}


def activity(code: str, french: str, english: str = "", *synonyms: str) -> ActivityNames:
    return ActivityNames(code=code, name_fr=french, name_en=english, synonyms=synonyms)


def grid(borough: str, *activities: ActivityNames, inherits: str | None = None) -> GridWords:
    names = (
        name for one in activities for name in (one.code, one.name_fr, one.name_en, *one.synonyms)
    )
    words = sorted({plain(name) for name in names if name})
    return GridWords(
        borough=borough, version=1, inherits=inherits, words=tuple(words), activities=activities
    )


WORDS = Vocabulary(
    [
        grid(
            PIERREFONDS,
            activity(POTHOLE, "Nid-de-poule", "Pothole", "Signaler un nid-de-poule", "Trou, rue"),
            activity(LIGHT, "Éclairage défectueux", "Faulty street light"),
            inherits=MONTREAL,
        ),
        grid(MONTREAL, activity(GRAFFITI, "Graffiti"), activity(POTHOLE, "Nid-de-poule")),
        grid(PREVOST, activity(POTHOLE, "Nid-de-poule", "Pothole")),
    ]
)


@dataclass
class Integrator:
    """Asks by either form; what comes back in XML is read into the same shape as JSON."""

    client: TestClient
    counter: Counter
    endpoint: Endpoint
    prefix: str = "/open311/v2"
    posted: int = field(default=0)

    def get(
        self, resource: str, form: str = "json", jurisdiction: str = PIERREFONDS, **asked: str
    ) -> Response:
        """GET; a jurisdiction that is empty is sent so."""
        answer: Response = self.client.get(
            f"{self.prefix}/{resource}.{form}", params={"jurisdiction_id": jurisdiction, **asked}
        )
        return answer

    def post(
        self,
        resource: str,
        form: str = "json",
        jurisdiction: str = PIERREFONDS,
        key: str = PARTNER_KEY,
        headers: Any = None,
        **sent: str | list[str],
    ) -> Response:
        """POST a form, with the key in it."""
        fields = {"jurisdiction_id": jurisdiction, "api_key": key, **sent}
        answer: Response = self.client.post(
            f"{self.prefix}/{resource}.{form}",
            content=urlencode(fields, doseq=True),
            headers={"content-type": "application/x-www-form-urlencoded", **(headers or {})},
        )
        return answer

    def open(self, jurisdiction: str = PIERREFONDS, **sent: str | list[str]) -> str:
        """Id of a request that was just opened: a pothole unless said otherwise."""
        fields: dict[str, Any] = {"service_code": POTHOLE, **POINT, **sent}
        answer = self.post("requests", jurisdiction=jurisdiction, **fields)
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()
        case_id: str = told["service_request_id"]
        return case_id

    def record(self, case_id: str, jurisdiction: str = PIERREFONDS) -> dict[str, Any]:
        """The request as everybody may read it."""
        answer = self.get(f"requests/{case_id}", jurisdiction=jurisdiction)
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()
        record: dict[str, Any] = told
        return record

    def assign(self, case_id: str, minutes: int = 1) -> None:
        """Routing gave it to a department."""
        at = NOW.replace(minute=minutes)
        assigned = Assignment(
            responsible_borough=self.counter.state(case_id).borough,
            department="tp",
            department_name_fr="Travaux publics",
            department_name_en="Public works",
            reception="r",
            execution=None,
            activity=POTHOLE,
            grid_version=1,
            rule="r1",
            reason_fr="Grille",
            reason_en="Grid",
            decided_at=at,
        )
        document = self.counter.store.documents[case_id]
        assert document.state is not None
        moved = document.state.routed(assigned)[0]
        self.counter.store.documents[case_id] = replace(document, state=moved)

    def promise(self, case_id: str) -> None:
        """sla promised a date, and the timeline has it."""
        case = self.counter.state(case_id)
        due = Commitment(
            commitment_id="c",
            kind=CommitmentKind.COMPLETE,
            due_at=NOW.replace(day=20),
            standing="running",
        )
        timeline = Timeline(case_id=case_id, borough=case.borough, commitments=(due,))
        self.counter.timelines.documents[case_id] = Document(case_id, 1, case.borough, timeline)


def errors_in(answer: Response) -> list[tuple[int, str]]:
    """Code and description of each error, whichever the form."""
    if answer.headers["content-type"] == "application/json; charset=utf-8":
        return [(one["code"], one["description"]) for one in answer.json()]
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(answer.text.encode())
    assert (root.tag, {one.tag for one in root}) == ("errors", {"error"})
    return [(int(one.findtext("code", "")), one.findtext("description", "")) for one in root]


def root_of(answer: Response) -> ET.Element:
    """The document of an XML answer."""
    assert answer.text.startswith('<?xml version="1.0" encoding="utf-8"?>')
    return ET.fromstring(answer.content)


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    """Two grids that share a city, and a town's own."""

    async def words() -> Vocabulary:
        return WORDS

    return words


@pytest.fixture
def open311(counter: Counter, limits: Limits) -> Iterator[Integrator]:
    """The endpoint, and its trial twin."""
    endpoint = Endpoint(counter.desk, KEYS, ASKED, "Guichet d'essai")
    app = create_app(
        "intake", router.routers(endpoint), lifespan=no_life, alive=dict, ready=nothing_wrong
    )
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield Integrator(client, counter, endpoint)
