"""What is shown of performance, to whom, and in which files (PR-03, PR-05, MT-07, PV-51)."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from contracts.requests311 import COLUMNS as MONTREAL
from sla.entrypoints.performance.dictionary import OPEN_DATA, PERFORMANCE
from sla.entrypoints.performance.exports import COLUMNS

from services.sla.tests.performance_app import PerformanceApp
from services.sla.tests.performance_cases import NOW, case

ROOT = "/api/sla/v1"
DUE_AT = NOW - timedelta(days=3)


def rows_of(text: str) -> list[dict[str, str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
async def app(told: Any) -> PerformanceApp:
    """Six cases done in Prévost, six in Verdun that took longer, and what is in no figure."""
    made = PerformanceApp(told)
    done = {"completed_at": NOW, "done_on": (NOW - timedelta(days=8)).date(), "due_at": DUE_AT}
    await made.hold(case(number, **done) for number in range(1, 7))
    there = {"responsible_borough": "verdun", "borough": "verdun", "completed_at": NOW}
    await made.hold(case(number, **there) for number in range(11, 17))
    await made.hold(
        [
            case(21, due_at=NOW + timedelta(hours=1)),
            case(22, kind="complaint", activity="plainte-secrete"),
            case(23, kind="access", activity="acces-secret"),
        ]
    )
    return made


async def test_pr_03_on_time_is_told_by_activity_borough_department_and_channel(
    app: PerformanceApp,
) -> None:
    shown = (await app.get(f"{ROOT}/performance")).json()
    assert shown["total"]["received"] == 13, "complaints and access requests are in no figure"
    assert shown["total"]["adjusted"] == {"on-time": 6, "late": 6, "open": 1, "none": 0}
    assert shown["total"]["onTimeAdjustedPercent"] == 50.0
    boroughs = {one["borough"]: one["onTimeAdjustedPercent"] for one in shown["byBorough"]}
    assert boroughs == {"prevost": 100.0, "verdun": 0.0}
    for groups in ("byActivity", "byDepartment", "byChannel"):
        assert sum(one["received"] for one in shown[groups]) == 13
    assert shown["definitions"]["on-time"]["version"] == 1
    assert (shown["backlog"]["open"], shown["backlog"]["dueToday"]) == (1, 1)


async def test_mt_07_boroughs_are_compared_in_the_same_activity(app: PerformanceApp) -> None:
    (found,) = (await app.get(f"{ROOT}/performance")).json()["consistency"]
    assert found["activity"] == "nid-de-poule"
    medians = {one["borough"]: one["p50"] for one in found["boroughs"]}
    assert medians == {"prevost": 10, "verdun": 18}
    assert (found["medianSpreadDays"], found["onTimeSpreadPoints"]) == (8, 100.0)


async def test_each_sees_the_figures_of_their_own_boroughs_alone(app: PerformanceApp) -> None:
    own = (await app.get(f"{ROOT}/performance", "verdun")).json()
    assert (own["boroughs"], own["total"]["received"]) == (["verdun"], 6)
    other = (await app.get(f"{ROOT}/performance", "verdun", borough="prevost")).json()
    assert (other["boroughs"], other["total"]["received"]) == ([], 0)
    page = (await app.get("/performance", "verdun", borough="prevost")).text
    assert "Aucun dossier reçu dans cette sélection" in page
    open_data = rows_of((await app.get(f"{ROOT}/open-data/requests.csv", "verdun")).text)
    assert len(open_data) == 6


@pytest.mark.parametrize("path", ["/performance", "/performance/dictionnaire", "/ameliorations"])
async def test_pages_send_strangers_to_sign_in_and_refuse_other_roles(
    app: PerformanceApp, path: str
) -> None:
    assert (await app.get(path, "")).headers["location"] == "/signin"
    assert (await app.get(path, "elected")).status_code == 403
    assert (await app.get(path, "technician")).status_code == 200


async def test_the_page_has_every_chart_with_its_table_beneath(app: PerformanceApp) -> None:
    for language, words in (
        ("fr", ("En combien de jours", "Le même service partout", "Dans le délai")),
        ("en", ("In how many days", "The same service everywhere", "On time")),
    ):
        text = (await app.get("/performance", language=language)).text
        assert text.count('role="img"') == 4
        for words_of_page in words:
            assert words_of_page in text
        for part in text.split('role="img"')[1:]:
            assert "<table" in part
    assert "secret" not in text, "nothing of a complaint or an access request"


@pytest.mark.parametrize(
    ("query", "field", "why"),
    [
        ({"from": "novembre"}, "from", "un mois, comme 2026-11"),
        ({"from": "2026-11", "to": "2026-10"}, "to", "pas avant le début de la période"),
        ({"from": "1990-01"}, "from", "au plus 36 mois"),
    ],
)
async def test_a_period_that_makes_no_sense_is_refused_by_field(
    app: PerformanceApp, query: dict[str, str], field: str, why: str
) -> None:
    page = await app.get("/performance", **query)
    assert page.status_code == 400
    assert why in page.text
    refused = await app.get(f"{ROOT}/performance", **query)
    assert refused.status_code == 400
    assert refused.json()["error"]["details"][0]["target"] == field


async def test_the_files_have_the_columns_of_the_dictionary_in_their_order(
    app: PerformanceApp,
) -> None:
    told = (await app.get(f"{ROOT}/performance/dictionary")).json()
    names = [one["name"] for one in told["performance"]]
    text = (await app.get(f"{ROOT}/performance/export.csv")).text
    assert text.lstrip("\ufeff").splitlines()[0] == ",".join(names)
    items = (await app.get(f"{ROOT}/performance/export.json")).json()["items"]
    assert [list(one) for one in items] == [names] * len(items)
    assert sum(one["received"] for one in items) == 13
    assert tuple(names) == COLUMNS
    for column in (*PERFORMANCE, *OPEN_DATA):
        assert column.type in ("text", "integer", "number", "datetime")
        assert all((column.meaning_fr, column.meaning_en, column.source_fr, column.source_en))
        assert column.name in (await app.get("/performance/dictionnaire")).text


async def test_open_data_has_montreals_29_columns_and_nothing_personal(
    app: PerformanceApp,
) -> None:
    text = (await app.get(f"{ROOT}/open-data/requests.csv", "integrator")).text
    rows = rows_of(text)
    assert len(MONTREAL) == 29
    assert tuple(rows[0]) == MONTREAL
    assert len(rows) == 13
    one = rows[0]
    assert one["NATURE"] == "Requete"
    assert one["DDS_DATE_CREATION"] == "2026-11-02T10:00:00", "local time without a zone"
    assert (one["PROVENANCE_ORIGINALE"], one["PROVENANCE_TELEPHONE"]) == ("Téléphone", "1")
    assert {row["DERNIER_STATUT"] for row in rows} == {"Prise en charge"}
    empty = ("ID_UNIQUE", "RUE", "LIN_CODE_POSTAL", "LOC_LONG", "LOC_LAT", "LOC_ERREUR_GDT")
    assert {row[name] for row in rows for name in empty} == {""}
    assert "secret" not in text
    assert "00000000-0000" not in text, "no case id either"
