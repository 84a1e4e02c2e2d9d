"""Makes `rows.jsonl` from the City's open data; run by hand, never by the project itself.

    python build_samples.py FOLDER

where FOLDER holds `montreal/` (the rows) and `geo/limadmin_montreal.geojson`. The same input gives
the same output. Every stratum below says what is real in it; whatever is not is in `made_up`.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, shape

from guichet.samples.sources import Row, Source, channel_of, point_within, share, slug

RODENTS = "requetes311_rongeurs_2016_2019.csv"
OVERVIEW = "requetes311_apercu_2022_2026.csv"
PLATEAU = "plateau_2022_2026_rows.csv.gz"
KINDS = {
    "Requete": "request",
    "Plainte": "complaint",
    "Information": "information",
    "Commentaire": "information",
}
SIX = [  # PR-02, with the names of the City's data
    "Nid-de-poule",
    "Graffitis - Domaine public",
    "Éclairage existant - Entretien",
    "Mobilier urbain",
    "Mobilier de parc",
    "Dépôt illégal - Déchets",
    "Parc - Propreté",
    "Panier de rue à vider",
    "Nettoyage du domaine public",
]
FIXED = [
    "Éclairage existant - Entretien",
    "Feux de circulation - Entretien",
    "Panneau de signalisation entretien prioritaire",
    "Changement d'adresse - Taxes foncières",
    "Stationnement municipal",
    "Info-travaux - Service central",
]
BY_PLACE = [
    "Nid-de-poule",
    "Dépôt illégal - Déchets",
    "Branche tombée",
    "Bac roulant",
    "Signalisation écrite -  Entretien",
    "Trottoir glissant",
]
PREVOST = [
    "Nid-de-poule",
    "Éclairage existant - Entretien",
    "Opération déneigement",
    "Fuite d'eau",
    "Collecte de déchets",
    "Permis de construction - rénovation",
    "Bruit",
    "Changement d'adresse - Taxes foncières",
]
MONT_SAINT_HILAIRE = [*PREVOST[:6], "Sports et loisirs - Activités"]
AUTHORITIES = ["Panne d'électricité", "Autobus et métro", "Autoroute provinciale"]
UNLISTED = ["Seringue", "Odeur d'égout"]
SENTENCES = (
    "{activity} : à voir{near}. Merci.",
    "Bonjour, je signale ceci{near} : {activity}.",
    "{activity}{near}. La situation dure depuis quelques jours.",
    "Pouvez-vous vous en occuper ? {activity}{near}.",
)


class Builder:
    """Turns source rows into sample rows, and notes what it had to make up."""

    def __init__(self, folder: Path) -> None:
        self.rodents = Source(folder, RODENTS)
        self.overview = Source(folder, OVERVIEW)
        self.plateau = Source(folder, PLATEAU)
        policy = folder / "montreal" / "routing_policy_frozen_2024.json"
        self.policy = json.loads(policy.read_text("utf-8"))["policy"]["categories"]
        geo = json.loads((folder / "geo" / "limadmin_montreal.geojson").read_text("utf-8"))
        features = [(f["properties"], shape(f["geometry"])) for f in geo["features"]]
        self.limits = {slug(p["NOM"]): limits for p, limits in features}
        self.linked = sorted(slug(p["NOM"]) for p, _ in features if p["TYPE"] == "Ville liée")

    def rows(self) -> Iterator[dict[str, Any]]:
        yield from self._located()
        yield from self._information()
        yield from self._six()
        yield from self._overview()
        yield from self._city_wide()
        yield from self._linked_cities()
        yield from self._towns()
        yield from self._complaints()
        yield from self._odd()

    def _located(self) -> Iterator[dict[str, Any]]:
        """Real activity, place, street, date and channel."""

        def real_in(borough: str) -> Callable[[Row], bool]:
            return lambda row: (
                row["ARRONDISSEMENT_GEO"] == borough
                and row["LOC_ERREUR_GDT"] == "0"
                and row["NATURE"] == "Requete"
            )

        boroughs = sorted({row["ARRONDISSEMENT_GEO"] for _, row in self.rodents.rows} - {""})
        by_borough = [list(self.rodents.where(real_in(name), 11)) for name in boroughs]
        rounds = chain.from_iterable(zip_longest(*by_borough))
        for key, row in [found for found in rounds if found is not None]:
            where = slug(row["ARRONDISSEMENT_GEO"])
            point = float(row["LOC_LONG"]), float(row["LOC_LAT"])
            agrees = bool(shapely.contains(self.limits[where], Point(point)))
            is_linked = where in self.linked
            outcome = "out_of_territory" if is_linked else "assigned"
            yield self.row(
                key,
                row,
                stratum="linked-city" if is_linked else "located-request",
                tenant=where if where == "pierrefonds-roxboro" else "montreal",
                point=(round(point[0], 6), round(point[1], 6)),
                expected=outcome if agrees else None,
                expected_borough=where if agrees and not is_linked else None,
            )

    def _information(self) -> Iterator[dict[str, Any]]:
        """Real but for the words: the City keeps no place for information."""
        for key, row in self.rodents.where(lambda row: row["NATURE"] == "Information", 60):
            yield self.row(key, row, stratum="information", expected="answered")

    def _six(self) -> Iterator[dict[str, Any]]:
        """Real activities; the place is in Pierrefonds-Roxboro, which is made up."""
        for key, row in self.plateau.each(SIX, "Requete", 90):
            yield self.placed(key, row, "pierrefonds-roxboro", "pr-six-activities")

    def _overview(self) -> Iterator[dict[str, Any]]:
        """Real activity and borough; the point within it is made up."""
        for key, row in self.overview.where(lambda row: True, len(self.overview.rows)):
            where = slug(row["ARRONDISSEMENT_GEO"])
            tenant = where if where == "pierrefonds-roxboro" else "montreal"
            yield self.row(
                key,
                row,
                stratum="overview",
                tenant=tenant,
                point=point_within(self.limits[where], key),
                made_up=["longitude", "latitude"],
                expected="assigned" if row["ACTI_NOM"] in self.policy else None,
            )

    def _city_wide(self) -> Iterator[dict[str, Any]]:
        """Real activities of Le Plateau-Mont-Royal; the point within it is made up."""
        where = "le-plateau-mont-royal"
        for key, row in self.plateau.each(FIXED, "Requete", 42):
            yield self.placed(key, row, where, "city-fixed-unit", tenant="montreal")
        for key, row in self.plateau.each(BY_PLACE, "Requete", 42):
            yield self.placed(key, row, where, "city-by-place", tenant="montreal", borough=where)

    def _linked_cities(self) -> Iterator[dict[str, Any]]:
        """Real activities; the places are made up, two in each of the 15 linked cities."""
        for number, (key, row) in enumerate(self.plateau.each(BY_PLACE, "Requete", 30)):
            where = self.linked[number % len(self.linked)]
            yield self.row(
                key,
                row,
                stratum="linked-city",
                point=point_within(self.limits[where].buffer(0.0007), key),
                made_up=["longitude", "latitude"],
                expected="out_of_territory",
            )

    def _towns(self) -> Iterator[dict[str, Any]]:
        """The towns publish no rows: activity, date and channel come from real Montréal rows."""
        for tenant, activities in (
            ("prevost", PREVOST),
            ("mont-saint-hilaire", MONT_SAINT_HILAIRE),
        ):
            for number, (key, row) in enumerate(self.plateau.each(activities, "Requete", 48)):
                kind = {5: "claim", 11: "access", 17: "information"}.get(number % 24)
                expected = "answered" if kind == "information" else "assigned"
                yield self.row(
                    key,
                    row,
                    stratum=tenant,
                    tenant=tenant,
                    kind=kind,
                    made_up=["tenant", *(["kind"] if kind else [])],
                    expected=expected,
                    expected_borough=None if kind == "information" else tenant,
                )

    def _complaints(self) -> Iterator[dict[str, Any]]:
        """Real complaints by activity; the town, the form and the facts are made up."""
        tenants = ("montreal", "prevost", "mont-saint-hilaire", "pierrefonds-roxboro")
        found = self.plateau.where(lambda row: row["NATURE"] == "Plainte", 40)
        for number, (key, row) in enumerate(found):
            tenant = tenants[number % len(tenants)]
            yield self.row(
                key,
                row,
                stratum="complaint",
                tenant=tenant,
                made_up=["tenant"] if tenant != "montreal" else [],
                expected="assigned",
                complaint={
                    "is_written": number % 8 != 1,
                    "is_signed": number % 8 not in (1, 5),
                    "facts_days_ago": 20 if number % 16 == 13 else 1 + number % 12,
                    "is_danger": number % 16 == 9,
                },
            )

    def _odd(self) -> Iterator[dict[str, Any]]:
        """What no rule fits: unknown to the frozen policy, without a place, somebody else's."""
        for key, row in self.plateau.each(UNLISTED, "Requete", 10):
            yield self.placed(
                key, row, "le-plateau-mont-royal", "no-rule", tenant="montreal", expected="no_rule"
            )
        for key, row in self.plateau.where(lambda row: row["ACTI_NOM"] == "Animal mort", 10):
            yield self.row(key, row, stratum="no-place", expected="no_rule")
        others = self.plateau.where(lambda row: row["ACTI_NOM"] == "Voirie - Divers", 9)
        for number, (key, row) in enumerate(others):
            row = row | {"ACTI_NOM": AUTHORITIES[number % 3]}
            yield self.row(
                key,
                row,
                stratum="other-authority",
                made_up=["activity"],
                expected="other_authority",
            )

    def placed(
        self,
        key: str,
        row: Row,
        where: str,
        stratum: str,
        *,
        tenant: str | None = None,
        borough: str | None = None,
        expected: str = "assigned",
    ) -> dict[str, Any]:
        moved = ["tenant"] if where != "le-plateau-mont-royal" else []
        return self.row(
            key,
            row,
            stratum=stratum,
            tenant=tenant or where,
            point=point_within(self.limits[where], key),
            made_up=[*moved, "longitude", "latitude"],
            expected=expected,
            expected_borough=borough or (where if tenant is None else None),
        )

    def row(
        self,
        key: str,
        row: Row,
        *,
        stratum: str,
        tenant: str = "montreal",
        kind: str | None = None,
        point: tuple[float, float] | None = None,
        made_up: list[str] | None = None,
        expected: str | None = None,
        expected_borough: str | None = None,
        complaint: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        kind = kind or KINDS[row["NATURE"]]
        channel = channel_of(row)
        street = row.get("RUE") or row.get("RUE_INTERSECTION1") or None
        near = f" ({street})" if street else ""
        sentence = SENTENCES[int(share(key, "words") * len(SENTENCES))]
        number = int(share(key, "person") * 9000) + 1000
        notes = {"description", *(made_up or [])}
        if channel is None or (stratum == "pr-six-activities" and share(key, "via") < 0.5):
            channel = "phone" if channel is None else "web"  # the pilot was an online one
            notes.add("channel")
        is_online = channel in ("web", "mobile")
        if kind == "complaint":
            complaint = complaint or {
                "is_written": True,
                "is_signed": True,
                "facts_days_ago": 3,
                "is_danger": False,
            }
        is_silent = kind == "request" and share(key, "contact") < 0.08
        notes |= {"complaint"} if complaint else set()
        notes |= set() if is_silent else {"contact"}
        if kind == "information":
            expected, expected_borough = "answered", None
        return {
            "external_id": key,
            "stratum": stratum,
            "tenant": tenant,
            "kind": kind,
            "activity": row["ACTI_NOM"],
            "description": sentence.format(activity=row["ACTI_NOM"].lstrip("*"), near=near),
            "longitude": point[0] if point else None,
            "latitude": point[1] if point else None,
            "street": street,
            "channel": channel,
            "via": "pilot" if is_online and kind == "request" else "http",
            "original_date": row.get("DDS_DATE_CREATION") or row["mois"],
            "language": "en" if share(key, "language") < 0.12 else "fr",
            "contact": None
            if is_silent
            else {
                "name": f"Personne {number}",
                "email": f"personne.{number}@citoyens.example.org",
                "phone": f"514-555-01{number % 100:02d}",
            },
            "complaint": complaint,
            "expected": expected,
            "expected_borough": expected_borough,
            "made_up": sorted(notes),
        }


def main(folder: Path) -> None:
    rows = list(Builder(folder).rows())
    assert len({row["external_id"] for row in rows}) == len(rows)
    target = Path(__file__).with_name("rows.jsonl")
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
