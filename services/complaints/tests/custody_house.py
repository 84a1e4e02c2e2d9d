"""Complaints as it is wired, on stores in memory, with a borough and one complaint in it."""

from typing import Any
from uuid import uuid4

import httpx
from chassis.document import Document, Draft
from chassis.identity import Caller
from chassis.process import Life
from complaints.application.audit import StoredAudit
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.custody import Custody, Disclosure, Grant
from complaints.domain.directory import Directory, PostHeld, StoodIn
from complaints.domain.file import Content, Investigation, Target
from complaints.domain.proceedings import Investigator, Leader, Proceedings
from complaints.domain.rules import DatedRules
from guichet_testing.toy import NOW
from guichet_testing.wired import wired

from services.complaints.tests.every_route import requests_of

CASE, NOWHERE = "5f0c1e0a-0000-4000-8000-00000000000b", "5f0c1e0a-0000-4000-8000-0000000000ff"
PATH = "/api/complaints/v1/investigations"
DIRECTORY = Directory(
    borough="prevost",
    posts=(
        PostHeld(department="travaux", role="reception", version=1, person_id="responsable"),
        PostHeld(department="travaux", role="execution", version=1, person_id="colleague"),
        PostHeld(department="citoyens", role="reception", version=1, person_id="director"),
        PostHeld(department="loisirs", role="reception", version=1, person_id="elsewhere"),
    ),
    absences=(
        StoodIn(person_id="target", substitute_id="substitute"),
        StoodIn(person_id="responsable", substitute_id="stand-in"),
        StoodIn(person_id="stand-in", substitute_id="stand-in-of-stand-in"),
    ),
)
GRANTED = Grant(
    person_id="colleague",
    exception=Disclosure.INVESTIGATION,
    why="avant que son service ne soit visé",
    since=NOW,
    granted_by="director",
)


class House:
    """The service as it is wired, with one complaint in it."""

    def __init__(self) -> None:
        self.kit = wired("complaints").kit
        self.app = Life(self.kit, "api").app()
        self.app.state.authenticator = self
        self.who = Caller("nobody")
        self.stores: dict[str, Any] = {getattr(one, "name", ""): one for one in self.kit.stores}
        destroying: Any = self.kit.loops["destruction"][1]
        self.files = destroying.__self__.store
        self.audit = StoredAudit(destroying.__self__.traces)

    async def caller(self, token: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return self.who

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app),
            base_url="http://house",
            headers={"authorization": "Bearer x"},
        )

    def knows(self, **rules: Any) -> None:
        """The borough's rules and people."""
        dated = DatedRules(
            borough="prevost",
            version=1,
            effective_on=NOW.date(),
            rules=ComplaintRules(department="citoyens", **rules),
        )
        for name, state in (("rules", dated), ("people", DIRECTORY)):
            document = Document("prevost", version=1, borough="prevost", state=state)
            self.stores[name].documents["prevost"] = document

    async def complained(self, *targets: Target, case_id: str = CASE, **more: Any) -> None:
        """A complaint about these, which an investigator has."""
        content = Content(version=1, received_at=NOW, statement="M. Untel-Canari a été grossier")
        leader = Investigator(
            person_id="investigator",
            role=Leader.INVESTIGATOR,
            department="citoyens",
            named_at=NOW,
            named_by="director",
        )
        state = Investigation(
            case_id=case_id,
            kind="complaint",
            borough="prevost",
            received_at=NOW,
            first_content=content,
            content=content,
            targets=targets,
            custody=Custody(access=(GRANTED,)),
            proceedings=Proceedings(investigator=leader, started_at=NOW),
            **more,
        )
        draft = Draft.of((await self.files.load([case_id]))[case_id])
        draft.state, draft.borough, draft.changed = state, "prevost", True
        assert not await self.files.save([draft])

    async def tried(
        self, person: str, roles: frozenset[str], borough: str = "prevost"
    ) -> list[tuple[str, str, int, int]]:
        """Where the answers about the complaint differ from those about no complaint at all."""
        self.who = Caller(person, roles, frozenset({borough}))
        different = []
        async with self.client() as client:
            there = list(requests_of(self.app, CASE))
            assert len(there) > 8
            for one, other in zip(there, requests_of(self.app, NOWHERE), strict=True):
                answers = []
                for method, path, sent in (one, other):
                    headers = {"Idempotency-Key": uuid4().hex, "X-Correlation-Id": "c" * 16}
                    answers.append(await client.request(method, path, headers=headers, **sent))
                mine, none = answers
                if (mine.status_code, mine.text) != (none.status_code, none.text):
                    different.append((one[0], one[1], mine.status_code, none.status_code))
        return different

    async def read(self, person: str, *roles: str, exception: str = "investigation") -> int:
        self.who = Caller(person, frozenset(roles), frozenset({"prevost"}))
        async with self.client() as client:
            return (await client.get(f"{PATH}/{CASE}?exception={exception}")).status_code

    async def listed(self, person: str, *roles: str) -> int:
        self.who = Caller(person, frozenset(roles), frozenset({"prevost"}))
        async with self.client() as client:
            answer = (await client.get(PATH)).json()
            assert len(answer["items"]) == answer["paging"]["totalCount"]
            return len(answer["items"])
