"""`guichet route`, line by line: what is asked, what is answered, what is refused."""

import csv
import datetime
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from routing.adapters.territories_shapely import ShapelyTerritories
from routing.application.dry_run import KEYS_SAID, DryRun, Language, Wishes
from routing.application.dry_run_lines import LONGEST_LINE
from routing.application.snapshot import Snapshot
from routing.domain.directory import Absence, Directory
from routing.domain.facts import CaseFacts
from routing.domain.grid import Grids
from routing.domain.names import place_key

TODAY = datetime.date(2026, 11, 20)
ROWS = Path(__file__).parent / "data" / "located_rodents.csv.gz"
POTHOLE = "Nid-de-poule"


class Asked:
    """A dry run that is asked with keywords and answers with what the JSON says."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.run = DryRun(snapshot, Wishes(today=TODAY))

    def wishing(
        self,
        *,
        at: datetime.date | None = None,
        counter: str | None = None,
        language: Language = "fr",
        explain: bool = False,
    ) -> "Asked":
        self.run = DryRun(self.snapshot, Wishes(TODAY, at, counter, language, explain))
        return self

    def version(self, borough: str) -> str:
        grid = self.snapshot.grids.on(borough, TODAY)
        assert grid is not None
        return grid.version

    def __call__(self, **line: Any) -> dict[str, Any]:
        return self.raw(json.dumps(line).encode())

    def raw(self, line: bytes, number: int = 1) -> dict[str, Any]:
        text, is_decided = self.run.answer(line, number)
        said: dict[str, Any] = json.loads(text)
        assert is_decided == ("error" not in said)
        return said


@pytest.fixture
def ask(grids: Grids, territories: ShapelyTerritories, directory: Directory) -> Asked:
    return Asked(Snapshot(grids, territories, directory))


def test_pv_31_a_decision_says_who_receives_and_who_executes(ask: Asked) -> None:
    said = ask(activity="Nid de poule", borough="PRÉVOST")
    assert list(said) == list(KEYS_SAID)
    assert said | {"reason": ""} == {
        "outcome": "assigned",
        "borough": "prevost",
        "unit": None,
        "department": "travaux-publics",
        "responsable": "prevost-secretaire-travaux-publics",
        "execution": "prevost-surintendant",
        "scheme": "B",
        "rule": "nid-de-poule",
        "reason": "",
        "grid_version": ask.version("prevost"),
        "territory": "prevost",
        "authority": None,
    }
    assert said["reason"].startswith("Nid-de-poule : grille de Prévost")


@pytest.mark.parametrize(
    ("spelling", "unit"),
    [
        ("Mercier - Hochelaga-Maisonneuve", "MERCIER - HOCHELAGA-MAISONNEUVE"),
        ("SAINT-LAURENT", "ST-LAURENT"),
        ("COTE-DES-NEIGES - NOTRE-DAME-DE-GRÂCE", "COTE-DES-NEIGES - NOTRE-DAME-DE-GRÂCE"),
        ("L'Île-Bizard - Sainte-Geneviève", "L ÎLE BIZARD - STE-GENEVIÈVE"),
        ("ARRONDISSEMENT DE VERDUN", "VERDUN"),
        ("BAM du Sud-Ouest", "SUD-OUEST"),
        ("Bureau Accès Montréal de Lachine", "LACHINE"),
        ("RO", "ROSEMONT - LA PETITE-PATRIE"),
        ("RDP-PAT", "RIVIÈRE-DES-PRAIRIES - POINTE-AUX-TREMBLES"),
        ("ville-marie", "VILLE-MARIE"),
    ],
)
def test_a_borough_may_be_spelled_as_anywhere_in_the_citys_data(
    ask: Asked, spelling: str, unit: str
) -> None:
    assert ask(activity=POTHOLE, borough=spelling)["unit"] == unit


@pytest.mark.parametrize(
    ("activity", "rule"),
    [
        ("*Nid-de-poule", "nid-de-poule"),
        ("NID DE POULE", "nid-de-poule"),
        ("Réclamation 2025-10-23", "reclamation"),
        ("Signalisation écrite - Entretien", "signalisation-ecrite-entretien"),
        ("Puisard", "z-puisard"),
    ],
)
def test_an_activity_is_found_by_the_names_of_other_years(
    ask: Asked, activity: str, rule: str
) -> None:
    assert ask(activity=activity, borough="Anjou")["rule"] == rule


def test_an_activity_in_no_rule_says_so_and_names_the_unit_of_the_place(ask: Asked) -> None:
    said = ask(activity="Soucoupe volante", borough="Anjou")
    assert (said["outcome"], said["borough"], said["unit"]) == ("no-rule", "anjou", "ANJOU")
    assert (said["department"], said["rule"]) == (None, None)
    assert "aucune règle" in said["reason"]
    assert "Soucoupe" not in json.dumps(said)
    nowhere = ask(activity="Soucoupe volante")
    assert (nowhere["outcome"], nowhere["borough"], nowhere["unit"]) == ("no-rule", None, None)


def test_a_point_an_address_or_the_counter_say_where(ask: Asked) -> None:
    point = {"lat": 45.525, "long": -73.58}
    assert ask(activity=POTHOLE, **point)["borough"] == "le-plateau-mont-royal"
    assert ask(activity=POTHOLE, address="6000 boul. Lasalle, Verdun, QC")["borough"] == "verdun"
    assert ask(activity=POTHOLE, address="12 rue des Pins, Prévost")["borough"] == "prevost"
    assert ask(activity=POTHOLE, address="12 rue des Pins")["outcome"] == "no-rule"
    assert ask.wishing(counter="lachine")(activity=POTHOLE)["borough"] == "lachine"


def test_at_a_counter_that_is_named_another_town_is_out_of_territory(ask: Asked) -> None:
    said = ask.wishing(counter="prevost")(activity=POTHOLE, borough="Verdun")
    assert (said["outcome"], said["territory"]) == ("out-of-territory", "verdun")
    said = ask.wishing(explain=True)(activity=POTHOLE, borough="WESTMOUNT")
    assert (said["outcome"], said["territory"]) == ("out-of-territory", "westmount")
    assert said["considered"] == ["le lieu est hors du territoire : Westmount"]


def test_pv_05_a_case_is_decided_by_the_grid_of_the_day_it_came(ask: Asked) -> None:
    before = {"activity": POTHOLE, "borough": "Prévost", "received_at": "2018-05-01T10:00:00"}
    assert "Aucune grille" in ask(**before)["reason"]
    assert ask.wishing(at=TODAY)(**before)["outcome"] == "assigned"
    # 02:00 UTC on the day the policy began is still the evening before at the counter.
    late = before | {"received_at": "2019-10-15T02:00:00+00:00"}
    assert ask.wishing()(**late)["outcome"] == "no-rule"
    assert ask(**before | {"received_at": "2019-10-15"})["outcome"] == "assigned"


def test_pv_13_the_kind_may_be_the_citys_word(ask: Asked) -> None:
    assert ask(kind="Plainte", borough="Prévost")["department"] == "service-aux-citoyens"
    assert ask(kind="Requete", activity=POTHOLE, borough="Anjou")["outcome"] == "assigned"
    assert ask(kind="access", borough="Prévost")["rule"] == "clerk-access"
    said = ask(kind="Commentaire", activity=POTHOLE, borough="Anjou")
    assert (list(said), said["outcome"]) == (list(KEYS_SAID), "none")
    assert "PV-15" in said["reason"]


def test_what_was_considered_is_read_aloud_in_either_language(ask: Asked) -> None:
    light = {"activity": "Éclairage existant - Entretien", "lat": 45.458, "long": -73.57}
    said = ask.wishing(explain=True, language="en")(**light)
    version = ask.version("montreal").partition("@")[2]
    assert said["unit"] == "VERDUN"
    assert said["considered"] == [
        "the point lies in Verdun",
        f"Verdun v{version}: no rule for this activity",
        f"Montréal v{version}: rule eclairage-existant-entretien applies",
        f"Montréal v{version}: exception to that rule for Verdun",
        f"department bureau-des-requetes (Verdun v{version}): valid designation",
    ]
    assert "(exception: Verdun)" in said["reason"]


def test_an_id_comes_back_with_its_answer(ask: Asked) -> None:
    first, again = (ask(activity=POTHOLE, borough="Anjou", id=one) for one in ("25-368671", 7))
    assert (first.pop("id"), again.pop("id")) == ("25-368671", 7)
    assert first == again


@pytest.mark.parametrize(
    ("line", "code", "target"),
    [
        (b"{", "invalidJsonBody", "line"),
        (b"[]", "invalidJsonBody", "line"),
        (b'"a"', "invalidJsonBody", "line"),
        (b"\xff\xfe{\x00}\x00", "invalidJsonBody", "line"),
        (b"[" * 60_000, "invalidJsonBody", "line"),
        (b'{"lat": ' + b"9" * 5_000 + b"}", "invalidJsonBody", "line"),
        (b'{"activity": "' + b"x" * LONGEST_LINE + b'"}', "invalidJsonBody", "line"),
        (b'{"activity": "a", "lat": NaN, "long": 1}', "invalidJsonBody", "line"),
        (b'{"activity": "a", "activity": "b"}', "duplicateKey", "line"),
        (b"{}", "invalidParameter", "activity"),
        (b'{"activity": "  "}', "invalidParameter", "activity"),
        (b'{"activity": 7}', "invalidParameter", "activity"),
        (b'{"activity": "a", "lat": 45.5}', "invalidParameter", "long"),
        (b'{"activity": "a", "long": -73.5}', "invalidParameter", "lat"),
        (b'{"activity": "a", "lat": 1e999, "long": 1}', "invalidParameter", "lat"),
        (b'{"activity": "a", "lat": "45", "long": 1}', "invalidParameter", "lat"),
        (b'{"activity": "a", "lat": true, "long": 1}', "invalidParameter", "lat"),
        (b'{"activity": "a", "lat": 45, "long": -273}', "invalidParameter", "long"),
        (b'{"activity": "a", "borough": "Laval"}', "invalidParameter", "borough"),
        (b'{"activity": "a", "kind": "ordre"}', "invalidParameter", "kind"),
        (b'{"activity": "a", "received_at": "hier"}', "invalidParameter", "received_at"),
        (b'{"activity": "a", "received_at": "2026-02-30"}', "invalidParameter", "received_at"),
        (b'{"activity": "a", "id": [1]}', "invalidParameter", "id"),
    ],
)
def test_a_line_that_cannot_be_read_is_answered_by_what_is_wrong(
    ask: Asked, line: bytes, code: str, target: str
) -> None:
    error = ask.raw(line, number=12)["error"]
    assert (error["code"], error["target"], error["innererror"]) == (code, target, {"line": 12})
    assert error["message"]


def test_an_error_never_quotes_what_was_written(ask: Asked) -> None:
    canary = "Jeanne Tremblay"
    for key in ("borough", "kind", "received_at"):
        assert canary not in json.dumps(ask(**{"activity": "a", key: canary}))


def test_keys_without_effect_are_remembered_by_name(ask: Asked) -> None:
    ask(activity=POTHOLE, borough="Anjou", latitude=45.5)
    assert ask.run.ignored == {"latitude"}


def test_real_requests_go_where_the_city_sent_them(ask: Asked) -> None:
    """The City's own assignment of 2,085 located requests; the exact count is the record."""
    with gzip.open(ROWS, "rt", encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    agreed = {"point": 0, "borough": 0}
    for row in rows:
        places: dict[str, dict[str, Any]] = {
            "point": {"lat": float(row["lat"]), "long": float(row["lon"])},
            "borough": {"borough": row["arrondissement_geo"]},
        }
        for way, place in places.items():
            said = ask(activity=row["activity"], **place)
            agreed[way] += place_key(said["unit"] or "") == place_key(row["unit"])
    assert agreed == {"point": 2073, "borough": 2077}  # 99.4 % and 99.6 %


def test_what_is_remembered_is_what_a_first_question_would_be_told(ask: Asked) -> None:
    away = Absence(
        person_id="pr-travaux-publics-reception",
        from_on=TODAY,
        until_on=TODAY,
        substitute_id="pr-relations-reception",
    )
    people = ask.snapshot.directory.with_absence(away)
    snapshot = Snapshot(ask.snapshot.grids, ask.snapshot.territories, people)
    days = [TODAY + datetime.timedelta(days=more) for more in (-400, -1, 0, 1)]
    places: list[dict[str, Any]] = [
        {"borough": "Pierrefonds-Roxboro"},
        {"lat": 45.49, "long": -73.85},
        {"lat": 45.485, "long": -73.86},
        {"lat": 45.87, "long": -74.08},
        {"borough": "Westmount"},
        {},
    ]
    lines = [
        json.dumps({"activity": POTHOLE, "kind": kind, "received_at": day.isoformat()} | place)
        for kind in ("request", "complaint")
        for place in places
        for day in days
    ]
    lasting = DryRun(snapshot, Wishes(today=TODAY))
    for line in [*lines, *reversed(lines)]:
        fresh = DryRun(snapshot, Wishes(today=TODAY))
        assert lasting.answer(line.encode(), 1) == fresh.answer(line.encode(), 1)


def test_a_plug_in_is_asked_about_every_case(ask: Asked) -> None:
    heard: list[float | None] = []

    def route(facts: CaseFacts) -> None:
        heard.append(facts.latitude)

    grids = Grids(
        replace(grid, plugin=route) if grid.slug == "anjou" else grid for grid in ask.snapshot.grids
    )
    plugged = Asked(Snapshot(grids, ask.snapshot.territories, ask.snapshot.directory))
    for north in (45.611, 45.612, 45.611):
        assert plugged(activity=POTHOLE, lat=north, long=-73.565)["borough"] == "anjou"
    assert heard == [45.611, 45.612, 45.611]
