"""A new version that names a new department brings its first people, in every process."""

from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from guichet_testing import toy
from guichet_testing.routing_house import RoutingHouse

GRID = "/api/routing/v1/grids/prevost"
CASE = "5f0c1d5e-0000-4000-8000-00000000001a"
WHO = Caller("marie", frozenset({"technician"}), frozenset({"prevost"}))
VOIRIE = """
[[departments]]
code = "voirie"
name_fr = "Voirie"
name_en = "Roads"
mailbox = "voirie@prevost.example.org"

[[activities]]
code = "borne-penchee"
name_fr = "Borne penchée"
name_en = "Leaning post"
mode = "fixed"
department = "voirie"
source = "test"

[[designations]]
department = "voirie"
director = "Direction de la voirie"
effective_on = 2026-01-01
employee_signed_on = 2026-01-01
director_signed_on = 2026-01-01
source = "test"

[designations.reception]
person_id = "prevost-voirie-reception"
name = "Réception, Voirie"
email = "voirie@prevost.example.org"
extension = "4300"
"""


async def test_a_case_of_a_new_department_reaches_those_whom_its_grid_names() -> None:
    house = RoutingHouse()
    await house.start()
    text = (await house.ask(WHO, "GET", f"{GRID}/draft")).json()["text"]
    body = {"text": text + VOIRIE, "revision": 0}
    saved = await house.ask(WHO, "PUT", f"{GRID}/draft", json=body)
    assert saved.json()["faults"] == []
    form = {"after": 1, "revision": 1, "effectiveOn": str(toy.NOW.date())}
    answer = await house.ask(WHO, "POST", f"{GRID}/publication", json=form)
    assert answer.status_code == 201, answer.text
    await house.look()
    facts = {
        "case_id": CASE,
        "kind": "request",
        "activity": "Borne penchée",
        "channel": "phone",
        "received_at": toy.NOW,
        "details_version": 0,
        "contacts_version": 0,
    }
    await house.hear(CaseRegisteredV1.model_validate(facts), key=CASE, borough="prevost")
    held = house.store("assignments").documents[CASE].state.decision
    assert (held.outcome, held.reception_person) == ("assigned", "prevost-voirie-reception")
    people = house.store("directory").documents["prevost"].state
    assert "voirie" in {one.department for one in people.designations}
