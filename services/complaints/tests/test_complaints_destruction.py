"""A closed file is kept as long as its borough says, then destroyed: what is left names nobody."""

from copy import deepcopy
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from chassis.document import Document, Draft
from chassis.faults import Transient
from chassis.identity import Caller
from chassis.kit import Kit
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.file import Investigation, Reopened, Target
from complaints.domain.investigation import record
from complaints.domain.piece import Piece
from complaints.domain.proceedings import Conclusion, Result, Review
from complaints.domain.retention import judge
from complaints.domain.rules import RuleTable
from guichet_testing.rig import Clock
from guichet_testing.toy import NOW

from services.complaints.tests.custody_house import CASE, NOWHERE, PATH, House

DAY = 86_400
DIRECTOR = ("director", "director")


class Kept(House):
    """The same, with a clock that is moved and one pass of what time does."""

    def __init__(self) -> None:
        self.clock = Clock()
        defaults: Any = Kit.__init__.__kwdefaults__
        with patch.dict(defaults, {"clock": self.clock}):
            super().__init__()

    async def concluded(self, case_id: str = CASE) -> None:
        """The complaint was found to be founded, and has a photo in two pieces."""
        await self.complained(Target(person_id="target", department="travaux"), case_id=case_id)
        held = await self.state(case_id)
        outcome = Conclusion(
            result=Result.FOUNDED,
            reasons="Canari l'a dit",
            founded_against=("target",),
            concluded_at=NOW,
            concluded_by="investigator",
        )
        proceedings = held.proceedings.model_copy(update={"conclusion": outcome})
        await self.store(held.model_copy(update={"proceedings": proceedings}))
        for number in (0, 1):
            draft = Draft.of(Document[Piece](f"{case_id}:{number}"))
            draft.changed, draft.state = (
                True,
                Piece(
                    case_id=case_id,
                    borough="prevost",
                    file_id="photo",
                    number=number,
                    content="Q2FuYXJp",
                ),
            )
            await self.pieces.save([draft])

    @property
    def pieces(self) -> Any:
        return self.destroying.pieces

    @property
    def destroying(self) -> Any:
        loop: Any = self.kit.loops["destruction"][1]
        return loop.__self__

    async def state(self, case_id: str = CASE) -> Investigation:
        found: Investigation | None = (await self.files.load([case_id]))[case_id].state
        assert found is not None
        return found

    async def store(self, state: Investigation) -> None:
        draft = Draft.of((await self.files.load([state.case_id]))[state.case_id])
        draft.state, draft.changed = state, True
        assert not await self.files.save([draft])

    async def passed(self, days: float) -> int:
        """Time passed; how many files were destroyed."""
        self.clock.forward(days * DAY)
        (retention,) = (one for one in self.kit.rounds if one.name == "retention")
        await retention.run(self.clock())
        return int(await self.destroying.run())

    def lying(self) -> str:
        """All that lies in any store."""
        documents = [one for store in self.stores.values() for one in store.documents.values()]
        return "".join(f"{one!r}{one.state.model_dump_json()}" for one in documents if one.state)

    async def asked(self, path: str, *person: str, **body: Any) -> Any:
        """Answer to a command, or to a question where there is no body."""
        name, *roles = person
        self.who = Caller(name, frozenset(roles), frozenset({"prevost"}))
        async with self.client() as client:
            if not body:
                return await client.get(path)
            headers = {"Idempotency-Key": f"{len(self.kit.rounds)}-{self.clock().isoformat()}"}
            return await client.post(path, headers=headers, json=body)


@pytest.fixture
def house() -> Kept:
    made = Kept()
    made.knows(retention_days=500)
    return made


@pytest.fixture
async def due(house: Kept) -> Kept:
    await house.kit.loops["rules"][1]()
    await house.concluded()
    assert await house.passed(0.01) == 0
    return house


async def test_nothing_is_destroyed_before_the_boroughs_days_are_over(due: Kept) -> None:
    kept_until = (await due.state()).custody.kept_until
    assert kept_until is not None
    assert kept_until - due.clock() == timedelta(days=500)
    assert await due.passed(499.9) == 0
    assert await due.read(*DIRECTOR) == 200
    assert await due.passed(0.2) == 1


async def test_never_within_the_year_of_the_ombudsman_whatever_a_grid_says(house: Kept) -> None:
    await house.concluded()
    rules = ComplaintRules().model_copy(update={"retention_days": 1})
    kept_until = judge(await house.state(), rules, NOW).custody.kept_until
    assert kept_until == NOW + timedelta(days=366)


async def test_after_it_no_store_and_no_copy_taken_before_yields_a_name_pv_44(due: Kept) -> None:
    assert await due.read(*DIRECTOR) == 200
    assert "Canari" not in due.lying()
    before = deepcopy({name: store.documents for name, store in due.stores.items()})

    assert await due.passed(501) == 1

    assert "Canari" not in due.lying()
    assert due.stores["pieces"].documents == due.stores["readings"].documents == {}
    # The copy of the whole database, its wrapped keys with it, is put back:
    for name, documents in before.items():
        due.stores[name].documents = documents
    due.destroying.keys._open.clear()
    with pytest.raises(Transient, match="key vault"):
        await due.state()


async def test_it_is_then_answered_like_a_file_that_never_was_pv_45(due: Kept) -> None:
    await due.passed(501)
    assert await due.tried("director", frozenset({"director", "general-director", "clerk"})) == []
    assert await due.listed("director", "director") == 0


async def test_a_certificate_remains_that_names_nobody_and_the_number_stays(due: Kept) -> None:
    digest = await due.files.digest(CASE)
    await due.passed(501)
    answer = await due.asked("/api/complaints/v1/certificates", "clerk", "clerk")
    (certificate,) = answer.json()["items"]
    assert certificate["caseId"] == CASE
    assert certificate["rule"] == "500 days after its end"
    assert certificate["pieces"] == 2
    assert len(certificate["digest"]) == len(digest) == 64
    assert not {"target", "director", "investigator"} & set(answer.text.replace('"', " ").split())
    counted = await due.asked("/api/complaints/v1/statistics", "director", "director")
    assert counted.json()["items"] == [
        {
            "borough": "prevost",
            "month": f"{NOW:%Y-%m}",
            "result": "founded",
            "department": "travaux",
            "number": 1,
        }
    ]
    assert CASE not in str(due.stores["statistics"].documents)


async def test_a_hold_of_the_director_stops_it_until_it_is_lifted(due: Kept) -> None:
    held = await due.asked(f"{PATH}/{CASE}/hold", *DIRECTOR, reason="procès en cours")
    assert held.status_code == 204
    assert await due.passed(1_000) == 0
    async with due.client() as client:
        headers = {"Idempotency-Key": "lifting-of-the-hold"}
        lifted = await client.post(f"{PATH}/{CASE}/hold/lifting", headers=headers)
    assert lifted.status_code == 204
    assert await due.passed(0.1) == 1


async def test_a_reopened_file_is_kept_and_counted_anew_once_it_is_closed(due: Kept) -> None:
    state = await due.state()
    review = Review(requested_at=NOW, grounds="x", recorded_by="technician")
    proceedings = state.proceedings.model_copy(update={"reviews": (review,)})
    await due.store(state.model_copy(update={"proceedings": proceedings}))
    assert await due.passed(501) == 0
    assert (await due.state()).custody.kept_until is None


@pytest.mark.parametrize("step", ["digest", "destroy", "delete"])
async def test_a_destruction_that_broke_off_is_gone_through_again(due: Kept, step: str) -> None:
    owner = {
        "digest": due.files,
        "destroy": due.destroying.keys,
        "delete": due.destroying.traces,
    }[step]
    assert await due.read(*DIRECTOR) == 200
    usual = getattr(owner, step)

    async def breaks(*args: Any) -> Any:
        if step == "destroy":
            await usual(*args)
        raise Transient("database: away")

    with patch.object(owner, step, breaks), pytest.raises(Transient):
        await due.passed(501)
    assert await due.passed(0.1) == 1
    assert len(due.stores["statistics"].documents) == 1
    assert "Canari" not in due.lying()


async def test_only_the_file_that_is_due_is_destroyed(due: Kept) -> None:
    due.clock.forward(400 * DAY)
    await due.concluded(NOWHERE)
    await due.passed(0)
    assert await due.passed(101) == 1
    assert (await due.state(NOWHERE)).content is not None


async def test_what_is_told_of_it_later_is_not_kept(due: Kept) -> None:
    await due.passed(501)
    destroyed = await due.state()
    assert record(destroyed, Reopened(), RuleTable(), due.clock()) == (destroyed, [])
