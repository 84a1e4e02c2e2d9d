"""The improvement register: target, measure of the platform, action and follow-up (MT-10)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sla.domain.performance.improvement import THEMES
from sla.domain.performance.measures import MEANINGS, Figure

from services.sla.tests.performance_app import PerformanceApp
from services.sla.tests.performance_cases import NOW, case

ROOT = "/api/sla/v1/improvements"
PLAN: dict[str, Any] = {
    "title": "Nids-de-poule réparés à temps",
    "themes": ["voirie"],
    "figure": "on-time",
    "activity": "nid-de-poule",
    "months": 3,
    "target": 80,
    "action": "Une équipe de plus en novembre.",
    "answerable": "Chef de division, voirie",
}
FORM = {**PLAN, "borough": "prevost", "target": "80", "months": "3", "dueOn": "2027-03-01"}


@pytest.fixture
async def app(told: Any) -> PerformanceApp:
    """Three cases of six are on time."""
    made = PerformanceApp(told)
    await made.hold(done(number, in_time=number <= 3) for number in range(1, 7))
    return made


def done(number: int, *, in_time: bool) -> Any:
    """A case completed today."""
    due_at = NOW + timedelta(days=1) if in_time else NOW - timedelta(days=1)
    return case(number, completed_at=NOW, due_at=due_at)


async def opened(app: PerformanceApp, **changes: Any) -> str:
    """Id of a new improvement of Prévost's."""
    answer = await app.post(ROOT, body={**PLAN, "borough": "prevost", **changes}, key=uuid4().hex)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["improvementId"]
    return made


async def shown(app: PerformanceApp, name: str) -> dict[str, Any]:
    """The line as the API shows it."""
    answer: dict[str, Any] = (await app.get(f"{ROOT}/{name}")).json()
    return answer


async def test_mt_10_the_platform_measures_at_the_start_and_now(app: PerformanceApp) -> None:
    name = await opened(app)
    before = await shown(app, name)
    assert (before["baseline"]["value"], before["baseline"]["cases"]) == (50.0, 6)
    assert (before["now"], before["target"], before["reached"]) == (50.0, 80.0, False)
    await app.hold(done(number, in_time=True) for number in range(10, 24))
    after = await shown(app, name)
    assert (after["baseline"]["value"], after["now"], after["reached"]) == (50.0, 85.0, True)


async def test_pv_51_a_measure_is_of_cases_and_an_answerable_post_is_no_person(
    app: PerformanceApp,
) -> None:
    refused = await app.post(ROOT, body={**PLAN, "borough": "prevost", "answerable": "a@b.ca"})
    assert refused.status_code == 422
    assert refused.json()["error"]["target"] == "answerable"
    assert (await app.get(ROOT)).json()["items"] == [], "nothing was stored"
    for figure, meaning in MEANINGS.items():
        assert figure in Figure
        assert meaning.unit in ("percent", "days", "cases")


async def test_mt_04_the_priority_themes_are_tags_that_narrow_the_register(
    app: PerformanceApp,
) -> None:
    assert set(THEMES) == {
        "permis-de-renovation", "311", "deneigement", "portail", "voirie", "circulation",
        "harmonisation-reglementaire",
    }  # fmt: skip
    await opened(app)
    await opened(app, title="Trottoirs déneigés", themes=["deneigement"])
    page = (await app.get("/ameliorations", theme="deneigement")).text
    assert "Trottoirs déneigés" in page
    assert PLAN["title"] not in page


async def test_a_change_keeps_what_was_there_and_the_measure_stays(app: PerformanceApp) -> None:
    name = await opened(app)
    changed = await app.post(f"{ROOT}/{name}/plan", body={**PLAN, "target": 85})
    assert changed.status_code == 200
    (change,) = (await shown(app, name))["changes"]
    assert (change["field"], change["before"], change["after"]) == ("target", "80", "85")
    assert change["by"] == "directrice"
    other = await app.post(f"{ROOT}/{name}/plan", body={**PLAN, "figure": "median-days"})
    assert other.status_code == 422
    assert other.json()["error"]["target"] == "figure"


async def test_notes_are_dated_and_keep_the_measure_of_their_day(app: PerformanceApp) -> None:
    name = await opened(app)
    key = uuid4().hex
    for _ in range(2):
        note = await app.post(f"{ROOT}/{name}/follow-ups", body={"text": "Embauchée."}, key=key)
        assert note.status_code == 200, "sent twice, it is one note"
    (found,) = (await shown(app, name))["followUps"]
    assert (found["text"], found["value"], found["by"]) == ("Embauchée.", 50.0, "directrice")
    closed = await app.post(f"{ROOT}/{name}/closing", body={"text": "Abandonnée."})
    assert closed.status_code == 200
    assert (await shown(app, name))["closing"] == "Abandonnée."
    late = await app.post(f"{ROOT}/{name}/follow-ups", body={"text": "Encore."})
    assert late.status_code == 422


async def test_only_who_leads_writes_and_only_in_their_own_boroughs(app: PerformanceApp) -> None:
    name = await opened(app)
    body = {**PLAN, "borough": "prevost"}
    assert (await app.post(ROOT, "technician", body=body)).status_code == 403
    assert (await app.post(ROOT, "verdun", body=body)).status_code == 403
    assert (await app.get(f"{ROOT}/{name}", "technician")).status_code == 200
    assert (await app.get(f"{ROOT}/{name}", "verdun")).status_code == 404
    assert (await app.get(f"/ameliorations/{name}", "verdun")).status_code == 404
    hidden = await app.post(f"{ROOT}/{name}/closing", "verdun", body={"text": "x"})
    assert hidden.status_code == 404


async def test_the_page_opens_follows_and_closes_an_improvement(app: PerformanceApp) -> None:
    sent = await app.post("/ameliorations", form={**FORM, "key": uuid4().hex})
    assert sent.status_code == 303, sent.text
    path = sent.headers["location"].partition("?")[0]
    page = (await app.get(path)).text
    for words in (PLAN["title"], PLAN["answerable"], "50\u00a0%", "≥ 80\u00a0%", "Voirie"):
        assert words in page
    other = await opened(app, activity="inconnue", department="voirie", channel="fax")
    assert "inconnue" in (await app.get(f"/ameliorations/{other}")).text, "shown by its code"
    for what, form in (
        ("note", {"text": "L'équipe est en place."}),
        ("plan", {**FORM, "target": "82,5"}),
        ("fermeture", {"text": "Cible revue l'an prochain."}),
    ):
        assert (await app.post(f"{path}/{what}", form=form)).status_code == 303
    page = (await app.get(path)).text
    assert "82,5" in page
    assert "Cible revue" in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": ""}, "title"),
        ({"target": "beaucoup"}, "target"),
        ({"target": "120"}, "une part va de 0 à 100"),
        ({"months": "99"}, "months"),
        ({"department": "verdun/voirie"}, "ce service est d&#39;un autre arrondissement"),
        ({"dueOn": "bientôt"}, "une date, comme 2026-11-20"),
    ],
)
async def test_a_faulty_form_keeps_what_was_typed_and_stores_nothing(
    app: PerformanceApp, changes: dict[str, str], why: str
) -> None:
    answer = await app.post("/ameliorations", form={**FORM, **changes})
    assert answer.status_code == 400
    assert why in answer.text
    assert PLAN["action"] in answer.text
    assert (await app.get(ROOT)).json()["items"] == []
